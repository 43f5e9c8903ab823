#include "faults/table_faults.hpp"

#include <gtest/gtest.h>

#include <span>
#include <string>
#include <string_view>

#include "proofload/fault.hpp"

namespace proofload {
namespace {

/// The text that a fault leaves of a file.
std::string after(std::string_view text, std::string_view damage, std::uint64_t row) {
  Dataset dataset;
  dataset.files = {{"a/1.csv", Blob(text)}};
  const Fault fault{.kind = FaultKind::table_row, .path = "a/1.csv", .amount = row, .text = std::string(damage)};
  return std::string(proofload::apply(dataset, std::span(&fault, 1)).nodes.front().bytes.text());
}

TEST(TableRow, DamagesTheRowThatIsNamed) {
  constexpr std::string_view table = "x\n1\n2\n3\n";
  EXPECT_EQ(after(table, "twice", 0), "x\n1\n1\n2\n3\n");
  EXPECT_EQ(after(table, "twice", 1), "x\n1\n2\n2\n3\n");
  EXPECT_EQ(after(table, "twice", 2), "x\n1\n2\n3\n3\n");
  EXPECT_EQ(after(table, "twice", 4), after(table, "twice", 1));
}

TEST(TableRow, CountsLinesOfJsonFromTheFirst) {
  constexpr std::string_view lines = "[1]\n[2]\n";
  EXPECT_EQ(after(lines, "blank_line", 0), "\n[1]\n[2]\n");
  EXPECT_EQ(after(lines, "blank_line", 1), "[1]\n\n[2]\n");
}

}  // namespace
}  // namespace proofload
