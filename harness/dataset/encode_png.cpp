#include <spng.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <stdexcept>

#include "dataset/encode.hpp"

namespace proofload {
namespace {

void require(int result) {
  if (result != SPNG_OK) {
    throw std::runtime_error(std::string("encoding a PNG: ") + spng_strerror(result));
  }
}

std::uint8_t color_type(ColorType color) {
  switch (color) {
    case ColorType::grey:
      return SPNG_COLOR_TYPE_GRAYSCALE;
    case ColorType::grey_alpha:
      return SPNG_COLOR_TYPE_GRAYSCALE_ALPHA;
    case ColorType::rgb:
      return SPNG_COLOR_TYPE_TRUECOLOR;
    case ColorType::rgba:
      return SPNG_COLOR_TYPE_TRUECOLOR_ALPHA;
    case ColorType::palette:
      return SPNG_COLOR_TYPE_INDEXED;
  }
  return SPNG_COLOR_TYPE_TRUECOLOR;
}

/// The picture's colors in an order that says nothing about their brightness.
spng_plte palette_of(const Picture& picture, Random& random) {
  spng_plte palette{};
  const auto known = [&](const std::uint16_t* pixel) {
    return std::any_of(palette.entries, palette.entries + palette.n_entries, [&](const spng_plte_entry& entry) {
      return entry.red == pixel[0] && entry.green == pixel[1] && entry.blue == pixel[2];
    });
  };
  for (std::size_t i = 0; i < picture.values.size(); i += 3) {
    const std::uint16_t* pixel = &picture.values[i];
    if (!known(pixel)) {
      if (palette.n_entries == 256) {
        throw std::runtime_error("encoding a PNG: more than 256 colors for a palette");
      }
      palette.entries[palette.n_entries++] = {static_cast<std::uint8_t>(pixel[0]), static_cast<std::uint8_t>(pixel[1]),
                                              static_cast<std::uint8_t>(pixel[2]), 255};
    }
  }
  for (std::size_t i = palette.n_entries; i > 1; --i) {
    std::swap(palette.entries[i - 1], palette.entries[random.below(i)]);
  }
  return palette;
}

/// Rows of palette indices, several to a byte when the depth is below 8, the first in the high bits.
std::vector<std::uint8_t> indexed_rows(const Picture& picture, const spng_plte& palette, std::uint32_t depth) {
  const std::size_t row_size = (std::size_t{picture.width} * depth + 7) / 8;
  std::vector<std::uint8_t> rows(row_size * picture.height);
  for (std::uint32_t y = 0; y < picture.height; ++y) {
    for (std::uint32_t x = 0; x < picture.width; ++x) {
      const auto* found =
          std::find_if(palette.entries, palette.entries + palette.n_entries, [&](const spng_plte_entry& entry) {
            return entry.red == picture.at(x, y, 0) && entry.green == picture.at(x, y, 1) &&
                   entry.blue == picture.at(x, y, 2);
          });
      const auto index = static_cast<std::uint32_t>(found - palette.entries);
      const std::uint32_t shift = 8 - depth - (x * depth) % 8;
      std::uint8_t& byte = rows[y * row_size + x * depth / 8];
      byte = static_cast<std::uint8_t>(byte | (index << shift));
    }
  }
  return rows;
}

/// Rows as libspng takes them: 16 bits in the machine's byte order.
std::vector<std::uint8_t> plain_rows(const Picture& picture) {
  if (picture.maximum == 255) {
    std::vector<std::uint8_t> rows(picture.values.size());
    std::transform(picture.values.begin(), picture.values.end(), rows.begin(),
                   [](std::uint16_t value) { return static_cast<std::uint8_t>(value); });
    return rows;
  }
  std::vector<std::uint8_t> rows(picture.values.size() * sizeof(std::uint16_t));
  std::memcpy(rows.data(), picture.values.data(), rows.size());
  return rows;
}

}  // namespace

std::vector<std::byte> encode_png(const Picture& picture, const ImagePlan& plan) {
  Random random(plan.id);
  const std::unique_ptr<spng_ctx, decltype(&spng_ctx_free)> context(spng_ctx_new(SPNG_CTX_ENCODER), &spng_ctx_free);
  if (!context) {
    throw std::bad_alloc();
  }
  require(spng_set_option(context.get(), SPNG_ENCODE_TO_BUFFER, 1));
  // Level 0 stores the pixels as they are, which lets damage pass a decoder unseen.
  constexpr std::array<int, 6> levels = {0, 1, 1, 3, 6, 9};
  require(spng_set_option(context.get(), SPNG_IMG_COMPRESSION_LEVEL, levels[random.below(levels.size())]));
  constexpr std::array<int, 4> filters = {SPNG_FILTER_CHOICE_ALL, SPNG_DISABLE_FILTERING, SPNG_FILTER_CHOICE_PAETH,
                                          SPNG_FILTER_CHOICE_SUB | SPNG_FILTER_CHOICE_AVG};
  require(spng_set_option(context.get(), SPNG_FILTER_CHOICE, filters[random.below(filters.size())]));
  // The images are small: a large window would cost more to set up than to use.
  require(spng_set_option(context.get(), SPNG_IMG_WINDOW_BITS, 12));
  require(spng_set_option(context.get(), SPNG_IMG_MEM_LEVEL, 5));

  spng_ihdr header{};
  header.width = picture.width;
  header.height = picture.height;
  header.bit_depth = plan.bit_depth;
  header.color_type = color_type(plan.color);
  header.interlace_method = plan.scan == ImagePlan::Scan::interlaced ? SPNG_INTERLACE_ADAM7 : SPNG_INTERLACE_NONE;
  require(spng_set_ihdr(context.get(), &header));
  std::vector<std::uint8_t> rows;
  if (plan.color == ColorType::palette) {
    spng_plte palette = palette_of(picture, random);
    require(spng_set_plte(context.get(), &palette));
    rows = indexed_rows(picture, palette, plan.bit_depth);
  } else {
    rows = plain_rows(picture);
  }
  // A chunk that carries no pixels, which every reader has to pass over.
  std::string comment = "traced";
  spng_text text{};
  if (random.one_in(4)) {
    std::memcpy(text.keyword, "Comment", sizeof "Comment");
    text.type = SPNG_TEXT;
    text.text = comment.data();
    text.length = comment.size();
    require(spng_set_text(context.get(), &text, 1));
  }
  require(spng_encode_image(context.get(), rows.data(), rows.size(), SPNG_FMT_PNG, SPNG_ENCODE_FINALIZE));

  std::size_t size = 0;
  int error = SPNG_OK;
  const std::unique_ptr<void, decltype(&std::free)> buffer(spng_get_png_buffer(context.get(), &size, &error),
                                                           &std::free);
  require(error);
  const auto* begin = static_cast<const std::byte*>(buffer.get());
  return {begin, begin + size};
}

}  // namespace proofload
