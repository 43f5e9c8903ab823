#include <gtest/gtest.h>

#include "proofload/case.hpp"
#include "proofload/random.hpp"

namespace proofload {
namespace {

TEST(Escape, ShowsEveryByteAsPrintableAsciiAndTakesItBack) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) {
    bytes += static_cast<char>(i);
  }
  const std::string text = escape(bytes);
  for (const char c : text) {
    EXPECT_TRUE(c >= ' ' && c <= '~' && c != '"' && c != '\'') << static_cast<int>(c);
  }
  EXPECT_EQ(unescape(text), bytes);
}

TEST(Escape, TakesBackRandomBytes) {
  Random random(1);
  for (int i = 0; i < 20000; ++i) {
    std::string bytes(random.below(12), ' ');
    for (char& c : bytes) {
      c = random.one_in(3) ? "\\x4\"aF"[random.below(6)] : static_cast<char>(random.below(256));
    }
    ASSERT_EQ(unescape(escape(bytes)), bytes);
  }
}

TEST(Escape, WritesATerminalSequenceSoThatNoTerminalObeysIt) { EXPECT_EQ(escape("\x1B[31m"), "\\x1B[31m"); }

TEST(Escape, LeavesABackslashThatOpensNoEscapeAsItIs) {
  EXPECT_EQ(unescape("a\\b"), "a\\b");
  EXPECT_EQ(unescape("a\\x4"), "a\\x4");
  EXPECT_EQ(unescape("a\\xZZ"), "a\\xZZ");
}

}  // namespace
}  // namespace proofload
