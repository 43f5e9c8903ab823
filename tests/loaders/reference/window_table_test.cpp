#include "reference/window_table.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "loaders/reference/texts.hpp"
#include "reference/csv_record.hpp"

namespace proofload::reference {
namespace {

/// Two steps, two rows apart; the target one row behind; a window every second row.
WindowPlan plan() {
  static const CsvRecordPlan columns{
      .columns = {{"x", CsvColumn::Role::feature}, {"y", CsvColumn::Role::feature}}, .low = -1000, .high = 1000};
  return {.rows = {.extension = "csv", .format = [] { return csv_row_format(columns); }},
          .channels = 2,
          .target = 1,
          .layout = std::make_shared<const WindowLayout>(Windows{.header = {"x", "y"},
                                                                 .features = {"x", "y"},
                                                                 .target = "y",
                                                                 .length = 2,
                                                                 .stride = 2,
                                                                 .rate = 2,
                                                                 .horizon = 1})};
}

/// Row r is "r,100 + r".
std::string series(int rows) {
  std::string text = "x,y\n";
  for (int r = 0; r < rows; ++r) {
    text += std::to_string(r) + "," + std::to_string(100 + r) + "\n";
  }
  return text;
}

std::array<float, 4> steps(const WindowTable& table, std::uint64_t index) {
  std::array<float, 4> values{};
  EXPECT_TRUE(table.steps(index, values)) << index;
  return values;
}

TEST(WindowTable, CutsEachFileByItself) {
  Texts source({{"a.csv", series(6)}, {"b.csv", series(3)}, {"c.csv", series(4)}});
  const WindowTable table(source, plan());
  ASSERT_EQ(table.size(), 3U);
  EXPECT_EQ(steps(table, 0), (std::array<float, 4>{0, 100, 2, 102}));
  EXPECT_EQ(table.target(0), 103);
  EXPECT_EQ(steps(table, 1), (std::array<float, 4>{2, 102, 4, 104}));
  EXPECT_EQ(table.target(1), 105);
  EXPECT_EQ(table.path(1), "a.csv");
  EXPECT_EQ(table.path(2), "c.csv");
  EXPECT_EQ(steps(table, 2), (std::array<float, 4>{0, 100, 2, 102}));
}

TEST(WindowTable, RefusesEachWindowThatTakesABadRow) {
  const std::string good = series(10);
  const std::string text = good.substr(0, good.find("4,104")) + "4,x" + good.substr(good.find("\n5,"));
  Texts source({{"a.csv", series(4)}, {"b.csv", text}});
  const WindowTable table(source, plan());
  ASSERT_EQ(table.size(), 5U);  // of b.csv: rows 0 2 3, 2 4 5, 4 6 7, 6 8 9
  std::array<float, 4> values{};
  for (const std::uint64_t bad : {2U, 3U}) {
    const auto refused = table.steps(bad, values);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().path, "b.csv");
    EXPECT_EQ(refused.error().index, bad);
    EXPECT_EQ(refused.error().record, bad - 1);
    EXPECT_NE(refused.error().reason.find("row 4: expected a number"), std::string::npos) << refused.error().reason;
  }
  EXPECT_EQ(values, (std::array<float, 4>{}));
  EXPECT_TRUE(table.steps(1, values));
  EXPECT_TRUE(table.steps(4, values));
}

TEST(WindowTable, AFileThatCannotBeReadIsOneBadSample) {
  Texts source({{"a.csv", ""}, {"b.csv", series(4)}, {"c.csv", "x\n1\n"}});
  const WindowTable table(source, plan());
  ASSERT_EQ(table.size(), 3U);
  std::array<float, 4> values{};
  EXPECT_FALSE(table.steps(0, values));
  EXPECT_TRUE(table.steps(1, values));
  const auto refused = table.steps(2, values);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().path, "c.csv");
  EXPECT_FALSE(refused.error().record);
  EXPECT_EQ(table.target(2), 0);
}

TEST(WindowTable, ADatasetWithoutAWindowIsRefused) {
  Texts source({{"a.csv", series(3)}});
  EXPECT_THROW(WindowTable(source, plan()), LoadFailure);
}

}  // namespace
}  // namespace proofload::reference
