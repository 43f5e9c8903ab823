/// The declaration of the reference loader of bucketed CSV sequences, with another view over its records.
#pragma once

#include <memory>

#include "reference/bucketed.hpp"
#include "zoo/sequences_with.hpp"

namespace proofload::zoo {

/// `View` is a `Bucketed`.
template <class View>
Declaration bucketed_with(LastBatch last_batch = LastBatch::keep) {
  Declaration declaration = reference::csv_sequences_bucketed();
  const reference::BatchPlan policies = {.bad_sample = BadSample::skip_refill, .last_batch = last_batch};
  declaration.last_batch = last_batch;
  declaration.supports = {Option::shuffle, Option::epochs, Option::abandoned_epochs};
  declaration.make = [policies, borders = declaration.sampling.buckets](Source& source, const LoadOptions& options) {
    LoadOptions as_declared = options;
    as_declared.bad_sample = policies.bad_sample;
    as_declared.last_batch = policies.last_batch;
    const reference::SequencePlan plan = reference::csv_plan(reference::pad_behind);
    return std::make_unique<View>(std::make_unique<reference::SequenceFolderReader>(source, plan),
                                  reference::BatchPlan::of(as_declared, policies),
                                  reference::PaddingPlan{plan.channels, reference::pad_behind}, borders);
  };
  return declaration;
}

}  // namespace proofload::zoo
