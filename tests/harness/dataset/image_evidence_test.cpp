#include "dataset/image_evidence.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <string>
#include <thread>

#include "dataset/decode.hpp"
#include "proofload/images.hpp"

namespace proofload {
namespace {

ImageEvidence look(const std::string& bytes) { return *image_evidence(Blob(std::string_view(bytes))); }

std::string png(std::uint32_t id, ColorType color = ColorType::rgb, std::uint8_t depth = 8,
                ImagePlan::Scan scan = ImagePlan::Scan::sequential) {
  ImagePlan plan;
  plan.id = id;
  plan.color = color;
  plan.bit_depth = depth;
  plan.scan = scan;
  return std::string(render(plan).text());
}

std::string jpeg(std::uint32_t id, ColorType color = ColorType::rgb,
                 ImagePlan::Scan scan = ImagePlan::Scan::sequential) {
  ImagePlan plan;
  plan.id = id;
  plan.format = ImageFormat::jpeg;
  plan.color = color;
  plan.scan = scan;
  return std::string(render(plan).text());
}

bool damaged_somewhere(const ImageEvidence& evidence) {
  return evidence.decodes == Soundness::damaged || evidence.structure == Soundness::damaged ||
         evidence.checksums == Soundness::damaged;
}

bool sound_everywhere(const ImageEvidence& evidence) {
  return evidence.decodes == Soundness::sound && evidence.structure == Soundness::sound &&
         evidence.checksums == Soundness::sound;
}

std::string four(std::uint32_t value) {
  std::string bytes;
  for (const unsigned shift : {24U, 16U, 8U, 0U}) {
    bytes += static_cast<char>((value >> shift) & 0xFFU);
  }
  return bytes;
}

std::string chunk(const std::string& type, const std::string& data) {
  const std::string covered = type + data;
  std::array<Bytef, 4096> bytes{};
  std::copy(covered.begin(), covered.end(), bytes.begin());
  const auto sum = crc32(0, bytes.data(), static_cast<uInt>(covered.size()));
  return four(static_cast<std::uint32_t>(data.size())) + covered + four(static_cast<std::uint32_t>(sum));
}

std::string deflated(const std::string& data) {
  std::array<Bytef, 4096> in{};
  std::copy(data.begin(), data.end(), in.begin());
  std::array<Bytef, 4096> out{};
  uLongf size = out.size();
  compress(out.data(), &size, in.data(), data.size());
  return {out.begin(), out.begin() + static_cast<std::ptrdiff_t>(size)};
}

const std::string signature = "\x89PNG\r\n\x1A\n";

std::string header(std::uint32_t width, std::uint32_t height, char depth, char color) {
  return chunk("IHDR", four(width) + four(height) + std::string{depth, color, 0, 0, 0});
}

/// A grey image of 3 x 2 pixels.
const std::string small_rows = std::string("\0\x10\x20\x30\0\x40\x50\x60", 8);
const std::string small_header = header(3, 2, 8, 0);
const std::string end = chunk("IEND", "");

TEST(ImageEvidence, AWarningOfTheHeaderHidesNoPicture) {
  std::string file = jpeg(7);
  const std::size_t mark = file.find("JFIF");
  ASSERT_NE(mark, std::string::npos);
  file[mark + 5] = 17;  // a version that nobody wrote
  const ImageEvidence evidence = look(file);
  ASSERT_TRUE(evidence.picture);
  EXPECT_EQ(evidence.picture->values, look(jpeg(7)).picture->values);
  EXPECT_NE(evidence.decodes, Soundness::damaged);
}

TEST(ImageEvidence, AnEmptyOrForeignFileIsDamagedInEveryWay) {
  for (const std::string& bytes :
       {std::string(), std::string("GIF89a"), std::string("\x89PNG"), std::string(100, '\0')}) {
    const ImageEvidence evidence = look(bytes);
    EXPECT_FALSE(evidence.format);
    EXPECT_EQ(evidence.decodes, Soundness::damaged);
    EXPECT_EQ(evidence.structure, Soundness::damaged);
    EXPECT_EQ(evidence.checksums, Soundness::damaged);
    EXPECT_FALSE(evidence.cause.empty());
  }
}

TEST(ImageEvidence, ABmpWithoutItsHeaderDecodesNowhere) {
  for (const std::string& bytes :
       {std::string("BM"), std::string("BM whatever"), std::string("BM") + std::string(99, 'x')}) {
    const ImageEvidence evidence = look(bytes);
    EXPECT_EQ(evidence.format, ImageFormat::bmp);
    EXPECT_EQ(evidence.decodes, Soundness::damaged);
    EXPECT_EQ(evidence.structure, Soundness::damaged);
    EXPECT_FALSE(evidence.picture);
  }
}

std::string bmp(std::uint32_t id, ColorType color, ImagePlan::Scan scan = ImagePlan::Scan::sequential) {
  return std::string(render(ImagePlan{.format = ImageFormat::bmp, .color = color, .scan = scan, .id = id}).text());
}

constexpr std::array bmp_colors = {ColorType::rgb, ColorType::rgba, ColorType::palette};

TEST(ImageEvidence, EveryTruncationOfABmpIsEvident) {
  for (std::uint32_t id = 0; id < 12; ++id) {
    const std::string whole = bmp(id, bmp_colors.at(id % 3));
    ASSERT_TRUE(sound_everywhere(look(whole))) << id << ": " << look(whole).cause;
    for (std::size_t size = 2; size < whole.size(); ++size) {
      const ImageEvidence evidence = look(whole.substr(0, size));
      ASSERT_EQ(evidence.structure, Soundness::damaged) << id << " cut at " << size;
      ASSERT_NE(evidence.checksums, Soundness::sound);
    }
  }
}

TEST(ImageEvidence, NoFlipInABmpsHeaderGoesUnseenButThoseThatSayNothing) {
  for (std::uint32_t id = 0; id < 24; ++id) {
    const std::string whole = bmp(id, bmp_colors.at(id % 3));
    const auto header = static_cast<unsigned char>(whole[14]);
    for (std::size_t at = 2; at < 14 + header; ++at) {
      for (const int flip : {0x01, 0x80, 0xFF}) {
        std::string file = whole;
        file[at] = static_cast<char>(file[at] ^ flip);
        const ImageEvidence evidence = look(file);
        // Reserved bytes, resolution, the count of important colors, and the color space of long headers.
        const bool says_nothing = (at >= 6 && at < 10) || (at >= 38 && at < 46) || at >= 50;
        // A sign, sizes that may be left out, and the order of the colors.
        const bool says_something_else = at == 25 || (at >= 18 && evidence.picture && !damaged_somewhere(evidence));
        ASSERT_TRUE(says_nothing || says_something_else || !sound_everywhere(evidence))
            << id << " flipped at " << at << " by " << flip;
        if (says_nothing && at < 50) {
          ASSERT_TRUE(sound_everywhere(evidence)) << id << " flipped at " << at << ": " << evidence.cause;
        }
      }
    }
  }
}

TEST(ImageEvidence, AFlippedPixelOfABmpIsAnotherPicture) {
  std::string file = bmp(3, ColorType::rgb);
  file[file.size() - 8] = static_cast<char>(file[file.size() - 8] ^ 0x40);
  const ImageEvidence evidence = look(file);
  EXPECT_TRUE(sound_everywhere(evidence)) << evidence.cause;
  ASSERT_TRUE(evidence.picture);
  EXPECT_NE(*evidence.picture, *look(bmp(3, ColorType::rgb)).picture);
}

TEST(ImageEvidence, BytesBehindTheRowsOfABmpAreSeenInItsSize) {
  const std::string whole = bmp(4, ColorType::palette);
  EXPECT_EQ(look(whole + std::string(8, '\0')).structure, Soundness::damaged);
}

TEST(ImageEvidence, ABmpThatClaimsToBeHugeIsNotDecoded) {
  std::string file = bmp(5, ColorType::rgb);
  file.replace(18, 8, std::string("\xFF\x0F\0\0\xFF\x0F\0\0", 8));
  const ImageEvidence evidence = look(file);
  EXPECT_EQ(evidence.structure, Soundness::damaged);
  EXPECT_FALSE(evidence.picture);
}

TEST(ImageEvidence, EveryTruncationOfAPngIsEvident) {
  for (std::uint32_t id = 0; id < 12; ++id) {
    const std::string whole = png(id, id % 2 == 0 ? ColorType::rgb : ColorType::palette, 8,
                                  id % 3 == 0 ? ImagePlan::Scan::interlaced : ImagePlan::Scan::sequential);
    ASSERT_TRUE(sound_everywhere(look(whole)));
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const ImageEvidence evidence = look(whole.substr(0, size));
      ASSERT_TRUE(damaged_somewhere(evidence)) << id << " cut at " << size;
      ASSERT_EQ(evidence.structure, Soundness::damaged) << id << " cut at " << size;
    }
  }
}

TEST(ImageEvidence, EveryTruncationOfAJpegIsEvident) {
  for (std::uint32_t id = 0; id < 8; ++id) {
    const std::string whole = jpeg(id, id % 2 == 0 ? ColorType::rgb : ColorType::grey,
                                   id % 4 < 2 ? ImagePlan::Scan::interlaced : ImagePlan::Scan::sequential);
    ASSERT_TRUE(sound_everywhere(look(whole)));
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const ImageEvidence evidence = look(whole.substr(0, size));
      ASSERT_EQ(evidence.structure, Soundness::damaged) << id << " cut at " << size << ": " << evidence.cause;
      ASSERT_EQ(evidence.checksums, Soundness::damaged);
    }
  }
}

