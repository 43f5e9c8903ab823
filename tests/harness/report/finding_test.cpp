#include "proofload/finding.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <functional>
#include <sstream>

#include "harness/report/folder_of_test.hpp"
#include "report/finding_steps.hpp"

namespace proofload {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// A finding whose case has so many files of so many bytes.
Finding finding_of(std::size_t files, std::size_t bytes) {
  Finding finding;
  finding.loader = "thumbnails";
  finding.signature = {Clause::honest_errors, "unreported"};
  finding.value.loader = "thumbnails";
  for (std::size_t i = 0; i < files; ++i) {
    finding.value.dataset.files.push_back(
        {"cats/" + std::to_string(i), Blob(std::string_view(std::string(bytes, 'x')))});
  }
  finding.because.cause = "unreported";
  finding.because.what = "a damaged sample is missing, and nobody said so";
  finding.because.samples = {"cats/0\n", std::string("cats/\xff", 6)};
  finding.because.row = 3;
  return finding;
}

std::vector<std::string> names_in(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    names.push_back(entry.path().filename().string());
  }
  std::ranges::sort(names);
  return names;
}

/// How a child that does this ended.
int in_child(const std::function<void()>& deed) {
  const pid_t child = ::fork();
  if (child == 0) {
    deed();
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return status;
}

TEST(Finding, IsReadBackByEitherOfItsFiles) {
  const FolderOfTest folder;
  const Finding finding = finding_of(2, 10);
  const auto path = write_finding(folder / "new/findings", finding);
  ASSERT_TRUE(path) << path.error();
  EXPECT_THAT(*path, HasSubstr("honest-errors-unreported-" + digest(finding.value)));
  for (const std::string& name : {*path, fs::path(*path).replace_extension(".json").string()}) {
    const auto back = read_finding(name);
    ASSERT_TRUE(back) << back.error();
    EXPECT_EQ(back->signature, finding.signature);
    EXPECT_EQ(back->loader, finding.loader);
    EXPECT_EQ(back->value, finding.value);
    EXPECT_EQ(back->because, finding.because);
    EXPECT_EQ(back->digest, digest(finding.value));
    EXPECT_EQ(back->replay, "proofload replay " + *path);
  }
  EXPECT_EQ(list_findings(folder / "new/findings"), std::vector{*path});
}

TEST(Finding, KeepsTheSmallestCaseOfASignature) {
  const FolderOfTest folder;
  const auto large = write_finding(folder.path(), finding_of(3, 10));
  const auto small = write_finding(folder.path(), finding_of(2, 5000));
  const auto larger = write_finding(folder.path(), finding_of(4, 10));
  ASSERT_TRUE(large && small && larger);
  EXPECT_EQ(*larger, *small) << "the one that is kept is named";
  EXPECT_EQ(list_findings(folder.path()), std::vector{*small});
  EXPECT_EQ(names_in(folder.path()).size(), 2U) << "nothing of the others is left";
}

TEST(Finding, OfAnotherLoaderOrCauseIsKeptBeside) {
  const FolderOfTest folder;
  Finding other_cause = finding_of(3, 1);
  other_cause.signature.cause = "unreported-twice";
  Finding other_loader = finding_of(4, 1);
  other_loader.loader = "tiles";
  for (const Finding& finding : {finding_of(2, 1), other_cause, other_loader}) {
    ASSERT_TRUE(write_finding(folder.path(), finding));
  }
  EXPECT_EQ(list_findings(folder.path()).size(), 3U);
}

TEST(Finding, HasAFileNameThatIsSafeWhateverTheCause) {
  const FolderOfTest folder;
  Finding finding = finding_of(1, 1);
  finding.signature.cause = "../../x\n" + std::string(400, 'y');
  finding.because.cause = "c";
  const auto path = write_finding(folder.path(), finding);
  ASSERT_TRUE(path) << path.error();
  EXPECT_EQ(fs::path(*path).parent_path(), folder.path());
  EXPECT_LT(fs::path(*path).filename().string().size(), 200U);
  EXPECT_TRUE(read_finding(*path));
}

TEST(Finding, IsWholeOrNotThereAfterAKillAtAnyStep) {
  for (std::size_t step = 0; step < finding_step_count; ++step) {
    const FolderOfTest folder;
    ASSERT_TRUE(write_finding(folder.path(), finding_of(3, 10)));
    const int status = in_child([&] {
      on_finding_step() = [step](FindingStep now) {
        if (static_cast<std::size_t>(now) == step) {
          ::raise(SIGKILL);
        }
      };
      write_finding(folder.path(), finding_of(2, 10));
    });
    ASSERT_TRUE(WIFSIGNALED(status)) << "step " << step << " is never reached";
    const auto paths = list_findings(folder.path());
    EXPECT_GE(paths.size(), 1U) << "a finding was lost at step " << step;
    for (const std::string& path : paths) {
      EXPECT_TRUE(read_finding(path)) << "torn at step " << step;
    }
    const auto again = write_finding(folder.path(), finding_of(2, 10));
    ASSERT_TRUE(again) << again.error();
    EXPECT_TRUE(read_finding(*again));
    for (const std::string& name : names_in(folder.path())) {
      EXPECT_FALSE(name.ends_with(".part")) << "left behind at step " << step << ": " << name;
    }
  }
}

TEST(Finding, ThatIsRefusedByAFullDiskLeavesNothingTorn) {
  const FolderOfTest folder;
  ASSERT_TRUE(write_finding(folder.path(), finding_of(3, 10)));
  const auto before = names_in(folder.path());
  const int status = in_child([&] {
    // A limit on file sizes refuses writes as a full disk does.
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{4096, 4096};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const auto refused = write_finding(folder.path(), finding_of(2, 100'000));
    ::_exit(!refused && refused.error().contains("File too large") ? 7 : 8);
  });
  EXPECT_EQ(WEXITSTATUS(status), 7) << "it must be an error that says why";
  EXPECT_EQ(names_in(folder.path()), before);
}

TEST(Finding, CannotBeWrittenWhereAFileIsInTheWay) {
  const FolderOfTest folder;
  std::ofstream(folder / "file") << "x";
  const auto refused = write_finding(folder / "file/findings", finding_of(1, 1));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error(), HasSubstr("file/findings"));
}

TEST(Finding, IsRefusedWhenItsCaseWasChanged) {
  const FolderOfTest folder;
  const auto path = write_finding(folder.path(), finding_of(1, 10));
  ASSERT_TRUE(path);
  std::stringstream content;
  content << std::ifstream(*path, std::ios::binary).rdbuf();
  std::string bytes = content.str();
  const std::size_t at = bytes.find("xxxxxxxxxx");
  ASSERT_NE(at, std::string::npos);
  bytes[at] = 'y';
  std::ofstream(*path, std::ios::binary) << bytes;
  const auto refused = read_finding(*path);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error(), HasSubstr("expected " + digest(finding_of(1, 10).value)));
}

TEST(Finding, ThatWasChangedDoesNotStandInTheWayOfANewOne) {
  const FolderOfTest folder;
  const auto old = write_finding(folder.path(), finding_of(1, 10));
  ASSERT_TRUE(old);
  std::ofstream(*old, std::ios::binary) << "no tar at all";
  const auto path = write_finding(folder.path(), finding_of(2, 10));
  ASSERT_TRUE(path);
  EXPECT_NE(*path, *old);
  EXPECT_TRUE(read_finding(*path));
}

TEST(Finding, IsRefusedWithAReasonWhenItIsNone) {
  const FolderOfTest folder;
  const auto error = [&](const std::string& name) {
    const auto read = read_finding(folder / name);
    return read ? std::string("read") : read.error();
  };
  EXPECT_THAT(error("absent.tar"), HasSubstr("No such file"));
  EXPECT_THAT(error("notes.txt"), HasSubstr("expected a path that ends in .tar or .json"));
  std::ofstream(folder / "alone.tar") << "x";
  EXPECT_THAT(error("alone.tar"), HasSubstr("proofload check"));
  std::ofstream(folder / "alone.json") << "not json";
  EXPECT_THAT(error("alone.tar"), HasSubstr("expected JSON"));
  std::ofstream(folder / "alone.json") << "{}";
  EXPECT_THAT(error("alone.tar"), HasSubstr("format"));
  std::ofstream(folder / "alone.json") << R"({"format": 99})";
  EXPECT_THAT(error("alone.tar"), HasSubstr("99"));
}

TEST(ReplayLine, CanBePasted) {
  EXPECT_EQ(replay_line("a b/c.tar"), "proofload replay 'a b/c.tar'");
  EXPECT_EQ(replay_line("-x.tar"), "proofload replay ./-x.tar");
}

}  // namespace
}  // namespace proofload
