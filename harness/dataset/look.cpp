#include "dataset/look.hpp"

#include <utility>

namespace proofload {

void Look::note_damage(Integrity level, std::string what) {
  if (!damage) {
    cause = std::move(what);
    damage = level;
  } else if (level < *damage) {
    damage = level;
  }
}

void Look::note_odd(std::string what) {
  if (!damage && !odd) {
    cause = std::move(what);
  }
  odd = true;
}

Look look_at_bmp(std::span<const std::byte> file) {
  Look look;
  look.note_odd("BMP files are not judged");
  constexpr std::size_t header_end = 26;
  if (file.size() >= header_end) {
    const auto little32 = [&](std::size_t at) {
      return std::uint32_t{byte_at(file, at)} | (std::uint32_t{byte_at(file, at + 1)} << 8U) |
             (std::uint32_t{byte_at(file, at + 2)} << 16U) | (std::uint32_t{byte_at(file, at + 3)} << 24U);
    };
    look.width = little32(18);
    look.height = little32(22);
  }
  return look;
}

}  // namespace proofload
