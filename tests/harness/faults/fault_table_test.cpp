#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <set>

#include "proofload/fault.hpp"

namespace proofload {
namespace {

TEST(FaultTable, NamesEveryKindOnceAndFindsItAgain) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < fault_kind_count; ++i) {
    const auto kind = static_cast<FaultKind>(i);
    EXPECT_TRUE(names.insert(name(kind)).second);
    EXPECT_EQ(fault_kind_named(name(kind)), kind);
    EXPECT_EQ(name(kind).find_first_not_of("abcdefghijklmnopqrstuvwxyz-"), std::string_view::npos);
    EXPECT_EQ(traits(kind).uses(FaultParameter::text), !traits(kind).texts.empty());
  }
  EXPECT_EQ(fault_kind_named("explode"), std::nullopt);
}

TEST(FaultTable, WhatGoesByCallsOrReadsActsInTime) {
  for (std::size_t i = 0; i < fault_kind_count; ++i) {
    const auto kind = static_cast<FaultKind>(i);
    EXPECT_TRUE(!traits(kind).uses(FaultParameter::nth) || traits(kind).time == FaultTime::in_time) << name(kind);
    EXPECT_TRUE(!counts_calls(kind) || traits(kind).uses(FaultParameter::nth)) << name(kind);
    EXPECT_FALSE(traits(kind).right.empty()) << name(kind);
  }
}

TEST(FaultDescription, SaysWhatAKindUsesAndEscapesNames) {
  EXPECT_EQ(describe(Fault{.kind = FaultKind::truncate, .path = "cats/a\n.png", .at = {Place::From::fraction, 19661}}),
            "truncate cats/a\\x0A.png at 30%");
  EXPECT_EQ(describe(Fault{.kind = FaultKind::listing_order, .path = "x", .seed = 9}), "listing-order, seed 9");
  EXPECT_EQ(describe(Fault{.kind = FaultKind::short_read, .path = "a", .amount = 3, .nth = 2}),
            "short-read a, amount 3, at read 2 and later");
  EXPECT_EQ(
      describe(Fault{.kind = FaultKind::call_error, .path = "a", .amount = 1, .nth = 2, .code = EIO, .text = "open"}),
      "call-error a \"open\", at call 2 and later, EIO");
}

}  // namespace
}  // namespace proofload
