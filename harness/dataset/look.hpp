/// A look at an image file without decoding its pixels: what its header claims and what its structure says.
///
/// Independent of the decoders and of the loaders, so that each can be held against the other.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "proofload/declaration.hpp"

namespace proofload {

/// Larger images are not decoded.
inline constexpr std::uint64_t largest_side = 4096;

struct Look {
  std::uint32_t width = 0;  ///< as the header claims; 0 when it cannot be read
  std::uint32_t height = 0;
  std::optional<ColorType> color;
  std::uint8_t bit_depth = 0;

  /// Damage that a reader of at least this integrity must notice: `decodable`, `structure` or `checksums`.
  std::optional<Integrity> damage;
  /// Anything that a strict reader may refuse although it is no damage, or that this look does not understand.
  bool odd = false;
  /// The file ends before its end marker (JPEG).
  bool cut = false;
  std::string cause;  ///< of the first damage; without damage, of the first oddity

  void note_damage(Integrity level, std::string what);
  void note_odd(std::string what);

  [[nodiscard]] bool decodable() const { return damage != Integrity::decodable; }
  [[nodiscard]] bool too_large() const { return width > largest_side || height > largest_side; }
};

Look look_at_png(std::span<const std::byte> file);
Look look_at_jpeg(std::span<const std::byte> file);
Look look_at_bmp(std::span<const std::byte> file);

/// Unsigned numbers with the most significant byte first. The bytes must be there.
constexpr std::uint32_t big16(std::span<const std::byte> bytes, std::size_t at) {
  return (std::to_integer<std::uint32_t>(bytes[at]) << 8U) | std::to_integer<std::uint32_t>(bytes[at + 1]);
}
constexpr std::uint32_t big32(std::span<const std::byte> bytes, std::size_t at) {
  return (big16(bytes, at) << 16U) | big16(bytes, at + 2);
}
/// … with the least significant byte first.
constexpr std::uint32_t little16(std::span<const std::byte> bytes, std::size_t at) {
  return std::to_integer<std::uint32_t>(bytes[at]) | (std::to_integer<std::uint32_t>(bytes[at + 1]) << 8U);
}
constexpr std::uint32_t little32(std::span<const std::byte> bytes, std::size_t at) {
  return little16(bytes, at) | (little16(bytes, at + 2) << 16U);
}
constexpr std::uint8_t byte_at(std::span<const std::byte> bytes, std::size_t at) {
  return std::to_integer<std::uint8_t>(bytes[at]);
}

}  // namespace proofload
