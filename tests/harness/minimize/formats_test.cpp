#include "minimize/formats.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dataset/decode.hpp"
#include "proofload/check.hpp"
#include "proofload/images.hpp"
#include "proofload/minimize.hpp"

namespace proofload {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

TEST(Formats, TakeAPngApartAndPutItTogetherAgain) {
  const Blob file = render(ImagePlan{.id = 5});
  const auto parts = png_parts(file);
  ASSERT_TRUE(parts);
  EXPECT_EQ(parts->front().type, "IHDR");
  EXPECT_EQ(parts->back().type, "IEND");
  EXPECT_EQ(png_of(*parts), file.text());
}

TEST(Formats, LeaveDamagedFilesAlone) {
  const Blob file = render(ImagePlan{.id = 5});
  std::string damaged(file.text());
  damaged[20] ^= 1;
  EXPECT_FALSE(png_parts(Blob(damaged)));
  EXPECT_FALSE(is_whole(Blob(damaged)));
  EXPECT_FALSE(is_whole(Blob(file.text().substr(0, 60))));
  EXPECT_FALSE(is_whole(Blob("text")));
  EXPECT_TRUE(is_whole(file));
}

TEST(Formats, TakeAJpegApart) {
  const Blob file = render(ImagePlan{.format = ImageFormat::jpeg, .id = 5});
  const auto parts = jpeg_parts(file);
  ASSERT_TRUE(parts);
  std::string whole;
  for (const std::string& part : *parts) {
    whole += part;
  }
  EXPECT_EQ(whole, file.text());
}

TEST(Formats, CutABmpOfAnyHeaderToItsTopLeft) {
  int read = 0;
  for (std::uint32_t id = 1; id < 60; ++id) {
    for (const ColorType color : {ColorType::rgb, ColorType::rgba, ColorType::palette}) {
      const Blob file =
          render(ImagePlan{.format = ImageFormat::bmp,
                           .color = color,
                           .scan = id % 2 == 0 ? ImagePlan::Scan::sequential : ImagePlan::Scan::interlaced,
                           .width = 21,
                           .height = 18,
                           .id = id});
      const auto parts = bmp_parts(file);
      if (!parts) {
        continue;  // packed rows
      }
      ++read;
      EXPECT_EQ(bmp_of(*parts, 21, 18), file.text());
      const Decoded whole = decode_bmp(file.bytes());
      const Decoded cut = decode_bmp(Blob(bmp_of(*parts, 3, 2)).bytes());
      ASSERT_TRUE(whole.picture && cut.picture);
      EXPECT_EQ(cut.how, Decoded::How::cleanly);
      EXPECT_EQ(cut.picture->width, 3U);
      EXPECT_EQ(cut.picture->height, 2U);
      const std::size_t channels = whole.picture->channels;
      for (std::size_t y = 0; y < 2; ++y) {
        EXPECT_TRUE(std::equal(cut.picture->values.begin() + static_cast<std::ptrdiff_t>(y * 3 * channels),
                               cut.picture->values.begin() + static_cast<std::ptrdiff_t>((y + 1) * 3 * channels),
                               whole.picture->values.begin() + static_cast<std::ptrdiff_t>(y * 21 * channels)));
      }
    }
  }
  EXPECT_GT(read, 50);
}

TEST(Formats, LeaveABmpAloneThatIsNotAsLongAsItSays) {
  const Blob file = render(ImagePlan{.format = ImageFormat::bmp, .color = ColorType::rgb, .id = 4});
  ASSERT_TRUE(bmp_parts(file));
  EXPECT_FALSE(bmp_parts(Blob(std::string(file.text()) + "x")));
  EXPECT_FALSE(bmp_parts(Blob(file.text().substr(0, file.size() - 1))));
  EXPECT_FALSE(bmp_parts(Blob(file.text().substr(0, 20))));
}

NpyParts array() {
  NpyParts parts;
  parts.version = std::string("\x01\x00", 2);
  parts.dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }";
  parts.shape = {3, 2};
  parts.item = 4;
  parts.data = "AAAABBBBCCCCDDDDEEEEFFFF";
  return parts;
}

TEST(Formats, TakeAnNpyApartAndKeepItsHeaderTrue) {
  const std::string file = npy_of(array(), NpyPadding::aligned);
  EXPECT_EQ((file.size() - 24) % 64, 0U);
  const auto parts = npy_parts(Blob(file));
  ASSERT_TRUE(parts);
  EXPECT_THAT(parts->shape, ElementsAre(3, 2));
  EXPECT_EQ(npy_of(*parts, NpyPadding::aligned), file);

  const auto smaller = npy_parts(Blob(npy_of(with_shape(*parts, {1, 2}), NpyPadding::none)));
  ASSERT_TRUE(smaller);
  EXPECT_THAT(smaller->shape, ElementsAre(1, 2));
  EXPECT_EQ(smaller->data, "AAAABBBB");
  const auto flat = npy_parts(Blob(npy_of(with_shape(*parts, {2}), NpyPadding::none)));
  ASSERT_TRUE(flat);
  EXPECT_THAT(flat->shape, ElementsAre(2));
  EXPECT_FALSE(npy_parts(Blob(file.substr(0, file.size() - 1))));
}

