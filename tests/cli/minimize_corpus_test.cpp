#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "cli/command.hpp"

namespace proofload {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;

std::set<std::string> signatures_in(const Json& json) { return json["signatures"].get<std::set<std::string>>(); }

TEST(MinimizeCorpus, KeepsAllCoverageAndSignaturesInFewCases) {
  const Command command;
  ASSERT_EQ(command.run({"fuzz", "skip_shifts_labels", "--for", "2s", "--out", "campaign"}).code, 1);
  // Every case is there twice, so at most half of them are needed.
  std::filesystem::copy(command.folder() / "campaign/corpus", command.folder() / "again");
  std::filesystem::rename(command.folder() / "again", command.folder() / "campaign/corpus/again");
  const Said said = command.run({"minimize-corpus", "campaign", "-o", "seeds", "--json"});
  ASSERT_EQ(said.code, 0) << said.err;
  const Json json = Json::parse(said.out);
  EXPECT_EQ(json["loader"], "skip_shifts_labels");
  EXPECT_GE(signatures_in(json).size(), 2U);
  EXPECT_LE(json["after"]["cases"].get<int>() * 2, json["before"]["cases"].get<int>());
  EXPECT_LT(json["after"]["bytes"].get<int>(), json["before"]["bytes"].get<int>());
  EXPECT_GT(json["features"], 0);

  // Measured again: what is left has what there was. Features that depend on what ran before may differ.
  const Said again =
      command.run({"minimize-corpus", "seeds", "-o", "less", "--loader", "skip_shifts_labels", "--json"});
  ASSERT_EQ(again.code, 0) << again.err;
  const Json less = Json::parse(again.out);
  EXPECT_EQ(less["before"]["cases"], json["after"]["cases"]);
  EXPECT_EQ(signatures_in(less), signatures_in(json));
  EXPECT_GE(less["features"].get<double>(), 0.97 * json["features"].get<double>());
}

TEST(MinimizeCorpus, SaysWhatItCannotDo) {
  const Command command;
  command.write("cases/raw", "no case");
  const Said nobody = command.run({"minimize-corpus", "cases", "-o", "seeds"});
  EXPECT_EQ(nobody.code, 2);
  EXPECT_THAT(nobody.err, HasSubstr("say --loader"));
  EXPECT_EQ(command.run({"minimize-corpus", "nowhere", "-o", "seeds", "--loader", "image_folder"}).code, 2);
  EXPECT_EQ(command.run({"minimize-corpus", "cases", "-o", "seeds", "--loader", "no_such_loader"}).code, 2);
  const Said there = command.run({"minimize-corpus", "cases", "-o", "cases", "--loader", "image_folder"});
  EXPECT_EQ(there.code, 2);
  EXPECT_THAT(there.err, HasSubstr("choose another -o"));
  EXPECT_FALSE(std::filesystem::exists(command.folder() / "seeds"));
}

}  // namespace
}  // namespace proofload
