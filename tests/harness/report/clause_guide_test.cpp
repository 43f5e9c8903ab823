#include "report/clause_guide.hpp"

#include <gtest/gtest.h>

#include <set>

namespace proofload {
namespace {

TEST(ClauseGuide, SaysSomethingOfItsOwnOfEveryClause) {
  std::set<std::string_view> texts;
  for (const Clause clause : all_clauses) {
    const ClauseGuide& text = guide(clause);
    EXPECT_EQ(text.clause, clause);
    for (const std::string_view part : {text.says, text.matters, text.real, text.fix}) {
      EXPECT_GT(part.size(), 20U) << name(clause);
      EXPECT_TRUE(part.ends_with('.')) << name(clause) << ": " << part;
      EXPECT_TRUE(texts.insert(part).second) << name(clause) << " repeats: " << part;
    }
  }
}

}  // namespace
}  // namespace proofload