Minimized minimized(Case start, std::function<bool(const Case&)> fails) {
  FunctionPredicate predicate(std::move(fails));
  return minimize(start, predicate, {});
}

TEST(MinimizeImages, CropsWherePixelsMatter) {
  Case start;
  start.dataset.files.push_back({"a.png", render(ImagePlan{.width = 100, .height = 60, .id = 77})});
  const auto result = minimized(start, [](const Case& value) {
    if (value.dataset.files.empty()) {
      return false;
    }
    const auto parts = png_parts(value.dataset.files.front().bytes);
    return parts && parts->front().data.size() == 13 && static_cast<unsigned char>(parts->front().data[3]) >= 31;
  });
  const auto parts = png_parts(result.best.dataset.files.front().bytes);
  ASSERT_TRUE(parts);
  EXPECT_EQ(static_cast<unsigned char>(parts->front().data[3]), 31);
  EXPECT_EQ(static_cast<unsigned char>(parts->front().data[7]), 1);
}

TEST(MinimizeImages, LeavesOnlyTheSegmentsOfAJpegThatMatter) {
  Case start;
  start.dataset.files.push_back(
      {"a.jpg", render(ImagePlan{.format = ImageFormat::jpeg, .width = 90, .height = 70, .id = 3})});
  const auto result = minimized(start, [](const Case& value) {
    return !value.dataset.files.empty() && value.dataset.files.front().bytes.text().starts_with("\xFF\xD8") &&
           value.dataset.files.front().bytes.text().ends_with("\xFF\xD9");
  });
  EXPECT_LE(result.after.bytes, 4U);
}

TEST(MinimizeImages, ComesToOnePixelOfABmp) {
  Case start;
  start.dataset.files.push_back(
      {"a.bmp",
       render(ImagePlan{.format = ImageFormat::bmp, .color = ColorType::rgb, .width = 30, .height = 20, .id = 4})});
  const auto result = minimized(start, [](const Case& value) {
    return !value.dataset.files.empty() &&
           decode_bmp(value.dataset.files.front().bytes.bytes()).how == Decoded::How::cleanly;
  });
  EXPECT_LE(result.after.bytes, 58U);
}

TEST(MinimizeJointly, TakesAnotherSeedForOneFileLess) {
  Case start;
  for (int i = 0; i < 6; ++i) {
    start.dataset.files.push_back({"f" + std::to_string(i), Blob("")});
  }
  start.options.seed = 1;
  const auto result = minimized(start, [](const Case& value) {
    const std::size_t files = value.dataset.files.size();
    return files >= 3 ? value.options.seed == 1 : files == 2 && value.options.seed == 2;
  });
  EXPECT_EQ(result.after.files, 2U);
}

std::string idx(std::size_t rows) {
  return idx_of({.kind = 0x0D, .shape = {rows, 3, 2}, .item = 4, .data = std::string(rows * 24, 'A')});
}

TEST(Formats, TakeAnIdxApart) {
  const auto parts = idx_parts(Blob(idx(3)));
  ASSERT_TRUE(parts);
  EXPECT_THAT(parts->shape, ElementsAre(3, 3, 2));
  EXPECT_EQ(idx_of(*parts), idx(3));
  EXPECT_EQ(idx_of(with_shape(*parts, {1, 3, 2})), idx(1));
  EXPECT_FALSE(idx_parts(Blob(idx(3) + "A")));
  EXPECT_FALSE(idx_parts(Blob(idx(3).substr(0, 10))));
  EXPECT_FALSE(idx_parts(Blob(std::string_view("\0\0\x07\x01\0\0\0\0", 8))));
}

TEST(MinimizeArrays, KeepsAnIdxTrue) {
  Case value;
  value.dataset.files.push_back({"train-images", Blob(idx(60'000))});
  // Items of four bytes, and as many rows as a batch has, and one.
  FunctionPredicate predicate([](const Case& candidate) {
    const auto parts =
        candidate.dataset.files.empty() ? std::nullopt : idx_parts(candidate.dataset.files.front().bytes);
    return parts && parts->item == 4 && parts->shape.front() > 16;
  });
  const Minimized result = minimize(value, predicate, {});
  const auto parts = idx_parts(result.best.dataset.files.front().bytes);
  ASSERT_TRUE(parts);
  EXPECT_THAT(parts->shape, ElementsAre(17, 0));  // no data, which is less than an axis less
  EXPECT_LE(result.spent.calls, 60U);
}

}  // namespace
}  // namespace proofload
