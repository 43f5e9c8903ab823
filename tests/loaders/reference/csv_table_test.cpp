#include "reference/csv_table.hpp"

#include <gtest/gtest.h>

#include <string>

namespace proofload::reference {
namespace {

std::expected<std::vector<float>, std::string> read(std::string_view text) {
  std::vector<float> values;
  auto done = read_csv_table(std::as_bytes(std::span(text)), {.columns = {"x", "y"}, .low = -10, .high = 10}, values);
  if (!done) {
    return std::unexpected(done.error());
  }
  return values;
}

TEST(CsvTable, ReadsNumbersHoweverTheyAreQuotedAndTheLinesEnd) {
  const std::vector<float> expected = {1, -2.5, 3, 0.04F};
  for (const char* text : {"x,y\n1,-2.5\n3,4e-2\n", "x,y\r\n1,-2.5\r\n3,4e-2\r\n", "x,y\n1,-2.5\n3,0.04",
                           "\xEF\xBB\xBF\"x\",\"y\"\n\"1\",-2.5\n3,\"4e-2\"\n"}) {
    EXPECT_EQ(read(text), expected) << text;
  }
  EXPECT_EQ(read("x,y\n"), std::vector<float>());
}

TEST(CsvTable, SaysTheLineOfWhatItRefuses) {
  EXPECT_EQ(read("").error(), "line 1: expected a header row, found the end of the file");
  EXPECT_EQ(read("x,z\n").error(), "line 1: expected the column \"y\", found \"z\"");
  EXPECT_EQ(read("x,y\n1,2\n3\n").error(), "line 3: expected 2 fields, found 1");
  EXPECT_EQ(read("x,y\n1,2,3\n").error(), "line 2: expected 2 fields, found more");
  EXPECT_EQ(read("x,y\n1,abc\n").error(), "line 2: expected a number, found \"abc\"");
  EXPECT_EQ(read("x,y\n1,\"2\n").error(), "line 2: a quote is never closed");
  EXPECT_EQ(read("x,y\n1,\"2\"3\n").error(), "line 2: text after a closing quote");
  EXPECT_EQ(read("x,y\r1,2\r").error(), "line 1: a CR that no LF follows");
}

TEST(CsvTable, RefusesWhatIsPlainlyNoNumberInItsRange) {
  for (const char* field :
       {"", " 1", "1 ", "+1", "nan", "inf", "-infinity", "1e999", "0x1p3", "1_000", "10.5", "-11"}) {
    EXPECT_FALSE(read("x,y\n1," + std::string(field) + "\n")) << field;
  }
}

TEST(CsvTable, RefusesABlankLine) { EXPECT_FALSE(read("x,y\n1,2\n\n")); }

}  // namespace
}  // namespace proofload::reference
