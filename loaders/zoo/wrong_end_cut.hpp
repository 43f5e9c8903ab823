/// wrong-end-cut: sequences that are too long lose their head, where the tail was to go.
///
/// Origin: keras-team/keras#287.
#pragma once

#include "zoo/sequences_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
Declaration wrong_end_cut() {
  reference::SequencePlan plan = reference::csv_plan(reference::pad_behind);
  plan.cut = variant == Variant::specimen ? Ragged::Side::head : plan.cut;
  return sequences_with(reference::csv_sequences(reference::pad_behind), plan);
}

}  // namespace proofload::zoo
