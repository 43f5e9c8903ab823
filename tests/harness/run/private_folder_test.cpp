#include "run/private_folder.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>

namespace proofload {
namespace {

namespace fs = std::filesystem;

/// $TMPDIR for the time of a test.
class TmpDir {
 public:
  explicit TmpDir(const std::string& path) {
    if (const char* before = std::getenv("TMPDIR")) {
      before_ = before;
    }
    setenv("TMPDIR", path.c_str(), 1);
  }
  TmpDir(const TmpDir&) = delete;
  TmpDir& operator=(const TmpDir&) = delete;
  ~TmpDir() {
    if (before_) {
      setenv("TMPDIR", before_->c_str(), 1);
    } else {
      unsetenv("TMPDIR");
    }
  }

 private:
  std::optional<std::string> before_;
};

void make_old(const std::string& path) {
  const std::array<timespec, 2> old = {{{1'000'000'000, 0}, {1'000'000'000, 0}}};
  ASSERT_EQ(utimensat(AT_FDCWD, path.c_str(), old.data(), 0), 0);
}

TEST(PrivateFolder, IsForThisUserAloneAndGoneAfterwards) {
  std::string path;
  {
    const PrivateFolder folder;
    path = folder.path();
    EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_all);
    std::ofstream(path + "/file") << "x";
  }
  EXPECT_FALSE(fs::exists(path));
}

TEST(PrivateFolder, LiesElsewhereWhenTheChosenPlaceIsNotThere) {
  const TmpDir nowhere("/no/such/folder");
  EXPECT_TRUE(fs::is_directory(PrivateFolder().path()));
}

TEST(PrivateFolder, OneThatAKilledProcessLeftIsRemovedAndOneInUseStays) {
  const PrivateFolder place;
  const TmpDir here(place.path());
  const PrivateFolder in_use;  // looks for left ones, too early
  make_old(in_use.path());
  const pid_t child = fork();
  if (child == 0) {
    const PrivateFolder left;
    std::ofstream(left.path() + "/file") << "x";
    make_old(left.path());
    kill(getpid(), SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  const auto count = [&] { return std::distance(fs::directory_iterator(place.path()), fs::directory_iterator{}); };
  EXPECT_EQ(count(), 2);
  const pid_t next = fork();
  if (next == 0) {
    const TmpDir again(place.path() + "/.");  // by another name, so that this process looks once more
    {
      const PrivateFolder one;
    }
    _exit(0);
  }
  ASSERT_EQ(waitpid(next, &status, 0), next);
  EXPECT_EQ(count(), 1);
  EXPECT_TRUE(fs::exists(in_use.path()));
}

}  // namespace
}  // namespace proofload