TEST(ImageEvidence, ATruncationThatLosesPixelsIsUndecodable) {
  const std::string a_png = png(3);
  EXPECT_EQ(look(a_png.substr(0, a_png.size() / 2)).decodes, Soundness::damaged);
  EXPECT_EQ(look(a_png.substr(0, a_png.size() - 12)).decodes, Soundness::unsure) << "only IEND is missing";
  const std::string a_jpeg = jpeg(3);
  EXPECT_EQ(look(a_jpeg.substr(0, a_jpeg.size() - a_jpeg.size() / 8)).decodes, Soundness::damaged);
  EXPECT_EQ(look(a_jpeg.substr(0, a_jpeg.size() - 2)).decodes, Soundness::unsure) << "only EOI is missing";
}

TEST(ImageEvidence, EveryFlippedByteOfAPngIsEvidentOrDoubtfulOrWithoutEffect) {
  for (const ColorType color : {ColorType::grey, ColorType::rgba, ColorType::palette}) {
    for (std::uint32_t id = 0; id < 6; ++id) {
      const std::string whole = png(id, color);
      const ImageEvidence clean = look(whole);
      for (std::size_t at = 0; at < whole.size(); ++at) {
        for (const char mask : {'\x01', '\x20', '\xFF'}) {
          std::string flipped = whole;
          flipped[at] = static_cast<char>(flipped[at] ^ mask);
          const ImageEvidence evidence = look(flipped);
          if (evidence.checksums == Soundness::damaged) {
            continue;
          }
          ASSERT_EQ(evidence.checksums, Soundness::unsure) << at << ": every byte is under some checksum";
          ASSERT_TRUE(evidence.picture) << at;
          ASSERT_EQ(*evidence.picture, *clean.picture) << at;
        }
      }
    }
  }
}

