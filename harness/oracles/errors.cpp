// Oracles of errors: honest-errors, no-false-alarm.
#include <fmt/format.h>

#include <algorithm>

#include "oracles/meant_samples.hpp"
#include "oracles/oracle.hpp"
#include "oracles/parts.hpp"

namespace proofload {
namespace {

using End = TracedEpoch::End;
using State = SampleTruth::State;

std::string shown(const LoadError& error) {
  return fmt::format("path \"{}\"{}, index {}, \"{}\"", escape(error.path),
                     error.record ? fmt::format(", record {}", *error.record) : "",
                     error.index ? fmt::format("{}", *error.index) : "none", escape(error.reason));
}

bool right_index(const SampleTruth& sample, const LoadError& error) {
  // A file that is bad as a whole may be found to be so at any of its records; and one that may be, record by record.
  const bool by_record = error.record || !sample.must_be_refused();
  const std::uint64_t last = sample.index + (by_record ? sample.records : 0);
  return error.index && *error.index <= last && *error.index + sample.optional_before >= sample.index;
}

/// A report may leave the number in the file out: the index says as much.
bool right_record(const SampleTruth& sample, const LoadError& error) {
  return !error.record || !sample.record ||
         (*error.record <= *sample.record && *error.record + sample.optional_in_file >= *sample.record);
}

/// Collects, for each cause, all culprits and the first place.
class Blame {
 public:
  void add(const char* cause, std::string what, std::size_t epoch, std::optional<std::size_t> sample,
           std::string expected, std::string found, std::string advice) {
    auto entry = std::ranges::find(list_, std::string_view(cause), [](const auto& e) { return e.because.cause; });
    if (entry == list_.end()) {
      list_.push_back({{.cause = cause,
                        .what = std::move(what),
                        .epoch = epoch,
                        .expected = std::move(expected),
                        .found = std::move(found),
                        .advice = std::move(advice)},
                       {}});
      entry = list_.end() - 1;
    }
    if (sample) {
      entry->samples.push_back(*sample);
    }
  }

  std::vector<Because> take(const Truth& truth) {
    std::vector<Because> result;
    for (Entry& entry : list_) {
      entry.because.samples = paths_of(truth, entry.samples);
      result.push_back(std::move(entry.because));
    }
    return result;
  }

