/// What the header of a PNG claims, taken as it is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace proofload::zoo {

struct ClaimedSize {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
};

/// Nothing by nothing for what is no PNG.
inline ClaimedSize claimed_size(std::span<const std::byte> file) {
  constexpr std::size_t end_of_sides = 24;
  if (file.size() < end_of_sides || file[0] != std::byte{0x89} || file[1] != std::byte{'P'}) {
    return {};
  }
  const auto number = [&](std::size_t at) {
    std::uint32_t value = 0;
    for (const std::byte byte : file.subspan(at, 4)) {
      value = value << 8U | std::to_integer<std::uint32_t>(byte);
    }
    return value;
  };
  return {number(16), number(20)};
}

}  // namespace proofload::zoo
