#include "dataset/orientation.hpp"

#include <gtest/gtest.h>

#include <string>

#include "dataset/image_evidence.hpp"
#include "dataset/trace_code.hpp"
#include "dataset/truth.hpp"
#include "proofload/fault.hpp"
#include "proofload/images.hpp"

namespace proofload {
namespace {

ImagePlan jpeg(std::uint8_t orientation, std::uint32_t id = 5) {
  return {.folder = "a",
          .stem = "x",
          .format = ImageFormat::jpeg,
          .orientation = orientation,
          .width = 31,
          .height = 24,
          .id = id};
}

Orientation of(const std::string& file) {
  const auto bytes = std::as_bytes(std::span(file));
  return orientation_of(bytes);
}

/// Two by three pixels: 1 2 / 3 4 / 5 6.
Picture numbered() { return {2, 3, 1, 255, {1, 2, 3, 4, 5, 6}}; }

TEST(Orientation, TurnsAsTheStandardDrawsIt) {
  using Values = std::vector<std::uint16_t>;
  EXPECT_EQ(turned(numbered(), 1).values, (Values{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(turned(numbered(), 2).values, (Values{2, 1, 4, 3, 6, 5}));
  EXPECT_EQ(turned(numbered(), 3).values, (Values{6, 5, 4, 3, 2, 1}));
  EXPECT_EQ(turned(numbered(), 4).values, (Values{5, 6, 3, 4, 1, 2}));
  EXPECT_EQ(turned(numbered(), 5).values, (Values{1, 3, 5, 2, 4, 6}));
  EXPECT_EQ(turned(numbered(), 6).values, (Values{5, 3, 1, 6, 4, 2}));  // clockwise
  EXPECT_EQ(turned(numbered(), 7).values, (Values{6, 4, 2, 5, 3, 1}));
  EXPECT_EQ(turned(numbered(), 8).values, (Values{2, 4, 6, 1, 3, 5}));
  EXPECT_EQ(turned(numbered(), 6).width, 3U);
  for (std::uint8_t value = 1; value <= 8; ++value) {
    EXPECT_EQ(turned(turned(numbered(), value), opposite(value)), numbered()) << int{value};
  }
}

TEST(Orientation, OfAGeneratedJpegIsThatOfItsPlanAndTurningMakesItRight) {
  for (std::uint8_t value = 1; value <= 8; ++value) {
    for (std::uint32_t id = 1; id < 30; ++id) {
      const auto evidence = image_evidence(render(jpeg(value, id)));
      ASSERT_EQ(evidence->checksums, Soundness::sound) << evidence->cause;
      ASSERT_EQ(evidence->orientation, (Orientation{value}));
      const Picture shown = turned(*evidence->picture, value);
      ASSERT_EQ(shown.width, 31U);
      ASSERT_EQ(shown.height, 24U);
      const std::vector<float> values(shown.values.begin(), shown.values.end());
      const auto reading = read_trace({values, 31, 24, 3, 1, 93, 3});
      ASSERT_TRUE(reading);
      EXPECT_EQ(reading->id, id);
      EXPECT_EQ(reading->deed, Deed::none);
    }
  }
}

TEST(Orientation, WhatReadersTakeInDifferentWaysIsUnsure) {
  const std::string file(render(jpeg(6)).text());
  const std::size_t block = file.find("Exif");
  ASSERT_NE(block, std::string::npos);
  ASSERT_EQ(of(file), (Orientation{6}));
  const auto with = [&](std::size_t at, char value) {
    std::string changed = file;
    changed[block + at] = value;
    return of(changed).sure;
  };
  using enum Orientation::Sure;
  EXPECT_EQ(with(5, 'x'), no);               // the name
  EXPECT_EQ(with(6, 'J'), no);               // the order of bytes
  EXPECT_EQ(with(8, 43), no);                // TIFF's number
  EXPECT_EQ(with(13, 99), no);               // where the directory is
  for (const std::size_t at : {14U, 15U}) {  // how many entries
    EXPECT_EQ(with(at, 99), no);
  }
  EXPECT_EQ(of(file.substr(0, 2) + file.substr(block - 4, 48) + file.substr(2)).sure, no);  // two blocks
  const std::string xmp = std::string("\xFF\xE1\0\x08http:/", 10);
  EXPECT_EQ(of(file.substr(0, 2) + xmp + file.substr(2)).sure, no);
  EXPECT_EQ(of("\x89PNG....eXIf").sure, no);
  EXPECT_EQ(of("\x89PNG....tEXt"), Orientation{});
}

Truth truth_of(Exif exif, const ImagePlan& plan, const std::vector<Fault>& faults = {}) {
  Declaration declaration;
  declaration.reads = ImageFolder{};
  declaration.integrity = Integrity::checksums;
  declaration.transform.exif = exif;
  Case value;
  value.dataset = render(ImageDatasetPlan{{plan}, {}});
  value.faults = faults;
  return find_truth(value, proofload::apply(value.dataset, faults), declaration, Trace{});
}

TEST(Orientation, CountsInTheTruthAsItIsDeclared) {
  const Picture stored = *image_evidence(render(jpeg(6)))->picture;
  const SampleTruth applied = truth_of(Exif::applied, jpeg(6)).samples.at(0);
  EXPECT_EQ(applied.state, SampleTruth::State::intact);
  EXPECT_EQ(applied.content, SampleTruth::Content::certain);
  EXPECT_EQ(*applied.picture, turned(stored, 6));
  const SampleTruth ignored = truth_of(Exif::ignored, jpeg(6)).samples.at(0);
  EXPECT_EQ(ignored.content, SampleTruth::Content::certain);
  EXPECT_EQ(*ignored.picture, stored);
  EXPECT_EQ(ignored.upright, SampleTruth::Upright::as_shown);
  const SampleTruth undeclared = truth_of(Exif::undeclared, jpeg(6)).samples.at(0);
  EXPECT_EQ(undeclared.state, SampleTruth::State::intact);
  EXPECT_EQ(undeclared.content, SampleTruth::Content::uncertain);
  EXPECT_EQ(undeclared.upright, SampleTruth::Upright::either);
  EXPECT_EQ(truth_of(Exif::undeclared, jpeg(1)).samples.at(0).content, SampleTruth::Content::certain);
}

TEST(Orientation, ABlockThatIsUnclearLeavesBothRightOnlyWhereItCounts) {
  const std::string file(render(jpeg(6)).text());
  const Fault fault{
      .kind = FaultKind::zero_range, .path = "a/x.jpg", .at = {Place::From::start, file.find("Exif") + 6}, .amount = 4};
  EXPECT_EQ(truth_of(Exif::applied, jpeg(6), {fault}).samples.at(0).state, SampleTruth::State::altered);
  EXPECT_EQ(truth_of(Exif::applied, jpeg(6), {fault}).samples.at(0).upright, SampleTruth::Upright::either);
  EXPECT_EQ(truth_of(Exif::ignored, jpeg(6), {fault}).samples.at(0).state, SampleTruth::State::intact);
}

}  // namespace
}  // namespace proofload
