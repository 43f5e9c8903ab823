#include "minimize/text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "minimize/manifests.hpp"

namespace proofload {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(Text, HasNoControlBytes) {
  EXPECT_TRUE(is_text("a,b\r\n\tc"));
  EXPECT_TRUE(is_text("caf\xC3\xA9"));
  EXPECT_FALSE(is_text(std::string_view("a\0b", 3)));
  EXPECT_FALSE(is_text("\x89PNG\r\n\x1a\n"));
}

TEST(Records, KeepLineFeedsWithinQuotes) {
  EXPECT_THAT(records("a\nb,\"c\nd\"\ne"), ElementsAre("a\n", "b,\"c\nd\"\n", "e"));
}

TEST(Records, AreLinesWhereQuotesDoNotComeOutEven) { EXPECT_THAT(records("a\"\nb\n"), ElementsAre("a\"\n", "b\n")); }

TEST(Fields, AreSeparatedOutsideOfQuotes) {
  EXPECT_THAT(fields("a,\"b,c\",\n", ','), ElementsAre("a", "\"b,c\"", ""));
  EXPECT_EQ(separator_of(records("a\tb,c\td\n")), '\t');
  EXPECT_EQ(separator_of(records("one word\n")), 0);
  EXPECT_EQ(unquoted("\"say \"\"hi\"\"\""), "say \"hi\"");
}

Dataset with_list(const std::string& path, const std::string& list) {
  return {{{"a/0.png", Blob("\x01")}, {"a/1.png", Blob("\x01")}, {path, Blob(list)}}, {}};
}

TEST(Manifests, AreFoundByWhatIsInThem) {
  for (const Dataset& dataset : {
           with_list("list.csv", "file,label\na/0.png,1\na/1.png,2\n"),
           with_list("whatever", "a/0.png\na/1.png\n"),
           with_list("a/own.tsv", "0.png\t1\n1.png\t2\n"),
           with_list("x.jsonl", "{\"image\": \"a/0.png\"}\n{\"image\": \"a/1.png\"}\n"),
       }) {
    const auto found = find_manifests(dataset);
    ASSERT_THAT(found, SizeIs(1)) << dataset.files.back().path;
    EXPECT_EQ(found.front().file, 2U);
    EXPECT_THAT(found.front().targets.back(), ElementsAre(1U));
  }
  EXPECT_THAT(find_manifests(with_list("notes.txt", "nothing\nof\nthis\na/0.png\nkind\nhere\n")), IsEmpty());
}

TEST(Manifests, FollowTheirFiles) {
  const Dataset dataset = with_list("list.csv", "file,label\na/0.png,1\na/1.png,2\n");
  const auto found = find_manifests(dataset);
  EXPECT_EQ(renamed(found.front(), dataset, {"x", "y", "list.csv"}), "file,label\nx,1\ny,2\n");
}

}  // namespace
}  // namespace proofload
