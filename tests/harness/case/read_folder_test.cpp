#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "proofload/case.hpp"
#include "run/private_folder.hpp"

namespace proofload {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

void put(const std::string& path, std::string_view text) {
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

TEST(ReadFolder, TakesFilesInTheOrderOfTheirBytes) {
  const PrivateFolder folder;
  put(folder.path() + "/dogs/b.png", "2");
  put(folder.path() + "/dogs/B.png", "1");
  put(folder.path() + "/cats/\xFF.png", "0");
  std::filesystem::create_directories(folder.path() + "/birds");
  const ReadFolder read = read_folder(folder.path(), {});
  ASSERT_TRUE(read.value) << read.error;
  const std::vector<DataFile> expected = {
      {"cats/\xFF.png", Blob("0")}, {"dogs/B.png", Blob("1")}, {"dogs/b.png", Blob("2")}};
  EXPECT_EQ(read.value->dataset.files, expected);
  EXPECT_THAT(read.value->dataset.folders, ElementsAre("birds"));
  EXPECT_EQ(read.value->options, LoadOptions{});
  EXPECT_TRUE(read.value->faults.empty());
  EXPECT_EQ(read.note, "");
}

TEST(ReadFolder, FollowsLinksToItsOwnFilesOnly) {
  const PrivateFolder folder;
  const PrivateFolder other;
  put(other.path() + "/secret", "s");
  put(folder.path() + "/a", "x");
  std::filesystem::create_symlink("a", folder.path() + "/inside");
  std::filesystem::create_symlink(other.path() + "/secret", folder.path() + "/outside");
  std::filesystem::create_symlink("nowhere", folder.path() + "/dangling");
  std::filesystem::create_symlink(".", folder.path() + "/loop");
  ASSERT_EQ(mkfifo((folder.path() + "/pipe").c_str(), 0600), 0);
  const ReadFolder read = read_folder(folder.path(), {});
  ASSERT_TRUE(read.value) << read.error;
  const std::vector<DataFile> expected = {{"a", Blob("x")}, {"inside", Blob("x")}};
  EXPECT_EQ(read.value->dataset.files, expected);
  EXPECT_THAT(read.note, HasSubstr("outside: left out, the link leads out"));
  EXPECT_THAT(read.note, HasSubstr("dangling: left out"));
  EXPECT_THAT(read.note, HasSubstr("pipe: left out, it is neither file nor folder"));
}

TEST(ReadFolder, SaysWhatIsWrong) {
  EXPECT_THAT(read_folder("/no/such/\x1B folder", {}).error, HasSubstr("/no/such/\\x1B folder: No such file"));
  const PrivateFolder folder;
  put(folder.path() + "/a", "12345");
  put(folder.path() + "/b", "12345");
  EXPECT_THAT(read_folder(folder.path() + "/a", {}).error, HasSubstr("Not a directory"));
  EXPECT_THAT(read_folder(folder.path(), {.files = 1}).error, HasSubstr("more than 1 files"));
  EXPECT_THAT(read_folder(folder.path(), {.bytes = 9}).error, HasSubstr("more than 9 bytes"));
  EXPECT_TRUE(read_folder(folder.path(), {.files = 2, .bytes = 10}).value);
}

}  // namespace
}  // namespace proofload
