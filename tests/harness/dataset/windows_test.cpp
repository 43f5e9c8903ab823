#include "dataset/windows.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "dataset/data_kind.hpp"
#include "proofload/random.hpp"

namespace proofload {
namespace {

using OptionalFor = SampleTruth::OptionalFor;

/// Two steps, two rows apart; the target one row behind; a window every second row.
const Windows kind{
    .header = {"t", "x", "y"}, .features = {"x"}, .target = "y", .length = 2, .stride = 2, .rate = 2, .horizon = 1};

Declaration declared(const Windows& windows = kind) {
  Declaration declaration;
  declaration.reads = windows;
  declaration.features = {.dtype = Dtype::float32,
                          .shape = {static_cast<std::int64_t>(windows.length)},
                          .range = Range{-1000, 1000},
                          .missing = MissingValues::refused};
  declaration.labels = {.dtype = Dtype::float32};
  return declaration;
}

/// Row r is "t,r,100 + r".
std::string row(int r) { return "t," + std::to_string(r) + "," + std::to_string(100 + r) + "\n"; }
std::string series(int rows) {
  std::string text = "t,x,y\n";
  for (int r = 0; r < rows; ++r) {
    text += row(r);
  }
  return text;
}
FileEvidence look(const std::string& text) { return look_at_windows(Blob(text), kind, declared()); }

TEST(Windows, CountsThoseWhoseRowsAreAllThere) {
  // A window spans 4 rows.
  for (const auto& [rows, windows] : {std::pair{0, 0U}, {3, 0U}, {4, 1U}, {5, 1U}, {6, 2U}, {7, 2U}, {8, 3U}}) {
    EXPECT_EQ(look(series(rows)).records.size(), windows) << rows;
    EXPECT_FALSE(look(series(rows)).whole) << rows;
    EXPECT_EQ(kind.windows(static_cast<std::uint64_t>(rows)), windows) << rows;
  }
}

TEST(Windows, ALoneReturnIsTextToSomeAlsoWhereAQuoteFollows) {
  const FileEvidence file = look("t,x,y\na\rb,0,100\nt,1,101\nt,2,102\n\"t\",3,103\n");
  const auto joined = std::ranges::find_if(file.records, [](const RecordEvidence& window) {
    return window.sequence.values == std::vector<double>{0, 2} && window.target == 103;
  });
  ASSERT_NE(joined, file.records.end());
  EXPECT_EQ(joined->optional_for, OptionalFor::border);
  EXPECT_EQ(joined->structure, Soundness::unsure);
}

TEST(Windows, TakeTheirStepsAndTheirTarget) {
  const FileEvidence file = look(series(6));
  ASSERT_EQ(file.records.size(), 2U);
  EXPECT_EQ(file.records[0].sequence.values, (std::vector<double>{0, 2}));
  EXPECT_EQ(file.records[0].target, 103);
  EXPECT_EQ(file.records[1].sequence.values, (std::vector<double>{2, 4}));
  EXPECT_EQ(file.records[1].target, 105);
  ASSERT_TRUE(file.series);
  EXPECT_EQ(file.series->steps(), 6U);
}

TEST(Windows, AreBadWithTheRowsThatTheyTake) {
  std::string text = series(4) + "t,4\n" + row(5) + row(6) + row(7) + row(8) + row(9);
  const FileEvidence file = look(text);  // rows 0 2 3, 2 4 5, 4 6 7, 6 8 9
  ASSERT_EQ(file.records.size(), 4U);
  EXPECT_EQ(file.records[0].structure, Soundness::sound) << file.records[0].cause;
  EXPECT_EQ(file.records[1].structure, Soundness::damaged);
  EXPECT_EQ(file.records[2].structure, Soundness::damaged);
  EXPECT_EQ(file.records[3].structure, Soundness::sound) << file.records[3].cause;
  EXPECT_EQ(file.records[1].cause, "line 6: expected 3 fields, found 2");
}

TEST(Windows, LeaveOpenWhatTheyOnlyPassOver) {
  const FileEvidence file = look("t,x,y\n" + row(0) + "t,x,y\n" + row(2) + row(3));
  ASSERT_EQ(file.records.size(), 1U);
  EXPECT_EQ(file.records[0].structure, Soundness::unsure);
  EXPECT_EQ(file.records[0].decodes, Soundness::unsure);
  // A step's row has the target of another window, and a target's row the step of another.
  EXPECT_EQ(look("t,x,y\nt,0,?\n" + row(1) + row(2) + row(3)).records[0].structure, Soundness::unsure);
  EXPECT_EQ(look("t,x,y\n" + row(0) + row(1) + row(2) + "t,bad,7\n").records[0].structure, Soundness::unsure);
  EXPECT_EQ(look("t,x,y\n" + row(0) + row(1) + row(2) + "t,3,bad\n").records[0].structure, Soundness::damaged);
}

TEST(Windows, BehindABlankLineAreThoseOfBothWaysOfCounting) {
  const FileEvidence file = look("t,x,y\n" + row(0) + row(1) + row(2) + row(3) + "\n" + row(5) + row(6) + row(7));
  ASSERT_GE(file.records.size(), 4U);
  EXPECT_EQ(file.records[0].optional_for, OptionalFor::nothing);
  std::vector<std::vector<double>> told;
  for (std::size_t i = 1; i < file.records.size(); ++i) {
    EXPECT_EQ(file.records[i].optional_for, OptionalFor::border) << i;
    told.push_back(file.records[i].sequence.values);
  }
  EXPECT_NE(std::ranges::find(told, std::vector<double>{2, 5}), told.end());  // for whom the blank line is none
}

TEST(Windows, WhatHasNoHeaderIsBadAsAWhole) {
  EXPECT_TRUE(look("").whole);
  EXPECT_TRUE(look("t,x\nt,1\n").whole);
  EXPECT_TRUE(look("t,x,z\n" + row(1)).whole);
}

TEST(Windows, MakeSenseWithColumnsThatAreThereAndSizesThatAgree) {
  EXPECT_TRUE(makes_sense(kind, declared().features));
  const auto with = [](auto turn) {
    Windows other = kind;
    turn(other);
    return makes_sense(other, declared().features);
  };
  EXPECT_FALSE(with([](Windows& w) { w.target = "z"; }));
  EXPECT_FALSE(with([](Windows& w) { w.features = {"z"}; }));
  EXPECT_FALSE(with([](Windows& w) { w.stride = 0; }));
  EXPECT_FALSE(with([](Windows& w) { w.rate = 0; }));
  EXPECT_FALSE(with([](Windows& w) { w.length = 3; }));
  EXPECT_FALSE(with([](Windows& w) { w.rate = ~std::uint64_t{0}; }));
  EXPECT_FALSE(with([](Windows& w) { w.horizon = ~std::uint64_t{0}; }));
}

TEST(Windows, AreGeneratedSoundWithLengthsAtTheBorders) {
  const Declaration declaration = declared();
  std::set<std::size_t> short_ones;
  bool exact = false;
  bool one_short_of_another = false;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Random random(seed);
    const std::size_t samples = random.below(12);
    const Dataset dataset = windows_kind().random_dataset(random, declaration, samples, 1);
    std::size_t there = 0;
    for (const DataFile& file : dataset.files) {
      const FileEvidence seen = look_at_windows(file.bytes, kind, declaration);
      EXPECT_FALSE(seen.whole) << file.path;
      ASSERT_TRUE(seen.series);
      const std::size_t rows = seen.series->steps();
      there += seen.records.size();
      for (const RecordEvidence& window : seen.records) {
        EXPECT_EQ(window.structure, Soundness::sound) << window.cause;
        EXPECT_TRUE(window.target);
      }
      if (seen.records.empty()) {
        short_ones.insert(rows);
      } else {
        const std::size_t over = (rows - kind.span()) % kind.stride;
        exact = exact || over == 0;
        one_short_of_another = one_short_of_another || over + 1 == kind.stride;
      }
    }
    EXPECT_EQ(there, samples) << seed;
  }
  EXPECT_EQ(short_ones, (std::set<std::size_t>{0, 1, 2, 3}));
  EXPECT_TRUE(exact);
  EXPECT_TRUE(one_short_of_another);
}

}  // namespace
}  // namespace proofload