TEST(ImageEvidence, AFlippedByteOfAJpegIsNeverCalledSoundWhereTheDecoderWarns) {
  int evident = 0;
  int doubtful = 0;
  int sound = 0;
  for (const auto scan : {ImagePlan::Scan::sequential, ImagePlan::Scan::interlaced}) {
    const std::string whole = jpeg(5, ColorType::rgb, scan);
    for (std::size_t at = 0; at < whole.size(); ++at) {
      for (const char mask : {'\x01', '\xFF'}) {
        std::string flipped = whole;
        flipped[at] = static_cast<char>(flipped[at] ^ mask);
        const ImageEvidence evidence = look(flipped);
        ASSERT_EQ(evidence.structure == Soundness::damaged, evidence.checksums == Soundness::damaged);
        evident += damaged_somewhere(evidence) ? 1 : 0;
        doubtful += evidence.structure == Soundness::unsure ? 1 : 0;
        if (sound_everywhere(evidence)) {
          ++sound;
          ASSERT_TRUE(evidence.picture);
        }
      }
    }
  }
  EXPECT_GT(evident, 300);
  EXPECT_GT(doubtful, 300);
  EXPECT_GT(sound, 10);
}

TEST(ImageEvidence, AScanOfAJpegIsOnlyCalledIncompleteWhereTheDecoderMissesDataToo) {
  int incomplete = 0;
  int doubtful = 0;
  for (const std::uint32_t id : {1U, 2U, 3U}) {
    const std::string whole = jpeg(id, id == 3 ? ColorType::grey : ColorType::rgb, ImagePlan::Scan::interlaced);
    for (std::size_t at = whole.find("\xFF\xDA"); at < whole.size(); ++at) {
      for (const char mask : {'\x01', '\x10', '\x80', '\x3C'}) {
        std::string flipped = whole;
        flipped[at] = static_cast<char>(flipped[at] ^ mask);
        const ImageEvidence evidence = look(flipped);
        doubtful += evidence.structure == Soundness::unsure ? 1 : 0;
        if (evidence.structure == Soundness::damaged &&
            evidence.cause.find("the coded data ends") != std::string::npos) {
          ++incomplete;
          EXPECT_NE(decode_jpeg(std::as_bytes(std::span(flipped))).how, Decoded::How::cleanly)
              << "id " << id << " at " << at << ": " << evidence.cause;
        }
      }
    }
  }
  EXPECT_GT(incomplete, 100);
  EXPECT_GT(doubtful, 100);
}

