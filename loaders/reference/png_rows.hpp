/// The rows of a PNG's inflated stream, checked as the bytes come: filter types, the total, and palette indices.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace proofload::reference {

struct PngLayout {
  enum class Scan : std::uint8_t { sequential, interlaced };

  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::uint32_t bits_per_pixel = 0;
  Scan scan = Scan::sequential;
  /// A palette's colors when an index can miss them; 0: indices need no look.
  std::uint32_t colors = 0;
};

/// Refuses (`Refusal`) as soon as something is wrong.
class PngRows {
 public:
  explicit PngRows(const PngLayout& layout);

  void take(std::span<const std::uint8_t> bytes);
  /// Refuses when rows are missing.
  void finish() const;

 private:
  void next_pass();
  void end_row();

  PngLayout layout_;
  int pass_ = -1;
  std::uint32_t pass_width_ = 0;
  std::uint64_t rows_left_ = 0;  ///< of this pass, the current one included; 0: no pass is left
  std::uint64_t row_bytes_ = 0;  ///< without the filter byte
  std::uint64_t at_ = 0;         ///< in the row; 0: at its filter byte
  std::uint8_t filter_ = 0;
  std::vector<std::uint8_t> row_;  ///< only for palettes: the row, unfiltered as it comes
  std::vector<std::uint8_t> above_;
};

}  // namespace proofload::reference
