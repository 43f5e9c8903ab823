#include "cli/quantity.hpp"

#include <gtest/gtest.h>

#include "cli/find_loader.hpp"

namespace proofload::cli {
namespace {

using namespace std::chrono_literals;

TEST(Duration, IsANumberAndAUnit) {
  EXPECT_EQ(parse_duration("90s"), 90s);
  EXPECT_EQ(parse_duration("10m"), 10min);
  EXPECT_EQ(parse_duration("1h30m"), 90min);
  EXPECT_EQ(parse_duration("500ms"), 500ms);
  EXPECT_EQ(parse_duration("0s"), 0s);
}

TEST(Duration, OfAnythingElseIsRefusedWithWhatWasExpected) {
  for (const char* text : {"", "90", "s", "-1s", "1.5m", "10 m", "1d", "90sec", "99999999999999999999s",
                           "18446744073709551615h", "\x1b[2Js"}) {
    const auto parsed = parse_duration(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_NE(parsed.error().find("as in 90s"), std::string::npos);
    EXPECT_EQ(parsed.error().find('\x1b'), std::string::npos);
  }
}

TEST(Size, IsInBytesOrPowersOf1024) {
  EXPECT_EQ(parse_size("4096"), 4096U);
  EXPECT_EQ(parse_size("64M"), 64U << 20U);
  EXPECT_EQ(parse_size("2G"), std::uint64_t{2} << 30U);
  for (const char* text : {"", "M", "64MB", "-1", "1e3", "99999999999G"}) {
    EXPECT_FALSE(parse_size(text)) << text;
  }
}

TEST(Show, ReadsWell) {
  EXPECT_EQ(show(std::uint64_t{1234567}), "1,234,567");
  EXPECT_EQ(show(std::uint64_t{999}), "999");
  EXPECT_EQ(show(9300ms), "9.3s");
  EXPECT_EQ(show(65s), "1m 05s");
  EXPECT_EQ(show(3h + 4min), "3h 04m");
}

TEST(Nearest, NamesWhatWasProbablyMeant) {
  const std::vector<std::string> names = {"image_folder", "image_folder_hwc", "zeros_instead", "width_height"};
  EXPECT_EQ(nearest("image_foldr", names).front(), "image_folder");
  EXPECT_EQ(nearest("zeros-instead", names).front(), "zeros_instead");
  EXPECT_EQ(nearest("width", names).front(), "width_height");
  EXPECT_TRUE(nearest("something else", names).empty());
}

}  // namespace
}  // namespace proofload::cli
