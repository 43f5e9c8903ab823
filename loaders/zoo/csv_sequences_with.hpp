/// The declaration of the reference loader of CSV sequences, with another view over its records.
#pragma once

#include <memory>

#include "proofload/declaration.hpp"
#include "reference/sequence_declarations.hpp"
#include "reference/padded.hpp"
#include "reference/sequence_folder_reader.hpp"

namespace proofload::zoo {

/// `View` is a `Padded`.
template <class View>
Declaration csv_sequences_with(const reference::BatchPlan& declared, const Ragged& ragged = reference::pad_behind) {
  Declaration declaration = reference::csv_sequences(ragged);
  declaration.bad_sample = declared.bad_sample;
  declaration.last_batch = declared.last_batch;
  declaration.supports = {Option::shuffle, Option::epochs, Option::abandoned_epochs};
  declaration.make = [declared, ragged](Source& source, const LoadOptions& options) {
    const reference::SequencePlan plan = reference::csv_plan(ragged);
    LoadOptions as_declared = options;
    as_declared.bad_sample = declared.bad_sample;
    as_declared.last_batch = declared.last_batch;
    return std::make_unique<View>(std::make_unique<reference::SequenceFolderReader>(source, plan),
                                  reference::BatchPlan::of(as_declared, declared),
                                  reference::PaddingPlan{plan.channels, ragged});
  };
  return declaration;
}

}  // namespace proofload::zoo
