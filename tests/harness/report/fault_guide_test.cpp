#include "report/fault_guide.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>
#include <string>

namespace proofload {
namespace {

using ::testing::HasSubstr;

TEST(FaultGuide, SaysSomethingOfItsOwnOfEachKindAndOfEachParameterButTexts) {
  std::set<std::string_view> deeds;
  for (std::size_t i = 0; i < fault_kind_count; ++i) {
    const auto kind = static_cast<FaultKind>(i);
    EXPECT_TRUE(deeds.insert(deed_of(kind)).second) << name(kind);
    EXPECT_EQ(traits(kind).uses(FaultParameter::at), deed_of(kind).find("`at`") != std::string_view::npos)
        << name(kind);
    EXPECT_EQ(traits(kind).uses(FaultParameter::amount), deed_of(kind).find("`amount`") != std::string_view::npos)
        << name(kind);
    EXPECT_EQ(traits(kind).uses(FaultParameter::nth), deed_of(kind).find("`nth`") != std::string_view::npos)
        << name(kind);
  }
  EXPECT_EQ(parameters_of(FaultKind::block), "path, at, amount; text: drop, double, exchange");
  EXPECT_EQ(parameters_of(FaultKind::torn_write), "path, at; text: zeros, or another file's path");
  EXPECT_EQ(parameters_of(FaultKind::png_checksum), "PNG: path, at");
}

TEST(FaultGuide, ThePageHoldsTheTableAsItIs) {
  std::ifstream file(PROOFLOAD_FAULT_PAGE);
  const std::string page((std::istreambuf_iterator<char>(file)), {});
  EXPECT_THAT(page, HasSubstr(fault_page_table())) << "put this into docs/faults.md:\n" << fault_page_table();
}

}  // namespace
}  // namespace proofload
