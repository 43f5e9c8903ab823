#include "reference/jsonl_steps.hpp"

#include <gtest/gtest.h>

#include <string>

namespace proofload::reference {
namespace {

std::expected<std::vector<float>, std::string> read(std::string_view text) {
  std::vector<float> values;
  auto done = read_jsonl_steps(std::as_bytes(std::span(text)), {.members = {"x", "y"}, .low = -10, .high = 10}, values);
  if (!done) {
    return std::unexpected(done.error());
  }
  return values;
}

TEST(JsonlSteps, ReadsMembersInAnyOrderHoweverTheLinesEnd) {
  const std::vector<float> expected = {1, -2.5, 3, 0.04F};
  for (const char* text :
       {"{\"x\":1,\"y\":-2.5}\n{\"y\":4e-2,\"x\":3}\n", "{ \"x\": 1, \"y\": -2.5 }\r\n{\"x\":3,\"y\":0.04}\r\n",
        "{\"y\":-2.5,\"x\":1.0}\n{\"x\":3,\"y\":0.04}"}) {
    EXPECT_EQ(read(text), expected) << text;
  }
}

TEST(JsonlSteps, SaysTheLineOfWhatItRefuses) {
  EXPECT_EQ(read("").error(), "line 1: expected a step, found the end of the file");
  EXPECT_EQ(read("{\"x\":1,\"y\":2}\n[1,2]\n").error(), "line 2: expected an object, found another value");
  EXPECT_EQ(read("{\"x\":1}\n").error(), "line 1: expected a member \"y\", found none");
  EXPECT_EQ(read("{\"x\":1,\"x\":1,\"y\":2}\n").error(), "line 1: the member \"x\" comes twice");
  EXPECT_EQ(read("{\"x\":1,\"y\":2,\"z\":3}\n").error(), "line 1: expected no member \"z\"");
  EXPECT_EQ(read("{\"x\":1,\"y\":\"2\"}\n").error(), "line 1: expected a number as \"y\", found another value");
}

TEST(JsonlSteps, RefusesWhatIsNotPlainlyANumberInRange) {
  for (const char* text :
       {"{\"x\":1,\"y\":null}\n", "{\"x\":1,\"y\":NaN}\n", "{\"x\":1,\"y\":11}\n", "{\"x\":1,\"y\":1e999}\n",
        "{\"x\":1,\"y\":02}\n", "{\"x\":1,\"y\":2,}\n", "{\"x\":1,\"y\":2}\n\n", "{\"x\":1,\"y\":2", "abc\n",
        "\xEF\xBB\xBF{\"x\":1,\"y\":2}\n", "{\"x\":1,\"y\":2}\r{\"x\":1,\"y\":2}\n", "{\"x\":1,\"y\":[2]}\n"}) {
    EXPECT_FALSE(read(text)) << text;
  }
}

}  // namespace
}  // namespace proofload::reference
