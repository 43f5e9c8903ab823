#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "cli/command.hpp"
#include "proofload/case.hpp"
#include "proofload/finding.hpp"
#include "proofload/images.hpp"

namespace proofload {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;

/// Images of two classes, of which one is empty: whoever skips it must not shift the labels.
void write_dataset(const Command& command, std::uint32_t images) {
  ImageDatasetPlan plan;
  for (std::uint32_t i = 0; i < images; ++i) {
    plan.images.push_back({.folder = i < 22 ? "cats" : "dogs", .stem = "p" + std::to_string(100 + i), .id = i});
  }
  Dataset dataset = render(plan);
  dataset.files[std::min<std::size_t>(20, images - 1)].bytes = Blob();  // in the batch where the class changes
  for (const DataFile& file : dataset.files) {
    command.write("dataset/" + file.path, file.bytes.text());
  }
}

Case read(const std::string& path) {
  const std::string bytes = Command::content(path);
  const ReadCase read = read_case(std::as_bytes(std::span(bytes)));
  EXPECT_EQ(read.as, ReadCase::As::tar) << path;
  return read.value;
}

TEST(MinimizeCommand, MakesADatasetSmallAndKeepsItsFailure) {
  const Command command;
  write_dataset(command, 40);
  const Said said =
      command.run({"minimize", "skip_shifts_labels", "dataset", "-o", "out.tar", "--clause", "pairing", "--json"});
  ASSERT_EQ(said.code, 0) << said.err;
  const Json json = Json::parse(said.out);
  EXPECT_EQ(json["end"], "smallest");
  EXPECT_EQ(json["before"]["files"], 40);
  EXPECT_EQ(json["after"]["files"], 2);
  EXPECT_EQ(json["signature"], "pairing/label-of-another-sample");
  EXPECT_EQ(read(command.folder() / "out.tar").dataset.files.size(), 2U);
  EXPECT_FALSE(std::filesystem::exists(command.folder() / "out.tar.answers"));

  const Said again = command.run({"check", "skip_shifts_labels", "out.tar"});
  EXPECT_EQ(again.code, 1);
  EXPECT_THAT(again.out, HasSubstr("label-of-another-sample"));
  // The unreported sample was met on the way: another bug, kept and not followed.
  const auto others = list_findings(command.folder() / "out.tar.others");
  ASSERT_EQ(others.size(), 1U);
  // A finding says what it is about, and --clause may say otherwise.
  const Said finding =
      command.run({"minimize", "skip_shifts_labels", others.front(), "-o", "less.tar", "--clause", "no-such-clause"});
  EXPECT_EQ(finding.code, 2);
  EXPECT_THAT(finding.err, HasSubstr("does not break no-such-clause, but: honest-errors/unreported"));
}

TEST(MinimizeCommand, GoesOnWhereItWasStopped) {
  const Command command;
  write_dataset(command, 40);
  const std::vector<std::string> words = {"minimize", "skip_shifts_labels", "dataset", "-o",
                                          "out.tar",  "--clause",           "pairing", "--json"};
  ASSERT_EQ(command.run(words).code, 0);
  const Case whole = read(command.folder() / "out.tar");
  std::filesystem::remove(command.folder() / "out.tar");
  std::vector<std::string> some = words;
  some.insert(some.end(), {"--calls", "23"});
  Json json;
  std::size_t files = 1000;
  for (int part = 0; part < 40 && json["end"] != "smallest"; ++part) {
    const Said said = command.run(some);
    ASSERT_EQ(said.code, 0) << said.err;
    json = Json::parse(said.out);
    const std::size_t now = read(command.folder() / "out.tar").dataset.files.size();
    EXPECT_LE(now, files);
    files = now;
  }
  EXPECT_EQ(json["end"], "smallest");
  EXPECT_EQ(read(command.folder() / "out.tar"), whole);
}

TEST(MinimizeCommand, WritesTheInputWhereItFoundNothingSmallerInItsTime) {
  const Command command;
  write_dataset(command, 40);
  const std::vector<std::string> words = {"minimize", "skip_shifts_labels", "dataset", "-o",
                                          "out.tar",  "--clause",           "pairing"};
  ASSERT_EQ(command.run(words).code, 0);
  const Said said = command.run(
      {"minimize", "skip_shifts_labels", "out.tar", "-o", "same.tar", "--clause", "pairing", "--calls", "5", "--json"});
  ASSERT_EQ(said.code, 0) << said.err;
  EXPECT_EQ(Json::parse(said.out)["end"], "time");
  EXPECT_EQ(read(command.folder() / "same.tar"), read(command.folder() / "out.tar"));
}

/// 300 files of which one says "bad" and one "other", and a script that fails with both.
void write_texts(const Command& command, const std::string& script) {
  for (int i = 0; i < 300; ++i) {
    command.write("texts/f" + std::to_string(1000 + i) + ".txt", i == 77    ? "some\nbad line\n"
                                                                 : i == 210 ? "another"
                                                                            : "row " + std::to_string(i) + "\n");
  }
  command.write("t.sh", script);
}

constexpr const char* both = "grep -rq bad \"$1\" && grep -rq other \"$1\" && exit 3; exit 0\n";

std::map<std::string, std::string> files_in(const std::string& folder) {
  std::map<std::string, std::string> found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) {
      found[entry.path().lexically_relative(folder)] = Command::content(entry.path());
    }
  }
  return found;
}

