#include "reference/jpeg_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "loaders/reference/image_files.hpp"

namespace proofload::reference {
namespace {

using testing::HasSubstr;

constexpr std::size_t ample = 1U << 20U;

std::string refusal(const Bytes& file) {
  const auto facts = check_jpeg(file, ample);
  return facts ? "none" : facts.error();
}

/// Where a marker is, the nth one of its kind.
std::size_t marker(const Bytes& file, unsigned code, int nth = 0) {
  for (std::size_t at = 0; at + 1 < file.size(); ++at) {
    if (file[at] == std::byte{0xff} && file[at + 1] == static_cast<std::byte>(code) && nth-- == 0) {
      return at;
    }
  }
  ADD_FAILURE() << "no marker " << code;
  return 0;
}

Bytes without(const Bytes& file, std::size_t from, std::size_t size) {
  Bytes rest = file;
  const auto begin = rest.begin() + static_cast<std::ptrdiff_t>(from);
  rest.erase(begin, begin + static_cast<std::ptrdiff_t>(size));
  return rest;
}

std::vector<JpegParts> kinds() {
  std::vector<JpegParts> all;
  for (const int subsampling : {TJSAMP_444, TJSAMP_422, TJSAMP_420, TJSAMP_GRAY, TJSAMP_440, TJSAMP_411}) {
    for (const int flags : {0, TJFLAG_PROGRESSIVE}) {
      for (const char* restart : {"", "1", "1B", "3B"}) {
        all.push_back({.subsampling = subsampling, .flags = flags, .restart = restart});
      }
    }
  }
  return all;
}

TEST(JpegCheck, TakesEveryKindThatAnEncoderMakes) {
  for (JpegParts parts : kinds()) {
    for (const auto& [width, height] : {std::pair{1, 1}, {16, 12}, {33, 17}, {7, 50}, {120, 90}}) {
      for (const int quality : {1, 50, 100}) {
        parts.width = width;
        parts.height = height;
        parts.quality = quality;
        const auto facts = check_jpeg(jpeg_file(parts), ample);
        ASSERT_TRUE(facts) << facts.error() << ": sampling " << parts.subsampling << ", flags " << parts.flags
                           << ", restart " << parts.restart << ", " << width << " x " << height << ", " << quality;
        EXPECT_EQ(facts->width, static_cast<std::uint32_t>(width));
        EXPECT_EQ(facts->height, static_cast<std::uint32_t>(height));
        EXPECT_EQ(facts->channels, parts.subsampling == TJSAMP_GRAY ? 1U : 3U);
      }
    }
  }
}

TEST(JpegCheck, TakesJfifDataOfAnyVersion) {
  for (const unsigned major : {0U, 1U, 2U, 8U, 255U}) {
    Bytes file = jpeg_file({});
    const std::size_t at = marker(file, 0xe0);
    file[at + 9] = static_cast<std::byte>(major);
    EXPECT_EQ(refusal(file), "none") << major;
  }
}

TEST(JpegCheck, RefusesColorMarksThatDecodersReadDifferently) {
  Bytes short_jfif = jpeg_file({});
  const std::size_t at = marker(short_jfif, 0xe0);
  short_jfif[at + 3] = std::byte{12};
  short_jfif.erase(short_jfif.begin() + static_cast<std::ptrdiff_t>(at + 14),
                   short_jfif.begin() + static_cast<std::ptrdiff_t>(at + 18));
  EXPECT_THAT(refusal(short_jfif), HasSubstr("expected 14 bytes of JFIF data, found 10"));

  const auto with_adobe = [](std::initializer_list<unsigned> data) {
    Bytes file = jpeg_file({});
    Bytes segment = {std::byte{0xff}, std::byte{0xee}, std::byte{0}, static_cast<std::byte>(data.size() + 7)};
    for (const char c : {'A', 'd', 'o', 'b', 'e'}) {
      segment.push_back(static_cast<std::byte>(c));
    }
    for (const unsigned byte : data) {
      segment.push_back(static_cast<std::byte>(byte));
    }
    file.insert(file.begin() + 2, segment.begin(), segment.end());
    return refusal(file);
  };
  EXPECT_EQ(with_adobe({0, 100, 0, 0, 0, 0, 1}), "none");
  EXPECT_EQ(with_adobe({9, 100, 0, 0, 0, 0, 1}), "none");
  EXPECT_EQ(with_adobe({0, 100}), "none");
  EXPECT_THAT(with_adobe({9, 100, 0, 0, 0, 0, 0}), HasSubstr("expected Adobe data"));
  EXPECT_THAT(with_adobe({0, 100, 0, 0, 0, 0, 3}), HasSubstr("expected Adobe data"));
  EXPECT_THAT(with_adobe({0, 100, 0, 0, 0, 0, 0}), HasSubstr("marks of its color space that agree"));
}

TEST(JpegCheck, RefusesEveryTruncationAlsoWhenAnEndMarkerIsPutAfterIt) {
  for (const JpegParts& parts : kinds()) {
    const Bytes file = jpeg_file(parts);
    for (std::size_t size = 0; size + 2 < file.size(); ++size) {
      Bytes cut(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(size));
      ASSERT_FALSE(check_jpeg(cut, ample)) << size;
      cut.insert(cut.end(), {std::byte{0xff}, std::byte{0xd9}});
      ASSERT_FALSE(check_jpeg(cut, ample)) << size << " and an end marker";
    }
  }
}

TEST(JpegCheck, RefusesAnythingAfterTheEnd) {
  Bytes file = jpeg_file({});
  file.push_back(std::byte{0});
  EXPECT_THAT(refusal(file), HasSubstr("after the end marker, found 1 more"));
}

TEST(JpegCheck, RefusesAbsurdSizesBeforeItReadsFurther) {
  Bytes file = jpeg_file({.width = 64, .height = 64});
  const std::size_t frame = marker(file, 0xc0);
  const auto put = [&](unsigned height, unsigned width) {
    file[frame + 5] = static_cast<std::byte>(height >> 8U);
    file[frame + 6] = static_cast<std::byte>(height);
    file[frame + 7] = static_cast<std::byte>(width >> 8U);
    file[frame + 8] = static_cast<std::byte>(width);
  };
  put(30000, 30000);
  EXPECT_THAT(refusal(file), HasSubstr("found 30000 x 30000"));
  put(16000, 16000);
  EXPECT_THAT(refusal(file), HasSubstr("are 768000000 bytes, more than the limit of 1048576"));
  put(0, 16);
  EXPECT_THAT(refusal(file), HasSubstr("found 16 x 0"));
}

TEST(JpegCheck, RefusesSizesThatTheScanDoesNotHave) {
  Bytes file = jpeg_file({.width = 64, .height = 64});
  const std::size_t height = marker(file, 0xc0) + 6;
  file[height] = std::byte{96};
  EXPECT_NE(refusal(file), "none") << "blocks are missing";
  file[height] = std::byte{32};
  EXPECT_THAT(refusal(file), HasSubstr("expected a marker after unit 8 of 8, found more data"));
}

TEST(JpegCheck, RefusesRestartMarkersThatAreMissingRepeatedOrOutOfOrder) {
  const Bytes file = jpeg_file({.width = 64, .height = 16, .restart = "1B"});
  const std::size_t first = marker(file, 0xd0);
  EXPECT_THAT(refusal(without(file, first, 2)), HasSubstr("expected a marker after unit 1"));
  Bytes swapped = file;
  swapped[first + 1] = std::byte{0xd1};
  EXPECT_THAT(refusal(swapped), HasSubstr("expected restart marker 0"));
  Bytes doubled = file;
  doubled.insert(doubled.begin() + static_cast<std::ptrdiff_t>(first), {std::byte{0xff}, std::byte{0xd0}});
  EXPECT_NE(refusal(doubled), "none");
}

TEST(JpegCheck, RefusesPaddingThatIsNotOnes) {
  // Of a grey image of one block the last byte before the end marker has its padding in the low bits.
  int refused = 0;
  for (int size = 1; size <= 8; ++size) {
    Bytes file = jpeg_file({.width = size, .height = 8, .subsampling = TJSAMP_GRAY});
    const std::byte last = file[file.size() - 3];
    if ((last & std::byte{3}) != std::byte{3} || last == std::byte{0xff}) {
      continue;  // no padding of which one can be sure
    }
    file[file.size() - 3] = last ^ std::byte{1};
    refused += refusal(file).find("expected ones after unit 1 of 1") != std::string::npos ? 1 : 0;
  }
  EXPECT_GE(refused, 2);
}

TEST(JpegCheck, RefusesScansWhoseTablesWereNeverDefined) {
  for (const unsigned code : {0xc4U, 0xdbU}) {
    const Bytes file = jpeg_file({});
    const std::size_t at = marker(file, code);
    const std::size_t length =
        std::to_integer<std::size_t>(file[at + 3]) + 256 * std::to_integer<std::size_t>(file[at + 2]);
    EXPECT_THAT(refusal(without(file, at, 2 + length)), HasSubstr("to be defined")) << code;
  }
}

TEST(JpegCheck, RefusesHuffmanTablesOfMoreThan256Codes) {
  Bytes file = jpeg_file({});
  const std::size_t table = marker(file, 0xc4) + 4;
  for (std::size_t k = 0; k < 16; ++k) {
    file[table + 1 + k] = std::byte{255};
  }
  EXPECT_THAT(refusal(file), HasSubstr("codes, found 4080"));
}

TEST(JpegCheck, RefusesProgressiveImagesWhoseLaterScansAreMissing) {
  const Bytes file = jpeg_file({.flags = TJFLAG_PROGRESSIVE});
  const std::size_t last = marker(file, 0xda, static_cast<int>(std::ranges::count(file, std::byte{0xda})) > 2 ? 2 : 1);
  Bytes cut(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(last));
  // What stands before the scan may be its tables; they are complete, so only the scan is missing.
  cut.insert(cut.end(), {std::byte{0xff}, std::byte{0xd9}});
  EXPECT_THAT(refusal(cut), HasSubstr("expected scans that complete component"));
}

TEST(JpegCheck, RefusesASecondFrameAndKindsItDoesNotRead) {
  const Bytes file = jpeg_file({});
  const std::size_t frame = marker(file, 0xc0);
  Bytes twice = file;
  const std::vector<std::byte> segment(file.begin() + static_cast<std::ptrdiff_t>(frame),
                                       file.begin() + static_cast<std::ptrdiff_t>(frame) + 19);
  twice.insert(twice.begin() + static_cast<std::ptrdiff_t>(frame), segment.begin(), segment.end());
  EXPECT_THAT(refusal(twice), HasSubstr("found a second"));
  Bytes arithmetic = file;
  arithmetic[frame + 1] = std::byte{0xc9};
  EXPECT_THAT(refusal(arithmetic), HasSubstr("another kind of segment"));
}

}  // namespace
}  // namespace proofload::reference
