#include "dataset/orientation.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include "dataset/look.hpp"

namespace proofload {
namespace {

using Bytes = std::span<const std::byte>;

constexpr std::string_view exif_name("Exif\0\0", 6);
constexpr std::uint32_t orientation_tag = 0x0112;
constexpr std::uint32_t type_short = 3;
constexpr Orientation unsure{1, Orientation::Sure::no};

bool holds(Bytes bytes, std::size_t at, std::string_view text) {
  return at + text.size() <= bytes.size() && std::ranges::equal(bytes.subspan(at, text.size()), text, {}, {},
                                                                [](char c) { return static_cast<std::byte>(c); });
}

/// The numbers of a TIFF structure, as its first two letters say.
struct Tiff {
  Bytes bytes;
  enum class Order : std::uint8_t { little, big } order = Order::little;

  [[nodiscard]] std::uint32_t number(std::size_t at, std::size_t width) const {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < width; ++i) {
      value = value << 8U | byte_at(bytes, at + (order == Order::big ? i : width - 1 - i));
    }
    return value;
  }
};

/// What the first directory says. Whatever is not exactly as it should be may be read in another way.
Orientation of_tiff(Bytes bytes) {
  Tiff tiff{bytes};
  if (bytes.size() < 8 || (!holds(bytes, 0, "II") && !holds(bytes, 0, "MM"))) {
    return unsure;
  }
  tiff.order = holds(bytes, 0, "MM") ? Tiff::Order::big : Tiff::Order::little;
  const std::size_t start = tiff.number(4, 4);
  if (tiff.number(2, 2) != 42 || start < 8 || start + 2 > bytes.size()) {
    return unsure;
  }
  constexpr std::size_t entry_size = 12;
  const std::size_t count = tiff.number(start, 2);
  if (start + 2 + count * entry_size > bytes.size()) {
    return unsure;
  }
  std::optional<Orientation> found;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t at = start + 2 + i * entry_size;
    if (tiff.number(at, 2) != orientation_tag) {
      continue;
    }
    const std::uint32_t value = tiff.number(at + 8, 2);
    if (found || tiff.number(at + 2, 2) != type_short || tiff.number(at + 4, 4) != 1 || value < 1 || value > 8) {
      return unsure;
    }
    found = Orientation{static_cast<std::uint8_t>(value)};
  }
  return found.value_or(Orientation{});
}

Orientation of_jpeg(Bytes file) {
  std::optional<Orientation> found;
  for (std::size_t at = 2; at + 4 <= file.size() && byte_at(file, at) == 0xFF;) {
    const std::uint8_t marker = byte_at(file, at + 1);
    if (marker == 0xFF) {
      ++at;
      continue;
    }
    const std::size_t size = 2 + std::size_t{big16(file, at + 2)};
    if (marker == 0xDA || size < 4 || size > file.size() - at) {
      break;
    }
    if (marker == 0xE1 && holds(file, at + 4, "Exif")) {
      const Bytes block = file.subspan(at + 4, size - 4);
      if (found || !holds(block, 0, exif_name)) {
        return unsure;
      }
      found = of_tiff(block.subspan(exif_name.size()));
    } else if (marker == 0xE1) {
      found = unsure;  // such as XMP, which may speak of orientation, too
    }
    at += size;
  }
  return found.value_or(Orientation{});
}

}  // namespace

Orientation orientation_of(Bytes file) {
  if (holds(file, 0, "\xFF\xD8")) {
    return of_jpeg(file);
  }
  constexpr std::string_view chunk = "eXIf";
  const auto found = std::ranges::search(file, chunk, {}, {}, [](char c) { return static_cast<std::byte>(c); });
  return holds(file, 0, "\x89PNG") && !found.empty() ? unsure : Orientation{};
}

Picture turned(const Picture& stored, std::uint8_t value) {
  Picture shown = stored;
  if (value >= 5) {
    std::swap(shown.width, shown.height);
  }
  const std::uint32_t right = stored.width - 1;
  const std::uint32_t bottom = stored.height - 1;
  std::size_t at = 0;
  for (std::uint32_t y = 0; y < shown.height; ++y) {
    for (std::uint32_t x = 0; x < shown.width; ++x) {
      // Where the first row and the first column of what is stored are seen: top, bottom, left or right.
      const bool mirrored = value == 2 || value == 3 || value == 7 || value == 8;
      const bool upside_down = value == 3 || value == 4 || value == 6 || value == 7;
      const std::uint32_t across = value >= 5 ? y : x;
      const std::uint32_t down = value >= 5 ? x : y;
      for (std::uint32_t c = 0; c < stored.channels; ++c) {
        shown.values[at++] = stored.at(mirrored ? right - across : across, upside_down ? bottom - down : down, c);
      }
    }
  }
  return shown;
}

std::vector<std::byte> exif_segment(std::uint8_t value, std::uint64_t seed) {
  std::vector<std::byte> segment;
  const auto put = [&](std::uint32_t number, std::size_t width, Tiff::Order order) {
    for (std::size_t i = 0; i < width; ++i) {
      const std::size_t place = order == Tiff::Order::big ? width - 1 - i : i;
      segment.push_back(static_cast<std::byte>((number >> (8 * place)) & 0xFFU));
    }
  };
  constexpr auto big = Tiff::Order::big;
  const auto order = seed % 2 == 0 ? Tiff::Order::little : big;
  constexpr std::uint32_t entries = 2;
  put(0xFFE1, 2, big);
  put(2 + exif_name.size() + 8 + 2 + entries * 12 + 4, 2, big);
  for (const char c : exif_name) {
    segment.push_back(static_cast<std::byte>(c));
  }
  put(order == big ? 0x4D4D : 0x4949, 2, big);
  put(42, 2, order);
  put(8, 4, order);  // the first directory stands behind this
  put(entries, 2, order);
  put(orientation_tag, 2, order);
  put(type_short, 2, order);
  put(1, 4, order);
  put(value, 2, order);
  put(0, 2, order);
  put(0x0128, 2, order);  // the unit of the resolution: inches
  put(type_short, 2, order);
  put(1, 4, order);
  put(2, 2, order);
  put(0, 2, order);
  put(0, 4, order);  // no further directory
  return segment;
}

}  // namespace proofload