TEST(MinimizeWithACommand, LeavesAFolderWithWhatMatters) {
  for (const std::string jobs : {"1", "3"}) {
    const Command command;
    write_texts(command, both);
    const auto input = files_in(command.folder() / "texts");
    const Said said =
        command.run({"minimize", "--command", "sh ./t.sh {}", "texts", "-o", "out", "--jobs", jobs, "--json"});
    ASSERT_EQ(said.code, 0) << said.err;
    const Json json = Json::parse(said.out);
    EXPECT_EQ(json["failure"], "exit status 3");
    EXPECT_LE(json["calls"].get<int>(), 70);
    EXPECT_EQ(files_in(command.folder() / "out"),
              (std::map<std::string, std::string>{{"0.txt", "bad"}, {"1.txt", "other"}}));
    EXPECT_EQ(files_in(command.folder() / "texts"), input);
    for (const auto& entry : std::filesystem::directory_iterator(command.folder().path())) {
      EXPECT_THAT(entry.path().filename().string(), testing::AnyOf("texts", "t.sh", "out", "stdout", "stderr"));
    }
  }
}

TEST(MinimizeWithACommand, KeepsACaseFileWhenAsked) {
  const Command command;
  write_texts(command, both);
  ASSERT_EQ(command.run({"minimize", "--command", "sh ./t.sh {}", "texts", "-o", "out.tar"}).code, 0);
  EXPECT_EQ(read(command.folder() / "out.tar").dataset.files.size(), 2U);
}

TEST(MinimizeWithACommand, DoesNotFollowAnotherFailure) {
  const Command command;
  // Without the other file it fails too, but in another place.
  write_texts(command, R"(grep -rq bad "$1" || exit 0
echo "Traceback (most recent call last):"
if grep -rq other "$1"; then echo '  File "/x/train.py", line 31, in step'; else echo '  File "/x/train.py", line 7, in main'; fi
echo "ValueError: shapes differ"
exit 1
)");
  const Said said = command.run({"minimize", "--command", "sh ./t.sh {}", "texts", "-o", "out", "--json"});
  ASSERT_EQ(said.code, 0) << said.err;
  const Json json = Json::parse(said.out);
  EXPECT_EQ(json["failure"], "exit status 1, ValueError at train.py:31");
  EXPECT_EQ(json["after"]["files"], 2);
  EXPECT_GT(json["slips"], 0);
  // It may be another bug, and is kept.
  ASSERT_EQ(json["others"].size(), 1U);
  EXPECT_THAT(json["others"][0].get<std::string>(), HasSubstr("ValueError-at-train-py-7"));
  EXPECT_LT(read(command.folder() / json["others"][0].get<std::string>()).dataset.files.size(), 300U);
}

TEST(MinimizeWithACommand, KeepsAnOutputThatMatches) {
  const Command command;
  write_texts(command, "cat \"$1\"/* | grep -c row; true\n");
  const Said said =
      command.run({"minimize", "--command", "sh ./t.sh {}", "--match", "^[1-9]", "texts", "-o", "out", "--json"});
  ASSERT_EQ(said.code, 0) << said.err;
  EXPECT_EQ(files_in(command.folder() / "out"), (std::map<std::string, std::string>{{"0.txt", "row"}}));
}

TEST(MinimizeWithACommand, TakesInterestingnessScripts) {
  const Command command;
  write_texts(command, both);
  const Said said = command.run({"minimize", "--interesting", "grep -rq bad", "texts", "-o", "out", "--json"});
  ASSERT_EQ(said.code, 0) << said.err;
  EXPECT_EQ(files_in(command.folder() / "out"), (std::map<std::string, std::string>{{"0.txt", "bad"}}));
}

