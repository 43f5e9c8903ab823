/// The declaration of the reference loader of CSV sequences, with another view over its records.
#pragma once

#include "zoo/sequences_with.hpp"

namespace proofload::zoo {

/// `View` is a `Padded`.
template <class View>
Declaration csv_sequences_with(const reference::BatchPlan& declared, const Ragged& ragged = reference::pad_behind) {
  return sequences_with<View>(reference::csv_sequences(ragged), reference::csv_plan(ragged), declared);
}

}  // namespace proofload::zoo
