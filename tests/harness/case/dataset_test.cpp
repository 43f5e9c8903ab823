#include "proofload/dataset.hpp"

#include <gtest/gtest.h>

namespace proofload {
namespace {

TEST(Dataset, TakesPathsThatStayBelowTheRoot) {
  for (const std::string_view path : {"a", "a/b", "..a/b..", "a/...", "a b", "\xFF/\n"}) {
    EXPECT_TRUE(is_plain_path(path)) << path;
  }
}

TEST(Dataset, RefusesPathsThatAreEmptyAbsoluteOrLeadUp) {
  using std::string_view_literals::operator""sv;
  for (const std::string_view path :
       {""sv, "/"sv, "/a"sv, "a/"sv, "a//b"sv, "."sv, ".."sv, "a/../b"sv, "./a"sv, "a\0b"sv}) {
    EXPECT_FALSE(is_plain_path(path)) << path;
  }
}

TEST(Dataset, BlobsOfEqualBytesAreEqualAndHaveOneDigest) {
  EXPECT_EQ(Blob("abc"), Blob(std::vector{std::byte{'a'}, std::byte{'b'}, std::byte{'c'}}));
  EXPECT_EQ(Blob("abc").digest(), 0x78AF5F94892F3950U);  // XXH3-64 of "abc", as published with the algorithm
  EXPECT_NE(Blob("abc"), Blob("abd"));
  EXPECT_EQ(Blob().size(), 0U);
}

}  // namespace
}  // namespace proofload
