#include "reference/resize.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace proofload::reference {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::FloatEq;
using testing::FloatNear;
using testing::Pointwise;

template <class T>
Pixels pixels_of(std::vector<T>& values, std::uint32_t width, std::uint32_t height, std::uint32_t channels) {
  return {.data = {values.data(), [](void*) {}},
          .width = width,
          .height = height,
          .channels = channels,
          .depth = sizeof(T) == 2 ? Pixels::Depth::sixteen : Pixels::Depth::eight};
}

template <class T>
std::vector<float> resized(std::vector<T> values, std::uint32_t width, std::uint32_t height, std::uint32_t channels,
                           std::uint32_t to_width, std::uint32_t to_height, PixelLayout layout = PixelLayout::chw) {
  Resizer resizer(to_height, to_width, layout);
  std::vector<float> into(3 * std::size_t{to_height} * to_width, -1);
  resizer.resize(pixels_of(values, width, height, channels), into);
  return into;
}

TEST(Resize, KeepsAnImageOfTheRightSizeAsItIs) {
  const auto same = resized<std::uint8_t>({0, 51, 102, 153, 204, 255}, 2, 1, 3, 2, 1);
  EXPECT_THAT(same, Pointwise(FloatEq(), {0.0F, 0.6F, 0.2F, 0.8F, 0.4F, 1.0F}));
}

TEST(Resize, TakesPositionsFromTheCentersOfPixels) {
  // Two columns to four: centers at 0.25, 0.75, 1.25, 1.75 of the source, so weights 0, 1/4, 3/4, 1 of the right one.
  const auto wide = resized<std::uint8_t>({0, 200}, 2, 1, 1, 4, 1);
  EXPECT_THAT(std::vector(wide.begin(), wide.begin() + 4),
              Pointwise(FloatEq(), {0.0F, 50.0F / 255, 150.0F / 255, 200.0F / 255}));
}

TEST(Resize, TakesTheMeanOfFourWhereACenterLiesBetweenThem) {
  EXPECT_THAT(resized<std::uint8_t>({0, 100, 100, 200}, 2, 2, 1, 1, 1), Each(FloatEq(100.0F / 255)));
}

TEST(Resize, ScalesBothAxesEachByItsOwnFactor) {
  // Three rows to one: the middle row; one column to two: the same twice.
  const auto one = resized<std::uint8_t>({10, 90, 250}, 1, 3, 1, 2, 1);
  EXPECT_THAT(one, Each(FloatEq(90.0F / 255)));
  // Rows 0 1 2 3 to two: centers at 0.5 and 2.5.
  const auto two = resized<std::uint8_t>({0, 10, 20, 30}, 1, 4, 1, 1, 2);
  EXPECT_THAT(std::vector(two.begin(), two.begin() + 2), Pointwise(FloatEq(), {5.0F / 255, 25.0F / 255}));
}

TEST(Resize, PutsChannelsFirstOrLast) {
  const std::vector<std::uint8_t> pixels = {0, 51, 255, 102, 153, 204};
  EXPECT_THAT(resized(pixels, 2, 1, 3, 2, 1, PixelLayout::chw),
              Pointwise(FloatNear(1e-6F), {0.0F, 0.4F, 0.2F, 0.6F, 1.0F, 0.8F}));
  EXPECT_THAT(resized(pixels, 2, 1, 3, 2, 1, PixelLayout::hwc),
              Pointwise(FloatNear(1e-6F), {0.0F, 0.2F, 1.0F, 0.4F, 0.6F, 0.8F}));
}

TEST(Resize, RepeatsGreyAndLeavesAlphaOut) {
  EXPECT_THAT(resized<std::uint8_t>({51, 9}, 1, 1, 2, 1, 1), Each(FloatEq(0.2F)));
  EXPECT_THAT(resized<std::uint8_t>({51, 102, 153, 9}, 1, 1, 4, 1, 1), ElementsAre(0.2F, 0.4F, 0.6F));
}

TEST(Resize, TakesSixteenBitsAsAFractionOfTheirMaximum) {
  EXPECT_THAT(resized<std::uint16_t>({65535, 0, 13107}, 1, 1, 3, 1, 1), ElementsAre(1.0F, 0.0F, FloatEq(0.2F)));
}

TEST(Resize, MakesBlackZeroAndWhiteOneExactlyWhateverTheSizes) {
  for (std::uint32_t side = 1; side <= 40; ++side) {
    const std::size_t values = std::size_t{side} * (side + 3);
    EXPECT_THAT(resized(std::vector<std::uint8_t>(values, 255), side, side + 3, 1, 32, 24), Each(1.0F)) << side;
    EXPECT_THAT(resized(std::vector<std::uint8_t>(values, 0), side, side + 3, 1, 32, 24), Each(0.0F)) << side;
  }
}

TEST(Resize, DoesTheSameAfterAnotherImage) {
  Resizer resizer(24, 32, PixelLayout::chw);
  std::vector<std::uint8_t> small(5 * 7 * 3, 90);
  std::vector<std::uint8_t> large(50 * 60 * 4, 20);
  std::vector<float> into(3 * 24 * 32);
  resizer.resize(pixels_of(large, 50, 60, 4), into);
  EXPECT_THAT(into, Each(FloatEq(20.0F / 255)));
  resizer.resize(pixels_of(small, 5, 7, 3), into);
  EXPECT_THAT(into, Each(FloatEq(90.0F / 255)));
}

}  // namespace
}  // namespace proofload::reference