TEST(MinimizeWithACommand, TakesASingleFileForADatasetOfItsOwn) {
  const Command command;
  command.write("one.txt", "good\nbad\nline");
  const Said said = command.run({"minimize", "--command", "grep -rq bad {} && exit 3", "one.txt", "-o", "out"});
  ASSERT_EQ(said.code, 0) << said.err;
  EXPECT_THAT(said.err, HasSubstr("the dataset is this file alone"));
  EXPECT_EQ(files_in(command.folder() / "out"), (std::map<std::string, std::string>{{"0.txt", "bad"}}));
}

TEST(MinimizeWithACommand, UndoesWhatTheCommandDoesToItsFolder) {
  const Command command;
  // It leaves a cache behind, changes one file and removes another.
  write_texts(command,
              "touch \"$1\"/cache; echo other bad >> \"$1\"/f1000.txt; rm -f \"$1\"/f1001.txt\n"
              "grep -q 'bad line' \"$1\"/* && exit 3; exit 0\n");
  const auto input = files_in(command.folder() / "texts");
  ASSERT_EQ(command.run({"minimize", "--command", "sh ./t.sh {}", "texts", "-o", "out"}).code, 0);
  EXPECT_EQ(files_in(command.folder() / "out"), (std::map<std::string, std::string>{{"0.txt", "bad line"}}));
  EXPECT_EQ(files_in(command.folder() / "texts"), input);
}

TEST(MinimizeWithACommand, SaysBeforehandThatNothingCanComeOfIt) {
  const Command command;
  write_texts(command, both);
  const auto refused = [&](std::vector<std::string> words, const std::string& because) {
    words.insert(words.begin(), {"minimize", "texts", "-o", "out"});
    const Said said = command.run(words);
    EXPECT_EQ(said.code, 2);
    EXPECT_THAT(said.err, HasSubstr(because));
    EXPECT_FALSE(std::filesystem::exists(command.folder() / "out"));
    EXPECT_FALSE(std::filesystem::exists(command.folder() / "out.answers"));
  };
  refused({"--command", "true {}"}, "does not fail on the whole dataset (exit status 0 in the last of 3 runs");
  refused({"--command", "sh ./absent.sh {}"}, "./absent.sh, which the command names, is not there");
  refused({"--command", "false {}"}, "fails in the same way (exit status 1) on an empty folder");
  refused({"--command", "./absent.sh {}"}, "cannot be run (exit status 127)");
  command.write("keep.sh", "exit 0");
  refused({"--interesting", "keep.sh"}, "keep.sh is here, and is run as ./keep.sh");
  refused({"--command", "sh ./t.sh {}", "--gtest", "no/such/folder.cpp"}, "its folder cannot be written");
  refused({"--command", "false"}, "does not say where the dataset goes");
  refused({"--command", "sleep 60; false {}", "--timeout", "200ms"},
          "fails in the same way (hangs) on an empty folder");
  refused({"--command", "sh ./t.sh {}", "--match", "("}, "no regular expression");
  refused({"--command", "sh ./t.sh {}", "--match", "never said"}, "its output does not match");
  refused({"--command", "sh ./t.sh {}", "--interesting", "true"}, "expected one of them");
}

TEST(MinimizeWithACommand, WritesIntoNoFolderThatHoldsSomethingElse) {
  const Command command;
  write_texts(command, both);
  command.write("out/precious", "1");
  const Said said = command.run({"minimize", "--command", "sh ./t.sh {}", "texts", "-o", "out"});
  EXPECT_EQ(said.code, 2);
  EXPECT_THAT(said.err, HasSubstr("remove it or choose another -o"));
  EXPECT_EQ(files_in(command.folder() / "out").size(), 1U);
}

TEST(MinimizeWithACommand, FindsAHang) {
  const Command command;
  write_texts(command, "grep -rq bad \"$1\" && sleep 60; exit 0\n");
  const Said said = command.run(
      {"minimize", "--command", "sh ./t.sh {}", "texts", "-o", "out", "--timeout", "400ms", "--calls", "40", "--json"});
  ASSERT_EQ(said.code, 0) << said.err;
  EXPECT_EQ(Json::parse(said.out)["failure"], "hangs");
  EXPECT_EQ(files_in(command.folder() / "out").size(), 1U);
}

