// Oracles of how epochs end: last-batch-policy, honest-length, epoch-restart, empty-dataset.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "oracles/oracle.hpp"
#include "oracles/parts.hpp"

namespace proofload {
namespace {

using End = TracedEpoch::End;
using State = SampleTruth::State;

std::uint64_t batches_for(std::uint64_t samples, std::uint64_t batch_size, LastBatch policy) {
  return policy == LastBatch::drop ? samples / batch_size : (samples + batch_size - 1) / batch_size;
}

struct Bounds {
  std::uint64_t least = 0;
  std::uint64_t most = 0;
};

/// Batches of so many samples by the policy, for so many parts of unknown size together.
Bounds batches_for(std::uint64_t samples, std::uint64_t batch_size, LastBatch policy, std::uint64_t parts) {
  const std::uint64_t whole = batches_for(samples, batch_size, policy);
  const std::uint64_t apart = std::min(parts, std::max<std::uint64_t>(samples, 1)) - 1;
  return policy == LastBatch::drop ? Bounds{whole - std::min(whole, apart), whole} : Bounds{whole, whole + apart};
}

/// Batches of an epoch of good samples.
Bounds batches_of(const Hearing& hearing, const HeardRun& run) {
  const Parts parts(hearing);
  std::vector<std::uint64_t> sizes(parts.count().value_or(1));
  const std::uint64_t batch_size = hearing.value().options.batch_size;
  for (std::size_t i = 0; i < run.truth.samples.size(); ++i) {
    const auto part = sizes.size() == 1 ? std::optional<std::size_t>(0) : parts.of(run, i);
    if (!part) {
      return batches_for(run.truth.listed(), batch_size, hearing.last_batch(), sizes.size());
    }
    ++sizes[*part];
  }
  std::uint64_t sum = 0;
  for (const std::uint64_t size : sizes) {
    sum += batches_for(size, batch_size, hearing.last_batch());
  }
  return {sum, sum};
}

std::string_view text(LastBatch policy) {
  switch (policy) {
    case LastBatch::undeclared:
      return "undeclared";
    case LastBatch::keep:
      return "keep";
    case LastBatch::drop:
      return "drop";
    case LastBatch::pad:
      return "pad";
    case LastBatch::wrap:
      return "wrap";
  }
  return "unknown";
}

bool all_intact(const Truth& truth) {
  return std::ranges::all_of(truth.samples, [](const SampleTruth& sample) { return sample.state == State::intact; });
}

/// Whether a fault was met that goes by the number of a call: then a file may be there when batches are counted, and
/// not when they are made.
bool met_by_call(const Hearing& hearing) {
  const auto& fired = hearing.main().trace.fired;
  for (std::size_t i = 0; i < hearing.value().faults.size(); ++i) {
    if (counts_calls(hearing.value().faults[i].kind) && i < fired.size() && fired[i] != 0) {
      return true;
    }
  }
  return false;
}

/// Whether all samples came before an error said that what they are in is bad: then the last batch was one.
bool found_bad_at_the_end(const HeardRun& run, std::size_t epoch) {
  const auto at = run.reading.epochs[epoch].error_of;
  return at && run.trace.epochs[epoch].end == End::error && run.truth.samples[*at].role == SampleTruth::Role::listing;
}

/// Whether what stands in place of a bad sample may look like padding, which then may stand anywhere in the last batch.
bool made_up_alike(const Hearing& hearing, const EpochReading& reading) {
  return hearing.last_batch() == LastBatch::pad && hearing.bad_sample() == BadSample::substitute &&
         !all_intact(hearing.main().truth) &&
         std::ranges::any_of(reading.rows, [](const RowReading& row) { return row.blank && !row.id; });
}

}  // namespace

Judgement judge_last_batch_policy(Hearing& hearing) {
  const LastBatch policy = hearing.last_batch();
  if (policy == LastBatch::undeclared) {
    return not_applicable("declare last_batch");
  }
  const Parts parts(hearing);
  if (!parts.count()) {
    return could_not_tell("nobody knows how many remainders there are: of buckets, declare sampling.buckets");
  }
  const HeardRun& run = hearing.main();
  const auto size = static_cast<std::int64_t>(hearing.value().options.batch_size);
  bool exercised = false;
  for (std::size_t e = 0; e < run.trace.epochs.size(); ++e) {
    const TracedEpoch& epoch = run.trace.epochs[e];
    // Samples that were refused without need are judged by no-false-alarm; their places are empty all the same.
    const bool all_delivered = all_intact(run.truth) && epoch.reports.empty();
    const bool may_shrink = hearing.bad_sample() == BadSample::skip_shrink && !all_delivered;
    std::size_t short_batches = 0;
    std::set<std::size_t> ended;  // parts that had their last batch
    for (std::size_t b = 0; b < epoch.batches.size(); ++b) {
      exercised = true;
      const std::int64_t rows = epoch.batches[b].features.rows();
      // What was gathered when an error ends the epoch may come before it, where a rest is kept.
      const bool cut_off =
          epoch.end == End::error && hearing.bad_sample() == BadSample::fail && policy == LastBatch::keep;
      const bool over = epoch.end == End::finished || cut_off || found_bad_at_the_end(run, e);
      const bool last = b + 1 == epoch.batches.size() && over;
      const auto part = *parts.count() > 1 ? parts.of_batch(run, e, b) : std::nullopt;
      const auto wrong = [&](const char* cause, std::string what, std::string expected) {
        return broken(
            {.cause = cause,
             .what = std::move(what),
             .epoch = e,
             .batch = b,
             .expected = std::move(expected),
             .found = fmt::format("{} rows", rows),
             .advice = "collect samples until the batch is full; treat the rest of the epoch by the policy, once"});
      };
      if (rows <= 0) {
        return wrong("empty-batch", "a batch without rows was yielded", fmt::format("1 to {} rows", size));
      }
      if (rows > size) {
        return wrong("oversized-batch", "a batch has more rows than the batch size",
                     fmt::format("at most {} rows", size));
      }
      if (may_shrink) {
        continue;
      }
      if (part && ended.contains(*part)) {
        return wrong("short-batch-inside", "a bucket goes on behind a batch of it that was short",
                     "the batch that is not full as the last one of its bucket");
      }
      if (rows == size) {
        continue;
      }
      ++short_batches;
      if (part) {
        ended.insert(*part);
      }
      if (*parts.count() > 1 ? short_batches > *parts.count() : !last) {
        return wrong("short-batch-inside", "a batch in the middle of the epoch is short", fmt::format("{} rows", size));
      }
      if (policy != LastBatch::keep) {
        return wrong("short-last-batch",
                     fmt::format("the last batch is short although the policy is \"{}\"", text(policy)),
                     policy == LastBatch::drop ? fmt::format("no batch of fewer than {} rows", size)
                                               : fmt::format("{} rows", size));
      }
    }
    const auto& rows = run.reading.epochs[e].rows;
    const auto mislabeled = std::ranges::find_if(
        rows, [&](const RowReading& row) { return row.by == RowReading::By::padding && !row.ignored; });
    if (mislabeled != rows.end() && hearing.declaration().labels.ignore_index) {
      return broken({.cause = "padding-label",
                     .what = "a row that fills up the last batch does not have the declared ignore index as its label",
                     .epoch = e,
                     .batch = mislabeled->batch,
                     .row = mislabeled->row,
                     .expected = fmt::format("label {}", *hearing.declaration().labels.ignore_index),
                     .found = mislabeled->label    ? fmt::format("label {}", *mislabeled->label)
                              : mislabeled->target ? fmt::format("label {}", *mislabeled->target)
                                                   : "no such label",
                     .advice = "give filling rows the ignore index, so that no loss counts them"});
    }
    // With good data the number of batches follows; a missing last batch shows in no batch.
    if (epoch.end == End::finished && all_delivered && run.truth.listed() == run.truth.samples.size() &&
        run.truth.listed() > 0) {
      exercised = true;
      const auto [least, most] = batches_of(hearing, run);
      if (epoch.batches.size() < least || epoch.batches.size() > most) {
        return broken({.cause = epoch.batches.size() < least ? "batch-missing" : "batch-too-many",
                       .what = fmt::format("an epoch of {} good samples in batches of {} has another number of batches",
                                           run.truth.listed(), size),
                       .epoch = e,
                       .batch = epoch.batches.empty() ? 0 : epoch.batches.size() - 1,
                       .expected = least == most ? fmt::format("{} batches (policy \"{}\")", least, text(policy))
                                                 : fmt::format("{} to {} batches (policy \"{}\" for each of {})", least,
                                                               most, text(policy), *parts.count()),
                       .found = fmt::format("{} batches", epoch.batches.size()),
                       .advice = "count batches as (n + b - 1) / b, or n / b when the last is dropped"});
      }
    }
  }
  return exercised ? kept() : not_exercised();
}

Judgement judge_honest_length(Hearing& hearing) {
  const LengthPromise promise = hearing.declaration().length;
  if (promise.kind == LengthPromise::Kind::undeclared) {
    return not_applicable("declare length");
  }
  const HeardRun& run = hearing.main();
  if (!run.trace.epochs.empty() && !run.trace.has_length) {
    return not_applicable("implement proofload::Length");
  }
  if (met_by_call(hearing)) {
    return not_exercised();
  }
  bool exercised = false;
  for (std::size_t e = 0; e < run.trace.epochs.size(); ++e) {
    const TracedEpoch& epoch = run.trace.epochs[e];
    if (!epoch.promised) {
      continue;
    }
    const std::uint64_t yielded = epoch.batches.size();
    const auto lie = [&](const char* cause, std::string expected) {
      return broken({.cause = cause,
                     .what = "the promised number of batches is not the number of batches",
                     .epoch = e,
                     .expected = std::move(expected),
                     .found = fmt::format("{} promised, {} yielded", *epoch.promised, yielded),
                     .advice = "compute the length from the same counts and policies as the batches"});
    };
    if (yielded > *epoch.promised && epoch.end != End::unbounded) {
      return lie("longer-than-promised", fmt::format("at most {} batches", *epoch.promised));
    }
    if (promise.kind == LengthPromise::Kind::exact && promise.counting == LengthPromise::Counting::before_skips &&
        hearing.last_batch() != LastBatch::undeclared) {
      const std::uint64_t size = hearing.value().options.batch_size;
      const std::size_t parts = Parts(hearing).count().value_or(run.truth.samples.size());
      // What says which samples there are is none of them.
      const auto sure = static_cast<std::uint64_t>(std::ranges::count_if(run.truth.samples, [](const auto& sample) {
        return sample.presence == SampleTruth::Presence::listed && sample.role == SampleTruth::Role::sample;
      }));
      const std::uint64_t least = batches_for(sure, size, hearing.last_batch(), parts).least;
      const std::uint64_t most = batches_for(run.truth.samples.size(), size, hearing.last_batch(), parts).most;
      if (*epoch.promised < least || *epoch.promised > most) {
        return lie("wrong-count", fmt::format("{} batches for {} listed samples", least, sure));
      }
      exercised = true;
    }
    if (epoch.end != End::finished) {
      continue;
    }
    exercised = true;
    const bool exact =
        promise.kind == LengthPromise::Kind::exact &&
        (promise.counting == LengthPromise::Counting::after_skips || (all_intact(run.truth) && epoch.reports.empty()));
    if (exact && yielded != *epoch.promised) {
      return lie("shorter-than-promised", fmt::format("{} batches", *epoch.promised));
    }
  }
  return exercised ? kept() : not_exercised();
}

Judgement judge_epoch_restart(Hearing& hearing) {
  if (!hearing.declaration().heeds(Option::epochs)) {
    return not_applicable("declare that epochs are supported");
  }
  const HeardRun& run = hearing.main();
  if (!run.trace.epochs.empty() && !run.trace.has_epochs) {
    return not_applicable("implement proofload::Epochs");
  }
  const auto blame = [](const char* cause, std::string what, std::size_t e, std::string expected, std::string found) {
    return broken({.cause = cause,
                   .what = std::move(what),
                   .epoch = e,
                   .expected = std::move(expected),
                   .found = std::move(found),
                   .advice = "reset the cursor, the buffers and the end flag in begin_epoch(), and nothing else"});
  };
  for (std::size_t e = 0; e < run.trace.epochs.size(); ++e) {
    if (run.trace.epochs[e].more_after_end) {
      return blame("goes-on-after-end", "asked again after the end, the loader gave something else than the end", e,
                   "the end again", "a batch or an error");
    }
  }
  if (met_by_call(hearing)) {
    return not_exercised();  // a call that failed in one epoch need not fail in the next
  }
  // What an epoch holds: of a dropped and shuffled tail, and of what is drawn, only the number of rows is known.
  const bool drawn = hearing.draws_with_replacement();
  const bool varying =
      drawn || (hearing.last_batch() == LastBatch::drop && hearing.value().options.shuffle == Shuffle::on);
  const auto contents = [&](const HeardRun& heard, std::size_t e) {
    auto samples = heard.reading.order(e);
    std::ranges::sort(samples);
    return samples;
  };
  const auto rows = [](const HeardRun& heard, std::size_t e) { return heard.reading.epochs[e].rows.size(); };
  const auto whole = [](const HeardRun& heard, std::size_t e) { return heard.trace.epochs[e].end == End::finished; };
  const auto compare = [&](const HeardRun& heard, std::size_t e, const char* cause) -> std::optional<Judgement> {
    const auto first = contents(run, 0);
    const auto later = contents(heard, e);
    // Where samples may count or not, whose a row is may be a guess, and so may be which rows come once more.
    const bool in_doubt = run.truth.listed() != run.truth.samples.size();
    const bool guessed = in_doubt && (run.reading.guessed(0) || heard.reading.guessed(e));
    const bool alike = made_up_alike(hearing, run.reading.epochs[0]);
    const bool as_many = rows(run, 0) == rows(heard, e);
    const bool same = in_doubt && hearing.last_batch() == LastBatch::wrap ? as_many || first.size() == later.size()
                      : guessed && !alike                                 ? first.size() == later.size()
                      : alike || varying || !run.reading.can_identify     ? as_many
                                                                          : first == later;
    if (same) {
      return std::nullopt;
    }
    std::vector<std::size_t> gone;
    std::ranges::set_difference(first, later, std::back_inserter(gone));
    const bool named = as_many && !gone.empty();
    return blame(cause,
                 cause == std::string_view("short-after-abandoned")
                     ? "the epoch after an abandoned one is not whole"
                     : "a later epoch does not hold what the first one held",
                 e,
                 fmt::format("{} rows, of the samples of epoch 0{}", rows(run, 0),
                             named ? fmt::format(", {} among them", run.truth.samples[gone.front()].name()) : ""),
                 fmt::format("{} rows{}", rows(heard, e), named ? ", and none, or one fewer, of it" : ""));
  };
  // A bad sample in the dropped batch takes fewer good ones with it: then not even the number is known.
  // A last batch of bad samples only needs no filling, and fillings that cannot be told from samples count.
  const bool filled =
      !run.reading.can_identify && (hearing.last_batch() == LastBatch::pad || hearing.last_batch() == LastBatch::wrap);
  // So it is where bad samples fall into one worker's part or another's.
  const Remainder remainder = hearing.declaration().remainder;
  const bool by_chance = drawn || remainder == Remainder::each_worker || remainder == Remainder::each_shard;
  const bool shrinks = hearing.bad_sample() == BadSample::skip_shrink;
  const bool unknown = ((varying && (shrinks || by_chance)) || (filled && shrinks)) && !all_intact(run.truth);
  if (run.trace.epochs.empty() || !whole(run, 0) || run.truth.samples.empty() || unknown) {
    return not_exercised();
  }
  bool exercised = false;
  for (std::size_t e = 1; e < run.trace.epochs.size(); ++e) {
    if (!whole(run, e)) {
      continue;
    }
    exercised = true;
    if (auto verdict = compare(run, e, "later-epoch-differs")) {
      return *verdict;
    }
  }
  if (hearing.asks_for(Comparison::abandoned_epoch) && hearing.declaration().heeds(Option::abandoned_epochs) &&
      !run.trace.epochs[0].batches.empty()) {
    const HeardRun& second = hearing.run("abandoned_epoch", hearing.value(),
                                         {.abandon_after = (run.trace.epochs[0].batches.size() + 1) / 2});
    if (second.trace.epochs.size() > 1 && whole(second, 1)) {
      exercised = true;
      if (auto verdict = compare(second, 1, "short-after-abandoned")) {
        return *verdict;
      }
    }
  }
  return exercised ? kept() : not_exercised();
}

Judgement judge_empty_dataset(Hearing& hearing) {
  const Declaration& declaration = hearing.declaration();
  if (std::holds_alternative<std::monostate>(declaration.reads)) {
    return not_applicable("declare what the loader reads");
  }
  const HeardRun& run = hearing.main();
  if (!run.truth.samples.empty()) {
    return not_exercised();
  }
  const bool error = run.trace.refused || std::ranges::any_of(run.trace.epochs, [](const TracedEpoch& epoch) {
                       return epoch.error.has_value();
                     });
  const bool yields =
      std::ranges::any_of(run.trace.epochs, [](const TracedEpoch& epoch) { return !epoch.batches.empty(); });
  const bool wants_error = declaration.files.empty_dataset != Files::Empty::empty_epoch;
  if (yields) {
    return broken({.cause = "batches-of-nothing",
                   .what = "a dataset without samples gave batches",
                   .expected = "no batch",
                   .found = "batches",
                   .advice = "do not yield a batch without samples"});
  }
  if (error == wants_error) {
    return kept();
  }
  return broken({.cause = wants_error ? "silent" : "refused",
                 .what = wants_error ? "a dataset without samples ended as if it had been trained on"
                                     : "a dataset without samples is refused although an empty epoch is declared",
                 .expected = wants_error ? "an error that says that there are no samples" : "an epoch without batches",
                 .found = wants_error ? "the end, and no error" : "an error",
                 .advice = "say what was looked for, and where, when nothing is found"});
}

}  // namespace proofload