 private:
  struct Entry {
    Because because;
    std::vector<std::size_t> samples;
  };
  std::vector<Entry> list_;
};

constexpr const char* index_advice =
    "carry the sample's own path and dataset index with it; a position in a batch or in "
    "a shuffled order is neither";

/// What a report or an error says of its sample.
void judge_words(Blame& blame, const Hearing& hearing, std::size_t epoch, const LoadError& error,
                 std::optional<std::size_t> at) {
  const Truth& truth = hearing.main().truth;
  const auto surely_there = [](const SampleTruth& sample) {
    return sample.presence == SampleTruth::Presence::listed &&
           (sample.state == State::intact || sample.must_be_refused());
  };
  if (error.path.empty() && std::ranges::none_of(truth.samples, surely_there)) {
    return;  // of a dataset without samples, or that may have had none when it was read, no file is to blame
  }
  if (std::ranges::find(truth.unlisted, error.path) != truth.unlisted.end()) {
    return;  // of a folder that cannot be listed
  }
  if (error.path.empty()) {
    blame.add("error-without-path", "an error does not say which file it is about", epoch, std::nullopt,
              "path and index of the sample", shown(error), index_advice);
    return;
  }
  if (!at) {
    blame.add("names-no-sample", "an error names a path that is no sample's", epoch, std::nullopt,
              "the path of a listed sample", shown(error), index_advice);
    return;
  }
  const SampleTruth& sample = truth.samples[*at];
  const bool numbered =
      sample.role == SampleTruth::Role::sample && hearing.declaration().listing != Listing::undeclared;
  if (numbered && !right_index(sample, error)) {
    blame.add("wrong-index", "an error carries another index than its sample's", epoch, at,
              fmt::format("index {} for {}", sample.index, escape(sample.name())), shown(error), index_advice);
  } else if (!right_record(sample, error)) {
    blame.add("wrong-record", "an error carries another number in the file than its sample's", epoch, at,
              fmt::format("record {} of {}", *sample.record, escape(sample.path)), shown(error), index_advice);
  }
}

bool may_be_refused(const SampleTruth& sample) { return sample.state != State::intact; }

bool any_refusable(const Truth& truth) { return std::ranges::any_of(truth.samples, may_be_refused); }

/// Whether two reports of a sample may be of two, since records of its file may be counted in several ways.
bool numbered_in_doubt(const HeardRun& run, const EpochReading& reading, std::size_t sample) {
  const SampleTruth& truth = run.truth.samples[sample];
  const auto in_file = [&](const SampleTruth& other) { return other.path == truth.path; };
  const auto optional = [&](const SampleTruth& other) {
    return in_file(other) && other.presence == SampleTruth::Presence::optional;
  };
  if (!truth.record || std::ranges::none_of(run.truth.samples, optional)) {
    return false;
  }
  const auto bad = std::ranges::count_if(
      run.truth.samples, [&](const SampleTruth& other) { return in_file(other) && may_be_refused(other); });
  return std::ranges::count_if(reading.told_of, [&](std::optional<std::size_t> at) {
           return at && in_file(run.truth.samples[*at]);
         }) <= bad;
}

/// Samples that had to be refused, or were, and were passed over in silence.
std::vector<std::size_t> unreported(const Hearing& hearing, std::size_t epoch) {
  const HeardRun& run = hearing.main();
  const EpochReading& reading = run.reading.epochs[epoch];
  std::vector<std::size_t> silent;
  std::size_t unseen = 0;
  // A row that is nobody's may be an altered sample's.
  const bool all_told = run.reading.can_identify && std::ranges::none_of(reading.rows, [](const RowReading& row) {
                          return row.by == RowReading::By::nothing;
                        });
  for (std::size_t i = 0; i < run.truth.samples.size(); ++i) {
    const SampleTruth& sample = run.truth.samples[i];
    if (sample.presence == SampleTruth::Presence::optional || reading.reported[i] != 0) {
      continue;
    }
    if (reading.yielded[i] == 0 && sample.state != State::unknown) {
      ++unseen;
    }
    if (sample.must_be_refused() || (sample.state == State::altered && all_told && reading.yielded[i] == 0)) {
      silent.push_back(i);
    }
  }
  if (hearing.draws_with_replacement()) {  // it may not have been drawn
    std::erase_if(silent, [&](std::size_t sample) { return reading.yielded[sample] == 0; });
  }
  // A dropped tail need not be looked at; what may be delivered may be in it.
  if (hearing.last_batch() == LastBatch::drop) {
    const auto tails = Parts(hearing).count();
    const std::uint64_t most = hearing.value().options.batch_size - 1;  // of each
    const bool in_tails = unseen == 0 || !tails || (most != 0 && (unseen - 1) / most < *tails);
    std::erase_if(silent, [&](std::size_t sample) {
      return !run.truth.samples[sample].must_be_refused() || (in_tails && reading.yielded[sample] == 0);
    });
  }
  return silent;
}

std::string_view text(BadSample policy) {
  switch (policy) {
    case BadSample::undeclared:
      return "undeclared";
    case BadSample::fail:
      return "fail";
    case BadSample::skip_refill:
      return "skip_refill";
    case BadSample::skip_shrink:
      return "skip_shrink";
    case BadSample::substitute:
      return "substitute";
  }
  return "unknown";
}

}  // namespace

Judgement judge_honest_errors(Hearing& hearing) {
  const BadSample policy = hearing.bad_sample();
  if (policy == BadSample::undeclared) {
    return not_applicable("declare bad_sample");
  }
  const HeardRun& run = hearing.main();
  if (policy != BadSample::fail && !run.trace.epochs.empty() && !run.trace.has_reports) {
    return not_applicable("implement proofload::Reports");
  }
  if (!any_refusable(run.truth)) {
    return not_exercised();
  }
  Blame blame;
  bool exercised = false;
  if (run.trace.refused) {
    exercised = true;
    const auto at = MeantSamples(run.truth).of(*run.trace.refused);
    const bool of_file = at && run.truth.samples[*at].record && !run.trace.refused->index && !run.trace.refused->record;
    if (!of_file) {  // of many samples in a file that is refused as a whole, none is meant
      judge_words(blame, hearing, 0, *run.trace.refused, at);
    }
    if (policy != BadSample::fail && at && run.truth.samples[*at].role == SampleTruth::Role::sample) {
      blame.add("policy-not-obeyed", "the loader refused the whole dataset for one bad sample", 0, at,
                fmt::format("policy \"{}\"", text(policy)), shown(*run.trace.refused),
                "catch the failure of one sample where that sample is read");
    }
  }
  const bool can_identify = run.reading.can_identify;
  for (std::size_t e = 0; e < run.trace.epochs.size(); ++e) {
    const TracedEpoch& epoch = run.trace.epochs[e];
    const EpochReading& reading = run.reading.epochs[e];
    for (std::size_t r = 0; r < epoch.reports.size(); ++r) {
      const TracedReport& report = epoch.reports[r];
      exercised = true;
      const auto at = reading.told_of[r];
      if (at && !may_be_refused(run.truth.samples[*at])) {
        continue;  // a false alarm is judged by its own clause
      }
      judge_words(blame, hearing, e, report.error, at);
      const bool substituted = report.deed == SampleReport::Deed::substituted;
      if (policy != BadSample::fail && substituted != (policy == BadSample::substitute)) {
        blame.add("policy-not-obeyed", "a bad sample was not treated by the declared policy", e, at,
                  fmt::format("policy \"{}\"", text(policy)), substituted ? "substituted" : "skipped",
                  "treat every bad sample by the one policy");
      }
    }
    for (std::size_t i = 0; i < run.truth.samples.size(); ++i) {
      if (reading.reported[i] > 1 && !hearing.draws_with_replacement() && may_be_refused(run.truth.samples[i]) &&
          !numbered_in_doubt(run, reading, i)) {
        blame.add("reported-twice", "a bad sample was reported more than once in one epoch", e, i, "one report",
                  fmt::format("{} reports", reading.reported[i]),
                  "report where the sample is given up, and only there");
      }
    }
    if (epoch.error && (epoch.end == End::error || epoch.end == End::threw)) {
      const auto at = reading.error_of;
      if (!at || may_be_refused(run.truth.samples[*at])) {
        exercised = true;
        judge_words(blame, hearing, e, *epoch.error, at);
        const bool listing = at && run.truth.samples[*at].role == SampleTruth::Role::listing;
        if (policy != BadSample::fail && (at || epoch.end == End::threw) && !listing) {
          blame.add("policy-not-obeyed", "one bad sample ended the epoch", e, at,
                    fmt::format("policy \"{}\"", text(policy)), shown(*epoch.error),
                    "catch the failure of one sample where that sample is read");
        }
      }
    }
    if (epoch.end != End::finished) {
      continue;
    }
    const auto silent = unreported(hearing, e);
    for (const std::size_t sample : silent) {
      const bool yielded = can_identify && reading.yielded[sample] != 0;
      blame.add(
          "unreported",
          yielded ? "a bad sample was yielded as if it were good" : "a bad sample vanished without a word", e, sample,
          fmt::format("a report of {} ({})", escape(run.truth.samples[sample].name()), run.truth.samples[sample].cause),
          fmt::format("{} reports in this epoch, none of it", epoch.reports.size()),
          policy == BadSample::fail ? "return the error" : "report each skipped sample with its path and index");
    }
    exercised = exercised || std::ranges::any_of(run.truth.samples, [](const SampleTruth& sample) {
                  return sample.must_be_refused() && sample.presence == SampleTruth::Presence::listed;
                });
  }
  auto because = blame.take(run.truth);
  return exercised || !because.empty() ? kept_unless(std::move(because)) : not_exercised();
}

Judgement judge_no_false_alarm(Hearing& hearing) {
  if (std::holds_alternative<std::monostate>(hearing.declaration().reads)) {
    return not_applicable("declare what the loader reads");
  }
  const HeardRun& run = hearing.main();
  const bool any_intact =
      std::ranges::any_of(run.truth.samples, [](const SampleTruth& sample) { return sample.state == State::intact; });
  if (!any_intact) {
    return not_exercised();
  }
  Blame blame;
  const bool refusable = any_refusable(run.truth);
  const auto look = [&](std::size_t epoch, const LoadError& error, std::optional<std::size_t> at, const char* deed) {
    // Where nothing need be taken for a sample, there may be none.
    const bool intact = at ? run.truth.samples[*at].state == State::intact : !refusable && run.truth.listed() != 0;
    if (intact) {
      blame.add("intact-refused", fmt::format("{} although nothing is wrong with it", deed), epoch, at,
                at ? fmt::format("{} to be delivered", escape(run.truth.samples[*at].name()))
                   : "every sample to be delivered",
                shown(error), "compare with an independent decoder; look for state that an earlier error left behind");
    }
  };
  if (run.trace.refused) {
    look(0, *run.trace.refused, MeantSamples(run.truth).of(*run.trace.refused), "the dataset was refused");
  }
  for (std::size_t e = 0; e < run.trace.epochs.size(); ++e) {
    const TracedEpoch& epoch = run.trace.epochs[e];
    const EpochReading& reading = run.reading.epochs[e];
    for (std::size_t r = 0; r < epoch.reports.size(); ++r) {
      if (reading.told_of[r]) {
        look(e, epoch.reports[r].error, reading.told_of[r], "a sample was skipped or substituted");
      }
    }
    if (epoch.error) {
      look(e, *epoch.error, reading.error_of,
           epoch.end == End::threw ? "an exception ended the epoch" : "an error ended the epoch");
    }
  }
  return kept_unless(blame.take(run.truth));
}

}  // namespace proofload
