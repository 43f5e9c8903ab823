// What the grammar of CSV says of files: sound, damaged for every reader, or right either way.
#include "dataset/csv.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace proofload {
namespace {

SequenceEvidence look(std::string_view text) {
  return look_at_csv(Blob(text), Csv{{"x", "y"}}, 2, MissingValues::refused);
}

void expect_sound(std::string_view text, const std::vector<double>& values) {
  const SequenceEvidence seen = look(text);
  EXPECT_EQ(seen.decodes, Soundness::sound) << text << seen.cause;
  EXPECT_EQ(seen.structure, Soundness::sound) << text << seen.cause;
  EXPECT_EQ(seen.sequence.values, values) << text;
}

void expect_damaged_structure(std::string_view text) {
  EXPECT_EQ(look(text).structure, Soundness::damaged) << text;
  EXPECT_NE(look(text).cause, "") << text;
}

void expect_either(std::string_view text) {
  EXPECT_EQ(look(text).structure, Soundness::unsure) << text;
  EXPECT_EQ(look(text).decodes, Soundness::unsure) << text;
}

TEST(Csv, LineEndsQuotesAndAByteOrderMarkChangeNothing) {
  for (const char* text : {"x,y\n1,2\n3,4.5\n", "x,y\r\n1,2\r\n3,4.5\r\n", "x,y\n1,2\n3,4.5",
                           "\xEF\xBB\xBFx,y\n1,2\n3,4.5\n", "\"x\",y\n\"1\",2\n3,\"4.5\"\n", "x,y\r\n1,2\n3,45e-1\n"}) {
    expect_sound(text, {1, 2, 3, 4.5});
  }
}

TEST(Csv, AHeaderAloneIsASequenceWithoutSteps) { expect_sound("x,y\n", {}); }

TEST(Csv, FieldsAreCounted) {
  expect_damaged_structure("x,y\n1\n");
  expect_damaged_structure("x,y\n1,2,3\n");
  expect_damaged_structure("x,y\n1,2,\n");
  expect_damaged_structure("x,y\n1,2\n3,4,");
  expect_damaged_structure("x\n1,2\n");
}

TEST(Csv, TheHeaderMustNameTheColumns) {
  expect_damaged_structure("a,b\n1,2\n");
  expect_damaged_structure("1,2\n3,4\n");
  expect_either("y,x\n1,2\n");
  expect_either("X, y\n1,2\n");
}

TEST(Csv, AQuoteMustBeClosed) {
  expect_damaged_structure("x,y\n1,\"2\n3,4\n");
  EXPECT_EQ(look("x,y\n1,\"2\n3,4\n").cause, "line 2: a quote is never closed");
}

TEST(Csv, WhatIsNoNumberIsDamage) {
  for (const char* field : {"abc", "1\"2", "", "nan", "-inf", "\"1\"2"}) {
    const SequenceEvidence seen = look("x,y\n1," + std::string(field) + "\n");
    EXPECT_EQ(seen.decodes, Soundness::damaged) << field;
    EXPECT_NE(seen.cause.find("line 2"), std::string::npos) << seen.cause;
  }
}

TEST(Csv, WhereReadersDifferEitherIsRight) {
  for (const char* field : {" 1", "1 ", "+1", ".5", "1.", "007", "1e999", "0x1p3", "1_000"}) {
    expect_either("x,y\n1," + std::string(field) + "\n");
  }
  expect_either("x,y\n1,2\n\n3,4\n");
  expect_either("x,y\r1,2\r");
}

TEST(Csv, ABlankLineIsRefusedOrPassedOverAndEndsNothing) {
  const SequenceEvidence seen = look("x,y\n1,2\n\n3,4\n");
  EXPECT_EQ(seen.structure, Soundness::unsure);
  EXPECT_EQ(seen.meaning, SequenceEvidence::Meaning::one);
  EXPECT_EQ(seen.sequence.values, (std::vector<double>{1, 2, 3, 4}));
  for (const char* text : {"x,y\n1,2\n\n+3,4\n", "x,y\n1,2\n\n3\n", "x,y\n1,2\n\nabc,4\n"}) {
    EXPECT_EQ(look(text).meaning, SequenceEvidence::Meaning::open) << text;
  }
  const auto missing_taken = look_at_csv(Blob("x,y\n1,2\n\n3,4\n"), Csv{}, 2, MissingValues::nan);
  EXPECT_EQ(missing_taken.meaning, SequenceEvidence::Meaning::open);
}

TEST(Csv, MissingValuesAreRightEitherWayWhereNothingIsDeclared) {
  const SequenceEvidence seen = look_at_csv(Blob("x,y\n1,\n"), Csv{}, 2, MissingValues::undeclared);
  EXPECT_EQ(seen.decodes, Soundness::unsure);
  EXPECT_TRUE(std::isnan(seen.sequence.values.at(1)));
}

TEST(Csv, LineNumbersCountLinesInQuotes) { EXPECT_EQ(look("\"x\",y\n\"1\n\",2\n3\n").cause.substr(0, 7), "line 4:"); }

}  // namespace
}  // namespace proofload
