#include <spng.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>
#include <vector>

#include "dataset/decode.hpp"
#include "dataset/look.hpp"

namespace proofload {
namespace {

using Context = std::unique_ptr<spng_ctx, decltype(&spng_ctx_free)>;

/// Bounds what compressed text and profiles may grow to.
constexpr std::size_t largest_chunk = std::size_t{8} << 20U;

int open(const Context& context, std::span<const std::byte> file) {
  spng_set_crc_action(context.get(), SPNG_CRC_USE, SPNG_CRC_USE);
  spng_set_image_limits(context.get(), largest_side, largest_side);
  spng_set_chunk_limits(context.get(), largest_chunk, 2 * largest_chunk);
  return spng_set_png_buffer(context.get(), file.data(), file.size());
}

Decoded refused(int error) { return {Decoded::How::not_at_all, spng_strerror(error), nullptr}; }

/// Whether a pixel points behind the end of the palette: decoders differ in what they make of it.
bool points_outside(std::span<const std::byte> file, const spng_ihdr& header, std::uint32_t entries) {
  if (header.bit_depth > 8 || entries >= 1U << header.bit_depth) {
    return false;
  }
  const Context context(spng_ctx_new(0), &spng_ctx_free);
  std::size_t size = 0;
  if (!context || open(context, file) != SPNG_OK ||
      spng_decoded_image_size(context.get(), SPNG_FMT_PNG, &size) != SPNG_OK) {
    return true;
  }
  std::vector<std::uint8_t> rows(size);
  if (spng_decode_image(context.get(), rows.data(), rows.size(), SPNG_FMT_PNG, 0) != SPNG_OK) {
    return true;
  }
  const std::size_t row_size = rows.size() / header.height;
  for (std::uint32_t y = 0; y < header.height; ++y) {
    for (std::uint32_t x = 0; x < header.width; ++x) {
      const std::size_t bit = std::size_t{x} * header.bit_depth;
      const std::uint32_t byte = rows[y * row_size + bit / 8];
      if (((byte >> (8U - header.bit_depth - bit % 8)) & ((1U << header.bit_depth) - 1U)) >= entries) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace

Decoded decode_png(std::span<const std::byte> file) {
  const Context context(spng_ctx_new(0), &spng_ctx_free);
  if (!context) {
    throw std::bad_alloc();
  }
  spng_ihdr header{};
  int result = open(context, file);
  if (result == SPNG_OK) {
    result = spng_get_ihdr(context.get(), &header);
  }
  const bool deep = header.bit_depth == 16;
  const int form = deep ? SPNG_FMT_RGBA16 : SPNG_FMT_RGBA8;
  std::size_t size = 0;
  if (result == SPNG_OK) {
    result = spng_decoded_image_size(context.get(), form, &size);
  }
  if (result != SPNG_OK) {
    return refused(result);
  }
  std::vector<std::uint8_t> pixels(size);
  result = spng_decode_image(context.get(), pixels.data(), pixels.size(), form, SPNG_DECODE_TRNS);
  if (result != SPNG_OK) {
    return refused(result);
  }

  // All come as RGBA; what the file does not store is left out again.
  spng_trns transparency{};
  const bool grey =
      header.color_type == SPNG_COLOR_TYPE_GRAYSCALE || header.color_type == SPNG_COLOR_TYPE_GRAYSCALE_ALPHA;
  const bool alpha = header.color_type == SPNG_COLOR_TYPE_GRAYSCALE_ALPHA ||
                     header.color_type == SPNG_COLOR_TYPE_TRUECOLOR_ALPHA ||
                     spng_get_trns(context.get(), &transparency) == SPNG_OK;
  auto picture = std::make_shared<Picture>();
  picture->width = header.width;
  picture->height = header.height;
  picture->channels = (grey ? 1U : 3U) + (alpha ? 1U : 0U);
  picture->maximum = deep ? 65535 : 255;
  const std::size_t count = std::size_t{header.width} * header.height;
  picture->values.resize(count * picture->channels);
  for (std::size_t i = 0; i < count; ++i) {
    std::array<std::uint16_t, 4> rgba{};
    if (deep) {
      std::memcpy(rgba.data(), &pixels[i * sizeof rgba], sizeof rgba);
    } else {
      std::copy_n(&pixels[i * rgba.size()], rgba.size(), rgba.begin());
    }
    std::uint16_t* out = &picture->values[i * picture->channels];
    out = std::copy_n(rgba.begin(), grey ? 1 : 3, out);
    if (alpha) {
      *out = rgba[3];
    }
  }

  spng_plte palette{};
  if (header.color_type == SPNG_COLOR_TYPE_INDEXED && spng_get_plte(context.get(), &palette) == SPNG_OK &&
      points_outside(file, header, palette.n_entries)) {
    return {Decoded::How::with_warnings, "a pixel points behind the end of the palette", std::move(picture)};
  }
  return {Decoded::How::cleanly, {}, std::move(picture)};
}

}  // namespace proofload
