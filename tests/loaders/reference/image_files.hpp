/// Image files for tests, made by hand (PNG, with zlib) or by libjpeg-turbo, never by what is tested.
#pragma once

#include <turbojpeg.h>
#include <zlib.h>

#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "loaders/memory_source.hpp"

namespace proofload {

struct PngParts {
  std::uint32_t width = 1;
  std::uint32_t height = 1;
  std::uint8_t depth = 8;
  std::uint8_t color = 2;
  std::uint8_t interlace = 0;
  std::vector<std::uint8_t> palette;
  std::vector<std::uint8_t> transparency;
  std::vector<std::uint8_t> rows;  ///< with the filter byte before each row
};

inline void append_number(Bytes& to, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    to.push_back(static_cast<std::byte>(value >> static_cast<unsigned>(shift)));
  }
}

inline void append_chunk(Bytes& to, std::string_view type, const std::vector<std::uint8_t>& data) {
  append_number(to, static_cast<std::uint32_t>(data.size()));
  const Bytes named = bytes_of(type);
  to.insert(to.end(), named.begin(), named.end());
  for (const std::uint8_t byte : data) {
    to.push_back(static_cast<std::byte>(byte));
  }
  uLong crc = crc32(0, reinterpret_cast<const Bytef*>(type.data()), static_cast<uInt>(type.size()));
  if (!data.empty()) {  // zlib starts anew when there is no data
    crc = crc32(crc, data.data(), static_cast<uInt>(data.size()));
  }
  append_number(to, static_cast<std::uint32_t>(crc));
}

inline std::vector<std::uint8_t> deflated(const std::vector<std::uint8_t>& data) {
  uLongf size = compressBound(static_cast<uLong>(data.size()));
  std::vector<std::uint8_t> packed(size);
  if (compress(packed.data(), &size, data.data(), static_cast<uLong>(data.size())) != Z_OK) {
    throw std::runtime_error("zlib cannot compress");
  }
  packed.resize(size);
  return packed;
}

inline std::vector<std::uint8_t> header_of(const PngParts& parts) {
  Bytes sides;
  append_number(sides, parts.width);
  append_number(sides, parts.height);
  std::vector<std::uint8_t> data;
  for (const std::byte byte : sides) {
    data.push_back(std::to_integer<std::uint8_t>(byte));
  }
  data.insert(data.end(), {parts.depth, parts.color, 0, 0, parts.interlace});
  return data;
}

/// Everything up to the pixel data.
inline Bytes png_start(const PngParts& parts) {
  Bytes file = bytes_of("\x89PNG\r\n\x1a\n");
  append_chunk(file, "IHDR", header_of(parts));
  if (!parts.palette.empty()) {
    append_chunk(file, "PLTE", parts.palette);
  }
  if (!parts.transparency.empty()) {
    append_chunk(file, "tRNS", parts.transparency);
  }
  return file;
}

inline Bytes png_file(const PngParts& parts) {
  Bytes file = png_start(parts);
  append_chunk(file, "IDAT", deflated(parts.rows));
  append_chunk(file, "IEND", {});
  return file;
}

/// An RGB image in which red follows the column and green the row; blue is as given.
inline PngParts gradient(std::uint32_t width, std::uint32_t height, std::uint8_t blue = 7) {
  PngParts parts{.width = width, .height = height};
  for (std::uint32_t y = 0; y < height; ++y) {
    parts.rows.push_back(0);
    for (std::uint32_t x = 0; x < width; ++x) {
      parts.rows.insert(parts.rows.end(), {static_cast<std::uint8_t>(x * 255 / width),
                                           static_cast<std::uint8_t>(y * 255 / height), blue});
    }
  }
  return parts;
}

/// An image of one color.
inline PngParts flat(std::uint32_t width, std::uint32_t height, std::uint8_t red, std::uint8_t green,
                     std::uint8_t blue) {
  PngParts parts{.width = width, .height = height};
  for (std::uint32_t y = 0; y < height; ++y) {
    parts.rows.push_back(0);
    for (std::uint32_t x = 0; x < width; ++x) {
      parts.rows.insert(parts.rows.end(), {red, green, blue});
    }
  }
  return parts;
}

struct JpegParts {
  int width = 16;
  int height = 12;
  int subsampling = TJSAMP_420;
  int flags = 0;             ///< TJFLAG_PROGRESSIVE
  const char* restart = "";  ///< "1": after each row of units, "2B": after each two units
  int quality = 85;
};

/// RGB pixels with edges and noise, so that all kinds of codes occur.
inline std::vector<std::uint8_t> busy_pixels(int width, int height) {
  std::vector<std::uint8_t> pixels;
  std::uint32_t noise = 12345;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      noise = noise * 1664525U + 1013904223U;
      pixels.push_back(static_cast<std::uint8_t>(x * 255 / width));
      pixels.push_back(static_cast<std::uint8_t>((x / 4 + y / 4) % 2 * 200));
      pixels.push_back(static_cast<std::uint8_t>(noise >> 26U));
    }
  }
  return pixels;
}

inline Bytes jpeg_file(const JpegParts& parts) {
  const std::vector<std::uint8_t> pixels = busy_pixels(parts.width, parts.height);
  setenv("TJ_RESTART", parts.restart, 1);
  const tjhandle encoder = tjInitCompress();
  unsigned char* out = nullptr;
  unsigned long size = 0;
  const int result = tjCompress2(encoder, pixels.data(), parts.width, 0, parts.height, TJPF_RGB, &out, &size,
                                 parts.subsampling, parts.quality, parts.flags);
  Bytes file(reinterpret_cast<std::byte*>(out), reinterpret_cast<std::byte*>(out) + size);
  tjFree(out);
  tjDestroy(encoder);
  unsetenv("TJ_RESTART");
  if (result != 0) {
    throw std::runtime_error("libjpeg-turbo cannot compress");
  }
  return file;
}

}  // namespace proofload
