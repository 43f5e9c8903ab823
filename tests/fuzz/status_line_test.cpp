#include "status_line.hpp"

#include <gtest/gtest.h>

namespace proofload {
namespace {

TEST(StatusLine, IsReadFromWhatTheEnginePrints) {
  EXPECT_EQ(
      status_of("#2048\tNEW    cov: 312 ft: 840 corp: 61/90Kb lim: 1048576 exec/s: 512 rss: 91Mb L: 3/8 MS: 1 Custom-"),
      (StatusLine{312, 840, 61}));
  EXPECT_EQ(status_of("#351\tINITED cov: 1983 ft: 12133 corp: 324/7058Kb exec/s: 23 rss: 142Mb"),
            (StatusLine{1983, 12133, 324}));
}

TEST(StatusLine, OfALoaderWithoutCoverageHasNone) {
  EXPECT_EQ(status_of("#2\tINITED ft: 2 corp: 1/1b exec/s: 0 rss: 30Mb"), (StatusLine{0, 2, 1}));
}

TEST(StatusLine, IsNoOtherLine) {
  EXPECT_EQ(status_of(""), std::nullopt);
  EXPECT_EQ(status_of("INFO: Loaded 1 modules   (4871 inline 8-bit counters)"), std::nullopt);
  EXPECT_EQ(status_of("    #0 0x55d in main cov: 1 ft: 2 corp: 3"), std::nullopt);
  EXPECT_EQ(status_of("#12 corp: x ft: y"), std::nullopt);
}

}  // namespace
}  // namespace proofload
