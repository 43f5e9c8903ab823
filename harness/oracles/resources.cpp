// Oracles of what a run used and touched: confined, dataset-unchanged, memory-bounded, live, memory-safe.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "oracles/oracle.hpp"

namespace proofload {

Judgement judge_confined(Hearing& hearing) {
  const Trace& trace = hearing.main().trace;
  if (trace.escapes.empty()) {
    return trace.source_calls == 0 ? not_exercised() : kept();
  }
  return broken({.cause = "read-outside",
                 .what = "a file outside of the dataset was read",
                 .samples = trace.escapes,
                 .expected = "paths below the dataset's root",
                 .found = escape(trace.escapes.front()),
                 .advice = "refuse absolute paths and \"..\" before joining a path to the root"});
}

Judgement judge_dataset_unchanged(Hearing& hearing) {
  const Trace& trace = hearing.main().trace;
  if (!trace.on_disk) {
    return not_exercised();
  }
  if (trace.changes.empty()) {
    return kept();
  }
  return broken({.cause = "changed",
                 .what = "the dataset on disk was changed",
                 .expected = "the dataset as it was",
                 .found = escape(fmt::format("{}", fmt::join(trace.changes, "; "))),
                 .advice = "write caches, indexes and logs outside of the dataset"});
}

Judgement judge_memory_bounded(Hearing& hearing) {
  const Files& files = hearing.declaration().files;
  if (!files.memory_budget) {
    return not_applicable("declare files.memory_budget");
  }
  const std::uint64_t budget = *files.memory_budget + hearing.value().options.workers * files.worker_memory;
  const auto peak = hearing.main().trace.peak_memory;
  if (!peak) {
    return could_not_tell("allocations can only be counted in a build with the address sanitizer");
  }
  if (*peak <= budget) {
    return kept();
  }
  return broken({.cause = "over-budget",
                 .what = "the loader held more memory than its budget",
                 .expected = fmt::format("at most {} bytes", budget),
                 .found = fmt::format("{} bytes", *peak),
                 .advice = "check claimed sizes against a limit, and against the size of the file, before allocating"});
}

// A run that came back was alive and died of nothing. What did not is judged by the worker.
Judgement judge_live(Hearing& hearing) {
  const Trace& trace = hearing.main().trace;
  for (std::size_t e = 0; e < trace.epochs.size(); ++e) {
    if (trace.epochs[e].end == TracedEpoch::End::unbounded) {
      return broken({.cause = "endless-epoch",
                     .what = "an epoch goes on beyond any number of batches that the dataset could give",
                     .epoch = e,
                     .batch = trace.epochs[e].batches.size(),
                     .expected = "an end",
                     .found = fmt::format("{} batches and more", trace.epochs[e].batches.size()),
                     .advice = "advance the cursor also when a sample fails"});
    }
  }
  return kept();
}

Judgement judge_memory_safe(Hearing&) { return kept(); }

}  // namespace proofload
