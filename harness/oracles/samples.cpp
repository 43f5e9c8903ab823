// Oracles of which samples come, and with what content: exactly-once, content, isolation.
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <map>

#include "oracles/oracle.hpp"
#include "oracles/parts.hpp"
#include "oracles/series_places.hpp"
#include "run/tensor_values.hpp"

namespace proofload {
namespace {

using By = RowReading::By;
using State = SampleTruth::State;
using Presence = SampleTruth::Presence;

bool ran_to_its_end(const TracedEpoch& epoch) { return epoch.end == TracedEpoch::End::finished; }

/// Intact samples that an epoch should have yielded and did not. Of the others, honest-errors is the judge.
std::vector<std::size_t> lost_samples(const HeardRun& run, std::size_t epoch) {
  std::vector<std::size_t> lost;
  const EpochReading& reading = run.reading.epochs[epoch];
  for (std::size_t i = 0; i < run.truth.samples.size(); ++i) {
    const SampleTruth& sample = run.truth.samples[i];
    if (sample.presence == Presence::listed && sample.state == State::intact && reading.yielded[i] == 0 &&
        reading.reported[i] == 0) {
      lost.push_back(i);
    }
  }
  return lost;
}

void allow_dropped_tails(std::vector<std::size_t>& lost, const Hearing& hearing, const Parts& parts) {
  const std::uint64_t most = hearing.value().options.batch_size - 1;
  std::map<std::size_t, std::uint64_t> lost_of;
  bool known = true;
  for (const std::size_t sample : lost) {
    const auto part = parts.of(hearing.main(), sample);
    known = known && part;
    ++lost_of[part.value_or(0)];
  }
  if (known) {
    std::erase_if(lost, [&](std::size_t sample) { return lost_of[*parts.of(hearing.main(), sample)] <= most; });
  } else if (!parts.count() || lost.empty() || (most != 0 && (lost.size() - 1) / most < *parts.count())) {
    lost.clear();
  }
}

/// A declared drop may take fewer than a batch, from the end of the order; for each part of which one is made. What is
/// left is lost for no declared reason.
void allow_dropped_tail(std::vector<std::size_t>& lost, const Hearing& hearing) {
  if (hearing.last_batch() != LastBatch::drop) {
    return;
  }
  const Parts parts(hearing);
  if (parts.count() != 1) {
    allow_dropped_tails(lost, hearing, parts);
    return;
  }
  const std::uint64_t most = hearing.value().options.batch_size - 1;
  if (lost.size() <= most) {
    lost.clear();
    return;
  }
  if (hearing.value().options.shuffle == Shuffle::off) {
    lost.resize(lost.size() - most);  // in the dataset's order, the tail is last
  }
}

/// Whether a made-up row is one that the loader reported. Without the interface, or with a report that names no sample,
/// any bad sample's may be; and where records can be counted in several ways, any of a file of which one was reported.
bool told_or_untold(const HeardRun& run, std::size_t epoch, std::size_t sample) {
  const EpochReading& reading = run.reading.epochs[epoch];
  if (run.truth.samples[sample].presence == Presence::optional && !run.trace.epochs[epoch].reports.empty()) {
    return true;  // that it stands for what need not come is a guess: it is what was reported
  }
  const std::string& path = run.truth.samples[sample].path;
  const auto optional = [&](const SampleTruth& other) {
    return other.record && other.path == path && other.presence == Presence::optional;
  };
  if (run.truth.samples[sample].must_be_refused() && std::ranges::any_of(run.truth.samples, optional) &&
      std::ranges::any_of(reading.told_of,
                          [&](std::optional<std::size_t> at) { return at && run.truth.samples[*at].path == path; })) {
    return true;
  }
  return reading.reported[sample] != 0 ||
         (run.truth.samples[sample].must_be_refused() && (!run.trace.has_reports || !reading.strangers.empty()));
}

/// Blames a row for the first value that is not its sample's.
template <class Blame>
void blame_value(const Recognizer& content, const TracedTensor& features, std::size_t epoch, const RowReading& row,
                 const Blame& blame) {
  const std::size_t per_row = values_per_row(features).value_or(0);
  if (*row.wrong_at >= per_row) {
    blame("steps-missing", "a row has fewer steps than its file", epoch, row, "every step, as far as declared",
          fmt::format("{} values", per_row), "pad the others to the longest; cut only what is declared to be cut");
    return;
  }
  const double allowed = content.allowed(*row.sample, *row.wrong_at);
  const auto expected = content.expected(*row.sample, features, *row.wrong_at);
  blame("other-values", fmt::format("value {} of the row is not what the file holds", *row.wrong_at), epoch, row,
        expected ? fmt::format("{:.6g} within {:.3g}", *expected, allowed) : "another value",
        fmt::format("{:.6g}", value_at(features, row.row * per_row + *row.wrong_at)),
        "check scaling, channels, padding, and that all of the file was decoded");
}

/// " (rows 1, 2 of a.csv)", of a row of features, where samples are windows; of these numbers.
std::string in_series(const SeriesPlaces& places, std::span<const float> values) {
  const std::string rows = places.rows_of(values);
  return rows.empty() ? rows : fmt::format(" ({})", rows);
}

/// Says which rows of its file a window has and which it should have.
void say_rows(Because& because, const HeardRun& run, const Declaration& declaration, std::size_t epoch,
              const RowReading& row) {
  const SeriesPlaces places(run.truth, declaration);
  const FloatRows features(run.trace.epochs[epoch].batches[row.batch].features);
  because.found += in_series(places, features.row(row.row));
  if (!row.sample || !run.truth.samples[*row.sample].sequence) {
    return;
  }
  const Sequence& own = *run.truth.samples[*row.sample].sequence;
  std::vector<float> values;
  for (std::size_t i = 0; i < own.values.size(); ++i) {
    const std::size_t channel = i % own.channels;
    values.push_back(static_cast<float>(own.values[i] * scale_of(declaration.transform, channel) +
                                        offset_of(declaration.transform, channel)));
  }
  because.expected += in_series(places, values);
}

}  // namespace

Judgement judge_exactly_once(Hearing& hearing) {
  if (const std::string why = hearing.cannot_identify(); !why.empty()) {
    return could_not_tell(why);
  }
  if (hearing.declaration().sampling.replacement == Sampling::Replacement::with) {
    return not_applicable("sampling with replacement is declared");
  }
  const HeardRun& run = hearing.main();
  bool exercised = false;
  for (std::size_t e = 0; e < run.trace.epochs.size(); ++e) {
    const EpochReading& reading = run.reading.epochs[e];
    std::vector<std::size_t> twice;
    for (std::size_t i = 0; i < reading.yielded.size(); ++i) {
      const SampleTruth& sample = run.truth.samples[i];
      if (!sample.record && (sample.records != 0 || sample.role == SampleTruth::Role::listing)) {
        continue;  // a file that many samples may come from, beside reports of others
      }
      // Where numbers in the file can be counted in several ways, the report may be another's.
      const bool in_doubt = sample.record && (sample.presence == Presence::optional || sample.optional_before != 0);
      if (reading.yielded[i] > 1 ||
          (reading.yielded[i] == 1 && reading.reported[i] != 0 && hearing.bad_sample() != BadSample::substitute &&
           !sample.must_be_refused() && !in_doubt)) {
        twice.push_back(i);
      }
    }
    if (!twice.empty()) {
      const auto at = std::ranges::find_if(reading.rows, [&](const RowReading& row) {
        return row.counts() && std::ranges::find(twice, *row.sample) != twice.end();
      });
      return broken(
          {.cause = "yielded-twice",
           .what = fmt::format("{} sample(s) came more than once in one epoch", twice.size()),
           .samples = paths_of(run.truth, twice),
           .epoch = e,
           .batch = at->batch,
           .row = at->row,
           .expected = "every sample once, yielded or reported",
           .found = reading.yielded[twice.front()] == 1
                        ? "a row of the first of them, and a report that says that it was left out"
                        : fmt::format("{} rows for the first of them", reading.yielded[twice.front()]),
           .advice =
               "look for a buffer that is not cleared, an index that wraps, or a sample taken in another's place"});
    }
    exercised = exercised || !reading.rows.empty();
    if (!ran_to_its_end(run.trace.epochs[e])) {
      continue;
    }
    auto lost = lost_samples(run, e);
    allow_dropped_tail(lost, hearing);
    if (!lost.empty()) {
      return broken(
          {.cause = "lost",
           .what = fmt::format("{} sample(s) were neither yielded nor reported", lost.size()),
           .samples = paths_of(run.truth, lost),
           .epoch = e,
           .expected = fmt::format("{} samples accounted for", run.truth.listed()),
           .found = fmt::format("{} of them missing at the end of the epoch", lost.size()),
           .advice = "count what is read, yielded and skipped; look at the last batch and at where errors are caught"});
    }
    exercised = exercised || run.truth.listed() != 0;
  }
  return exercised ? kept() : not_exercised();
}

Judgement judge_content(Hearing& hearing) {
  const Declaration& declaration = hearing.declaration();
  const auto kind = declaration.transform.kind;
  const HeardRun& run = hearing.main();
  const Recognizer& content = *run.reading.content;
  if (const std::string needs = content.needs(); !needs.empty()) {
    return not_applicable(needs);
  }
  std::vector<Because> found;
  std::map<std::string, std::vector<std::size_t>> culprits;
  bool exercised = false;
  const auto blame = [&](const char* cause, std::string what, std::size_t e, const RowReading& row,
                         std::string expected, std::string seen, std::string advice) {
    if (!culprits.contains(cause)) {
      found.push_back({.cause = cause,
                       .what = std::move(what),
                       .epoch = e,
                       .batch = row.batch,
                       .row = row.row,
                       .expected = std::move(expected),
                       .found = std::move(seen),
                       .advice = std::move(advice)});
      if (!run.truth.series.empty()) {
        say_rows(found.back(), run, declaration, e, row);
      }
    }
    auto& list = culprits[cause];
    if (row.sample) {
      list.push_back(*row.sample);
    }
  };
  for (std::size_t e = 0; e < run.reading.epochs.size(); ++e) {
    // Samples that may be delivered, though the decoder that tells what they hold cannot read them, or may read of what
    // is damaged something else than the loader's.
    std::size_t unseen = 0;
    for (std::size_t i = 0; i < run.truth.samples.size(); ++i) {
      const SampleTruth& sample = run.truth.samples[i];
      const EpochReading& reading = run.reading.epochs[e];
      const bool unread = !sample.picture && !sample.sequence;
      const bool in_doubt = sample.state == State::altered && reading.yielded[i] == 0 && reading.reported[i] == 0;
      unseen += !sample.must_be_refused() && (unread || in_doubt) ? 1 : 0;
    }
    for (const RowReading& row : run.reading.epochs[e].rows) {
      if (row.by == By::padding || row.by == By::wrapped || row.not_finite) {
        continue;  // declared fillings; and what is not finite is judged by its own clause
      }
      const auto& batch = run.trace.epochs[e].batches[row.batch].features;
      if (!content.fits(batch)) {
        continue;
      }
      if (!row.sample || !row.identified()) {
        const SampleTruth* sample = row.sample ? &run.truth.samples[*row.sample] : nullptr;
        if (sample != nullptr &&
            (sample->state == State::altered || sample->state == State::unknown ||
             (hearing.bad_sample() == BadSample::substitute && told_or_untold(run, e, *row.sample)))) {
          continue;
        }
        if (kind == Transform::Kind::augmented && sample != nullptr && !sample->must_be_refused()) {
          continue;
        }
        if (!row.code && ((sample != nullptr && run.reading.untellable[*row.sample] && !sample->must_be_refused()) ||
                          (row.by != By::declared_id && !run.reading.can_identify))) {
          continue;
        }
        if (sample == nullptr && unseen > 0) {
          --unseen;
          continue;
        }
        blame(row.code    ? "foreign-content"
              : row.blank ? "blank-row"
                          : "unreadable-row",
              row.code    ? fmt::format("a row holds an {} that is not in the dataset", content.noun())
              : row.blank ? "a row of zeros was yielded as if it were a sample"
                          : "a row holds no sample that can be recognized",
              e, row,
              sample != nullptr ? fmt::format("the content of sample {}, or a report", sample->index)
                                : "the content of a sample",
              row.blank ? "zeros" : "other values", "do not yield what was not read: skip it, report it, or stop");
        continue;
      }
      exercised = true;
      const SampleTruth& sample = run.truth.samples[*row.sample];
      if (sample.must_be_refused()) {
        // What is made up may well look like it: a file that holds nothing but zeros.
        if (hearing.bad_sample() == BadSample::substitute && (row.blank || row.by != By::code) &&
            told_or_untold(run, e, *row.sample)) {
          continue;
        }
        blame("damaged-content", fmt::format("a damaged file was yielded as a sample: {}", sample.cause), e, row,
              "an error or a report", "a row of its content", "check integrity before a sample is accepted");
        continue;
      }
      if (row.code && kind != Transform::Kind::augmented) {
        if (row.code->deed != Deed::none && sample.upright == SampleTruth::Upright::as_shown) {
          blame("turned", fmt::format("the image is {}", name(row.code->deed)), e, row, "the image as it is stored",
                std::string(name(row.code->deed)), "check the order of the axes and the orientation that is applied");
          continue;
        }
        if (row.code->colors == TraceReading::Colors::red_and_blue_exchanged) {
          blame("red-and-blue", "the red and blue channels are exchanged", e, row, "RGB", "BGR",
                "convert the channel order where the decoder gives another one");
          continue;
        }
      }
      if (row.wrong_at && sample.content == SampleTruth::Content::certain) {
        blame_value(content, batch, e, row, blame);
      }
    }
  }
  for (Because& because : found) {
    because.samples = paths_of(run.truth, culprits[because.cause]);
  }
  return exercised || !found.empty() ? kept_unless(std::move(found)) : not_exercised();
}

Judgement judge_isolation(Hearing& hearing) {
  const Declaration& declaration = hearing.declaration();
  const auto kind = declaration.transform.kind;
  if (kind != Transform::Kind::exact && kind != Transform::Kind::resized) {
    return not_applicable("declare transform: exact or resized");
  }
  const HeardRun& damaged = hearing.main();
  const bool any_damage = std::ranges::any_of(damaged.truth.samples,
                                              [](const SampleTruth& sample) { return sample.state != State::intact; });
  if (!hearing.asks_for(Comparison::fewer_faults) || !any_damage) {
    return not_exercised();
  }
  if (const std::string why = hearing.cannot_identify(); !why.empty()) {
    return could_not_tell(why);
  }
  // Only the names and the order stay as they are: what is compared is what damage to others does to a sample.
  Case fewer = hearing.value();
  std::erase_if(fewer.faults, [](const Fault& fault) { return !changes_names(fault.kind); });
  const HeardRun& whole = hearing.run("fewer_faults", fewer);
  struct Row {
    std::size_t sample = 0;
    std::span<const std::byte> bytes;
  };
  std::map<std::string, Row> rows;
  const auto bytes_of = [](const HeardRun& run, std::size_t e, const RowReading& row) -> std::span<const std::byte> {
    const TracedTensor& features = run.trace.epochs[e].batches[row.batch].features;
    const std::size_t size = size_of(features.dtype);
    const auto part = run.reading.content->own_part(*row.sample, features);
    const std::size_t first = row.row * values_per_row(features).value_or(0) + part.first;
    return std::span(features.bytes).subspan(first * size, part.count * size);
  };
  // Of two samples that look alike, either row may be either's, and their bytes need not be the same; so may zeros that
  // stand in place of a bad sample look like a dark one.
  const bool zeros_are_made_up = hearing.bad_sample() == BadSample::substitute;
  const auto any_untellable = [](const HeardRun& run) {
    for (std::size_t i = 0; i < run.truth.samples.size(); ++i) {
      if (!run.truth.samples[i].must_be_refused() && run.reading.untellable[i]) {
        return true;
      }
    }
    return false;
  };
  // … and so may anything be the row of a sample of which too little is known.
  const bool matches_tell = !any_untellable(damaged) && !any_untellable(whole);
  const auto sure = [&](const EpochReading& reading, const RowReading& row) {
    return row.identified() && row.sample && !row.chosen &&
           !(row.by == By::match &&
             (!matches_tell || reading.yielded[*row.sample] > 1 || (zeros_are_made_up && row.blank)));
  };
  for (std::size_t e = 0; e < whole.reading.epochs.size(); ++e) {
    for (const RowReading& row : whole.reading.epochs[e].rows) {
      if (sure(whole.reading.epochs[e], row)) {
        rows.try_emplace(whole.truth.samples[*row.sample].name(), *row.sample, bytes_of(whole, e, row));
      }
    }
  }
  bool exercised = false;
  std::vector<std::size_t> culprits;
  std::optional<Because> because;
  for (std::size_t e = 0; e < damaged.reading.epochs.size(); ++e) {
    for (const RowReading& row : damaged.reading.epochs[e].rows) {
      if (!sure(damaged.reading.epochs[e], row) || damaged.truth.samples[*row.sample].state != State::intact) {
        continue;
      }
      const SampleTruth& sample = damaged.truth.samples[*row.sample];
      const auto other = rows.find(sample.name());
      if (other == rows.end() || whole.truth.samples[other->second.sample].picture_digest != sample.picture_digest) {
        continue;
      }
      const auto bytes = bytes_of(damaged, e, row);
      if (bytes.empty() || other->second.bytes.empty()) {
        continue;  // no value of its own that was there both times: content is the judge
      }
      exercised = true;
      if (!std::ranges::equal(bytes, other->second.bytes)) {
        culprits.push_back(*row.sample);
        if (!because) {
          because = Because{
              .cause = "changed-by-others",
              .what = "an intact sample has other features when other samples are damaged",
              .epoch = e,
              .batch = row.batch,
              .row = row.row,
              .expected = "the same bytes as without the damage",
              .found = "other bytes",
              .advice = "look for state that survives an error: buffers, stream flags, statistics over a batch"};
        }
      }
    }
  }
  if (because) {
    because->samples = paths_of(damaged.truth, culprits);
    return broken(std::move(*because));
  }
  return exercised ? kept() : not_exercised();
}

}  // namespace proofload
