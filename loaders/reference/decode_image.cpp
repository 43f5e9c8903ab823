#include "reference/decode_image.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "reference/bmp_check.hpp"
#include "reference/bmp_pixels.hpp"
#include "reference/jpeg_check.hpp"
#include "reference/png_check.hpp"
#include "reference/stb/guarded.hpp"

namespace proofload::reference {
namespace {

/// Decoding needs the output, the inflated or transformed planes, and what it is made from, at once.
constexpr std::size_t parts_of_budget = 3;

bool begins(std::span<const std::byte> file, std::initializer_list<unsigned char> with) {
  return file.size() >= with.size() &&
         std::ranges::equal(file.first(with.size()), with, {}, [](std::byte b) { return std::to_integer<int>(b); });
}

/// The same PNG without its empty IDAT chunks: stb copies from a null pointer when the first one is empty.
std::vector<std::byte> without_empty_idat(std::span<const std::byte> file) {
  constexpr std::size_t head = 8;
  std::vector<std::byte> kept(file.begin(), file.begin() + head);
  kept.reserve(file.size());
  for (std::size_t at = head; at < file.size();) {
    std::size_t length = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      length = length << 8U | std::to_integer<std::size_t>(file[at + k]);
    }
    const auto chunk = file.subspan(at, length + 12);
    if (length != 0 || !begins(chunk.subspan(4), {'I', 'D', 'A', 'T'})) {
      kept.insert(kept.end(), chunk.begin(), chunk.end());
    }
    at += chunk.size();
  }
  return kept;
}

/// What the decoder made must be what the check saw.
std::expected<Pixels, std::string> agreed(std::expected<Pixels, std::string> pixels, std::uint32_t width,
                                          std::uint32_t height, std::uint32_t channels) {
  if (pixels && (pixels->width != width || pixels->height != height || pixels->channels != channels)) {
    return std::unexpected(fmt::format("expected {} x {} pixels of {} channels, the decoder found {} x {} of {}", width,
                                       height, channels, pixels->width, pixels->height, pixels->channels));
  }
  return pixels;
}

std::expected<Pixels, std::string> decode_png(std::span<const std::byte> file, std::size_t budget) {
  const auto facts = check_png(file, budget / parts_of_budget);
  if (!facts) {
    return std::unexpected("damaged PNG: " + facts.error());
  }
  const auto depth = facts->bit_depth == 16 ? Pixels::Depth::sixteen : Pixels::Depth::eight;
  if (facts->idat == PngFacts::Idat::some_empty) {
    return agreed(stb::decode(without_empty_idat(file), depth, budget), facts->width, facts->height, facts->channels);
  }
  return agreed(stb::decode(file, depth, budget), facts->width, facts->height, facts->channels);
}

std::expected<Pixels, std::string> decode_jpeg(std::span<const std::byte> file, std::size_t budget) {
  const auto facts = check_jpeg(file, budget / parts_of_budget);
  if (!facts) {
    return std::unexpected("damaged JPEG: " + facts.error());
  }
  return agreed(stb::decode(file, Pixels::Depth::eight, budget), facts->width, facts->height, facts->channels);
}

std::expected<Pixels, std::string> decode_bmp(std::span<const std::byte> file, std::size_t budget) {
  const auto facts = check_bmp(file, budget / parts_of_budget);
  if (!facts) {
    return std::unexpected("damaged BMP: " + facts.error());
  }
  auto pixels = bmp_pixels(*facts);
  return pixels ? std::move(pixels) : std::unexpected("damaged BMP: " + pixels.error());
}

}  // namespace

std::expected<Pixels, std::string> decode_image(std::span<const std::byte> file, std::size_t budget) {
  if (begins(file, {0x89, 'P', 'N', 'G'})) {
    return decode_png(file, budget);
  }
  if (begins(file, {0xff, 0xd8})) {
    return decode_jpeg(file, budget);
  }
  if (begins(file, {'B', 'M'})) {
    return decode_bmp(file, budget);
  }
  if (file.empty()) {
    return std::unexpected("expected a PNG, a JPEG or a BMP, found an empty file");
  }
  std::string first;
  for (const std::byte byte : file.first(std::min<std::size_t>(file.size(), 8))) {
    first += fmt::format(" {:02x}", std::to_integer<unsigned>(byte));
  }
  return std::unexpected("expected a PNG, a JPEG or a BMP, found a file that begins with" + first);
}

}  // namespace proofload::reference
