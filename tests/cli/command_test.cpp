#include "cli/command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>

#include "proofload/case.hpp"
#include "proofload/finding.hpp"
#include "proofload/images.hpp"

namespace proofload {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

/// A good dataset of so many images of two classes, as files below `folder`.
void write_dataset(const Command& command, const std::string& folder, std::uint32_t images) {
  ImageDatasetPlan plan;
  for (std::uint32_t i = 0; i < images; ++i) {
    ImagePlan image;
    image.folder = i % 3 == 0 ? "cats" : "dogs";
    image.stem = "p" + std::to_string(100 + i);
    image.id = 1000 + i;
    plan.images.push_back(image);
  }
  for (const DataFile& file : render(plan).files) {
    command.write(folder + "/" + file.path, file.bytes.text());
  }
}

/// A case of good images and one that cannot be decoded.
std::string damaged_case() {
  Random random(1);
  Case value;
  value.loader = "skip_shifts_labels";
  value.dataset = render(random_images(random, ImageKinds{}, 6, 3));
  Fault fault;
  fault.kind = FaultKind::empty;
  fault.path = value.dataset.files[1].path;
  value.faults.push_back(fault);
  const std::vector<std::byte> bytes = write_case(value);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// What follows "replay" on the first line that has it.
std::string replay_line_in(const std::string& text) {
  const std::size_t at = text.find("proofload replay ");
  return at == std::string::npos ? "" : text.substr(at + 17, text.find('\n', at) - at - 17);
}

TEST(CommandLine, SaysWhatItIsAndWhatItExpects) {
  const Command command;
  EXPECT_EQ(command.run({"--help"}).code, 0);
  EXPECT_THAT(command.run({"--version"}).out, StartsWith("proofload "));
  for (const std::string verb : {"loaders", "fuzz", "test", "check", "trace", "replay", "explain"}) {
    EXPECT_EQ(command.run({verb, "--help"}).code, 0);
    EXPECT_THAT(command.run({"--help"}).out, HasSubstr(verb));
  }
}

TEST(CommandLine, RefusesWrongUsageWithCode2OnStandardError) {
  const Command command;
  const std::vector<std::vector<std::string>> wrong = {{},
                                                       {"frobnicate"},
                                                       {"fuzz"},
                                                       {"check", "image_folder"},
                                                       {"test", "image_folder", "--no-such-flag"},
                                                       {"test", "image_folder", "--cases", "-5"},
                                                       {"test", "image_folder", "--cases", "many"},
                                                       {"fuzz", "image_folder", "--for", "soon"},
                                                       {"fuzz", "image_folder", "--for", "0s"},
                                                       {"fuzz", "image_folder", "--jobs", "0"},
                                                       {"fuzz", "image_folder", "--corpus", "absent"},
                                                       {"fuzz", "image_folder", "--dict", "absent"},
                                                       {"check", "image_folder", "absent.tar"},
                                                       {"trace", "image_folder", "absent.tar"},
                                                       {"replay", "absent.tar"},
                                                       {"explain", "no-such-clause"}};
  for (const auto& words : wrong) {
    const Said said = command.run(words);
    EXPECT_EQ(said.code, 2) << testing::PrintToString(words);
    EXPECT_THAT(said.out, IsEmpty()) << testing::PrintToString(words);
    EXPECT_THAT(said.err, StartsWith("proofload: ")) << testing::PrintToString(words);
  }
}

TEST(CommandLine, NamesTheLoaderThatWasProbablyMeant) {
  const Command command;
  for (const std::string verb : {"fuzz", "test"}) {
    const Said said = command.run({verb, "image-foldr"});
    EXPECT_EQ(said.code, 2);
    EXPECT_THAT(said.err, HasSubstr("there is no loader 'image-foldr'. Did you mean image_folder"));
  }
}

TEST(CommandLine, SurvivesAClosedPipeAndTellsOfALostOutput) {
  const Command command;
  const Said lost = command.run({"explain"}, "/dev/full");
  EXPECT_EQ(lost.code, 3);
  EXPECT_THAT(lost.err, HasSubstr("standard output"));
  const std::string piped = std::string("bash -c 'set -o pipefail; ") + PROOFLOAD_COMMAND + " explain | true'";
  EXPECT_EQ(std::system(piped.c_str()), 0);
}

TEST(Loaders, AreListedWithWhatTheyDeclare) {
  const Command command;
  EXPECT_THAT(command.run({"loaders"}).out, HasSubstr("image_folder\n  reads"));
  const Json json = Json::parse(command.run({"loaders", "--json"}).out);
  EXPECT_TRUE(std::ranges::any_of(json, [](const Json& loader) {
    return loader.at("name") == "image_folder" && loader.at("declares").contains("features");
  }));
}

TEST(Loaders, SayWhichClausesAreJudgedAndWhyOthersAreNot) {
  const Command command;
  const std::vector<std::string> reference = {"csv_long",
                                              "csv_rows",
                                              "csv_sequences",
                                              "csv_sequences_bucketed",
                                              "idx",
                                              "image_folder",
                                              "image_folder_hwc",
                                              "image_folder_lent",
                                              "image_manifest",
                                              "jsonl_records",
                                              "jsonl_sequences",
                                              "npy_arrays",
                                              "npy_sequences",
                                              "npz",
                                              "tar_shards",
                                              "text_sequences",
                                              "windows"};
  std::set<std::pair<std::string, std::string>> cannot_apply = {{"text_sequences", "finite"},
                                                                {"csv_sequences_bucketed", "seed-varies"},
                                                                {"csv_sequences_bucketed", "fair-order"},
                                                                {"windows", "class-index"}};
  for (const char* of_one_size : {"csv_rows", "idx", "image_folder", "image_folder_hwc", "image_folder_lent",
                                  "image_manifest", "npy_arrays", "npz", "windows"}) {
    cannot_apply.emplace(of_one_size, "mask-matches-lengths");
  }
  std::vector<std::string> arguments = {"loaders", "--clauses", "--json"};
  arguments.insert(arguments.end(), reference.begin(), reference.end());
  const Json json = Json::parse(command.run(arguments).out);
  ASSERT_EQ(json.size(), reference.size());
  for (const Json& loader : json) {
    const std::string name = loader.at("name");
    EXPECT_EQ(loader.at("clauses").size(), clause_count) << name;
    for (const auto& [clause, standing] : loader.at("clauses").items()) {
      const bool later = clause == "shard-partition" || clause == "resume-exact";
      const bool cannot = cannot_apply.contains({name, clause});
      EXPECT_EQ(standing.at("state"), later    ? "not yet"
                                      : cannot ? "not applicable"
                                               : "judged")
          << name << " " << clause;
      EXPECT_EQ(standing.contains("reason") && standing.at("reason") != "", cannot) << name << " " << clause;
    }
  }
  const std::string table = command.run({"loaders", "--clauses", "image_folder", "npy_sequences"}).out;
  EXPECT_THAT(table, HasSubstr("clause                  image_folder  npy_sequences"));
  EXPECT_THAT(table, HasSubstr("mask-matches-lengths    - [1]         judged"));
  EXPECT_THAT(table, HasSubstr("[1] not applicable: declare features.shape with a ragged axis"));
  EXPECT_EQ(command.run({"loaders", "--clauses", "nothing_like_it"}).code, 2);
}

TEST(Check, AcquitsAGoodDatasetInAFolder) {
  const Command command;
  write_dataset(command, "good", 7);
  const Said said = command.run({"check", "image_folder", "good"});
  EXPECT_EQ(said.code, 0) << said.out << said.err;
  EXPECT_THAT(said.out, HasSubstr(" 0 broken"));
  EXPECT_THAT(said.out, HasSubstr("exactly-once          kept"));
  EXPECT_THAT(said.out, HasSubstr("clauses not applicable: this version does not judge it"));
}

TEST(Check, SaysWhenItReadsAFileAsRawBytes) {
  const Command command;
  command.write("notes.txt", "these bytes are no case");
  const Said said = command.run({"check", "image_folder", "notes.txt"});
  EXPECT_EQ(said.code, 0) << said.out;
  EXPECT_THAT(said.err, HasSubstr("notes.txt: this is no case file"));
  EXPECT_THAT(said.err, HasSubstr("23 bytes"));
}

TEST(Check, ConvictsAndSaysWhatToDo) {
  const Command command;
  command.write("case.tar", damaged_case());
  const Said said = command.run({"check", "skip_shifts_labels", "case.tar"});
  EXPECT_EQ(said.code, 1);
  EXPECT_THAT(said.out, HasSubstr("honest-errors: every damaged or absent sample is reported once"));
  EXPECT_THAT(said.out, HasSubstr("advice"));
  EXPECT_THAT(said.out, HasSubstr("Faults of the case:"));
  EXPECT_EQ(command.run({"check", "skip_shifts_labels_twin", "case.tar"}).code, 0);
}

TEST(Check, JudgesTheOthersWhenOneCannotBeRead) {
  const Command command;
  command.write("case.tar", damaged_case());
  const Said said = command.run({"check", "skip_shifts_labels", "absent", "case.tar"});
  EXPECT_EQ(said.code, 2);
  EXPECT_THAT(said.err, HasSubstr("absent"));
  EXPECT_THAT(said.out, HasSubstr("case.tar: "));
}

TEST(Check, GivesJson) {
  const Command command;
  command.write("case.tar", damaged_case());
  const Said said = command.run({"check", "skip_shifts_labels", "case.tar", "--json"});
  EXPECT_EQ(said.code, 1);
  const Json json = Json::parse(said.out);
  ASSERT_EQ(json.size(), 1U);
  EXPECT_EQ(json[0].at("clauses").at("honest-errors").at("state"), "broken");
  EXPECT_EQ(json[0].at("case").at("faults")[0].at("kind"), "empty");
}

TEST(Check, NeverShowsTerminalEscapesOfNames) {
  const Command command;
  write_dataset(command, "data", 3);
  command.write("data/cats/\x1b[31mred\n.png", "no image");
  for (const std::string loader : {"image_folder", "skip_shifts_labels"}) {
    for (const std::string verb : {"check", "trace"}) {
      for (const std::vector<std::string>& format : {std::vector<std::string>{}, {"--json"}}) {
        std::vector<std::string> words = {verb, loader, "data"};
        words.insert(words.end(), format.begin(), format.end());
        const Said said = command.run(words);
        EXPECT_THAT(said.out + said.err, Not(HasSubstr("\x1b")));
        EXPECT_LE(said.code, 1) << said.err;
      }
    }
  }
}

TEST(Trace, HasALineForEachBatchAndMarksTheLast) {
  const Command command;
  write_dataset(command, "good", 7);
  const Said said = command.run({"trace", "image_folder", "good"});
  EXPECT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.out, HasSubstr("batch 0"));
  EXPECT_THAT(said.out, HasSubstr("float32 [4 x 3 x 24 x 32]"));
  EXPECT_THAT(said.out, HasSubstr("<- last, 3 rows, the first batch has 4"));
  EXPECT_THAT(said.out, HasSubstr("finished after 2 batches, 7 rows"));
  EXPECT_THAT(said.out, HasSubstr("2 steps done, 2 promised"));
  const Json json = Json::parse(command.run({"trace", "image_folder", "good", "--json"}).out);
  EXPECT_EQ(json.at("epochs")[0].at("batches").size(), 2U);
}

TEST(Test, FindsABugWhoseReplayLineReproducesIt) {
  const Command command;
  const Said said = command.run({"test", "skip_shifts_labels", "--cases", "30", "--out", "a place"});
  EXPECT_EQ(said.code, 1);
  EXPECT_THAT(said.out, HasSubstr("BROKEN  skip_shifts_labels keeps honest-errors: every damaged or absent sample"));
  const std::string line = replay_line_in(said.out);
  ASSERT_THAT(line, StartsWith("'a place/findings/"));
  const std::string path = line.substr(1, line.size() - 2);
  const Said again = command.run({"replay", path});
  EXPECT_EQ(again.code, 1) << again.err;
  EXPECT_THAT(again.out, HasSubstr("It reproduces: "));
  EXPECT_EQ(Json::parse(command.run({"replay", path, "--json"}).out).at("outcome"), "reproduces");
}

TEST(Test, RefusesAnOutputFolderThatCannotBeMade) {
  const Command command;
  command.write("file", "in the way");
  const Said said = command.run({"test", "image_folder", "--cases", "1", "--out", "file/x"});
  EXPECT_EQ(said.code, 2);
  EXPECT_THAT(said.err, HasSubstr("file/x"));
}

TEST(Test, GivesJson) {
  const Command command;
  const Json json = Json::parse(command.run({"test", "skip_shifts_labels", "--cases", "20", "--json"}).out);
  EXPECT_EQ(json.at("cases"), 20);
  EXPECT_FALSE(json.at("findings").empty());
  EXPECT_THAT(json.at("findings")[0].at("replay"), HasSubstr("proofload replay findings/skip_shifts_labels/"));
}

TEST(Fuzz, FindsABugWhoseReplayLineReproducesIt) {
  const std::string target = std::filesystem::path(PROOFLOAD_COMMAND).replace_filename("fuzz_skip_shifts_labels");
  if (!std::filesystem::exists(target)) {
    GTEST_SKIP() << "no fuzz targets in this build";
  }
  const Command command;
  const Said said = command.run({"fuzz", "skip_shifts_labels", "--for", "20s", "--runs", "150"});
  EXPECT_EQ(said.code, 1) << said.err;
  EXPECT_THAT(said.out, HasSubstr("clause                  exercised"));
  EXPECT_THAT(said.out, HasSubstr("honest-errors/unreported"));
  const std::string line = replay_line_in(said.out);
  ASSERT_THAT(line, StartsWith("findings/skip_shifts_labels/findings/"));
  EXPECT_EQ(command.run({"replay", line}).code, 1);
  const Json json =
      Json::parse(command.run({"fuzz", "skip_shifts_labels", "--for", "10s", "--runs", "10", "--json"}).out);
  EXPECT_FALSE(json.at("findings").empty()) << "a campaign goes on from its folder";
}

TEST(Fuzz, SaysWhichTargetIsMissing) {
  const Command command;
  // A program alone in its folder has no sibling.
  const std::string alone = command.folder() / "proofload";
  std::filesystem::copy_file(PROOFLOAD_COMMAND, alone);
  const std::string line = alone + " fuzz image_folder 2> " + (command.folder() / "stderr");
  EXPECT_EQ(WEXITSTATUS(std::system(line.c_str())), 2);
  EXPECT_THAT(Command::content(command.folder() / "stderr"), HasSubstr("there is no fuzz target"));
}

TEST(Replay, SaysWhenAFindingNoLongerReproduces) {
  const Command command;
  Finding finding;
  finding.loader = "skip_shifts_labels_twin";
  finding.signature = {Clause::honest_errors, "unreported"};
  finding.because.cause = "unreported";
  const std::string bytes = damaged_case();
  finding.value = read_case(std::as_bytes(std::span(bytes))).value;
  const auto path = write_finding(command.folder().path(), finding);
  ASSERT_TRUE(path) << path.error();
  const Said said = command.run({"replay", *path});
  EXPECT_EQ(said.code, 0) << said.out << said.err;
  EXPECT_THAT(said.out, HasSubstr("It no longer reproduces"));
}

TEST(Replay, RefusesAFindingThatWasChanged) {
  const Command command;
  Finding finding;
  finding.loader = "image_folder";
  const std::string bytes = damaged_case();
  finding.value = read_case(std::as_bytes(std::span(bytes))).value;
  const auto path = write_finding(command.folder().path(), finding);
  ASSERT_TRUE(path) << path.error();
  std::filesystem::resize_file(*path, std::filesystem::file_size(*path) / 2);
  const Said said = command.run({"replay", *path});
  EXPECT_EQ(said.code, 2);
  EXPECT_THAT(said.err, HasSubstr("digest"));
}

TEST(Explain, TellsOfEveryClause) {
  const Command command;
  const std::string all = command.run({"explain"}).out;
  for (const Clause clause : all_clauses) {
    EXPECT_THAT(all, HasSubstr(std::string(name(clause))));
  }
  const Said said = command.run({"explain", "pairing"});
  EXPECT_EQ(said.code, 0);
  EXPECT_THAT(said.out, HasSubstr("Why it matters"));
  EXPECT_THAT(command.run({"explain", "pairin"}).err, HasSubstr("Did you mean pairing"));
  const Said fault = command.run({"explain", "torn-write"});
  EXPECT_EQ(fault.code, 0);
  EXPECT_THAT(fault.out, HasSubstr("another file's path"));
}

}  // namespace
}  // namespace proofload
