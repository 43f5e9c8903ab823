#include "run/row_digest.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <vector>

namespace proofload {
namespace {

TracedTensor rows_of(const std::vector<float>& values, std::int64_t rows) {
  TracedTensor tensor;
  tensor.dtype = Dtype::float32;
  tensor.shape = {rows, static_cast<std::int64_t>(values.size()) / rows};
  tensor.bytes.resize(values.size() * sizeof(float));
  std::memcpy(tensor.bytes.data(), values.data(), tensor.bytes.size());
  return tensor;
}

Declaration padded(Ragged::Side side) {
  Declaration declaration;
  declaration.reads = Csv{};
  declaration.features = {.dtype = Dtype::float32, .shape = {Axis::ragged(9)}};
  declaration.ragged.pad = side;
  return declaration;
}

TEST(RowDigest, StaysWhenARowIsPaddedMore) {
  const TracedTensor narrow = rows_of({1, 2, 3, 4}, 2);
  const TracedTensor wide = rows_of({1, 2, 0, 3, 4, 0}, 2);
  const Declaration behind = padded(Ragged::Side::tail);
  EXPECT_EQ(row_digest(narrow, 0, behind), row_digest(wide, 0, behind));
  EXPECT_EQ(row_digest(narrow, 1, behind), row_digest(wide, 1, behind));
  EXPECT_NE(row_digest(wide, 0, behind), row_digest(wide, 1, behind));
}

TEST(RowDigest, LeavesOutPaddingOnlyWhereItIsDeclared) {
  const TracedTensor behind = rows_of({1, 2, 0}, 1);
  const TracedTensor before = rows_of({0, 1, 2}, 1);
  EXPECT_NE(row_digest(behind, 0, padded(Ragged::Side::tail)), row_digest(before, 0, padded(Ragged::Side::tail)));
  EXPECT_EQ(row_digest(before, 0, padded(Ragged::Side::head)),
            row_digest(rows_of({1, 2}, 1), 0, padded(Ragged::Side::head)));
  EXPECT_NE(row_digest(behind, 0, padded(Ragged::Side::undeclared)),
            row_digest(rows_of({1, 2}, 1), 0, padded(Ragged::Side::undeclared)));
}

}  // namespace
}  // namespace proofload
