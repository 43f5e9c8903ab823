// Damage to bytes that no format knows of: blocks, words, transfers, and what is put in front and behind.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "proofload/fault.hpp"

namespace proofload {
namespace {

using ::testing::ElementsAre;

std::string damaged(std::string_view text, Fault fault) {
  fault.path = "c/x.txt";
  const Dataset dataset{{{fault.path, Blob(text)}, {"c/y.txt", Blob("the other file")}}, {}};
  return std::string(proofload::apply(dataset, std::vector{fault}).nodes[0].bytes.text());
}

std::string with_block(std::string text, std::uint64_t at, std::uint64_t amount) {
  return damaged("0123456789",
                 {.kind = FaultKind::block, .at = {Place::From::start, at}, .amount = amount, .text = std::move(text)});
}

std::string sent(std::string_view bytes, std::string how) {
  return damaged(bytes, {.kind = FaultKind::transfer, .text = std::move(how)});
}

TEST(Blocks, AreDroppedDoubledAndExchanged) {
  EXPECT_EQ(with_block("drop", 2, 3), "0156789");
  EXPECT_EQ(with_block("drop", 8, 99), "01234567");
  EXPECT_EQ(with_block("double", 2, 3), "0123423456789");
  EXPECT_EQ(with_block("exchange", 2, 3), "0156723489");
  EXPECT_EQ(with_block("exchange", 6, 99), "0123458967");
  EXPECT_EQ(with_block("drop", 10, 1), "0123456789") << "there is nothing behind the end";
  EXPECT_EQ(with_block("nonsense", 2, 3), "0123456789");
}

TEST(Words, StandTheOtherWayAround) {
  const auto swapped = [](std::uint64_t width) {
    return damaged("x0123456789", {.kind = FaultKind::byte_swap, .at = {Place::From::start, 1}, .amount = width});
  };
  EXPECT_EQ(swapped(2), "x1032547698");
  EXPECT_EQ(swapped(4), "x3210765489");
  EXPECT_EQ(swapped(8), "x7654321089");
  EXPECT_EQ(swapped(3), swapped(2));
}

TEST(TornWrites, EndWithWhatWasThereBefore) {
  const auto torn = [](std::string text, std::uint64_t at) {
    return damaged("0123456789",
                   {.kind = FaultKind::torn_write, .at = {Place::From::start, at}, .text = std::move(text)});
  };
  EXPECT_EQ(torn("c/y.txt", 4), "0123other file");
  EXPECT_EQ(torn("zeros", 7), std::string("0123456\0\0\0", 10));
  EXPECT_EQ(torn("c/none.txt", 4), "0123456789");
}

TEST(OtherFiles, AreJoinedInFrontAndBehind) {
  EXPECT_EQ(damaged("012", {.kind = FaultKind::append, .text = "c/y.txt"}), "012the other file");
  EXPECT_EQ(damaged("012", {.kind = FaultKind::prepend, .amount = 2, .text = "self"}), "01012");
  EXPECT_EQ(damaged("012", {.kind = FaultKind::prepend, .text = "bom"}),
            "\xEF\xBB\xBF"
            "012");
  EXPECT_EQ(damaged("012", {.kind = FaultKind::prepend, .text = "http_header"}),
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n012");
}

TEST(Transfers, DoToBytesWhatIsDoneToText) {
  EXPECT_EQ(sent("a\nb\r\n", "lf_to_crlf"), "a\r\nb\r\r\n");
  EXPECT_EQ(sent("a\nb\r\n\r", "crlf_to_lf"), "a\nb\n\r");
  EXPECT_EQ(sent("ab\x1A"
                 "cd",
                 "cut_at_eof_mark"),
            "ab");
  EXPECT_EQ(sent(std::string_view("ab\0cd", 5), "cut_at_nul"), "ab");
  EXPECT_EQ(sent(std::string_view("ab\0cd", 5), "nul_to_blank"), "ab cd");
  EXPECT_EQ(sent("a\xE9\x80", "strip_high_bit"), std::string("a\x69\0", 3));
  EXPECT_EQ(sent("a\xE9", "utf8_twice"), "a\xC3\xA9");
  EXPECT_EQ(sent("a\xC3\xA9\xE9z\xF0\x9F\x98\x80\xF0\x9F", "utf8_replaced"),
            "a\xC3\xA9\xEF\xBF\xBDz\xF0\x9F\x98\x80\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(sent("Man", "base64"), "TWFu");
  EXPECT_EQ(sent("Ma", "base64"), "TWE=");
  EXPECT_EQ(sent("M", "base64"), "TQ==");
  EXPECT_EQ(sent("a=\xE9\n", "quoted_printable"), "a=3D=E9\n");
  EXPECT_EQ(sent("a\xE9", "hex"), "61e9");
}

TEST(Transfers, OfWhatTheyDoNotTouchAreInert) {
  const Dataset dataset{{{"c/x.txt", Blob("plain\n")}}, {}};
  for (const char* how : {"crlf_to_lf", "strip_high_bit", "utf8_twice", "utf8_replaced", "cut_at_nul"}) {
    const std::vector<Fault> faults = {{.kind = FaultKind::transfer, .path = "c/x.txt", .text = how}};
    EXPECT_THAT(proofload::apply(dataset, faults).inert, ElementsAre(true)) << how;
  }
}

}  // namespace
}  // namespace proofload
