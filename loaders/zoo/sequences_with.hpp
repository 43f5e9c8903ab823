/// A declaration of sequences with another view over its records, another reader of them, or another way to read a
/// file.
#pragma once

#include <memory>
#include <utility>

#include "proofload/declaration.hpp"
#include "reference/padded.hpp"
#include "reference/sequence_declarations.hpp"
#include "reference/sequence_folder_reader.hpp"

namespace proofload::zoo {

/// `View` is a `Padded`, `Records` a `Reader` made of a source and a plan. The policies are those of `declared`.
template <class View = reference::Padded, class Records = reference::SequenceFolderReader>
Declaration sequences_with(Declaration declaration, const reference::SequencePlan& plan,
                           const reference::BatchPlan& declared = {.bad_sample = BadSample::skip_refill}) {
  const Ragged ragged = declaration.ragged;
  declaration.bad_sample = declared.bad_sample;
  declaration.last_batch = declared.last_batch;
  declaration.supports = {Option::shuffle, Option::epochs, Option::abandoned_epochs};
  declaration.make = [declared, plan, ragged](Source& source, const LoadOptions& options) {
    LoadOptions as_declared = options;
    as_declared.bad_sample = declared.bad_sample;
    as_declared.last_batch = declared.last_batch;
    return std::make_unique<View>(std::make_unique<Records>(source, plan),
                                  reference::BatchPlan::of(as_declared, declared),
                                  reference::PaddingPlan{plan.channels, ragged});
  };
  return declaration;
}

/// The CSV or NPY sequences of the reference, with files read by `read`.
inline Declaration csv_read_by(reference::ReadSteps* read) {
  reference::SequencePlan plan = reference::csv_plan(reference::pad_behind);
  plan.read = read;
  return sequences_with(reference::csv_sequences(reference::pad_behind), plan);
}
inline Declaration npy_read_by(reference::ReadSteps* read) {
  reference::SequencePlan plan = reference::npy_plan(reference::pad_behind);
  plan.read = read;
  return sequences_with(reference::npy_sequences(reference::pad_behind), plan);
}

}  // namespace proofload::zoo