TEST(ImageEvidence, WhatRefinesAScanOfAJpegThatCannotBeFollowedIsNotCalledIncomplete) {
  const std::string end_of_image = "\xFF\xD9";
  int unfollowed = 0;
  for (const std::uint32_t id : {1U, 2U, 3U}) {
    const std::string whole = jpeg(id, ColorType::rgb, ImagePlan::Scan::interlaced);
    for (std::size_t at = whole.find("\xFF\xDA"); at < whole.size(); ++at) {
      std::string flipped = whole;
      flipped[at] = static_cast<char>(flipped[at] ^ '\x3C');
      const std::size_t next_scan = flipped.find("\xFF\xDA", at + 1);
      if (next_scan == std::string::npos) {
        break;
      }
      const ImageEvidence first = look(flipped.substr(0, next_scan) + end_of_image);
      if (first.structure == Soundness::unsure && first.cause.starts_with("the scan at")) {
        ++unfollowed;
        EXPECT_EQ(look(flipped).cause.find("the coded data ends"), std::string::npos) << "id " << id << " at " << at;
      }
    }
  }
  EXPECT_GT(unfollowed, 50);
}

TEST(ImageEvidence, APngByHandIsSound) {
  const ImageEvidence evidence = look(signature + small_header + chunk("IDAT", deflated(small_rows)) + end);
  EXPECT_TRUE(sound_everywhere(evidence)) << evidence.cause;
  ASSERT_TRUE(evidence.picture);
  EXPECT_EQ(evidence.picture->values, (std::vector<std::uint16_t>{0x10, 0x20, 0x30, 0x40, 0x50, 0x60}));
}

TEST(ImageEvidence, UnknownAncillaryChunksAndOneEmptyIdatAreSound) {
  const std::string data = chunk("IDAT", deflated(small_rows));
  EXPECT_TRUE(sound_everywhere(look(signature + small_header + chunk("juNk", "x") + data + end)));
  EXPECT_TRUE(sound_everywhere(look(signature + small_header + chunk("IDAT", "") + data + end)));
  const std::string stream = deflated(small_rows);
  EXPECT_TRUE(sound_everywhere(
      look(signature + small_header + chunk("IDAT", stream.substr(0, 3)) + chunk("IDAT", stream.substr(3)) + end)));
}

