#include "reference/record_table.hpp"

#include <gtest/gtest.h>

#include <string>

#include "loaders/reference/texts.hpp"
#include "reference/jsonl_record.hpp"

namespace proofload::reference {
namespace {

RecordTablePlan lines() {
  static const JsonlRecordPlan plan{.ignored = {"text"}, .channels = 2, .classes = 4, .low = -10, .high = 10};
  return {.extension = "jsonl", .format = [] { return jsonl_record_format(plan); }};
}

TEST(RecordTable, HoldsTheSamplesOfAllFilesInTheOrderOfTheirNames) {
  Texts source({{"b.jsonl", "{\"label\":3,\"features\":[]}"},
                {"a.JSONL",
                 "\xEF\xBB\xBF{\"features\":[[1,2],[3,4]],\"label\":1}\r\n"
                 "{\"label\":2,\"text\":{\"label\":[0]},\"features\":[[-1.5,1e1]]}\n"},
                {"a.txt", "no sample"}});
  const RecordTable table(source, lines());
  ASSERT_EQ(table.size(), 3U);
  EXPECT_EQ(table.path(1), "a.JSONL");
  EXPECT_EQ(table.path(2), "b.jsonl");
  EXPECT_EQ(table.label(0, -1), 1);
  EXPECT_EQ(table.label(2, -1), 3);
  const auto first = table.values(0);
  EXPECT_EQ(std::vector(first->begin(), first->end()), (std::vector<float>{1, 2, 3, 4}));
  const auto second = table.values(1);
  EXPECT_EQ(std::vector(second->begin(), second->end()), (std::vector<float>{-1.5, 10}));
  EXPECT_TRUE(table.values(2)->empty());
}

TEST(RecordTable, RefusesABadLineAloneAndSaysWhereItIs) {
  const char* good = "{\"features\":[[1,2]],\"label\":0}\n";
  for (const char* bad :
       {"{\"features\":[[1,2]],\"label\":4}\n", "{\"features\":[[1,2]],\"label\":1.5}\n",
        "{\"features\":[[1]],\"label\":1}\n", "{\"features\":[[1,2]]}\n", "{\"label\":1}\n", "\n", "[]\n",
        "{\"features\":[[1,2]],\"label\":1,\"label\":1}\n", "{\"features\":[[1,2]],\"label\":1,\"more\":1}\n",
        "{\"features\":[[1,11]],\"label\":1}\n", "{\"features\":[[1,NaN]],\"label\":1}\n",
        "{\"features\":[[1,null]],\"label\":1}\n", "{\"features\":[1,2],\"label\":1}\n",
        "{\"features\":[[1,2]],\"label\":\"1\"}\n", "{\"features\":[[1,2\n"}) {
    Texts source({{"a.jsonl", std::string(good)}, {"b.jsonl", std::string(good) + bad + good}}, 7);
    const RecordTable table(source, lines());
    ASSERT_EQ(table.size(), 4U) << bad;
    EXPECT_TRUE(table.values(1) && table.values(3)) << bad;
    const auto refused = table.values(2);
    ASSERT_FALSE(refused) << bad;
    EXPECT_EQ(refused.error().path, "b.jsonl");
    EXPECT_EQ(refused.error().record, 1U);
    EXPECT_EQ(refused.error().index, 2U);
    EXPECT_EQ(table.label(2, -1), -1);
  }
}

TEST(RecordTable, TakesAFileThatCannotBeReadForOneBadSample) {
  Texts source({{"a.jsonl", "denied"}, {"b.jsonl", ""}, {"c.jsonl", "{\"features\":[[1,2]],\"label\":0}"}});
  const RecordTable table(source, lines());
  ASSERT_EQ(table.size(), 3U);
  EXPECT_EQ(table.values(0).error().path, "a.jsonl");
  EXPECT_FALSE(table.values(0).error().record);
  EXPECT_EQ(table.values(1).error().reason, "expected samples, found an empty file");
  EXPECT_TRUE(table.values(2));
}

TEST(RecordTable, RefusesADatasetWithoutSamplesAndOneThatIsTooLarge) {
  Texts none({{"a.txt", "x"}});
  EXPECT_THROW(RecordTable(none, lines()), LoadFailure);
  std::string many;
  for (int i = 0; i < 20'000; ++i) {
    many += "{\"features\":[[1,2]],\"label\":0}\n";
  }
  Texts large({{"a.jsonl", many}});
  RecordTablePlan plan = lines();
  plan.memory = 1000;
  EXPECT_THROW(RecordTable(large, plan), LoadFailure);
}

TEST(RecordTable, EndsAtALineThatHasNoEnd) {
  Texts source({{"a.jsonl", "{\"features\":[[1,2]],\"label\":0}\n" + std::string(1U << 20U, ' ')}});
  RecordTablePlan plan = lines();
  plan.longest_record = 1000;
  const RecordTable table(source, plan);
  ASSERT_EQ(table.size(), 2U);
  EXPECT_TRUE(table.values(0));
  EXPECT_EQ(table.values(1).error().record, 1U);
}

}  // namespace
}  // namespace proofload::reference
