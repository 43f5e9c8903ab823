// The oracle of batches that a caller holds: batch-owned.
#include <fmt/format.h>

#include <set>

#include "oracles/oracle.hpp"

namespace proofload {
namespace {

/// The sample whose row it was, if that can be told.
std::vector<std::string> sample_of(const HeardRun& run, const LaterChange& change) {
  if (change.epoch >= run.reading.epochs.size() || change.how == LaterChange::How::freed) {
    return {};
  }
  const RowReading* row = run.reading.epochs[change.epoch].find(change.batch, change.row);
  return row != nullptr && row->sample ? paths_of(run.truth, {*row->sample}) : std::vector<std::string>{};
}

}  // namespace

Judgement judge_batch_owned(Hearing& hearing) {
  const BatchLife life = hearing.declaration().batches;
  if (life == BatchLife::undeclared) {
    return not_applicable("declare batches: how long one lives");
  }
  const Trace& trace = hearing.main().trace;
  if (trace.later_changes.empty()) {
    // A batch alone has nothing that could overwrite it.
    return trace.reread > 1 ? kept() : not_exercised();
  }
  const LaterChange& change = trace.later_changes.front();
  const bool owned = life == BatchLife::owned;
  const bool freed = change.how == LaterChange::How::freed;
  return broken({.cause = freed ? "freed" : "overwritten",
                 .what = fmt::format("a batch that the caller {} {}", owned ? "owns" : "may use until the next call",
                                     freed ? "lies in memory that was given back" : "changed"),
                 .samples = sample_of(hearing.main(), change),
                 .epoch = change.epoch,
                 .batch = change.batch,
                 .row = freed ? std::nullopt : std::optional(change.row),
                 .expected = fmt::format("the {} that were yielded, {}", change.tensor,
                                         owned ? "for as long as the batch is held" : "until the next call"),
                 .found = fmt::format("{} after {} further call{}", freed ? "freed memory" : "other bytes",
                                      change.calls, change.calls == 1 ? "" : "s"),
                 .advice = "give each batch memory of its own, or take back what was lent only when the caller has let "
                           "go of it; else declare that batches live until the next call"});
}

}  // namespace proofload
