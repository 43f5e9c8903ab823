/// An image shape says how the features of an image lie in a row.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "proofload/declaration.hpp"

namespace proofload {

struct ImageShape {
  std::uint32_t channels = 0;
  std::uint32_t height = 0;
  std::uint32_t width = 0;
  std::size_t channel_stride = 0;
  std::size_t row_stride = 0;
  std::size_t column_stride = 0;

  [[nodiscard]] std::size_t size() const { return std::size_t{channels} * height * width; }

  bool operator==(const ImageShape&) const = default;
};

/// The declared shape as an image's; nothing when it is not one of fixed size with 1, 3 or 4 channels.
std::optional<ImageShape> image_shape(const Features& features);

}  // namespace proofload
