#include "proofload/images.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "dataset/image_evidence.hpp"
#include "dataset/paint.hpp"

namespace proofload {
namespace {

std::string describe(const ImagePlan& plan) {
  return path_of(plan) + " color " + std::to_string(static_cast<int>(plan.color)) + " depth " +
         std::to_string(plan.bit_depth) + " scan " + std::to_string(static_cast<int>(plan.scan)) + " probe " +
         std::to_string(static_cast<int>(plan.probe)) + " id " + std::to_string(plan.id);
}

constexpr std::array all_colors = {ColorType::grey, ColorType::grey_alpha, ColorType::rgb, ColorType::rgba,
                                   ColorType::palette};
constexpr std::array<std::uint8_t, 5> all_depths = {1, 2, 4, 8, 16};
constexpr std::array all_scans = {ImagePlan::Scan::sequential, ImagePlan::Scan::interlaced};
constexpr std::array all_probes = {Probe::none, Probe::black,     Probe::white, Probe::one_color,
                                   Probe::ramp, Probe::one_pixel, Probe::mask};

TEST(Images, EveryPngDecodesToExactlyWhatWasPainted) {
  std::uint32_t id = 0;
  for (const ColorType color : all_colors) {
    for (const std::uint8_t depth : all_depths) {
      for (const auto scan : all_scans) {
        for (const Probe probe : all_probes) {
          for (int i = 0; i < 8; ++i) {
            ImagePlan plan;
            plan.color = color;
            plan.bit_depth = depth;
            plan.scan = scan;
            plan.probe = probe;
            plan.id = id++ * 7919;
            plan.width = 16 + id % 23;
            plan.height = 39 - id % 19;
            const auto evidence = image_evidence(render(plan));
            ASSERT_TRUE(evidence->picture) << describe(plan) << ": " << evidence->cause;
            ASSERT_EQ(*evidence->picture, paint(plan)) << describe(plan);
            ASSERT_EQ(evidence->checksums, Soundness::sound) << describe(plan) << ": " << evidence->cause;
            ASSERT_EQ(evidence->structure, Soundness::sound);
            ASSERT_EQ(evidence->decodes, Soundness::sound);
            const ImagePlan made = fitting(plan);
            ASSERT_EQ(evidence->color, made.color);
            ASSERT_EQ(evidence->bit_depth, made.bit_depth);
            ASSERT_EQ(evidence->width, made.width);
            ASSERT_EQ(evidence->height, made.height);
          }
        }
      }
    }
  }
}

TEST(Images, EveryJpegIsSoundAndDecodesCloseToWhatWasPainted) {
  std::uint32_t id = 0;
  for (const ColorType color : {ColorType::grey, ColorType::rgb}) {
    for (const auto scan : all_scans) {
      for (const Probe probe : all_probes) {
        for (int i = 0; i < 60; ++i) {
          ImagePlan plan;
          plan.format = ImageFormat::jpeg;
          plan.color = color;
          plan.scan = scan;
          plan.probe = probe;
          plan.id = id++ * 7919;
          plan.width = 16 + id % 23;
          plan.height = 39 - id % 19;
          const auto evidence = image_evidence(render(plan));
          ASSERT_EQ(evidence->decodes, Soundness::sound) << describe(plan) << ": " << evidence->cause;
          ASSERT_EQ(evidence->checksums, Soundness::sound) << describe(plan) << ": " << evidence->cause;
          const Picture painted = paint(plan);
          ASSERT_EQ(evidence->picture->channels, painted.channels);
          ASSERT_EQ(evidence->picture->values.size(), painted.values.size());
          std::int64_t sum = 0;
          for (std::size_t k = 0; k < painted.values.size(); ++k) {
            sum += std::abs(painted.values[k] - evidence->picture->values[k]);
          }
          ASSERT_LE(sum, static_cast<std::int64_t>(painted.values.size()) * 10) << describe(plan);
        }
      }
    }
  }
}

TEST(Images, EveryBmpIsSoundAndDecodesToWhatWasPaintedAsFarAsItsBitsGo) {
  std::uint32_t id = 0;
  int exact = 0;
  int coarse = 0;
  for (const ColorType color : {ColorType::rgb, ColorType::rgba, ColorType::palette}) {
    for (const auto scan : all_scans) {
      for (const Probe probe : all_probes) {
        for (int i = 0; i < 60; ++i) {
          ImagePlan plan;
          plan.format = ImageFormat::bmp;
          plan.color = color;
          plan.bit_depth = std::array<std::uint8_t, 3>{1, 4, 8}.at(id % 3);
          plan.scan = scan;
          plan.probe = probe;
          plan.id = id++ * 7919;
          plan.width = 16 + id % 23;
          plan.height = 39 - id % 19;
          const auto evidence = image_evidence(render(plan));
          ASSERT_EQ(evidence->checksums, Soundness::sound) << describe(plan) << ": " << evidence->cause;
          ASSERT_EQ(evidence->structure, Soundness::sound);
          ASSERT_EQ(evidence->decodes, Soundness::sound);
          ASSERT_EQ(evidence->color, color);
          const Picture painted = paint(plan);
          ASSERT_EQ(evidence->picture->width, painted.width);
          ASSERT_EQ(evidence->picture->channels, painted.channels);
          int most = 0;
          for (std::size_t k = 0; k < painted.values.size(); ++k) {
            most = std::max(most, std::abs(painted.values[k] - evidence->picture->values[k]));
          }
          ASSERT_LE(most, color == ColorType::rgb ? 5 : 0) << describe(plan);  // five bits: steps of 8
          (most == 0 ? exact : coarse) += 1;
        }
      }
    }
  }
  EXPECT_GT(exact, 1500);
  EXPECT_GT(coarse, 100);
}

TEST(Images, BlackAndWhiteAttainTheEndsOfTheRangeInEveryKind) {
  for (const ImageFormat format : {ImageFormat::png, ImageFormat::jpeg, ImageFormat::bmp}) {
    for (const ColorType color : all_colors) {
      for (const std::uint8_t depth : {std::uint8_t{8}, std::uint8_t{16}}) {
        ImagePlan plan;
        plan.format = format;
        plan.color = color;
        plan.bit_depth = depth;
        plan.probe = Probe::black;
        const auto black = image_evidence(render(plan))->picture;
        plan.probe = Probe::white;
        const auto white = image_evidence(render(plan))->picture;
        const std::uint32_t colors = black->channels <= 2 ? 1 : 3;
        for (std::uint32_t c = 0; c < colors; ++c) {
          EXPECT_EQ(black->at(3, 5, c), 0) << describe(plan);
          EXPECT_EQ(white->at(3, 5, c), white->maximum) << describe(plan);
        }
      }
    }
  }
}

TEST(Images, TheRampHoldsBothEndsOfTheRange) {
  ImagePlan plan;
  plan.probe = Probe::ramp;
  for (const ColorType color : all_colors) {
    plan.color = color;
    const Picture picture = paint(plan);
    const std::uint32_t channel = picture.channels <= 2 ? 0 : 1;
    EXPECT_EQ(picture.at(0, 0, channel), 0);
    EXPECT_EQ(picture.at(plan.width - 1, 0, channel), picture.maximum);
  }
}

TEST(Images, SixteenBitValuesHaveTwoDifferentBytes) {
  ImagePlan plan;
  plan.bit_depth = 16;
  const Picture picture = paint(plan);
  std::size_t different = 0;
  for (const std::uint16_t value : picture.values) {
    different += value >> 8U != (value & 0xFFU) ? 1 : 0;
  }
  EXPECT_EQ(different, picture.values.size());
}

TEST(Images, RenderingTwiceGivesTheSameBytesAndOtherIdsOtherBytes) {
  ImagePlan plan;
  plan.id = 17;
  const Blob first = render(plan);
  for (std::uint32_t id = 100; id < 20000; id += 1) {  // enough to push the first out of any store
    ImagePlan other;
    other.id = id;
    ASSERT_FALSE(render(other) == first);
  }
  const Blob again = render(plan);
  EXPECT_EQ(again.text(), first.text());
}

TEST(Images, WhatNoFileCanHoldIsBroughtToWhatOneCan) {
  ImagePlan plan;
  plan.format = ImageFormat::jpeg;
  plan.color = ColorType::palette;
  plan.bit_depth = 16;
  plan.width = 0;
  plan.height = 4000000000U;
  const ImagePlan made = fitting(plan);
  EXPECT_EQ(made.color, ColorType::rgb);
  EXPECT_EQ(made.bit_depth, 8);
  EXPECT_EQ(made.width, 1U);
  EXPECT_EQ(made.height, 1024U);
  EXPECT_EQ(fitting(made), made);
  EXPECT_EQ(render(plan), render(made));
}

TEST(Images, PathsFollowFromFolderStemAndFormat) {
  ImagePlan plan;
  plan.folder = "cats";
  plan.stem = "a";
  EXPECT_EQ(path_of(plan), "cats/a.png");
  plan.format = ImageFormat::jpeg;
  EXPECT_EQ(path_of(plan), "cats/a.jpg");
  plan.extension = ImagePlan::Extension::of_other;
  EXPECT_EQ(path_of(plan), "cats/a.png");
  plan.format = ImageFormat::bmp;
  EXPECT_EQ(path_of(plan), "cats/a.png");
  plan.extension = ImagePlan::Extension::of_format;
  EXPECT_EQ(path_of(plan), "cats/a.bmp");
  plan.extension = ImagePlan::Extension::in_capitals;
  EXPECT_EQ(path_of(plan), "cats/a.BMP");
  plan.folder.clear();
  EXPECT_EQ(path_of(plan), "a.BMP");
}

TEST(Images, ADatasetHoldsTheFilesInThePlansOrderAndTheEmptyFolders) {
  ImageDatasetPlan plan;
  plan.images.resize(2);
  plan.images[0].folder = "b";
  plan.images[0].stem = "z";
  plan.images[1].folder = "a";
  plan.images[1].stem = "y";
  plan.empty_folders = {"none"};
  const Dataset dataset = render(plan);
  ASSERT_EQ(dataset.files.size(), 2U);
  EXPECT_EQ(dataset.files[0].path, "b/z.png");
  EXPECT_EQ(dataset.files[1].path, "a/y.png");
  EXPECT_EQ(dataset.folders, plan.empty_folders);
}

}  // namespace
}  // namespace proofload
