/// The trace code: an id painted over an image as an 8 x 8 grid of cells, so that it can be read again after resizing,
/// normalization and recoding, and so that most damage makes it unreadable instead of wrong.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace proofload {

inline constexpr int trace_grid = 8;

/// Levels 0 (dark) or 1 (bright) of the cells, row by row, for an id below 2^24.
std::array<std::uint8_t, 64> trace_cells(std::uint32_t id);

/// The color (R, G, B) of a cell.
std::array<std::uint8_t, 3> trace_color(std::uint32_t cell, std::uint8_t level);

/// What was done to the image on the way, as far as it can be told.
enum class Deed : std::uint8_t {
  none,
  flipped_horizontally,
  flipped_vertically,
  rotated_90,
  rotated_180,
  rotated_270,
  transposed,
  transposed_other
};
std::string_view name(Deed deed);

struct TraceReading {
  std::uint32_t id = 0;
  Deed deed = Deed::none;
  enum class Colors : std::uint8_t {
    unclear,  ///< grey, or changed too much to tell
    as_painted,
    red_and_blue_exchanged
  } colors = Colors::unclear;
};

/// A row of features as planes: value of channel c at (x, y) is values[c * channel_stride + y * row_stride + x *
/// column_stride].
struct Planes {
  std::span<const float> values;
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::uint32_t channels = 0;
  std::size_t channel_stride = 0;
  std::size_t row_stride = 0;
  std::size_t column_stride = 0;
};

/// The id, when exactly one orientation of the grid holds a valid code. Any scale and offset of values is allowed.
std::optional<TraceReading> read_trace(const Planes& image);

}  // namespace proofload
