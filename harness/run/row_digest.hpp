/// A row digest stands for the features of one row, whatever batch the row comes in.
#pragma once

#include <cstddef>
#include <cstdint>

#include "proofload/declaration.hpp"
#include "proofload/trace.hpp"

namespace proofload {

/// Declared padding is left out: how much there is of it depends on the other rows. The row is one of `whole_rows`.
std::uint64_t row_digest(const TracedTensor& features, std::size_t row, const Declaration& declaration);

}  // namespace proofload
