#include "reference/idx_reader.hpp"

#include <algorithm>
#include <utility>

namespace proofload::reference {

std::expected<void, LoadError> IdxReader::get(std::uint64_t index, std::span<float> into) {
  auto pixels = table_->pixels(index);
  if (!pixels) {
    return std::unexpected(std::move(pixels.error()));
  }
  std::ranges::transform(*pixels, into.begin(), [](std::byte pixel) {
    return static_cast<float>(std::to_integer<std::uint32_t>(pixel)) / 255.0F;
  });
  return {};
}

}  // namespace proofload::reference