TEST(ImageEvidence, OddPngsAreDoubtful) {
  const std::string data = chunk("IDAT", deflated(small_rows));
  std::string bad_ancillary = chunk("tEXt", std::string("Comment\0x", 9));
  bad_ancillary.back() = static_cast<char>(bad_ancillary.back() ^ 1);
  // Two pixels of a palette with one color, the second of which is not there.
  const std::string outside =
      signature + header(2, 1, 8, 3) + chunk("PLTE", "rgb") + chunk("IDAT", deflated(std::string("\0\0\1", 3))) + end;
  for (const std::string& bytes : {signature + small_header + bad_ancillary + data + end, outside,
                                   signature + small_header + chunk("IDAT", "") + chunk("IDAT", "") + data + end}) {
    const ImageEvidence evidence = look(bytes);
    EXPECT_EQ(evidence.decodes, Soundness::unsure) << evidence.cause;
    EXPECT_EQ(evidence.structure, Soundness::unsure) << evidence.cause;
    EXPECT_EQ(evidence.checksums, Soundness::unsure) << evidence.cause;
    EXPECT_FALSE(evidence.cause.empty());
  }
}

TEST(ImageEvidence, BrokenPngStructureIsDamaged) {
  const std::string stream = deflated(small_rows);
  const std::string data = chunk("IDAT", stream);
  const std::vector<std::pair<std::string, std::string>> broken = {
      {"bytes behind IEND", small_header + data + end + "x"},
      {"no IEND", small_header + data},
      {"IDAT interrupted", small_header + chunk("IDAT", stream.substr(0, 3)) + chunk("tEXt", std::string("a\0b", 3)) +
                               chunk("IDAT", stream.substr(3)) + end},
      {"PLTE behind IDAT",
       header(3, 2, 8, 2) + chunk("IDAT", deflated(std::string(20, '\0'))) + chunk("PLTE", "rgb") + end},
      {"more pixels than there should be", small_header + chunk("IDAT", deflated(small_rows + "more")) + end},
      {"bytes behind the stream", small_header + chunk("IDAT", stream + "more") + end},
      {"the stream's checksum cut off", small_header + chunk("IDAT", stream.substr(0, stream.size() - 4)) + end},
      {"a depth that the color type has not", header(3, 2, 4, 2) + data + end},
      {"an unknown critical chunk behind the pixels", small_header + data + chunk("IeND", "") + end},
      {"a second IHDR behind the pixels", small_header + data + small_header + end},
  };
  for (const auto& [what, bytes] : broken) {
    const ImageEvidence evidence = look(signature + bytes);
    EXPECT_EQ(evidence.structure, Soundness::damaged) << what << ": " << evidence.cause;
    EXPECT_EQ(evidence.checksums, Soundness::damaged) << what;
    EXPECT_EQ(evidence.decodes, Soundness::unsure) << what << ": " << evidence.cause;
  }
}

TEST(ImageEvidence, PngsThatNoDecoderTakesAreUndecodable) {
  const std::string data = chunk("IDAT", deflated(small_rows));
  const std::vector<std::pair<std::string, std::string>> broken = {
      {"no IDAT", small_header + end},
      {"IHDR is not first", data + small_header + end},
      {"two IHDR", small_header + small_header + data + end},
      {"no palette", header(3, 2, 8, 3) + data + end},
      {"too few pixels", header(3, 3, 8, 0) + data + end},
      {"no width", header(0, 2, 8, 0) + data + end},
      {"no such color type", header(3, 2, 8, 5) + data + end},
      {"no such filter", small_header + chunk("IDAT", deflated("\x07" + small_rows.substr(1))) + end},
      {"an unknown critical chunk", small_header + chunk("JUNK", "") + data + end},
      {"no zlib stream", small_header + chunk("IDAT", "not deflated at all") + end},
      {"a size that cannot be in so few bytes", header(60000, 60000, 8, 0) + data + end},
  };
  for (const auto& [what, bytes] : broken) {
    const ImageEvidence evidence = look(signature + bytes);
    EXPECT_EQ(evidence.decodes, Soundness::damaged) << what << ": " << evidence.cause;
    EXPECT_EQ(evidence.structure, Soundness::damaged) << what;
    EXPECT_FALSE(evidence.picture) << what;
  }
}

