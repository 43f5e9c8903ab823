#include "reference/text_tokens.hpp"

#include <gtest/gtest.h>

#include <string_view>

namespace proofload::reference {
namespace {

std::expected<std::vector<float>, std::string> read(std::string_view text) {
  std::vector<float> values;
  auto done = Vocabulary({"<pad>", "the", "cat"}).read(std::as_bytes(std::span(text)), values);
  if (!done) {
    return std::unexpected(done.error());
  }
  return values;
}

TEST(TextTokens, AreTheirPlacesInTheVocabulary) {
  EXPECT_EQ(read("the cat <pad>\r\n\tcat"), (std::vector<float>{1, 2, 0, 2}));
  EXPECT_EQ(read(" \n"), std::vector<float>{});
}

TEST(TextTokens, SayWhereAnUnknownOneStands) {
  EXPECT_EQ(read("the\ncat dog").error(), "line 2: expected a token of the vocabulary, found \"dog\"");
  EXPECT_EQ(read("").error(), "expected a text, found an empty file");
  for (const char* text : {"The", "cat.", "ca", "the\vcat", "\xEF\xBB\xBFthe"}) {
    EXPECT_FALSE(read(text)) << text;
  }
}

}  // namespace
}  // namespace proofload::reference
