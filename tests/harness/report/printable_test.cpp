#include "report/printable.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <memory>

namespace proofload {
namespace {

TEST(Printable, LeavesReadableTextAsItIs) {
  EXPECT_EQ(printable("cats/a b.png"), "cats/a b.png");
  EXPECT_EQ(printable("Käfer/猫.png"), "Käfer/猫.png");
  EXPECT_EQ(printable("back\\slash"), "back\\slash");
}

TEST(Printable, ShowsTerminalEscapesAsText) {
  EXPECT_EQ(printable("a\x1b[31mred"), "a\\x1B[31mred");
  EXPECT_EQ(printable("line\nbreak\r\x7f"), "line\\x0Abreak\\x0D\\x7F");
}

TEST(Printable, ShowsControlsThatHideInUtf8AsText) {
  EXPECT_EQ(printable("\xc2\x9b"), "\\xC2\\x9B") << "the one-character CSI";
  EXPECT_EQ(printable("gpj\xe2\x80\xae.exe"), "gpj\\xE2\\x80\\xAE.exe") << "right-to-left override";
}

TEST(Printable, ShowsBytesThatAreNoUtf8AsText) {
  EXPECT_EQ(printable("\xff\xfe"), "\\xFF\\xFE");
  EXPECT_EQ(printable("\xc0\xaf"), "\\xC0\\xAF") << "overlong";
  EXPECT_EQ(printable("\xed\xa0\x80"), "\\xED\\xA0\\x80") << "a surrogate";
  EXPECT_EQ(printable("ab\xe7\x8c"), "ab\\xE7\\x8C") << "cut";
}

TEST(ShellQuoted, LeavesPlainPathsAsTheyAre) {
  EXPECT_EQ(shell_quoted("findings/a-1.tar"), "findings/a-1.tar");
  EXPECT_EQ(shell_quoted(""), "''");
  EXPECT_EQ(shell_quoted("a b"), "'a b'");
}

/// What a shell makes of a word.
std::string as_bash_reads(const std::string& word) {
  const std::string command = "exec bash -c \"$(cat <<'END_OF_WORD'\nprintf %s " + word + "\nEND_OF_WORD\n)\"";
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
  std::string read;
  std::array<char, 256> part{};
  while (const std::size_t got = std::fread(part.data(), 1, part.size(), pipe.get())) {
    read.append(part.data(), got);
  }
  return read;
}

TEST(ShellQuoted, IsReadBackByAShellAsItWas) {
  for (const std::string path :
       {"it's", "$HOME `id` \"x\"", "a\nb", "\x1b[2J", "\xff\xfe'\\", "~/x", "a;b|c&d", "Käfer 1",
        "\x01"
        "7"}) {
    EXPECT_EQ(as_bash_reads(shell_quoted(path)), path) << shell_quoted(path);
  }
}

}  // namespace
}  // namespace proofload
