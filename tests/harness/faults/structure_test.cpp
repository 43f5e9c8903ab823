// Damage to the structure of images: what it does to the bytes, and what independent evidence says of the result.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "dataset/image_evidence.hpp"
#include "faults/image_bytes.hpp"
#include "proofload/fault.hpp"
#include "proofload/images.hpp"

namespace proofload {
namespace {

Blob image(ImageFormat format, ImagePlan::Scan scan = ImagePlan::Scan::sequential, ColorType color = ColorType::rgb) {
  ImagePlan plan;
  plan.format = format;
  plan.scan = scan;
  plan.color = color;
  plan.id = 7;
  return render(plan);
}

Blob damaged(const Blob& blob, Fault fault) {
  fault.path = "c/x.png";
  return proofload::apply({{{fault.path, blob}}, {}}, std::vector{fault}).nodes[0].bytes;
}

Blob png(std::string text, std::uint64_t amount = 0, std::uint64_t boundary = 12) {
  return damaged(image(ImageFormat::png), {.kind = FaultKind::png_structure,
                                           .at = {Place::From::boundary, boundary},
                                           .amount = amount,
                                           .text = std::move(text)});
}

Blob stream(std::string text, std::uint64_t seed = 1, ColorType color = ColorType::rgb) {
  return damaged(image(ImageFormat::png, ImagePlan::Scan::sequential, color),
                 {.kind = FaultKind::png_stream, .seed = seed, .text = std::move(text)});
}

Blob jpeg(std::string text, ImagePlan::Scan scan = ImagePlan::Scan::sequential, std::uint64_t amount = 0) {
  return damaged(
      image(ImageFormat::jpeg, scan),
      {.kind = FaultKind::jpeg_structure, .at = {Place::From::start, 30}, .amount = amount, .text = std::move(text)});
}

bool sound(const Blob& blob) {
  const auto evidence = image_evidence(blob);
  return evidence->decodes == Soundness::sound && evidence->structure == Soundness::sound &&
         evidence->checksums == Soundness::sound;
}

bool same_picture(const Blob& a, const Blob& b) {
  const auto one = image_evidence(a)->picture;
  const auto two = image_evidence(b)->picture;
  return one && two && one->values == two->values;
}

std::size_t wrong_checksums(const Blob& blob) {
  std::size_t wrong = 0;
  for (const PngChunk& chunk : png_chunks(blob.bytes())) {
    wrong += png_checksum(blob.bytes(), chunk) != big_endian(blob.bytes(), chunk.checksum(), 4) ? 1 : 0;
  }
  return wrong;
}

TEST(PngStructure, EveryChangeChangesTheFileAndLeavesChecksumsRightUnlessTold) {
  for (const std::string_view text : traits(FaultKind::png_structure).texts) {
    EXPECT_NE(png(std::string(text)), image(ImageFormat::png)) << text;
    // Where the length lies, something else stands at the checksum's place.
    const bool lies = text == "longer" || text == "shorter";
    EXPECT_EQ(wrong_checksums(png(std::string(text))), lies ? 1U : 0U) << text;
  }
  for (const char* text : {"double", "move", "split_bytes", "comment"}) {
    EXPECT_EQ(wrong_checksums(png(text, 1)), 1U) << text;
  }
}

TEST(PngStructure, WhatTheFormatAllowsIsSoundAndTheSamePicture) {
  for (const char* text : {"split_bytes", "split_empty", "animated", "comment", "private"}) {
    const Blob after = png(text);
    EXPECT_TRUE(sound(after)) << text << ": " << image_evidence(after)->cause;
    EXPECT_TRUE(same_picture(after, image(ImageFormat::png))) << text;
  }
}

TEST(PngStructure, WhatItDoesNotAllowIsDamageOfStructure) {
  for (const char* text : {"longer", "shorter", "huge", "critical", "data_at_the_end"}) {
    EXPECT_EQ(image_evidence(png(text))->structure, Soundness::damaged) << text;
  }
  for (const char* text : {"drop", "double", "move"}) {  // of IHDR
    EXPECT_EQ(image_evidence(png(text, 0, 0))->structure, Soundness::damaged) << text;
  }
}

TEST(PngStream, StoredIsTheSamePicture) {
  EXPECT_TRUE(sound(stream("stored")));
  EXPECT_TRUE(same_picture(stream("stored"), image(ImageFormat::png)));
}

TEST(PngStream, LacksPixelsOrSaysSomethingElse) {
  for (const char* text : {"short", "filter", "cut", "method", "preset"}) {
    EXPECT_EQ(image_evidence(stream(text))->decodes, Soundness::damaged) << text;
  }
  for (const char* text : {"adler", "no_adler", "long"}) {
    const auto evidence = image_evidence(stream(text));
    EXPECT_NE(evidence->decodes, Soundness::damaged) << text;
    EXPECT_EQ(evidence->checksums, Soundness::damaged) << text;
  }
  EXPECT_NE(stream("index", 1, ColorType::palette), image(ImageFormat::png, {}, ColorType::palette));
  EXPECT_EQ(stream("index"), image(ImageFormat::png)) << "there is no palette";
}

TEST(JpegStructure, WhatTheFormatAllowsIsTheSamePicture) {
  for (const char* text : {"comment", "filling", "thumbnail"}) {
    const Blob after = jpeg(text);
    EXPECT_NE(after, image(ImageFormat::jpeg)) << text;
    EXPECT_TRUE(same_picture(after, image(ImageFormat::jpeg))) << text << ": " << image_evidence(after)->cause;
    EXPECT_NE(image_evidence(after)->structure, Soundness::damaged) << text;
  }
}

TEST(JpegStructure, WhatItDoesNotAllowIsNowhereSound) {
  for (const char* text :
       {"longer", "shorter", "huge", "restarts_claimed", "no_end", "several", "arithmetic", "lines"}) {
    EXPECT_NE(jpeg(text), image(ImageFormat::jpeg)) << text;
    EXPECT_FALSE(sound(jpeg(text))) << text;
  }
}

TEST(JpegStructure, ScansAreCutFromProgressiveImagesOnly) {
  EXPECT_EQ(jpeg("scan_cut"), image(ImageFormat::jpeg));
  const Blob whole = image(ImageFormat::jpeg, ImagePlan::Scan::interlaced);
  for (std::uint64_t scan = 0; scan < 3; ++scan) {
    const Blob after = jpeg("scan_cut", ImagePlan::Scan::interlaced, scan);
    EXPECT_LT(after.size(), whole.size());
    EXPECT_FALSE(sound(after));
    EXPECT_TRUE(after.text().ends_with("\xFF\xD9"));
  }
}

TEST(JpegStructure, RestartMarkersAreDroppedDoubledAndExchanged) {
  // Not a picture, but cut into restart intervals: three of them.
  const std::string start("\xFF\xD8\xFF\xDA\0\4aa", 8);
  const std::string first = "11\xFF\xD0";
  const std::string second = "22\xFF\xD1";
  const std::string end = "33\xFF\xD9";
  const auto with = [&](std::string text, std::uint64_t marker) {
    const Blob file(std::string_view(start + first + second + end));
    const Blob after = damaged(file, {.kind = FaultKind::jpeg_structure, .amount = marker, .text = std::move(text)});
    return std::string(after.text());
  };
  EXPECT_EQ(with("restart_drop", 2), start + "11" + second + end);
  EXPECT_EQ(with("restart_double", 1), start + first + second + "33\xFF\xD1" + end);
  EXPECT_EQ(with("restart_exchange", 0), start + "11\xFF\xD1" + "33\xFF\xD0" + "22\xFF\xD9");
  EXPECT_EQ(with("restart_exchange", 1), start + first + second + end) << "there is none behind it";
}

/// Generated JPEGs with restart markers; of many plans, so that all kinds of scans and intervals are among them.
std::vector<Blob> with_restarts() {
  std::vector<Blob> images;
  Random random(17);
  while (images.size() < 60) {
    const ImagePlan plan = random_image(random, {.formats = {ImageFormat::jpeg}});
    if (Blob file = render(plan); std::ranges::any_of(jpeg_segments(file.bytes()), &JpegSegment::is_restart)) {
      images.push_back(std::move(file));
    }
  }
  return images;
}

TEST(JpegStructure, GeneratedImagesWithRestartMarkersAreSound) {
  for (const Blob& file : with_restarts()) {
    EXPECT_TRUE(sound(file)) << image_evidence(file)->cause;
  }
}

TEST(JpegStructure, FillingBeforeARestartMarkerIsTheSamePicture) {
  for (const Blob& file : with_restarts()) {
    const auto segments = jpeg_segments(file.bytes());
    const std::size_t marker = std::ranges::find_if(segments, &JpegSegment::is_restart)->start;
    const Blob after =
        damaged(file, {.kind = FaultKind::jpeg_structure, .at = {Place::From::start, marker}, .text = "filling"});
    ASSERT_EQ(after.text().substr(marker, 4), "\xFF\xFF\xFF\xFF");
    ASSERT_TRUE(same_picture(after, file)) << image_evidence(after)->cause;
    ASSERT_EQ(image_evidence(after)->structure, Soundness::unsure);
  }
}

TEST(JpegStructure, LostDoubledAndExchangedRestartsOfGeneratedImagesAreDamageOfTheirStructure) {
  for (const char* text : {"restart_drop", "restart_double", "restart_exchange"}) {
    std::size_t changed = 0;
    std::size_t decoded = 0;
    for (const Blob& file : with_restarts()) {
      for (std::uint64_t marker = 0; marker < 3; ++marker) {
        const Blob after = damaged(file, {.kind = FaultKind::jpeg_structure, .amount = marker, .text = text});
        if (after == file) {
          continue;  // there is none behind the last to exchange it with
        }
        ++changed;
        const auto evidence = image_evidence(after);
        ASSERT_EQ(evidence->structure, Soundness::damaged) << text;
        ASSERT_NE(evidence->decodes, Soundness::sound) << text << ": its pixels are nobody's to promise";
        decoded += evidence->decodes == Soundness::unsure ? 1U : 0U;
      }
    }
    EXPECT_GE(changed, 120U) << text;
    EXPECT_GT(decoded, 0U) << text << ": decoders get over it, so that it is either to those that only decode";
  }
}

}  // namespace
}  // namespace proofload