TEST(ImageEvidence, AWrongChecksumOfTheZlibStreamIsAChecksumsMatter) {
  std::string stream = deflated(small_rows);
  stream.back() = static_cast<char>(stream.back() ^ 1);
  const ImageEvidence evidence = look(signature + small_header + chunk("IDAT", stream) + end);
  EXPECT_EQ(evidence.checksums, Soundness::damaged);
  EXPECT_EQ(evidence.structure, Soundness::unsure);
  EXPECT_EQ(evidence.decodes, Soundness::unsure);
  EXPECT_TRUE(evidence.picture);
}

TEST(ImageEvidence, TransparencyBecomesAlpha) {
  const std::string indexed = signature + header(2, 1, 8, 3) + chunk("PLTE", "rgbRGB") + chunk("tRNS", "\x40") +
                              chunk("IDAT", deflated(std::string("\0\0\1", 3))) + end;
  const ImageEvidence palette = look(indexed);
  EXPECT_TRUE(sound_everywhere(palette)) << palette.cause;
  ASSERT_TRUE(palette.picture);
  EXPECT_EQ(palette.picture->channels, 4U);
  EXPECT_EQ(palette.picture->values, (std::vector<std::uint16_t>{'r', 'g', 'b', 0x40, 'R', 'G', 'B', 0xFF}));

  const ImageEvidence grey = look(signature + small_header + chunk("tRNS", std::string("\0\x20", 2)) +
                                  chunk("IDAT", deflated(small_rows)) + end);
  ASSERT_TRUE(grey.picture) << grey.cause;
  EXPECT_EQ(grey.picture->channels, 2U);
  EXPECT_EQ(grey.picture->at(0, 0, 1), 255);
  EXPECT_EQ(grey.picture->at(1, 0, 1), 0);
}

TEST(ImageEvidence, AnEarlyEndMarkerOfAJpegIsAStructuralMatter) {
  for (const auto scan : {ImagePlan::Scan::sequential, ImagePlan::Scan::interlaced}) {
    const std::string whole = jpeg(8, ColorType::rgb, scan);
    const std::string early = whole.substr(0, whole.size() - 40) + "\xFF\xD9";
    const ImageEvidence evidence = look(early);
    EXPECT_EQ(evidence.structure, Soundness::damaged) << evidence.cause;
    EXPECT_EQ(evidence.decodes, Soundness::unsure) << "some decoders fill up what is missing";
  }
}

TEST(ImageEvidence, BrokenJpegStructureIsDamaged) {
  const std::string whole = jpeg(8);
  const std::size_t scan = whole.find("\xFF\xDA");
  const std::size_t frame = whole.find("\xFF\xC0");
  ASSERT_NE(scan, std::string::npos);
  ASSERT_NE(frame, std::string::npos);
  const std::string frame_header = whole.substr(frame, 19);
  std::string huge = whole;
  huge.replace(frame + 5, 4, "\xFF\xFF\xFF\xFF");
  const std::vector<std::pair<std::string, std::string>> broken = {
      {"bytes behind EOI", whole + "x"},
      {"twice the same file", whole + whole},
      {"two frame headers", whole.substr(0, scan) + frame_header + whole.substr(scan)},
      {"no frame header", whole.substr(0, frame) + whole.substr(frame + 19)},
      {"a restart marker where none is due",
       whole.substr(0, whole.size() - 30) + "\xFF\xD0" + whole.substr(whole.size() - 30)},
      {"a size that cannot be in so few bytes", huge},
      {"no scan", whole.substr(0, scan) + "\xFF\xD9"},
  };
  for (const auto& [what, bytes] : broken) {
    const ImageEvidence evidence = look(bytes);
    EXPECT_EQ(evidence.structure, Soundness::damaged) << what << ": " << evidence.cause;
    EXPECT_EQ(evidence.checksums, Soundness::damaged) << what;
  }
  EXPECT_EQ(look(huge).decodes, Soundness::unsure);
  EXPECT_FALSE(look(huge).picture);
  EXPECT_EQ(look(whole + "x").decodes, Soundness::unsure);
}

