#include "reference/bmp_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "reference/decode_image.hpp"
#include "reference/stb/raw.hpp"

namespace proofload::reference {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::size_t budget = 1U << 20U;

/// A file as its fields say, right or wrong.
struct BmpParts {
  std::uint32_t header = 40;
  std::uint32_t width = 2;
  std::uint32_t height = 2;
  std::uint32_t planes = 1;
  std::uint32_t bits = 24;
  std::uint32_t compression = 0;
  std::uint32_t pixels_size = 0;
  std::uint32_t colors = 0;
  std::vector<std::uint32_t> masks = {};  // in the header, or behind one of 40 bytes
  std::vector<std::uint8_t> palette = {};
  std::vector<std::uint8_t> rows = {1, 2, 3, 4, 5, 6, 0, 0, 7, 8, 9, 10, 11, 12, 0, 0};
  std::size_t gap = 0;  // bytes between palette and rows
};

std::vector<std::byte> bmp_file(const BmpParts& parts) {
  std::vector<std::byte> file;
  const auto put = [&](std::uint32_t value, std::size_t width) {
    for (std::size_t i = 0; i < width; ++i, value >>= 8U) {
      file.push_back(static_cast<std::byte>(value & 0xFFU));
    }
  };
  const std::size_t behind = parts.header == 40 ? parts.masks.size() * 4 : 0;
  const std::size_t start = 14 + parts.header + behind + parts.palette.size() + parts.gap;
  put('B', 1);
  put('M', 1);
  put(static_cast<std::uint32_t>(start + parts.rows.size()), 4);
  put(0, 4);
  put(static_cast<std::uint32_t>(start), 4);
  put(parts.header, 4);
  const std::size_t field = parts.header == 12 ? 2 : 4;
  put(parts.width, field);
  put(parts.height, field);
  put(parts.planes, 2);
  put(parts.bits, 2);
  if (parts.header != 12) {
    for (const std::uint32_t value : {parts.compression, parts.pixels_size, 0U, 0U, parts.colors, 0U}) {
      put(value, 4);
    }
    for (const std::uint32_t mask : parts.masks) {
      put(mask, 4);
    }
  }
  file.resize(14 + parts.header + behind);
  for (const std::uint8_t value : parts.palette) {
    put(value, 1);
  }
  file.resize(start);
  for (const std::uint8_t value : parts.rows) {
    put(value, 1);
  }
  return file;
}

std::vector<std::uint8_t> values(const Pixels& pixels) {
  const auto* first = static_cast<const std::uint8_t*>(pixels.data.get());
  return {first, first + std::size_t{pixels.width} * pixels.height * pixels.channels};
}

std::vector<std::uint8_t> decoded(const BmpParts& parts) {
  const auto pixels = decode_image(bmp_file(parts), budget);
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

TEST(Bmp, RowsComeFromTheBottomUpAndColorsBlueFirst) {
  EXPECT_THAT(decoded({}), ElementsAre(9, 8, 7, 12, 11, 10, 3, 2, 1, 6, 5, 4));
}

TEST(Bmp, ANegativeHeightIsRowsFromTheTop) {
  EXPECT_THAT(decoded({.height = 0U - 2U}), ElementsAre(3, 2, 1, 6, 5, 4, 9, 8, 7, 12, 11, 10));
}

TEST(Bmp, PalettesOfOneFourAndEightBits) {
  const std::vector<std::uint8_t> two = {0, 0, 255, 0, 255, 0, 0, 0};  // red, blue
  EXPECT_THAT(decoded({.width = 3, .height = 1, .bits = 1, .palette = two, .rows = {0b01000000, 0, 0, 0}}),
              ElementsAre(255, 0, 0, 0, 0, 255, 255, 0, 0));
  EXPECT_THAT(decoded({.width = 3, .height = 1, .bits = 4, .colors = 2, .palette = two, .rows = {0x10, 0x10, 0, 0}}),
              ElementsAre(0, 0, 255, 255, 0, 0, 0, 0, 255));
  EXPECT_THAT(decoded({.width = 3, .height = 1, .bits = 8, .colors = 2, .palette = two, .rows = {1, 0, 1, 0}}),
              ElementsAre(0, 0, 255, 255, 0, 0, 0, 0, 255));
}

TEST(Bmp, TheShortHeaderHasEntriesOfThreeBytesAndAllOfThem) {
  EXPECT_THAT(
      decoded(
          {.header = 12, .width = 1, .height = 1, .bits = 1, .palette = {1, 2, 3, 4, 5, 6}, .rows = {0x80, 0, 0, 0}}),
      ElementsAre(6, 5, 4));
}

TEST(Bmp, SixteenBitsAreFiveEachOrAsTheMasksSay) {
  const std::vector<std::uint8_t> row = {0x1F, 0x7C, 0xE0, 0x03};  // red and blue; green
  EXPECT_THAT(decoded({.width = 2, .height = 1, .bits = 16, .rows = row}), ElementsAre(255, 0, 255, 0, 255, 0));
  EXPECT_THAT(decoded({.width = 2,
                       .height = 1,
                       .bits = 16,
                       .compression = 3,
                       .masks = {0xF800, 0x07E0, 0x001F},
                       .rows = {0x1F, 0xF8, 0xE0, 0x07}}),
              ElementsAre(255, 0, 255, 0, 255, 0));
}

TEST(Bmp, ThirtyTwoBitsHaveAlphaOnlyWhereAMaskSaysSo) {
  const std::vector<std::uint8_t> row = {1, 2, 3, 77};
  EXPECT_THAT(decoded({.width = 1, .height = 1, .bits = 32, .rows = row}), ElementsAre(3, 2, 1));
  for (const std::uint32_t header : {56U, 108U, 124U}) {
    EXPECT_THAT(decoded({.header = header,
                         .width = 1,
                         .height = 1,
                         .bits = 32,
                         .compression = 3,
                         .masks = {0xFF, 0xFF00, 0xFF0000, 0xFF000000},
                         .rows = row}),
                ElementsAre(1, 2, 3, 77));
  }
}

TEST(Bmp, WhatStandsBetweenPaletteAndRowsIsPassedOver) { EXPECT_EQ(decoded({.gap = 3}), decoded({})); }

TEST(Bmp, ReadsWhatStbReadsWhereStbKnowsTheForm) {
  const std::vector<std::uint8_t> palette = {9, 8, 7, 0, 60, 50, 40, 0, 200, 150, 100, 0, 255, 255, 255, 0};
  for (const BmpParts& parts :
       {BmpParts{}, BmpParts{.height = 0U - 2U}, BmpParts{.header = 12}, BmpParts{.header = 124},
        BmpParts{.width = 5, .height = 1, .bits = 4, .colors = 4, .palette = palette, .rows = {0x01, 0x23, 0x30, 0}},
        BmpParts{.width = 3, .height = 1, .bits = 8, .colors = 4, .palette = palette, .rows = {3, 0, 2, 0}},
        BmpParts{.width = 2, .height = 1, .bits = 16, .rows = {0x21, 0x43, 0x65, 0x17}},
        BmpParts{.width = 1, .height = 2, .bits = 32, .rows = {1, 2, 3, 0, 4, 5, 6, 0}}}) {
    const auto file = bmp_file(parts);
    const auto other = stb::decode_raw(file, budget);
    ASSERT_TRUE(other) << other.error();
    const auto ours = decode_image(file, budget);
    ASSERT_TRUE(ours) << ours.error();
    EXPECT_EQ(values(*ours), values(*other)) << parts.header << " bytes of header, " << parts.bits << " bits";
  }
}

TEST(Bmp, EveryTruncationAndEveryByteMoreIsRefused) {
  const auto file = bmp_file({});
  for (std::size_t size = 0; size < file.size(); ++size) {
    EXPECT_NE(refusal(std::span(file).first(size)), "none") << size;
  }
  auto longer = file;
  longer.push_back(std::byte{0});
  EXPECT_THAT(refusal(longer), HasSubstr("expected 70 bytes as byte 2 says, found 71"));
}

TEST(Bmp, RefusesByName) {
  const auto with = [](const std::function<void(BmpParts&)>& change) {
    BmpParts parts;
    change(parts);
    return refusal(bmp_file(parts));
  };
  EXPECT_THAT(with([](auto& p) { p.header = 41; }), HasSubstr("expected a header of 12, 40"));
  EXPECT_THAT(with([](auto& p) { p.width = 0; }), HasSubstr("found 0 x 2"));
  EXPECT_THAT(with([](auto& p) { p.width = 0xFFFFFFFE; }), HasSubstr("expected sides"));
  EXPECT_THAT(with([](auto& p) { p.height = 0x80000000; }), HasSubstr("expected sides"));
  EXPECT_THAT(with([](auto& p) { p.height = 16000; }), HasSubstr("expected 16000 rows of 8 bytes"));
  EXPECT_THAT(with([](auto& p) { p.planes = 0; }), HasSubstr("expected 1 plane, found 0"));
  EXPECT_THAT(with([](auto& p) { p.bits = 23; }), HasSubstr("bits a pixel, found 23"));
  EXPECT_THAT(with([](auto& p) { p.compression = 1; }), HasSubstr("run lengths (compression 1), which are not read"));
  EXPECT_THAT(with([](auto& p) { p.compression = 5; }), HasSubstr("a PNG of their own"));
  EXPECT_THAT(with([](auto& p) { p.compression = 9; }), HasSubstr("found 9"));
  EXPECT_THAT(with([](auto& p) { p.pixels_size = 15; }), HasSubstr("a header that says 15"));
  EXPECT_THAT(with([](auto& p) { p.colors = 9; }), HasSubstr("behind the header and 9 colors"));
  EXPECT_THAT(with([](auto& p) {
                p.compression = 3;
                p.bits = 32;
                p.header = 56;
              }),
              HasSubstr("found 0x00000000"));
  EXPECT_THAT(with([](auto& p) {
                p.compression = 3;
                p.bits = 16;
                p.masks = {0x7C00, 0x3F0, 0x1F};
              }),
              HasSubstr("side by side"));
  EXPECT_THAT(with([](auto& p) {
                p.bits = 8;
                p.colors = 1;
                p.palette = {1, 2, 3, 0};
                p.rows = {0, 1, 0, 0, 0, 0, 0, 0};
              }),
              HasSubstr("a pixel points behind the palette's 1 colors"));
  EXPECT_THAT(refusal(bmp_file({}), 33), HasSubstr("need 12 bytes, more than the budget of 11"));
}

}  // namespace
}  // namespace proofload::reference
