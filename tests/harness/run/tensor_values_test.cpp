#include "run/tensor_values.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

namespace proofload {
namespace {

template <class T>
TracedTensor tensor(Dtype dtype, std::vector<std::int64_t> shape, const std::vector<T>& elements) {
  TracedTensor result{dtype, std::move(shape), std::vector<std::byte>(elements.size() * sizeof(T)), 0};
  std::memcpy(result.bytes.data(), elements.data(), result.bytes.size());
  return result;
}

TEST(TensorValues, ReadEveryDtype) {
  EXPECT_EQ(values(tensor<std::uint8_t>(Dtype::uint8, {2}, {0, 255})), (std::vector{0.0, 255.0}));
  EXPECT_EQ(values(tensor<std::int8_t>(Dtype::int8, {2}, {-128, 127})), (std::vector{-128.0, 127.0}));
  EXPECT_EQ(values(tensor<std::int16_t>(Dtype::int16, {1}, {-32768})), (std::vector{-32768.0}));
  EXPECT_EQ(values(tensor<std::int32_t>(Dtype::int32, {1}, {-7})), (std::vector{-7.0}));
  EXPECT_EQ(values(tensor<std::int64_t>(Dtype::int64, {1}, {-9})), (std::vector{-9.0}));
  EXPECT_EQ(values(tensor<float>(Dtype::float32, {1}, {0.5F})), (std::vector{0.5}));
  EXPECT_EQ(values(tensor<double>(Dtype::float64, {1}, {1e300})), (std::vector{1e300}));
  EXPECT_EQ(values(tensor<std::uint8_t>(Dtype::boolean, {3}, {0, 1, 7})), (std::vector{0.0, 1.0, 1.0}));
  EXPECT_EQ(values(tensor<std::uint16_t>(Dtype::float16, {4}, {0x3C00, 0xC000, 0x0001, 0x7BFF})),
            (std::vector{1.0, -2.0, 0x1p-24, 65504.0}));
  EXPECT_TRUE(values({}).empty());
}

TEST(TensorValues, HalvesKeepInfinitiesNansAndSignedZero) {
  EXPECT_EQ(half_to_float(0x7C00), std::numeric_limits<float>::infinity());
  EXPECT_EQ(half_to_float(0xFC00), -std::numeric_limits<float>::infinity());
  EXPECT_TRUE(std::isnan(half_to_float(0x7E00)));
  EXPECT_TRUE(std::signbit(half_to_float(0x8000)));
}

TEST(TensorValues, OnlyWhatWasLentWholeIsARow) {
  auto features = tensor<float>(Dtype::float32, {3, 2}, {1, 2, 3, 4, 5, 6});
  EXPECT_EQ(whole_rows(features), 3U);
  features.bytes.resize(features.bytes.size() - 1);
  EXPECT_EQ(value_count(features), 5U);
  EXPECT_EQ(whole_rows(features), 2U);
  const FloatRows rows(features);
  EXPECT_EQ(rows.rows(), 2U);
  EXPECT_EQ(rows.row(1)[0], 3.0F);
  EXPECT_EQ(rows.row(1)[1], 4.0F);
}

TEST(TensorValues, AbsurdShapesHaveNoRows) {
  EXPECT_EQ(whole_rows(tensor<float>(Dtype::float32, {-1, 2}, {1, 2})), 0U);
  EXPECT_EQ(whole_rows(tensor<float>(Dtype::float32, {1, -2}, {1, 2})), 0U);
  const std::int64_t huge = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(values_per_row(tensor<float>(Dtype::float32, {1, huge, huge}, {1})), std::nullopt);
  EXPECT_EQ(whole_rows(tensor<float>(Dtype::float32, {1, huge, huge}, {1})), 0U);
  EXPECT_EQ(whole_rows(tensor<float>(Dtype::float32, {5, 0}, {})), 5U);
}

TEST(TensorValues, IntegersAreWholeNumbersOfAnyDtype) {
  const std::int64_t large = (std::int64_t{1} << 60U) + 1;
  EXPECT_EQ(integer_at(tensor<std::int64_t>(Dtype::int64, {1}, {large}), 0), large);
  EXPECT_EQ(integer_at(tensor<float>(Dtype::float32, {1}, {-3}), 0), -3);
  EXPECT_EQ(integer_at(tensor<float>(Dtype::float32, {1}, {0.5F}), 0), std::nullopt);
  EXPECT_EQ(integer_at(tensor<double>(Dtype::float64, {1}, {std::nan("")}), 0), std::nullopt);
  EXPECT_EQ(integer_at(tensor<double>(Dtype::float64, {1}, {1e19}), 0), std::nullopt);
  EXPECT_EQ(integer_at(tensor<float>(Dtype::float32, {1}, {1}), 1), std::nullopt);
}

}  // namespace
}  // namespace proofload
