// Oracles of order: seed-varies, batch-size-invariant.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "oracles/oracle.hpp"

namespace proofload {
namespace {

constexpr double false_alarm = 1e-12;  // of a statistical clause, for one case
constexpr std::size_t most_pairs = 16;

std::vector<std::string> paths(const HeardRun& run, const std::vector<std::size_t>& order) {
  std::vector<std::string> result;
  for (const std::size_t sample : order) {
    result.push_back(run.truth.samples[sample].name());
  }
  return result;
}

/// How many pairs of independent orders must agree by chance to be no chance any more; 0 when no number would do.
///
/// Each place is drawn from all samples that are left, or from those that are in the buffer. A sample that is passed
/// over takes room in a buffer and draws that nobody sees, so of buffers only whole epochs tell.
std::size_t pairs_needed(const Sampling& sampling, std::size_t samples, std::size_t seen, std::size_t listed) {
  const bool buffered = sampling.kind == Sampling::Kind::buffered;
  if (buffered && seen != listed) {
    return 0;
  }
  double log_orders = 0;
  for (std::size_t i = 0; i < seen; ++i) {
    const std::size_t left = samples - i;
    log_orders += std::log10(static_cast<double>(buffered ? std::clamp<std::size_t>(sampling.buffer, 1, left) : left));
  }
  if (log_orders <= 0) {
    return 0;
  }
  const double pairs = std::ceil(-std::log10(false_alarm) / log_orders);
  return pairs > static_cast<double>(most_pairs) ? 0 : static_cast<std::size_t>(pairs);
}

/// Every row of the epoch says itself whose it is, each of another sample. What is guessed comes in the same order
/// whatever the loader does.
bool tells_its_order(const HeardRun& run, std::size_t e) {
  if (e >= run.reading.epochs.size() || run.reading.guessed(e)) {
    return false;
  }
  std::set<std::size_t> seen;
  return std::ranges::all_of(run.reading.epochs[e].rows, [&](const RowReading& row) {
    const bool filling = row.by == RowReading::By::padding || row.by == RowReading::By::wrapped;
    return filling || (row.sample && seen.insert(*row.sample).second);
  });
}

Because same_order(const char* cause, std::string what, std::size_t pairs, std::size_t seen) {
  return {.cause = cause,
          .what = std::move(what),
          .expected = "another order of the samples",
          .found = fmt::format("the same order of {} samples {} times", seen, pairs + 1),
          .advice = "seed the engine from seed and epoch, and use that engine"};
}

}  // namespace

Judgement judge_seed_varies(Hearing& hearing) {
  const Declaration& declaration = hearing.declaration();
  if (!declaration.heeds(Option::shuffle) || declaration.sampling.kind == Sampling::Kind::undeclared) {
    return not_applicable("declare that shuffle is supported, and the kind of sampling");
  }
  if (declaration.sampling.kind == Sampling::Kind::bucketed) {
    return not_applicable("the chance of equal orders is only known for shuffles of all samples, or by a buffer");
  }
  if (hearing.value().options.shuffle == Shuffle::off) {
    return not_exercised();
  }
  if (const std::string why = hearing.cannot_identify(); !why.empty()) {
    return could_not_tell(why);
  }
  const HeardRun& run = hearing.main();
  if (run.trace.epochs.empty()) {
    return not_exercised();
  }
  const auto tells = [](const HeardRun& heard, std::size_t e) {
    return e < heard.trace.epochs.size() && heard.trace.epochs[e].end == TracedEpoch::End::finished &&
           tells_its_order(heard, e);
  };
  const auto order = run.reading.order(0);
  const std::size_t distinct = std::set<std::size_t>(order.begin(), order.end()).size();
  // Which samples are skipped does not depend on the order; which are in a dropped tail does.
  std::size_t in_reach = distinct;
  for (std::size_t i = 0; i < run.truth.samples.size(); ++i) {
    const bool seen = run.reading.epochs[0].yielded[i] != 0 || run.reading.epochs[0].reported[i] != 0;
    in_reach += !seen && run.truth.samples[i].state == SampleTruth::State::intact ? 1 : 0;
  }
  const std::size_t pairs = pairs_needed(declaration.sampling, in_reach, distinct, run.truth.samples.size());
  bool exercised = false;
  if (hearing.asks_for(Comparison::other_seed)) {
    bool varies = false;
    bool comparable = pairs != 0 && tells(run, 0);
    for (std::size_t i = 1; i <= std::max<std::size_t>(pairs, 1) && !varies; ++i) {
      Case other = hearing.value();
      other.options.seed += i * 0x9E3779B97F4A7C15U;
      other.epochs = 1;
      const HeardRun& second = hearing.run(fmt::format("other_seed_{}", i), other);
      varies = second.reading.order(0) != order;
      comparable = comparable && tells(second, 0);
    }
    if (!varies && comparable) {
      return broken(same_order("same-order-for-other-seed", "other seeds give the same order", pairs, order.size()));
    }
    exercised = exercised || varies;
  }
  if (declaration.sampling.reshuffle == Sampling::Reshuffle::each_epoch && run.trace.has_epochs &&
      run.trace.epochs.size() > 1) {
    const auto varies = [&](const HeardRun& heard) {
      for (std::size_t e = 1; e < heard.reading.epochs.size(); ++e) {
        if (heard.reading.order(e) != order) {
          return true;
        }
      }
      return false;
    };
    if (varies(run)) {
      exercised = true;
    } else if (pairs != 0) {
      Case longer = hearing.value();
      longer.epochs = static_cast<std::uint32_t>(std::max<std::size_t>(pairs + 1, longer.epochs));
      const HeardRun& more = hearing.run("more_epochs", longer);
      bool all_tell = more.trace.epochs.size() == longer.epochs;
      for (std::size_t e = 0; e < more.trace.epochs.size(); ++e) {
        all_tell = all_tell && tells(more, e);
      }
      if (varies(more)) {
        exercised = true;
      } else if (all_tell) {
        return broken(
            same_order("same-order-every-epoch", "every epoch has the same order", longer.epochs - 1, order.size()));
      }
    }
  }
  return exercised ? kept() : not_exercised();
}

Judgement judge_batch_size_invariant(Hearing& hearing) {
  const Repeats promise = hearing.declaration().repeats.other_batch_size;
  if (promise == Repeats::undeclared || promise == Repeats::nothing) {
    return not_applicable("declare repeats.other_batch_size");
  }
  // Of another order another tail is dropped.
  const bool by_size = promise == Repeats::same_multiset && hearing.last_batch() == LastBatch::drop;
  if (by_size && !hearing.declaration().heeds(Option::last_batch)) {
    return not_applicable("of samples in any order, which ones a dropped last batch takes goes by the batch size");
  }
  if (by_size || !hearing.asks_for(Comparison::other_batch_size)) {
    return not_exercised();
  }
  if (const std::string why = hearing.cannot_identify(); !why.empty()) {
    return could_not_tell(why);
  }
  Case other = hearing.value();
  other.options.batch_size = other.options.batch_size > 2 ? other.options.batch_size - 1 : other.options.batch_size + 1;
  other.epochs = 1;
  const HeardRun& run = hearing.main();
  const HeardRun& second = hearing.run("other_batch_size", other);
  auto a = paths(run, run.reading.order(0));
  auto b = paths(second, second.reading.order(0));
  // What the last batch takes away differs; the common part is the beginning.
  const std::size_t common = std::min(a.size(), b.size());
  if (common == 0 || run.reading.guessed(0) || second.reading.guessed(0)) {
    return not_exercised();
  }
  if (promise == Repeats::same_multiset) {
    if (a.size() != b.size()) {
      return not_exercised();
    }
    std::ranges::sort(a);
    std::ranges::sort(b);
  }
  for (std::size_t i = 0; i < common; ++i) {
    if (a[i] != b[i]) {
      return broken(
          {.cause = "another-order",
           .what = "another batch size gives another order of the samples",
           .samples = {a[i]},
           .epoch = 0,
           .expected = fmt::format("{} at place {} with batches of {}", escape(a[i]), i, run.value.options.batch_size),
           .found = fmt::format("{} with batches of {}", escape(b[i]), other.options.batch_size),
           .advice = "shuffle samples, then cut batches; draw no random number per batch"});
    }
  }
  return kept();
}

}  // namespace proofload
