#include <turbojpeg.h>

#include <algorithm>
#include <memory>
#include <new>
#include <vector>

#include "dataset/decode.hpp"
#include "dataset/look.hpp"

namespace proofload {

Decoded decode_jpeg(std::span<const std::byte> file) {
  // A handle for each file: it keeps Huffman and quantization tables, also broken ones, from one image to the next.
  const std::unique_ptr<void, decltype(&tjDestroy)> decompressor(tjInitDecompress(), &tjDestroy);
  if (!decompressor) {
    throw std::bad_alloc();
  }
  const auto refused = [&] { return Decoded{Decoded::How::not_at_all, tjGetErrorStr2(decompressor.get()), nullptr}; };
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): turbojpeg's bytes
  const auto* bytes = reinterpret_cast<const unsigned char*>(file.data());
  int width = 0;
  int height = 0;
  int sampling = 0;
  int color_space = 0;
  // What a warning is about, such as an unknown version of JFIF, leaves the header readable.
  const auto failed = [&](int result) { return result != 0 && tjGetErrorCode(decompressor.get()) != TJERR_WARNING; };
  const int header =
      tjDecompressHeader3(decompressor.get(), bytes, file.size(), &width, &height, &sampling, &color_space);
  if (failed(header) || width <= 0 || height <= 0) {
    return refused();
  }
  const auto wide = static_cast<std::uint64_t>(width);
  const auto high = static_cast<std::uint64_t>(height);
  // Each block of 64 pixels takes at least one bit: nothing large is allocated for a short file.
  if (wide > largest_side || high > largest_side || wide * high / 64 > file.size() * 8) {
    return {Decoded::How::not_at_all, "too many pixels for the size of the file", nullptr};
  }
  const bool grey = color_space == TJCS_GRAY;
  auto picture = std::make_shared<Picture>();
  picture->width = static_cast<std::uint32_t>(width);
  picture->height = static_cast<std::uint32_t>(height);
  picture->channels = grey ? 1 : 3;
  std::vector<unsigned char> pixels(std::size_t{picture->width} * picture->height * picture->channels);
  const int result = tjDecompress2(decompressor.get(), bytes, file.size(), pixels.data(), width, 0, height,
                                   grey ? TJPF_GRAY : TJPF_RGB, TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS);
  if (failed(result)) {
    return refused();
  }
  picture->values.assign(pixels.begin(), pixels.end());
  if (result != 0) {
    return {Decoded::How::with_warnings, tjGetErrorStr2(decompressor.get()), std::move(picture)};
  }
  return {Decoded::How::cleanly, {}, std::move(picture)};
}

}  // namespace proofload
