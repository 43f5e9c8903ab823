// Oracles of runs that must give the same: deterministic, worker-invariant, initialized.
#include <fmt/format.h>

#include <algorithm>

#include "oracles/oracle.hpp"
#include "run/memory_meter.hpp"
#include "run/row_digest.hpp"
#include "run/tensor_values.hpp"

namespace proofload {
namespace {

// What fresh memory is filled with: as float a huge and a moderate number, as integer never a label.
constexpr std::byte one_fill{0x5B};
constexpr std::byte other_fill{0xC4};
constexpr int repetitions = 10;  // of both: two orders of two samples agree so often in one of a million runs

/// Rows as they are without padding, which goes by the others of a batch.
std::vector<std::uint64_t> sorted_rows(const TracedEpoch& epoch, const Declaration& declaration) {
  std::vector<std::uint64_t> rows;
  for (const TracedBatch& batch : epoch.batches) {
    for (std::size_t r = 0; r < whole_rows(batch.features); ++r) {
      rows.push_back(row_digest(batch.features, r, declaration));
    }
  }
  std::ranges::sort(rows);
  return rows;
}

bool same_error(const std::optional<LoadError>& a, const std::optional<LoadError>& b) {
  return a.has_value() == b.has_value() && (!a || (a->path == b->path && a->index == b->index));
}

/// Where two runs part.
struct Parting {
  std::size_t epoch = 0;
  std::optional<std::size_t> batch;
  std::string expected;
  std::string found;
};

/// Nothing when the second run gives what the first does, as far as that is promised.
std::optional<Parting> parting(const Trace& first, const Trace& second, Repeats promise,
                               const Declaration& declaration) {
  if (first.epochs.size() != second.epochs.size() || first.refused.has_value() != second.refused.has_value()) {
    return Parting{0, std::nullopt, fmt::format("{} epochs", first.epochs.size()),
                   fmt::format("{} epochs", second.epochs.size())};
  }
  for (std::size_t e = 0; e < first.epochs.size(); ++e) {
    const TracedEpoch& a = first.epochs[e];
    const TracedEpoch& b = second.epochs[e];
    if (promise == Repeats::same_multiset) {
      if (a.end == TracedEpoch::End::finished && b.end == TracedEpoch::End::finished &&
          sorted_rows(a, declaration) != sorted_rows(b, declaration)) {
        return Parting{e, std::nullopt, "the same rows in any order", "other rows"};
      }
      continue;
    }
    const auto [x, y] = std::ranges::mismatch(a.batches, b.batches);
    if (x != a.batches.end() || y != b.batches.end()) {
      return Parting{
          e, static_cast<std::size_t>(x - a.batches.begin()), fmt::format("{} batches, byte by byte", a.batches.size()),
          x == a.batches.end() || y == b.batches.end() ? fmt::format("{} batches", b.batches.size()) : "another batch"};
    }
    if (a.end != b.end || !same_error(a.error, b.error)) {
      return Parting{e, a.batches.size(), "the same end of the epoch", "another end or another error"};
    }
  }
  return std::nullopt;
}

bool any_batch(const Trace& trace) {
  return std::ranges::any_of(trace.epochs, [](const TracedEpoch& epoch) { return !epoch.batches.empty(); });
}

bool says_something(Repeats promise) { return promise != Repeats::undeclared && promise != Repeats::nothing; }

Judgement broken_at(const Parting& where, const char* cause, std::string what, std::string advice) {
  return broken({.cause = cause,
                 .what = std::move(what),
                 .epoch = where.epoch,
                 .batch = where.batch,
                 .expected = where.expected,
                 .found = where.found,
                 .advice = std::move(advice)});
}

/// With workers, some of their reads are slow: what comes of it may not depend on who is faster.
RunPlan slow_if_threaded(const Case& value) {
  return {.slow = value.options.workers == 0 ? std::nullopt : std::optional(value.options.seed + 1)};
}

}  // namespace

Judgement judge_deterministic(Hearing& hearing) {
  const Repeats promise = hearing.declaration().repeats.again;
  if (!says_something(promise)) {
    return not_applicable("declare repeats.again");
  }
  if (!hearing.asks_for(Comparison::again)) {
    return not_exercised();
  }
  const Trace& first = hearing.main().trace;
  const Trace& second = hearing.observe("again", hearing.value(), slow_if_threaded(hearing.value()));
  if (const auto where = parting(first, second, promise, hearing.declaration())) {
    return broken_at(*where, "another-result", "the same case gave another result when it was run again",
                     "look for unseeded engines, unordered containers, uninitialized memory, and threads that race");
  }
  return any_batch(first) ? kept() : not_exercised();
}

Judgement judge_worker_invariant(Hearing& hearing) {
  const Declaration& declaration = hearing.declaration();
  const Repeats promise = declaration.repeats.other_workers;
  if (!declaration.heeds(Option::workers)) {
    return not_applicable("declare that workers are supported");
  }
  if (!says_something(promise)) {
    return not_applicable("declare repeats.other_workers");
  }
  // Where each worker makes last batches of its own, which samples are in them follows from the number of workers.
  const bool by_workers = declaration.remainder == Remainder::each_worker && hearing.last_batch() != LastBatch::keep;
  if (by_workers && !declaration.heeds(Option::last_batch)) {
    return not_applicable("what the last batches of workers drop or fill up goes by the number of workers");
  }
  if (by_workers || !hearing.asks_for(Comparison::other_workers)) {
    return not_exercised();
  }
  Case other = hearing.value();
  const std::uint32_t workers = other.options.workers;
  other.options.workers = workers == 0 ? 2 : workers >= CaseLimits{}.workers ? workers - 1 : workers + 1;
  const Trace& first = hearing.main().trace;
  const Trace& second = hearing.observe("other_workers", other, slow_if_threaded(other));
  if (const auto where = parting(first, second, promise, hearing.declaration())) {
    return broken_at(*where, "another-result",
                     fmt::format("{} workers, some of whose reads are slow, give another result than {}",
                                 other.options.workers, workers),
                     "deal samples to workers by their place in the order, and hand them out in that order, whoever is "
                     "faster; seed what is random by sample, not by worker");
  }
  return any_batch(first) ? kept() : not_exercised();
}

Judgement judge_initialized(Hearing& hearing) {
  const Repeats promise = hearing.declaration().repeats.again;
  if (!says_something(promise)) {
    return not_applicable("declare repeats.again: only what repeats can be told from chance");
  }
  if (!MemoryMeter::can_fill()) {
    return not_applicable("fresh memory can only be filled in a build with the address sanitizer");
  }
  if (!hearing.asks_for(Comparison::other_fill)) {
    return not_exercised();
  }
  // The sanitizer fills fresh memory with a byte of its own.
  const Trace& own = hearing.main().trace;
  const Trace& second = hearing.observe("other_fill", hearing.value(), {.fill = other_fill});
  if (!parting(own, second, promise, hearing.declaration())) {
    return any_batch(own) ? kept() : not_exercised();
  }
  const Trace& first = hearing.observe("one_fill", hearing.value(), {.fill = one_fill});
  const auto where = parting(first, second, promise, hearing.declaration());
  if (!where) {
    return could_not_tell("another result with the same fill, and the same with another");
  }
  // What differs by chance, differs also between runs with the same fill, sooner or later.
  for (int i = 0; i < repetitions; ++i) {
    const Trace& as_first = hearing.observe(fmt::format("one_fill_{}", i), hearing.value(), {.fill = one_fill});
    const Trace& as_second = hearing.observe(fmt::format("other_fill_{}", i), hearing.value(), {.fill = other_fill});
    if (parting(first, as_first, promise, hearing.declaration()) ||
        parting(second, as_second, promise, hearing.declaration())) {
      return could_not_tell("the same case gives another result also with the same fill");
    }
  }
  return broken_at(*where, "shows-fill", "what a batch holds depends on what was in fresh memory before",
                   "look at the count that each read returns, and write every value of a batch that is handed out");
}

}  // namespace proofload
