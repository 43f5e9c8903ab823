// What the grammar of JSON says of files of lines: sound, damaged for every reader, or right either way.
#include "dataset/jsonl.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace proofload {
namespace {

SequenceEvidence look(std::string_view text, MissingValues missing = MissingValues::refused) {
  return look_at_jsonl(Blob(text), Jsonl{{"x", "y"}}, 2, missing);
}

void expect_sound(std::string_view text, const std::vector<double>& values) {
  const SequenceEvidence seen = look(text);
  EXPECT_EQ(seen.decodes, Soundness::sound) << text << seen.cause;
  EXPECT_EQ(seen.structure, Soundness::sound) << text << seen.cause;
  EXPECT_EQ(seen.sequence.values, values) << text;
}

void expect_damaged(std::string_view text) {
  EXPECT_EQ(look(text).decodes, Soundness::damaged) << text;
  EXPECT_EQ(look(text).structure, Soundness::damaged) << text;
  EXPECT_NE(look(text).cause, "") << text;
}

void expect_either(std::string_view text) {
  EXPECT_EQ(look(text).structure, Soundness::unsure) << text << look(text).cause;
  EXPECT_EQ(look(text).decodes, Soundness::unsure) << text << look(text).cause;
}

TEST(Jsonl, BlanksOrderAndLineEndsChangeNothing) {
  for (const char* text :
       {"{\"x\":1,\"y\":2}\n{\"x\":3,\"y\":4.5}\n", "{ \"y\" : 2, \"x\" : 1 }\r\n{\"y\":45e-1,\"x\":3}\r\n",
        "{\"x\":1.0,\"y\":2}\n{\"x\":3,\"y\":4.5}", "  {\"\\u0078\":1,\"y\":2}\t\n{\"x\":3,\"y\":0.45E+1}\n"}) {
    expect_sound(text, {1, 2, 3, 4.5});
  }
}

TEST(Jsonl, LinesMayBeArrays) {
  const SequenceEvidence seen = look_at_jsonl(Blob("[1, 2]\n[3,4]\n"), Jsonl{}, 2, MissingValues::refused);
  EXPECT_EQ(seen.structure, Soundness::sound) << seen.cause;
  EXPECT_EQ(seen.sequence.values, (std::vector<double>{1, 2, 3, 4}));
  for (const char* text : {"[1]\n", "[1,2,3]\n", "{\"x\":1,\"y\":2}\n", "1\n"}) {
    EXPECT_EQ(look_at_jsonl(Blob(text), Jsonl{}, 2, MissingValues::refused).structure, Soundness::damaged) << text;
  }
}

TEST(Jsonl, WhatIsNoJsonIsDamageWithItsLine) {
  expect_damaged("{\"x\":1,\"y\":2}\n{\"x\":1,\"y\"\n");
  expect_damaged("{\"x\":1,\"y\":2}\nabc\n");
  expect_damaged("{\"x\":1,\"y\":2\n");
  expect_damaged("{\"x\":1,\"y\":}\n");
  expect_damaged("{\"x\":1,\"y\":2},1\n");
  EXPECT_EQ(look("{\"x\":1,\"y\":2}\r\n{\"x\":1,\"y\"\r\n").cause.substr(0, 7), "line 2:");
}

TEST(Jsonl, EveryLineNeedsItsMembers) {
  for (const char* text : {"{\"x\":1}\n", "[1,2]\n", "3\n", "{\"x\":1,\"z\":2}\n"}) {
    EXPECT_EQ(look(text).structure, Soundness::damaged) << text;
  }
  expect_damaged("{\"x\":1,\"y\":[2]}\n");
  expect_damaged("{\"x\":1,\"y\":{\"y\":2}}\n");
  expect_damaged("{\"x\":1,\"y\":\"two\"}\n");
}

TEST(Jsonl, WhereReadersDifferEitherIsRight) {
  for (const char* text :
       {"{\"x\":1,\"y\":NaN}\n", "{\"x\":1,\"y\":2,}\n", "{'x':1,'y':2}\n", "{\"x\":1,\"y\":2} // why\n",
        "{\"x\":1,\"y\":2}\n\n", "{\"x\":1,\"x\":1,\"y\":2}\n", "{\"x\":1,\"y\":2,\"z\":3}\n",
        "{\"x\":1,\"y\":\"2\"}\n", "{\"x\":1,\"y\":true}\n", "{\"x\":1,\"y\":1e999}\n", "{\"x\":1,\"y\":02}\n",
        "{\"x\":1,\"y\":.5}\n", "{\"x\":1,\"y\":2}{\"x\":1,\"y\":2}\n", "\xEF\xBB\xBF{\"x\":1,\"y\":2}\n",
        "{\"x\":1,\"y\":2}\r{\"x\":1,\"y\":2}", "{\"x\":1,\"y\":123456789012345678901234567890}\n",
        "{\"x\":1,\"y\":2,\"\xFF\":1}\n", "{\"x\":1,\"y\":1_000}\n"}) {
    expect_either(text);
  }
  expect_either(std::string_view("{\"x\":1,\"y\":2}\0\n", 15));
}

TEST(Jsonl, MissingValuesAreRightEitherWayWhereNothingIsDeclared) {
  expect_damaged("{\"x\":1,\"y\":null}\n");
  const SequenceEvidence seen = look("{\"x\":1,\"y\":null}\n", MissingValues::undeclared);
  EXPECT_EQ(seen.decodes, Soundness::unsure);
  EXPECT_TRUE(std::isnan(seen.sequence.values.at(1)));
}

TEST(Jsonl, DeepNestingIsNoTrouble) {
  const std::string deep(100'000, '[');
  expect_damaged("{\"x\":1,\"y\":" + deep + "}\n");
}

}  // namespace
}  // namespace proofload
