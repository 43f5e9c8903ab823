#include "reference/csv_record.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace proofload::reference {
namespace {

using Role = CsvColumn::Role;

const CsvRecordPlan& rows() {
  static const CsvRecordPlan plan{
      .columns = {{"x", Role::feature}, {"note", Role::ignored}, {"label", Role::label}, {"y", Role::feature}},
      .classes = 3,
      .low = -10,
      .high = 10};
  return plan;
}

const CsvRecordPlan& steps() {
  static const CsvRecordPlan plan{
      .columns = {{"id", Role::sequence}, {"step", Role::step}, {"label", Role::label}, {"x", Role::feature}},
      .classes = 3,
      .low = -10,
      .high = 10};
  return plan;
}

struct Read {
  std::vector<std::string> outcomes;  ///< a label, or why not
  std::vector<float> values;
  std::string refused;  ///< the whole file

  bool operator==(const Read&) const = default;
};

Read read(RecordFormat& format, std::string_view text) {
  Read result;
  const auto lead = format.lead(text, true);
  if (!lead) {
    result.refused = lead.error();
    return result;
  }
  text.remove_prefix(**lead);
  while (!text.empty()) {
    const std::size_t size = format.cut(text, true).value();
    const auto label = format.parse(text.substr(0, size), result.values);
    result.outcomes.push_back(label ? std::to_string(*label) : label.error());
    text.remove_prefix(size);
  }
  return result;
}

Read read_rows(std::string_view text) { return read(*csv_row_format(rows()), text); }
Read read_steps(std::string_view text) { return read(*csv_long_format(steps()), text); }

TEST(CsvRecord, ReadsARowHoweverItIsWritten) {
  const Read expected{{"2", "0"}, {1, -2.5, 3, 0.04F}, {}};
  for (const char* text : {"x,note,label,y\n1,a,2,-2.5\n3,b,0,4e-2\n",
                           "\xEF\xBB\xBFx,note,label,y\r\n1,\"a,\"\"\r\n\",2,-2.5\r\n3,,0,0.04\r\n",
                           "\"x\",note,\"label\",y\n\"1\",\"\n\",\"2\",-2.5\n3,b,0,0.04"}) {
    EXPECT_EQ(read_rows(text), expected) << text;
  }
}

TEST(CsvRecord, RefusesOneRowAlone) {
  for (const char* bad :
       {"1,a,2", "1,a,2,3,4", "", "1,a,3,2", "1,a,-1,2", "1,a,1.0,2", "1,a,x,2", "11,a,1,2", "nan,a,1,2", ",a,1,2",
        " 1,a,1,2", "\"1\"x,a,1,2", "1,a\rb,1,2", "1e999,a,1,2", "0x1,a,1,2"}) {
    const Read found = read_rows(std::string("x,note,label,y\n1,a,1,2\n") + bad + "\n3,b,2,4\n");
    ASSERT_EQ(found.outcomes.size(), 3U) << bad;
    EXPECT_EQ(found.outcomes[0], "1") << bad;
    EXPECT_GT(found.outcomes[1].size(), 1U) << bad;
    EXPECT_EQ(found.outcomes[2], "2") << bad;
  }
}

TEST(CsvRecord, SaysOfAQuoteThatItIsNeverClosed) {
  const Read found = read_rows("x,note,label,y\n1,a,1,2\n1,\"a,1,2\n1,a,1,2\n");
  ASSERT_EQ(found.outcomes.size(), 2U);
  EXPECT_EQ(found.outcomes[1], "a quote is never closed");
}

TEST(CsvRecord, RefusesAFileWithAnotherHeader) {
  EXPECT_EQ(read_rows("x,note,y,label\n").refused, "header: expected the column \"label\", found \"y\"");
  EXPECT_EQ(read_rows("x,note,label\n").refused, "header: expected the column \"y\", found none");
  EXPECT_EQ(read_rows("x,note,label,y,y\n").refused, "header: expected 4 columns, found more");
  EXPECT_EQ(read_rows("\xEF\xBB\xBF").refused, "expected a header row, found the end of the file");
}

TEST(CsvRecord, PutsRowsOfOneNameTogether) {
  EXPECT_EQ(read_steps("id,step,label,x\n7,0,1,1\n7,1,1,2\n\"a,\n\",0,2,3\n8,0,0,4\n8,1,0,5"),
            (Read{{"1", "2", "0"}, {1, 2, 3, 4, 5}, {}}));
}

TEST(CsvRecord, RefusesASequenceWithABadRow) {
  for (const char* bad : {"7,0,1,1\n7,2,1,2", "7,1,1,1", "7,0,1,1\n7,1,2,2", "7,0,1", "7,0,1,1\n7,1,1,x"}) {
    const Read found = read_steps(std::string("id,step,label,x\n1,0,2,1\n") + bad + "\n9,0,0,3\n");
    ASSERT_EQ(found.outcomes.size(), 3U) << bad;
    EXPECT_EQ(found.outcomes[0], "2") << bad;
    EXPECT_GT(found.outcomes[1].size(), 1U) << bad;
    EXPECT_EQ(found.outcomes[2], "0") << bad;
  }
}

TEST(CsvRecord, RefusesASequenceThatComesAgain) {
  const Read found = read_steps("id,step,label,x\n1,0,2,1\n2,0,1,1\n1,0,2,1\n");
  ASSERT_EQ(found.outcomes.size(), 3U);
  EXPECT_EQ(found.outcomes[2], "the rows of a sequence do not stand together: it came before");
}

TEST(CsvRecord, RowsThatDoNotSayWhoseTheyAreBelongToTheSequenceBefore) {
  const Read found = read_steps("id,step,label,x\n\n7,0,1,1\n7\n7,1,1,2\n,0,2,3\n");
  ASSERT_EQ(found.outcomes.size(), 3U);
  EXPECT_GT(found.outcomes[0].size(), 1U);  // none is before it
  EXPECT_GT(found.outcomes[1].size(), 1U);
  EXPECT_EQ(found.outcomes[2], "2");  // the empty name is one
}

TEST(CsvRecord, WaitsForTheEndOfARow) {
  const auto format = csv_row_format(rows());
  EXPECT_EQ(format->cut("1,\"a\n", false), std::nullopt);
  EXPECT_EQ(format->cut("1,\"a\n\",1,2\n", false), 11U);
  const auto sequences = csv_long_format(steps());
  EXPECT_EQ(sequences->cut("7,0,1,1\n7,1,1,2\n", false), std::nullopt);
  EXPECT_EQ(sequences->cut("7,0,1,1\n8,0,1,2\n", false), 8U);
}

}  // namespace
}  // namespace proofload::reference
