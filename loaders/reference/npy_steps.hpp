/// Steps in a NumPy array of numbers, [steps, columns], or items, [items, rows, columns], read strictly: the header is
/// to be as NumPy writes it, and the data as long as it says.
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
  std::uint32_t rows = 0;  ///< of an item; 0: there are but two axes
  /// Whether a number that is outside, or none, is an error of the whole.
  enum class Outside : std::uint8_t { refused, taken } outside = Outside::refused;

  /// Numbers of a step, or of an item.
  [[nodiscard]] std::size_t item() const { return std::size_t{columns} * (rows == 0 ? 1 : rows); }
};

/// Appends the steps, or the items, to `values`, one by one, the last axis running fastest. `values` is of no use after
/// an error.
std::expected<void, std::string> read_npy_steps(std::span<const std::byte> file, const ArrayPlan& plan,
                                                std::vector<float>& values);

}  // namespace proofload::reference