TEST(ImageEvidence, MissingJpegTablesAreDamaged) {
  const std::string whole = jpeg(8);
  for (const std::string_view marker : {"\xFF\xDB", "\xFF\xC4"}) {
    std::string without = whole;
    std::size_t at = 0;
    while ((at = without.find(marker, at)) != std::string::npos) {
      const std::size_t length =
          static_cast<std::uint8_t>(without[at + 2]) * 256U + static_cast<std::uint8_t>(without[at + 3]);
      without.erase(at, 2 + length);
    }
    const ImageEvidence evidence = look(without);
    EXPECT_EQ(evidence.structure, Soundness::damaged) << evidence.cause;
  }
}

TEST(ImageEvidence, RareKindsOfJpegAreDoubtful) {
  const std::string whole = jpeg(8);
  const std::size_t frame = whole.find("\xFF\xC0");
  std::string arithmetic = whole;
  arithmetic[frame + 1] = '\xC9';
  std::string twelve_bits = whole;
  twelve_bits[frame + 4] = 12;
  for (const std::string& bytes : {arithmetic, twelve_bits}) {
    const ImageEvidence evidence = look(bytes);
    EXPECT_EQ(evidence.decodes, Soundness::unsure) << evidence.cause;
    EXPECT_EQ(evidence.structure, Soundness::unsure) << evidence.cause;
  }
}

TEST(ImageEvidence, AHugeSizeBehindASegmentThatIsNotUnderstoodIsNotAllocated) {
  std::string bytes = jpeg(8);
  bytes.replace(bytes.find("\xFF\xC0") + 5, 4, "\xFF\xFF\xFF\xFF");
  bytes.insert(2, std::string("\xFF\xFD\0\2", 4));
  const ImageEvidence evidence = look(bytes);
  EXPECT_EQ(evidence.structure, Soundness::unsure) << evidence.cause;
  EXPECT_FALSE(evidence.picture);
}

TEST(ImageEvidence, AnyBytesBehindASignatureAreJudgedWithoutHarm) {
  Random random(77);
  for (int i = 0; i < 6000; ++i) {
    std::string bytes = i % 2 == 0 ? png(static_cast<std::uint32_t>(i % 20), ColorType::palette, 4)
                                   : jpeg(static_cast<std::uint32_t>(i % 20), ColorType::rgb,
                                          i % 4 == 1 ? ImagePlan::Scan::interlaced : ImagePlan::Scan::sequential);
    for (std::uint64_t k = random.between(1, 30); k > 0; --k) {
      bytes[3 + random.below(bytes.size() - 3)] = static_cast<char>(random.below(256));
    }
    const ImageEvidence evidence = look(bytes);
    ASSERT_FALSE(sound_everywhere(evidence) && !evidence.picture);
  }
}

TEST(ImageEvidence, ThreadsMayAskAtOnce) {
  std::vector<std::thread> threads;
  std::array<int, 4> sound{};
  for (std::size_t t = 0; t < sound.size(); ++t) {
    threads.emplace_back([&sound, t] {
      for (std::uint32_t id = 0; id < 200; ++id) {
        ImagePlan plan;
        plan.id = id;
        plan.format = id % 2 == 0 ? ImageFormat::png : ImageFormat::jpeg;
        sound[t] += sound_everywhere(*image_evidence(render(plan))) ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(sound, (std::array<int, 4>{200, 200, 200, 200}));
}

TEST(ImageEvidence, IsKeptByContent) {
  const std::string bytes = png(424242);
  const auto first = image_evidence(Blob(std::string_view(bytes)));
  EXPECT_EQ(image_evidence(Blob(std::string_view(bytes))), first);
}

}  // namespace
}  // namespace proofload
