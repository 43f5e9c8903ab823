/// An orientation is how a stored picture is to be turned before it is looked at, by the numbers of EXIF: 1 as it is,
/// 2 mirrored, 3 half a turn, 4 upside down mirrored, 5 to 8 with exchanged sides.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "dataset/picture.hpp"

namespace proofload {

struct Orientation {
  std::uint8_t value = 1;
  /// Unsure: something says where up is that readers may take in different ways, or not at all.
  enum class Sure : std::uint8_t { yes, no } sure = Sure::yes;

  [[nodiscard]] bool turns() const { return value != 1 || sure == Sure::no; }
  bool operator==(const Orientation&) const = default;
};

/// What a JPEG's EXIF block says; of a PNG with such a block, that nobody can be sure. Never uses loaders/.
Orientation orientation_of(std::span<const std::byte> file);

/// The stored picture as it is to be looked at. `value` is 1 to 8.
Picture turned(const Picture& stored, std::uint8_t value);

/// The orientation that takes back what `value` does.
constexpr std::uint8_t opposite(std::uint8_t value) {
  return value == 6 ? std::uint8_t{8} : value == 8 ? std::uint8_t{6} : value;
}

/// An APP1 segment that says so, in either order of bytes, the lower first if `seed` is even.
std::vector<std::byte> exif_segment(std::uint8_t value, std::uint64_t seed);

}  // namespace proofload
