#include "reference/decode_image.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <span>

#include "loaders/reference/image_files.hpp"
#include "reference/stb/guarded.hpp"
#include "reference/stb/raw.hpp"

namespace proofload::reference {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::HasSubstr;

constexpr std::size_t budget = 48U << 20U;

template <class T = std::uint8_t>
std::vector<T> values(const Pixels& pixels) {
  const auto* first = static_cast<const T*>(pixels.data.get());
  return {first, first + std::size_t{pixels.width} * pixels.height * pixels.channels};
}

std::vector<std::uint8_t> decoded(const PngParts& parts) {
  const auto pixels = decode_image(png_file(parts), budget);
  if (!pixels) {
    ADD_FAILURE() << pixels.error();
    return {};
  }
  return values(*pixels);
}

std::string refusal(std::span<const std::byte> file, std::size_t limit = budget) {
  const auto pixels = decode_image(file, limit);
  return pixels ? "none" : pixels.error();
}

TEST(DecodeImage, ReadsRgbWithEachKindOfFilter) {
  PngParts parts{.width = 2, .height = 5};
  parts.rows = {0, 10, 20, 30, 40, 50, 60,                         //
                1, 10, 20, 30, 1,  1,  1,                          // left
                2, 1,  1,  1,  1,  1,  1,                          // above
                3, 5,  5,  5,  5,  5,  5,                          // mean of both
                4, 0,  0,  0,  0,  0,  0};                         // Paeth
  EXPECT_THAT(decoded(parts), ElementsAre(10, 20, 30, 40, 50, 60,  //
                                          10, 20, 30, 11, 21, 31,  //
                                          11, 21, 31, 12, 22, 32,  //
                                          10, 15, 20, 16, 23, 31,  //
                                          10, 15, 20, 16, 23, 31));
}

TEST(DecodeImage, ReadsGreyOfEveryDepth) {
  EXPECT_THAT(decoded({.width = 3, .height = 1, .depth = 1, .color = 0, .rows = {0, 0b10100000}}),
              ElementsAre(255, 0, 255));
  EXPECT_THAT(decoded({.width = 3, .height = 1, .depth = 2, .color = 0, .rows = {0, 0b00011000}}),
              ElementsAre(0, 85, 170));
  EXPECT_THAT(decoded({.width = 3, .height = 1, .depth = 4, .color = 0, .rows = {0, 0x0f, 0x80}}),
              ElementsAre(0, 255, 136));
  EXPECT_THAT(decoded({.width = 3, .height = 1, .depth = 8, .color = 0, .rows = {0, 1, 128, 255}}),
              ElementsAre(1, 128, 255));
}

TEST(DecodeImage, ReadsAllSixteenBits) {
  const auto pixels = decode_image(
      png_file({.width = 2, .height = 1, .depth = 16, .color = 0, .rows = {0, 0x12, 0x34, 0x00, 0xff}}), budget);
  ASSERT_TRUE(pixels) << pixels.error();
  EXPECT_EQ(pixels->depth, Pixels::Depth::sixteen);
  EXPECT_THAT(values<std::uint16_t>(*pixels), ElementsAre(0x1234, 0x00ff));
}

TEST(DecodeImage, ReadsAlphaAndPalettes) {
  EXPECT_THAT(decoded({.width = 1, .height = 1, .color = 6, .rows = {0, 1, 2, 3, 4}}), ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(decoded({.width = 1, .height = 1, .color = 4, .rows = {0, 1, 2}}), ElementsAre(1, 2));
  EXPECT_THAT(decoded({.width = 2,
                       .height = 1,
                       .color = 3,
                       .palette = {9, 8, 7, 6, 5, 4},
                       .transparency = {100},
                       .rows = {0, 1, 0}}),
              ElementsAre(6, 5, 4, 255, 9, 8, 7, 100));
}

TEST(DecodeImage, ReadsInterlacedImagesOfAllSmallSizes) {
  constexpr std::uint32_t x0[] = {0, 4, 0, 2, 0, 1, 0}, y0[] = {0, 0, 4, 0, 2, 0, 1};
  constexpr std::uint32_t right[] = {8, 8, 4, 4, 2, 2, 1}, down[] = {8, 8, 8, 4, 4, 2, 2};
  for (std::uint32_t width = 1; width <= 9; ++width) {
    for (std::uint32_t height = 1; height <= 9; ++height) {
      PngParts parts{.width = width, .height = height, .color = 0, .interlace = 1};
      std::vector<std::uint8_t> expected(std::size_t{width} * height);
      for (std::size_t k = 0; k < expected.size(); ++k) {
        expected[k] = static_cast<std::uint8_t>(k * 3 + 1);
      }
      for (std::size_t pass = 0; pass < 7; ++pass) {
        for (std::uint32_t y = y0[pass]; y < height && x0[pass] < width; y += down[pass]) {
          parts.rows.push_back(0);
          for (std::uint32_t x = x0[pass]; x < width; x += right[pass]) {
            parts.rows.push_back(expected[std::size_t{y} * width + x]);
          }
        }
      }
      EXPECT_THAT(decoded(parts), ElementsAreArray(expected)) << width << " x " << height;
    }
  }
}

TEST(DecodeImage, ReadsPngsWhoseFirstPixelChunkIsEmpty) {
  const PngParts parts = gradient(3, 2);
  Bytes file = png_start(parts);
  append_chunk(file, "IDAT", {});
  append_chunk(file, "IDAT", deflated(parts.rows));
  append_chunk(file, "IDAT", {});
  append_chunk(file, "IEND", {});
  const auto pixels = decode_image(file, budget);
  ASSERT_TRUE(pixels) << pixels.error();
  EXPECT_EQ(values(*pixels), decoded(parts));
}

TEST(DecodeImage, ReadsJpegsAsTheirEncodersLibraryDoes) {
  for (const int flags : {0, TJFLAG_PROGRESSIVE}) {
    for (const int subsampling : {TJSAMP_444, TJSAMP_420, TJSAMP_GRAY}) {
      const Bytes file = jpeg_file({.width = 40, .height = 24, .subsampling = subsampling, .flags = flags});
      const auto pixels = decode_image(file, budget);
      ASSERT_TRUE(pixels) << pixels.error();
      std::vector<std::uint8_t> expected(std::size_t{40} * 24 * pixels->channels);
      const tjhandle decoder = tjInitDecompress();
      ASSERT_EQ(tjDecompress2(decoder, reinterpret_cast<const unsigned char*>(file.data()),
                              static_cast<unsigned long>(file.size()), expected.data(), 40, 0, 24,
                              pixels->channels == 1 ? TJPF_GRAY : TJPF_RGB, 0),
                0);
      tjDestroy(decoder);
      const std::vector<std::uint8_t> found = values(*pixels);
      for (std::size_t k = 0; k < expected.size(); ++k) {
        ASSERT_NEAR(found[k], expected[k], 6) << k;
      }
    }
  }
}

TEST(DecodeImage, SaysWhatItFoundInPlaceOfAnImage) {
  EXPECT_EQ(refusal({}), "expected a PNG, a JPEG or a BMP, found an empty file");
  EXPECT_EQ(refusal(bytes_of("GIF89a")),
            "expected a PNG, a JPEG or a BMP, found a file that begins with 47 49 46 38 39 61");
  EXPECT_THAT(refusal(bytes_of("\x89PNG")), HasSubstr("damaged PNG: expected the PNG signature"));
  EXPECT_THAT(refusal(bytes_of("\xff\xd8")), HasSubstr("damaged JPEG: expected a marker at byte 2"));
}

TEST(DecodeImage, RefusesABombByItsHeader) {
  PngParts parts = gradient(1, 1);
  parts.width = parts.height = 30000;
  EXPECT_THAT(refusal(png_file(parts)), HasSubstr("found 30000 x 30000"));
  parts.width = parts.height = 4000;
  EXPECT_THAT(refusal(png_file(parts)), HasSubstr("48000000 bytes, more than the limit of 16777216"));
}

TEST(Guarded, SaysThatTheBudgetIsSpentAndLeaksNothing) {
  const Bytes file = png_file({.width = 60, .height = 50, .depth = 16, .color = 0, .rows = [] {
                                 std::vector<std::uint8_t> rows(50 * 121);
                                 return rows;
                               }()});
  std::size_t refused = 0;
  // Every allocation fails once; AddressSanitizer sees what is not freed.
  for (std::size_t limit = 0; limit < 40000; limit += 100) {
    for (const auto depth : {Pixels::Depth::eight, Pixels::Depth::sixteen}) {
      const auto pixels = stb::decode(file, depth, limit);
      if (!pixels) {
        ++refused;
        EXPECT_THAT(pixels.error(), HasSubstr("more memory than its budget of " + std::to_string(limit)));
      }
    }
  }
  EXPECT_GT(refused, 100U);
  EXPECT_TRUE(stb::decode(file, Pixels::Depth::sixteen, 40000));
}

TEST(Raw, ReadsWhatItIsGiven) {
  const auto pixels = stb::decode_raw(png_file(gradient(3, 2)), 0);
  ASSERT_TRUE(pixels) << pixels.error();
  EXPECT_EQ(values(*pixels), decoded(gradient(3, 2)));
  const auto bitmap = stb::decode_raw(bytes_of("P5 2 1 255\n\x01\x02"), 0);
  ASSERT_TRUE(bitmap) << bitmap.error();
  EXPECT_THAT(values(*bitmap), ElementsAre(1, 1, 1, 2, 2, 2));
}

}  // namespace
}  // namespace proofload::reference
