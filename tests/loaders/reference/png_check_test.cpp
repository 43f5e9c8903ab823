#include "reference/png_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "loaders/reference/image_files.hpp"

namespace proofload::reference {
namespace {

using testing::HasSubstr;

constexpr std::size_t ample = 1U << 20U;

std::string refusal(const Bytes& file) {
  const auto facts = check_png(file, ample);
  return facts ? "none" : facts.error();
}

std::vector<std::uint8_t> part(const std::vector<std::uint8_t>& whole, std::size_t from, std::size_t to) {
  return {whole.begin() + static_cast<std::ptrdiff_t>(from), whole.begin() + static_cast<std::ptrdiff_t>(to)};
}

TEST(PngCheck, TellsSizeDepthAndChannels) {
  const auto facts = check_png(png_file(gradient(5, 3)), ample);
  ASSERT_TRUE(facts) << facts.error();
  EXPECT_EQ(facts->width, 5U);
  EXPECT_EQ(facts->height, 3U);
  EXPECT_EQ(facts->bit_depth, 8);
  EXPECT_EQ(facts->channels, 3U);
}

TEST(PngCheck, RefusesEveryDamagedByte) {
  const Bytes file = png_file(gradient(6, 4));
  for (std::size_t at = 0; at < file.size(); ++at) {
    for (unsigned mask = 1; mask < 256; ++mask) {
      Bytes damaged = file;
      damaged[at] ^= static_cast<std::byte>(mask);
      ASSERT_FALSE(check_png(damaged, ample)) << "byte " << at << " xor " << mask;
    }
  }
}

TEST(PngCheck, RefusesEveryTruncationAndAnythingAfterTheEnd) {
  Bytes file = png_file(gradient(6, 4));
  for (std::size_t size = 0; size < file.size(); ++size) {
    ASSERT_FALSE(check_png(std::span(file).first(size), ample)) << size;
  }
  file.push_back(std::byte{0});
  EXPECT_THAT(refusal(file), HasSubstr("after IEND, found 1 more"));
}

TEST(PngCheck, RefusesSizesBeforeItReadsFurther) {
  PngParts parts = gradient(1, 1);
  parts.width = 30000;
  parts.height = 30000;
  EXPECT_THAT(refusal(png_start(parts)), HasSubstr("found 30000 x 30000"));
  parts.width = parts.height = 16000;
  EXPECT_THAT(refusal(png_start(parts)), HasSubstr("are 768000000 bytes, more than the limit of 1048576"));
  parts.width = 0;
  EXPECT_THAT(refusal(png_start(parts)), HasSubstr("found 0 x 16000"));
}

TEST(PngCheck, DoesNotBelieveAChunksLength) {
  Bytes file = png_start(gradient(1, 1));
  append_number(file, 0x7fffffff);
  const Bytes type = bytes_of("IDATxxxx");
  file.insert(file.end(), type.begin(), type.end());
  EXPECT_THAT(refusal(file), HasSubstr("expected 2147483647 bytes of data, found 0"));
}

TEST(PngCheck, RefusesPairsOfColorAndDepthThatAreNone) {
  for (int color = 0; color < 8; ++color) {
    for (int depth = 0; depth <= 17; ++depth) {
      const bool small = depth == 1 || depth == 2 || depth == 4 || depth == 8;
      const bool legal = color == 0   ? small || depth == 16
                         : color == 3 ? small
                                      : (color == 2 || color == 4 || color == 6) && (depth == 8 || depth == 16);
      PngParts parts = gradient(1, 1);
      parts.color = static_cast<std::uint8_t>(color);
      parts.depth = static_cast<std::uint8_t>(depth);
      const std::string reason = refusal(png_start(parts));
      EXPECT_EQ(reason.find("legal pair") == std::string::npos, legal) << color << " and " << depth;
    }
  }
}

TEST(PngCheck, RefusesPixelDataThatIsShortOrLong) {
  PngParts parts = gradient(6, 4);
  parts.rows.resize(parts.rows.size() - 1);
  EXPECT_THAT(refusal(png_file(parts)), HasSubstr("expected 1 more rows"));
  parts = gradient(6, 4);
  parts.rows.push_back(0);
  EXPECT_THAT(refusal(png_file(parts)), HasSubstr("after the last row, found more"));
  parts = gradient(6, 4);
  parts.rows[19] = 5;
  EXPECT_THAT(refusal(png_file(parts)), HasSubstr("filter type of 0 to 4, found 5"));
}

TEST(PngCheck, RefusesAWrongAdlerAndBytesAfterTheStream) {
  const PngParts parts = gradient(6, 4);
  std::vector<std::uint8_t> stream = deflated(parts.rows);
  stream.back() ^= 1U;
  Bytes file = png_start(parts);
  append_chunk(file, "IDAT", stream);
  append_chunk(file, "IEND", {});
  EXPECT_THAT(refusal(file), HasSubstr("incorrect data check"));

  stream.back() ^= 1U;
  stream.push_back(0);
  file = png_start(parts);
  append_chunk(file, "IDAT", stream);
  append_chunk(file, "IEND", {});
  EXPECT_THAT(refusal(file), HasSubstr("after the end of the zlib stream"));

  stream.resize(stream.size() - 3);
  file = png_start(parts);
  append_chunk(file, "IDAT", stream);
  append_chunk(file, "IEND", {});
  EXPECT_THAT(refusal(file), HasSubstr("expected the end of the zlib stream"));
}

TEST(PngCheck, TakesPixelDataInAnyPieces) {
  const PngParts parts = gradient(6, 4);
  const std::vector<std::uint8_t> stream = deflated(parts.rows);
  Bytes file = png_start(parts);
  append_chunk(file, "IDAT", {});
  for (std::size_t at = 0; at < stream.size(); ++at) {
    append_chunk(file, "IDAT", part(stream, at, at + 1));
  }
  append_chunk(file, "IDAT", {});
  append_chunk(file, "IEND", {});
  const auto facts = check_png(file, ample);
  ASSERT_TRUE(facts) << facts.error();
  EXPECT_EQ(facts->idat, PngFacts::Idat::some_empty);
}

TEST(PngCheck, RefusesChunksOutOfOrder) {
  const PngParts parts = gradient(6, 4);
  const std::vector<std::uint8_t> stream = deflated(parts.rows);
  Bytes file = png_start(parts);
  append_chunk(file, "IDAT", part(stream, 0, 5));
  append_chunk(file, "tEXt", {'a', 0, 'b'});
  append_chunk(file, "IDAT", part(stream, 5, stream.size()));
  append_chunk(file, "IEND", {});
  EXPECT_THAT(refusal(file), HasSubstr("all IDAT chunks in a row"));

  file = png_start(parts);
  append_chunk(file, "IHDR", header_of(parts));
  EXPECT_THAT(refusal(file), HasSubstr("IHDR only once"));

  file = bytes_of("\x89PNG\r\n\x1a\n");
  append_chunk(file, "IDAT", stream);
  EXPECT_THAT(refusal(file), HasSubstr("expected IHDR first"));

  file = png_start(parts);
  append_chunk(file, "IEND", {});
  EXPECT_THAT(refusal(file), HasSubstr("after IDAT"));

  file = png_start(parts);
  append_chunk(file, "CRIT", {});
  EXPECT_THAT(refusal(file), HasSubstr("critical chunks that are known"));
}

TEST(PngCheck, TakesAncillaryChunksButNotDamagedOnes) {
  const PngParts parts = gradient(6, 4);
  Bytes file = png_start(parts);
  append_chunk(file, "tEXt", {'a', 0, 'b'});
  const std::size_t crc = file.size() - 1;
  append_chunk(file, "IDAT", deflated(parts.rows));
  append_chunk(file, "IEND", {});
  EXPECT_EQ(refusal(file), "none");
  file[crc] ^= std::byte{1};
  EXPECT_THAT(refusal(file), HasSubstr("tEXt chunk at byte 33: expected CRC"));
}

PngParts palette_image() {
  // Three colors in two bits each; five pixels need two bytes a row.
  return {.width = 5,
          .height = 2,
          .depth = 2,
          .color = 3,
          .palette = {255, 0, 0, 0, 255, 0, 0, 0, 255},
          .rows = {0, 0b00011001, 0b10000000, 2, 0, 0}};
}

TEST(PngCheck, TakesAPaletteWithItsTransparency) {
  PngParts parts = palette_image();
  EXPECT_EQ(refusal(png_file(parts)), "none");
  parts.transparency = {0, 128, 255};
  const auto facts = check_png(png_file(parts), ample);
  ASSERT_TRUE(facts) << facts.error();
  EXPECT_EQ(facts->channels, 4U);
}

TEST(PngCheck, RefusesPalettesThatDoNotFit) {
  PngParts parts = palette_image();
  parts.palette.clear();
  EXPECT_THAT(refusal(png_file(parts)), HasSubstr("expected PLTE before it"));
  parts = palette_image();
  parts.palette.pop_back();
  EXPECT_THAT(refusal(png_file(parts)), HasSubstr("3 bytes for each of 1 to 4 colors, found 8"));
  parts.palette.resize(15);
  EXPECT_THAT(refusal(png_file(parts)), HasSubstr("found 15 bytes"));
  parts = palette_image();
  parts.transparency = {1, 2, 3, 4};
  EXPECT_THAT(refusal(png_file(parts)), HasSubstr("tRNS"));
  parts = gradient(2, 2);
  parts.color = 6;
  parts.transparency = {1, 2, 3, 4, 5, 6};
  EXPECT_THAT(refusal(png_file(parts)), HasSubstr("image without alpha"));
}

TEST(PngCheck, RefusesPaletteIndicesPastItsEnd) {
  PngParts parts = palette_image();
  parts.rows[1] = 0b00011011;  // the fourth pixel has color 3 of 0 to 2
  EXPECT_THAT(refusal(png_file(parts)), HasSubstr("palette indices below 3, found 3"));
  parts = palette_image();
  parts.rows[5] = 0b01000000;  // filter "up" makes 2 + 1 of it
  EXPECT_THAT(refusal(png_file(parts)), HasSubstr("palette indices below 3, found 3"));
  parts = palette_image();
  parts.rows[2] = 0b10111111;  // beyond the fifth pixel nothing counts
  EXPECT_EQ(refusal(png_file(parts)), "none");
}

TEST(PngCheck, CountsTheRowsOfInterlacedPasses) {
  PngParts parts{.width = 3, .height = 3, .color = 0, .interlace = 1};
  // Passes 1, 4, 5, 6 and 7 of Adam7; the second and the third have no pixel of an image as small.
  const std::vector<std::pair<int, int>> passes = {{1, 1}, {1, 1}, {2, 1}, {1, 2}, {3, 1}};
  for (const auto& [width, height] : passes) {
    for (int y = 0; y < height; ++y) {
      parts.rows.push_back(0);
      parts.rows.insert(parts.rows.end(), static_cast<std::size_t>(width), 100);
    }
  }
  EXPECT_EQ(refusal(png_file(parts)), "none");
  parts.rows.pop_back();
  EXPECT_THAT(refusal(png_file(parts)), HasSubstr("more rows"));
}

}  // namespace
}  // namespace proofload::reference
