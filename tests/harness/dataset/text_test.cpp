// What the vocabulary says of texts: sound, damaged for every reader, or right either way.
#include "dataset/text.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string_view>
#include <vector>

namespace proofload {
namespace {

const Text words{{"<pad>", "the", "cat", "k\xC3\xA4se"}, {}};

SequenceEvidence look(std::string_view text, const Text& kind = words) { return look_at_text(Blob(text), kind); }

TEST(Texts, TokensStandBetweenBlanksOfAnyNumber) {
  for (const char* text :
       {"the cat <pad> k\xC3\xA4se", "\nthe  cat\t<pad>\r\nk\xC3\xA4se\n", "the\ncat\n<pad>\nk\xC3\xA4se"}) {
    EXPECT_EQ(look(text).structure, Soundness::sound) << text << look(text).cause;
    EXPECT_EQ(look(text).sequence.values, (std::vector<double>{1, 2, 0, 3})) << text;
  }
  EXPECT_EQ(look("\n").structure, Soundness::sound);
  EXPECT_EQ(look("\n").sequence.steps(), 0U);
}

TEST(Texts, WhatIsNotInTheVocabularyIsDamage) {
  for (const char* text : {"the dog", "the ca", "thecat", "The cat", "the cat,", "k\xE4se"}) {
    EXPECT_EQ(look(text).decodes, Soundness::damaged) << text;
    EXPECT_EQ(look(text).structure, Soundness::damaged) << text;
  }
  EXPECT_EQ(look("the dog").cause, "token 1 is not in the vocabulary");
  EXPECT_TRUE(std::isnan(look("the dog").sequence.values.at(1)));
}

TEST(Texts, WhatIsNotInTheVocabularyHasAnIdWhereOneIsDeclared) {
  Text with_unknown = words;
  with_unknown.unknown = 2;
  EXPECT_EQ(look("the dog", with_unknown).structure, Soundness::sound);
  EXPECT_EQ(look("the dog", with_unknown).sequence.values, (std::vector<double>{1, 2}));
}

TEST(Texts, WhereReadersDifferEitherIsRight) {
  for (const std::string_view text :
       {std::string_view("the\0 cat", 8), std::string_view("the\vcat"), std::string_view("\xEF\xBB\xBFthe cat"),
        std::string_view("the\xC2\xA0"
                         "cat")}) {
    EXPECT_EQ(look(text).structure, Soundness::unsure) << text;
    EXPECT_EQ(look(text).decodes, Soundness::unsure) << text;
  }
  EXPECT_EQ(look("the\v dog").structure, Soundness::damaged);  // also damage
}

}  // namespace
}  // namespace proofload
