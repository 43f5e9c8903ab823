#include "dataset/trace_code.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <numeric>

#include "dataset/image_evidence.hpp"
#include "dataset/orientation.hpp"
#include "dataset/paint.hpp"
#include "feature_planes.hpp"

namespace proofload {
namespace {

using test::Features;

constexpr std::uint32_t target_width = 32;
constexpr std::uint32_t target_height = 24;

ImagePlan plan_of(std::uint32_t id) {
  ImagePlan plan;
  plan.id = id;
  plan.width = 37;
  plan.height = 29;
  return plan;
}

Features features_of(std::uint32_t id) { return test::resized(paint(plan_of(id)), target_width, target_height); }

TEST(TraceCode, HalfOfTheCellsAreBrightForEveryId) {
  Random random(1);
  for (int i = 0; i < 1000; ++i) {
    const auto cells = trace_cells(static_cast<std::uint32_t>(random.below(1U << 24U)));
    ASSERT_EQ(std::accumulate(cells.begin(), cells.end(), 0), 32);
  }
}

TEST(TraceCode, NeighboringIdsDifferInManyCells) {
  for (std::uint32_t id = 0; id < 1000; ++id) {
    const auto a = trace_cells(id);
    const auto b = trace_cells(id + 1);
    int different = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
      different += a[i] != b[i] ? 1 : 0;
    }
    ASSERT_GE(different, 4) << id;
  }
}

TEST(TraceCode, IdsAreReadBackFromFilesOfAllKindsResizedToTheTarget) {
  Random random(20260101);
  int images = 0;
  int unread = 0;
  for (; images < 2500; ++images) {
    ImageKinds kinds;
    kinds.bit_depths = {8, 16};
    const ImagePlan plan = random_image(random, kinds);
    const auto evidence = image_evidence(render(plan));
    ASSERT_TRUE(evidence->picture) << path_of(plan) << ": " << evidence->cause;
    const Picture upright = turned(*evidence->picture, evidence->orientation.value);
    const auto reading = read_trace(test::resized(upright, target_width, target_height).planes());
    if (!reading) {
      ++unread;
      continue;
    }
    ASSERT_EQ(reading->id, plan.id) << path_of(plan);
    ASSERT_EQ(reading->deed, Deed::none);
    ASSERT_NE(reading->colors, TraceReading::Colors::red_and_blue_exchanged);
  }
  EXPECT_LE(unread, images / 200);
}

TEST(TraceCode, AnyScaleOffsetAndLayoutIsRead) {
  Features features = features_of(4711);
  constexpr std::array<float, 3> scales = {3.7F, 0.02F, 255.0F};
  for (std::uint32_t c = 0; c < 3; ++c) {
    for (std::uint32_t y = 0; y < target_height; ++y) {
      for (std::uint32_t x = 0; x < target_width; ++x) {
        features.at(x, y, c) = features.at(x, y, c) * scales[c] - 11.0F;
      }
    }
  }
  const auto channels_first = read_trace(features.planes());
  ASSERT_TRUE(channels_first);
  EXPECT_EQ(channels_first->id, 4711U);

  std::vector<float> last;
  for (std::uint32_t y = 0; y < target_height; ++y) {
    for (std::uint32_t x = 0; x < target_width; ++x) {
      for (std::uint32_t c = 0; c < 3; ++c) {
        last.push_back(features.at(x, y, c));
      }
    }
  }
  const auto channels_last = read_trace({last, target_width, target_height, 3, 1, target_width * 3, 3});
  ASSERT_TRUE(channels_last);
  EXPECT_EQ(channels_last->id, 4711U);
  EXPECT_NE(channels_last->colors, TraceReading::Colors::red_and_blue_exchanged);
}

struct Turn {
  Deed deed;
  /// Where a pixel of the turned image comes from.
  std::pair<std::uint32_t, std::uint32_t> (*from)(std::uint32_t x, std::uint32_t y, std::uint32_t w, std::uint32_t h);
};

/// `w` and `h` are of the turned image.
const std::array<Turn, 7> turns = {{
    {Deed::flipped_horizontally, [](auto x, auto y, auto w, auto) { return std::pair(w - 1 - x, y); }},
    {Deed::flipped_vertically, [](auto x, auto y, auto, auto h) { return std::pair(x, h - 1 - y); }},
    {Deed::rotated_90, [](auto x, auto y, auto w, auto) { return std::pair(y, w - 1 - x); }},
    {Deed::rotated_180, [](auto x, auto y, auto w, auto h) { return std::pair(w - 1 - x, h - 1 - y); }},
    {Deed::rotated_270, [](auto x, auto y, auto, auto h) { return std::pair(h - 1 - y, x); }},
    {Deed::transposed, [](auto x, auto y, auto, auto) { return std::pair(y, x); }},
    {Deed::transposed_other, [](auto x, auto y, auto w, auto h) { return std::pair(h - 1 - y, w - 1 - x); }},
}};

TEST(TraceCode, FlipsAndTurnsAreNamed) {
  for (const Turn& turn : turns) {
    const bool on_its_side = turn.deed == Deed::rotated_90 || turn.deed == Deed::rotated_270 ||
                             turn.deed == Deed::transposed || turn.deed == Deed::transposed_other;
    for (std::uint32_t id = 0; id < 500; ++id) {
      Features upright = features_of(id * 33301);
      const std::uint32_t width = on_its_side ? target_height : target_width;
      const std::uint32_t height = on_its_side ? target_width : target_height;
      const Features turned = test::make_features(width, height, 3, [&](auto x, auto y, auto c) {
        const auto [from_x, from_y] = turn.from(x, y, width, height);
        return upright.at(from_x, from_y, c);
      });
      const auto reading = read_trace(turned.planes());
      ASSERT_TRUE(reading) << name(turn.deed) << " " << id;
      EXPECT_EQ(reading->id, id * 33301);
      EXPECT_EQ(reading->deed, turn.deed) << name(reading->deed);
      EXPECT_NE(reading->colors, TraceReading::Colors::red_and_blue_exchanged);
    }
  }
}

TEST(TraceCode, ExchangedRedAndBlueIsToldInEveryPosition) {
  for (std::uint32_t id = 0; id < 500; ++id) {
    Features right = features_of(id);
    const Features exchanged = test::make_features(target_width, target_height, 3, [&](auto x, auto y, auto c) {
      return right.at(x, target_height - 1 - y, 2 - c);
    });
    const auto reading = read_trace(exchanged.planes());
    ASSERT_TRUE(reading) << id;
    EXPECT_EQ(reading->id, id);
    EXPECT_EQ(reading->deed, Deed::flipped_vertically);
    EXPECT_EQ(reading->colors, TraceReading::Colors::red_and_blue_exchanged);
  }
}

TEST(TraceCode, GreyImagesHaveNoChannelOrder) {
  ImagePlan plan = plan_of(99);
  plan.color = ColorType::grey;
  const Features grey = test::resized(paint(plan), target_width, target_height);
  Features three = test::make_features(target_width, target_height, 3,
                                       [&](auto x, auto y, auto) { return Features(grey).at(x, y, 0); });
  for (const Features& features : {grey, three}) {
    const auto reading = read_trace(features.planes());
    ASSERT_TRUE(reading);
    EXPECT_EQ(reading->id, 99U);
    EXPECT_NE(reading->colors, TraceReading::Colors::red_and_blue_exchanged);
  }
}

TEST(TraceCode, MixedHalvedAndInvertedImagesAreRefused) {
  for (std::uint32_t id = 0; id < 500; ++id) {
    Features a = features_of(id);
    Features b = features_of(id + 5000000);
    const auto refused = [&](const Features& features) { return !read_trace(features.planes()); };
    EXPECT_TRUE(refused(test::make_features(target_width, target_height, 3, [&](auto x, auto y, auto c) {
      return (a.at(x, y, c) + b.at(x, y, c)) / 2;
    }))) << id;
    EXPECT_TRUE(refused(test::make_features(target_width, target_height, 3, [&](auto x, auto y, auto c) {
      return y < target_height / 2 ? a.at(x, y, c) : b.at(x, y, c);
    }))) << id;
    EXPECT_TRUE(refused(test::make_features(target_width, target_height, 3, [&](auto x, auto y, auto c) {
      return 1 - a.at(x, y, c);
    }))) << id;
    EXPECT_TRUE(refused(test::make_features(target_width, target_height, 3, [&](auto x, auto y, auto c) {
      return y < target_height * 3 / 4 ? a.at(x, y, c) : 0.5F;
    }))) << id;
  }
}

TEST(TraceCode, NoiseHasNoId) {
  Random random(3);
  for (int i = 0; i < 2000; ++i) {
    const Features noise = test::make_features(
        target_width, target_height, 3, [&](auto, auto, auto) { return static_cast<double>(random.below(256)) / 255; });
    ASSERT_FALSE(read_trace(noise.planes()));
  }
}

TEST(TraceCode, WhatIsNotFiniteFlatOrOutOfBoundsIsRefused) {
  for (const float value : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(),
                            -std::numeric_limits<float>::infinity(), std::numeric_limits<float>::max(), 0.0F, 0.5F}) {
    const Features flat = test::make_features(target_width, target_height, 3, [&](auto, auto, auto) { return value; });
    EXPECT_FALSE(read_trace(flat.planes())) << value;
  }
  Features one_nan = features_of(5);
  one_nan.at(18, 13, 1) = std::numeric_limits<float>::quiet_NaN();
  EXPECT_FALSE(read_trace(one_nan.planes()));
  Features one_infinity = features_of(5);
  one_infinity.at(18, 13, 1) = std::numeric_limits<float>::infinity();
  EXPECT_FALSE(read_trace(one_infinity.planes()));

  const Features whole = features_of(5);
  ASSERT_TRUE(read_trace(whole.planes()));
  Planes short_of_one = whole.planes();
  short_of_one.values = short_of_one.values.first(short_of_one.values.size() - 1);
  EXPECT_FALSE(read_trace(short_of_one));
  Planes huge = whole.planes();
  huge.row_stride = std::numeric_limits<std::size_t>::max();
  EXPECT_FALSE(read_trace(huge));
  Planes none = whole.planes();
  none.channels = 0;
  EXPECT_FALSE(read_trace(none));
  Planes narrow = whole.planes();
  narrow.width = 7;
  EXPECT_FALSE(read_trace(narrow));
}

TEST(TraceCode, ALostChannelLeavesTheIdReadable) {
  Features features = features_of(123456);
  for (std::uint32_t y = 0; y < target_height; ++y) {
    for (std::uint32_t x = 0; x < target_width; ++x) {
      features.at(x, y, 1) = 0;
    }
  }
  const auto reading = read_trace(features.planes());
  ASSERT_TRUE(reading);
  EXPECT_EQ(reading->id, 123456U);
}

}  // namespace
}  // namespace proofload