TEST(MinimizeWithACommand, KeepsTheBestSoFarWhenNothingMoreCanBeWritten) {
  const Command command;
  write_texts(command, both);
  const std::vector<std::string> words = {"minimize", "--command", "sh ./t.sh {}", "texts", "-o", "out.tar"};
  std::vector<std::string> some = words;
  some.insert(some.end(), {"--calls", "9"});
  ASSERT_EQ(command.run(some).code, 0);
  const Case before = read(command.folder() / "out.tar");
  EXPECT_GT(before.dataset.files.size(), 2U);
  // No file may grow beyond a KiB, and saying so kills nobody.
  const Said full = command.run_limited(words, 1024);
  EXPECT_EQ(full.code, 3);
  EXPECT_THAT(full.err, HasSubstr("out.tar"));
  EXPECT_THAT(full.err, HasSubstr("File too large"));
  EXPECT_EQ(read(command.folder() / "out.tar"), before);
  ASSERT_EQ(command.run(words).code, 0);
  EXPECT_EQ(read(command.folder() / "out.tar").dataset.files.size(), 2U);
}

/// Ends the command by a signal after a while.
void stop_after(const Command& command, std::vector<std::string> words, int signal, std::chrono::milliseconds time) {
  words.insert(words.begin(), PROOFLOAD_COMMAND);
  const pid_t child = ::fork();
  if (child == 0) {
    const int nowhere = ::open("/dev/null", O_RDWR);
    ::dup2(nowhere, STDOUT_FILENO);
    ::dup2(nowhere, STDERR_FILENO);
    std::vector<char*> pointers;
    for (std::string& word : words) {
      pointers.push_back(word.data());
    }
    pointers.push_back(nullptr);
    if (::chdir(command.folder().path().c_str()) == 0) {
      ::execv(PROOFLOAD_COMMAND, pointers.data());
    }
    ::_exit(126);
  }
  std::this_thread::sleep_for(time);
  ::kill(child, signal);
  int status = 0;
  ::waitpid(child, &status, 0);
}

TEST(MinimizeWithACommand, LeavesAFailingResultWhenItIsKilledAndGoesOn) {
  for (const int signal : {SIGKILL, SIGINT}) {
    const Command command;
    write_texts(command, both);
    const std::vector<std::string> words = {"minimize", "--command", "sh ./t.sh {}", "texts", "-o", "out"};
    for (const int time : {30, 60, 90, 120, 150, 200, 250}) {
      stop_after(command, words, signal, std::chrono::milliseconds(time));
      if (std::filesystem::exists(command.folder() / "out")) {
        bool bad = false;
        bool other = false;
        for (const auto& [name, content] : files_in(command.folder() / "out")) {
          bad |= content.find("bad") != std::string::npos;
          other |= content.find("other") != std::string::npos;
        }
        EXPECT_TRUE(bad && other) << time;
      }
    }
    if (!std::filesystem::exists(command.folder() / "out.answers")) {
      std::filesystem::remove_all(command.folder() / "out");  // it was done already
    }
    ASSERT_EQ(command.run(words).code, 0);
    EXPECT_EQ(files_in(command.folder() / "out"),
              (std::map<std::string, std::string>{{"0.txt", "bad"}, {"1.txt", "other"}}));
    EXPECT_FALSE(std::filesystem::exists(command.folder() / "out.answers"));
    EXPECT_FALSE(std::filesystem::exists(command.folder() / "out.next"));
  }
}

TEST(MinimizeCommand, SaysWhatItCannotDo) {
  const Command command;
  write_dataset(command, 6);
  const Said fine = command.run({"minimize", "image_folder", "dataset", "-o", "out.tar", "--clause", "pairing"});
  EXPECT_EQ(fine.code, 2);
  EXPECT_THAT(fine.err, HasSubstr("nothing to minimize"));
  EXPECT_FALSE(std::filesystem::exists(command.folder() / "out.tar"));

  const Said other = command.run({"minimize", "skip_shifts_labels", "dataset", "-o", "out.tar", "--clause", "live"});
  EXPECT_EQ(other.code, 2);
  EXPECT_THAT(other.err, HasSubstr("does not break live, but"));

  const Said inside = command.run({"minimize", "skip_shifts_labels", "dataset", "-o", "dataset/out.tar"});
  EXPECT_EQ(inside.code, 2);
  EXPECT_THAT(inside.err, HasSubstr("never changed"));

  EXPECT_EQ(command.run({"minimize", "skip_shifts_labels", "nowhere", "-o", "out.tar"}).code, 2);
  EXPECT_EQ(command.run({"minimize", "skip_shifts_labels", "dataset"}).code, 2);
  EXPECT_EQ(command.run({"minimize", "skip_shifts_labels", "dataset", "-o", "/proc/none/out.tar"}).code, 2);
}

}  // namespace
}  // namespace proofload
