/// A look index finds, among many pictures, those that a row equals all over, without comparing it with each.
///
/// A row that is nowhere farther than `allowed` from a picture is not farther from it in the mean of any part: of the
/// pictures whose mean is near enough only those are compared whole that are near in the mean of each of eight parts.
/// Nothing is missed.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace proofload {

class LookIndex {
 public:
  /// A picture as a row would show it; what it is a view of must outlive the index. All have one size.
  void add(std::size_t sample, std::span<const float> values);
  /// Once all are added.
  void sort();

  /// The samples that the row, which is of their size and finite, is nowhere farther from than `allowed`; the nearest
  /// in the mean first.
  [[nodiscard]] std::vector<std::size_t> equal_to(std::span<const float> row, double allowed) const;

 private:
  static constexpr std::size_t parts = 8;
  struct Means {
    float all = 0;
    std::array<float, parts> of_part = {};
  };
  struct Entry {
    Means means;
    std::uint32_t at = 0;  ///< in `looks_`
  };
  struct Look {
    std::size_t sample = 0;
    std::span<const float> values;
  };

  static Means means_of(std::span<const float> values);

  std::vector<Look> looks_;
  std::vector<Entry> entries_;  ///< by the mean of all
};

}  // namespace proofload
