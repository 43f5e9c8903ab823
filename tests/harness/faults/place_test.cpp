#include "faults/place.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "proofload/images.hpp"
#include "proofload/random.hpp"

namespace proofload {
namespace {

TEST(Place, HasATextThatComesBackAsItself) {
  EXPECT_EQ(describe(Place{Place::From::start, 12}), "12");
  EXPECT_EQ(describe(Place{Place::From::end, 3}), "-3");
  EXPECT_EQ(describe(Place{Place::From::fraction, 19661}), "30%");
  EXPECT_EQ(describe(Place{Place::From::fraction, 19662}), "frac:19662");
  EXPECT_EQ(describe(Place{Place::From::boundary, 4}), "boundary:4");
  Random random(6);
  for (int i = 0; i < 70000; ++i) {
    const Place place{static_cast<Place::From>(random.below(4)),
                      random.one_in(9) ? random.next() : random.below(66000)};
    ASSERT_EQ(place_of(describe(place)), place);
  }
}

TEST(Place, TakesNoOtherText) {
  for (const char* text :
       {"", "x", "12x", "--3", "30%%", "101%", "frac:", "boundary:-1", " 1", "99999999999999999999"}) {
    EXPECT_EQ(place_of(text), std::nullopt) << text;
  }
}

TEST(Place, LiesWithinAnyFile) {
  Random random(7);
  for (int i = 0; i < 5000; ++i) {
    const std::vector<std::byte> bytes(random.below(40));
    const Place place{static_cast<Place::From>(random.below(3)), random.one_in(2) ? random.next() : random.below(50)};
    const auto at = resolve(place, bytes);
    ASSERT_TRUE(at);
    ASSERT_LE(*at, bytes.size());
  }
  EXPECT_EQ(resolve({Place::From::boundary, 3}, std::vector<std::byte>(9)), std::nullopt);
}

TEST(Boundaries, OfAPngAreThoseOfItsChunks) {
  ImagePlan plan;
  const Blob png = render(plan);
  const auto offsets = boundaries(png.bytes());
  EXPECT_THAT(std::vector(offsets.begin(), offsets.begin() + 12),
              ::testing::ElementsAre(8, 12, 16, 20, 24, 25, 26, 27, 28, 29, 33, 37));
  EXPECT_EQ(offsets.back(), png.size() - 4);  // the checksum of IEND, which has no data
}

TEST(Boundaries, OfAJpegAreThoseOfItsSegmentsAndItsScan) {
  ImagePlan plan;
  plan.format = ImageFormat::jpeg;
  const Blob jpeg = render(plan);
  const auto offsets = boundaries(jpeg.bytes());
  EXPECT_EQ(offsets.front(), 2U);
  EXPECT_EQ(offsets.back(), jpeg.size() - 2);  // the end marker
  EXPECT_GT(offsets.size(), 20U);
}

TEST(Boundaries, OfABmpAreThoseOfItsFieldsItsPaletteAndItsRows) {
  // 24 x 20 pixels of 8 bits: a header of 12, 40 or 124 bytes, eight colors (or all 256), rows of 24 bytes.
  for (std::uint32_t id = 0; id < 20; ++id) {
    const Blob bmp = render(ImagePlan{.format = ImageFormat::bmp, .color = ColorType::palette, .id = id});
    const auto offsets = boundaries(bmp.bytes());
    EXPECT_THAT(std::vector(offsets.begin(), offsets.begin() + 5), ::testing::ElementsAre(2, 6, 10, 14, 18));
    for (const std::size_t before_end : {24U * 20U, 24U * 19U, 24U * 10U, 24U}) {
      EXPECT_THAT(offsets, ::testing::Contains(bmp.size() - before_end));
    }
  }
}

TEST(Boundaries, AreAscendingAndWithinWhateverTheBytesAre) {
  Random random(8);
  for (int i = 0; i < 5000; ++i) {
    ImageKinds kinds;
    kinds.formats.push_back(ImageFormat::bmp);
    ImagePlan plan = random_image(random, kinds);
    const Blob image = render(plan);
    std::vector<std::byte> bytes(image.bytes().begin(), image.bytes().end());
    for (int flips = 0; flips < 5; ++flips) {
      bytes[random.below(bytes.size())] = static_cast<std::byte>(random.below(256));
    }
    bytes.resize(random.below(bytes.size() + 1));
    const auto offsets = boundaries(bytes);
    for (std::size_t n = 0; n < offsets.size(); ++n) {
      ASSERT_GT(offsets[n], n == 0 ? 0 : offsets[n - 1]);
      ASSERT_LT(offsets[n], bytes.size());
    }
  }
}

}  // namespace
}  // namespace proofload
