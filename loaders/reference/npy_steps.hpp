/// Steps in a NumPy array of numbers, [steps, columns], read strictly: the header is to be as NumPy writes it, and the
/// data as long as it says.
///
/// Versions 1.0 to 3.0, floats of 2, 4 and 8 bytes, signed integers of 1 to 8 bytes and unsigned of 1, in either byte
/// order, rows first or columns first (Fortran). Other types, objects and structured arrays are refused by name, and a
/// shape that lies before anything is allocated for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <vector>

namespace proofload::reference {

struct ArrayPlan {
  std::uint32_t columns = 0;
  float low = 0;  ///< of every number
  float high = 0;
};

/// Appends the steps to `values`, step by step. `values` is of no use after an error.
std::expected<void, std::string> read_npy_steps(std::span<const std::byte> file, const ArrayPlan& plan,
                                                std::vector<float>& values);

}  // namespace proofload::reference
