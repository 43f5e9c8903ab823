#include <gtest/gtest.h>

#include <string>

#include "run/case_wire.hpp"
#include "run/verdict_wire.hpp"

namespace proofload {
namespace {

Verdict full_verdict() {
  Verdict verdict;
  verdict[Clause::pairing].state = Judgement::State::broken;
  Because because;
  because.cause = "label-of-another-sample";
  because.what = std::string("any\0byte\xFF\n", 10);
  because.samples = {"a/\xC3\x28.png", "", "b"};
  because.epoch = 0;
  because.row = ~std::uint64_t{0};
  because.expected = "1";
  because.found = "2";
  because.advice = "keep them together";
  verdict[Clause::pairing].because = {because, {}};
  verdict[Clause::model_fits].state = Judgement::State::could_not_tell;
  verdict[Clause::model_fits].note = "why";
  verdict.fired = {0, 3};
  verdict.loader_nanoseconds = 5;
  verdict.total_nanoseconds = 7;
  verdict.tool_failure = "none";
  return verdict;
}

TEST(VerdictWire, BringsAVerdictOverAsItIs) {
  const Verdict verdict = full_verdict();
  const auto again = read_verdict(write_verdict(verdict));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->judgements, verdict.judgements);
  EXPECT_EQ(again->fired, verdict.fired);
  EXPECT_EQ(again->loader_nanoseconds, verdict.loader_nanoseconds);
  EXPECT_EQ(again->total_nanoseconds, verdict.total_nanoseconds);
  EXPECT_EQ(again->tool_failure, verdict.tool_failure);
}

TEST(VerdictWire, RefusesEveryShorterAndEveryLongerRunOfBytes) {
  auto bytes = write_verdict(full_verdict());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    ASSERT_FALSE(read_verdict(std::span(bytes).first(size))) << size;
  }
  bytes.push_back(std::byte{0});
  EXPECT_FALSE(read_verdict(bytes));
}

TEST(VerdictWire, AnAbsurdCountAsksForNoMemory) {
  auto bytes = write_verdict({});
  for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8) {
    auto bad = bytes;
    std::fill_n(bad.begin() + static_cast<std::ptrdiff_t>(at), 8, std::byte{0x7F});
    read_verdict(bad);  // must return
  }
}

TEST(CaseWire, BringsACaseOverAsItIs) {
  Case value;
  value.loader = "some-loader";
  value.dataset.files = {{"a/b\n.png", Blob(std::string_view("\0\1\2", 3))}, {"empty", Blob()}};
  value.dataset.folders = {"c", "d/e"};
  value.faults = {{FaultKind::png_payload, "a/b\n.png", {Place::From::boundary, 4}, 1, 2, 3, -4, "text"}, {}};
  value.options = {17, Shuffle::on, 5, 2, 3, 1, 4, BadSample::substitute, LastBatch::wrap};
  value.epochs = 3;
  value.carrier = Carrier::directory;
  value.comparisons = {Comparison::again, Comparison::abandoned_epoch};
  const auto bytes = send_case(value);
  const auto again = receive_case(bytes);
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, value);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    ASSERT_FALSE(receive_case(std::span(bytes).first(size))) << size;
  }
}

}  // namespace
}  // namespace proofload
