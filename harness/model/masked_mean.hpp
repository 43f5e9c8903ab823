/// The masked mean is how the tiny model takes ragged batches: a sequence becomes the mean of its real steps.
///
/// As training scripts do it: sum over steps of features times mask, divided by the number of real steps, or by one
/// where there are none. So a fully masked sequence is a row of zeros and no NaN, and a NaN in the padding is one of
/// the result.
#pragma once

#include <optional>
#include <vector>

#include "proofload/declaration.hpp"
#include "proofload/trace.hpp"

namespace proofload {

/// Which steps of each row are real, as the batch says: by its mask, else by its lengths, else all of them. Nothing
/// when mask or lengths do not have the batch's rows and steps.
std::optional<std::vector<std::vector<bool>>> real_steps(const TracedBatch& batch, const Ragged& ragged);

/// The batch with [rows, channels] of float64 as features; nothing when it is no batch of sequences of that shape.
std::optional<TracedBatch> masked_mean(const TracedBatch& batch, const Declaration& declaration);

/// Whether batches of this declaration go through the masked mean.
bool is_ragged(const Declaration& declaration);

}  // namespace proofload
