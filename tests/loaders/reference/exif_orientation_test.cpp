#include "reference/exif_orientation.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "loaders/memory_source.hpp"
#include "loaders/reference/image_files.hpp"

namespace proofload::reference {
namespace {

using Bytes = std::vector<std::byte>;

std::string number(std::uint32_t value, std::size_t width, char order) {
  std::string text;
  for (std::size_t i = 0; i < width; ++i) {
    text += static_cast<char>((value >> (8 * (order == 'M' ? width - 1 - i : i))) & 0xFFU);
  }
  return text;
}

/// A JPEG with an EXIF block of one entry.
std::string with_exif(const std::string& jpeg, char order, std::uint32_t value, std::uint32_t tag = 0x0112,
                      std::uint32_t type = 3, std::uint32_t directory = 8) {
  const std::string tiff = std::string(2, order) + number(42, 2, order) + number(directory, 4, order) +
                           number(1, 2, order) + number(tag, 2, order) + number(type, 2, order) + number(1, 4, order) +
                           number(value, 2, order) + number(0, 2, order) + number(0, 4, order);
  const std::string block = std::string("Exif\0\0", 6) + tiff;
  return jpeg.substr(0, 2) + "\xFF\xE1" + number(static_cast<std::uint32_t>(block.size() + 2), 2, 'M') + block +
         jpeg.substr(2);
}

std::string plain_jpeg() {
  const Bytes file = jpeg_file({});
  return {reinterpret_cast<const char*>(file.data()), file.size()};
}

std::uint8_t orientation(const std::string& file) { return exif_orientation(std::as_bytes(std::span(file))); }

TEST(ExifOrientation, IsReadInEitherOrderOfBytes) {
  EXPECT_EQ(orientation(plain_jpeg()), 1);
  for (const char order : {'I', 'M'}) {
    for (std::uint32_t value = 1; value <= 8; ++value) {
      EXPECT_EQ(orientation(with_exif(plain_jpeg(), order, value)), value);
    }
  }
}

TEST(ExifOrientation, WhatCannotBeReadSaysNothing) {
  const std::string jpeg = plain_jpeg();
  EXPECT_EQ(orientation(with_exif(jpeg, 'I', 0)), 1);
  EXPECT_EQ(orientation(with_exif(jpeg, 'I', 9)), 1);
  EXPECT_EQ(orientation(with_exif(jpeg, 'X', 6)), 1);
  EXPECT_EQ(orientation(with_exif(jpeg, 'M', 6, 0x0113)), 1);
  EXPECT_EQ(orientation(with_exif(jpeg, 'M', 6, 0x0112, 4)), 1);
  EXPECT_EQ(orientation(with_exif(jpeg, 'M', 6, 0x0112, 3, 0xFFFFFFFF)), 1);
  EXPECT_EQ(orientation(with_exif(jpeg, 'M', 6, 0x0112, 3, 30)), 1);
  const std::string whole = with_exif(jpeg, 'M', 6);
  for (std::size_t size = 0; size < 38; ++size) {
    EXPECT_EQ(orientation(whole.substr(0, size)), 1) << size;
  }
  EXPECT_EQ(orientation("\x89PNG"), 1);
}

std::vector<int> turned(std::uint8_t by, std::uint32_t& width) {
  // Two by three pixels: 1 2 / 3 4 / 5 6, in two bytes each.
  Pixels pixels{
      .data = {std::malloc(12), std::free}, .width = 2, .height = 3, .channels = 1, .depth = Pixels::Depth::sixteen};
  auto* const values = static_cast<std::uint16_t*>(pixels.data.get());
  for (std::uint16_t i = 0; i < 6; ++i) {
    values[i] = static_cast<std::uint16_t>(i + 1);
  }
  const auto result = upright(std::move(pixels), by);
  const auto* const first = static_cast<const std::uint16_t*>(result->data.get());
  width = result->width;
  return {first, first + 6};
}

TEST(ExifOrientation, TurnsPixelsOfAnyDepth) {
  const std::vector<std::vector<int>> expected = {{1, 2, 3, 4, 5, 6}, {2, 1, 4, 3, 6, 5}, {6, 5, 4, 3, 2, 1},
                                                  {5, 6, 3, 4, 1, 2}, {1, 3, 5, 2, 4, 6}, {5, 3, 1, 6, 4, 2},
                                                  {6, 4, 2, 5, 3, 1}, {2, 4, 6, 1, 3, 5}};
  for (std::uint8_t value = 1; value <= 8; ++value) {
    std::uint32_t width = 0;
    EXPECT_EQ(turned(value, width), expected[value - 1U]) << int{value};
    EXPECT_EQ(width, value >= 5 ? 3U : 2U);
  }
}

TEST(ExifOrientation, ADecodedJpegHasItsSidesExchanged) {
  const std::string file = with_exif(plain_jpeg(), 'I', 6);
  const auto stored = decode_image(std::as_bytes(std::span(file)), 48U << 20U);
  const auto shown = decode_upright(std::as_bytes(std::span(file)), 48U << 20U);
  ASSERT_TRUE(stored && shown);
  EXPECT_EQ(shown->width, stored->height);
  EXPECT_EQ(shown->height, stored->width);
}

}  // namespace
}  // namespace proofload::reference
