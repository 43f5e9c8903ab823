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

/// As libspng takes it.
spng_plte plte_of(const std::vector<Rgb>& palette) {
  spng_plte plte{};
  for (const auto& [red, green, blue] : palette) {
    plte.entries[plte.n_entries++] = {red, green, blue, 255};
  }
  return plte;
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
    const std::vector<Rgb> palette = palette_of(picture, random);
    spng_plte plte = plte_of(palette);
    require(spng_set_plte(context.get(), &plte));
    rows = indexed_rows(picture, palette, plan.bit_depth, (std::size_t{picture.width} * plan.bit_depth + 7) / 8);
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
