#include "minimize/tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "harness/report/folder_of_test.hpp"
#include "proofload/case.hpp"

namespace proofload {
namespace {

Dataset dataset(std::vector<std::pair<std::string, std::string>> files, std::vector<std::string> folders = {}) {
  Dataset made;
  for (const auto& [path, content] : files) {
    made.files.push_back({path, Blob(content)});
  }
  made.folders = std::move(folders);
  return made;
}

class Trees : public testing::Test {
 protected:
  Trees() { std::filesystem::create_directory(folder_ / "store"); }

  Dataset on_disk() {
    Dataset read = read_folder(folder_ / "tree", CaseLimits{}).value.value_or(Case{}).dataset;
    return read;
  }

  FolderOfTest folder_;
  Dataset first_ = dataset({{"a/0", "one"}, {"a/1", "two"}, {"b/0", "one"}, {"c", ""}});
};

TEST_F(Trees, BecomeOneDatasetAfterTheOther) {
  ContentStore store(folder_ / "store", first_);
  Tree tree(folder_ / "tree", store);
  for (const Dataset& next : {
           first_,
           dataset({{"b/0", "one"}}),
           dataset({{"a/0", "changed"}, {"b/0", "two"}}),
           dataset({{"a", "a file where a folder was"}}),
           dataset({{"x/y/z", "deep"}}),
           dataset({{"x/y", "less deep"}}, {"empty"}),
           dataset({}),
           first_,
       }) {
    tree.become(next);
    EXPECT_EQ(on_disk(), next);
    tree.look_for_changes();
    EXPECT_TRUE(store.links());
  }
}

TEST_F(Trees, AreAsTheyWereAfterACommandChangedThem) {
  ContentStore store(folder_ / "store", first_);
  Tree tree(folder_ / "tree", store);
  tree.become(first_);
  std::ofstream(folder_ / "tree/a/0", std::ios::app) << "more";
  std::ofstream(folder_ / "tree/cache") << "1";
  std::filesystem::remove(folder_ / "tree/c");
  tree.look_for_changes();
  tree.become(first_);
  EXPECT_EQ(on_disk(), first_);

  std::ofstream(folder_ / "tree/a/1", std::ios::in) << "2";
  tree.look_for_changes();
  EXPECT_FALSE(store.links());
  tree.become(first_);
  EXPECT_EQ(on_disk(), first_);
}

TEST_F(Trees, KnowWhichFilesWereRead) {
  ContentStore store(folder_ / "store", dataset({{"a", "one"}, {"b", "two"}, {"c", "three"}}));
  Tree tree(folder_ / "tree", store);
  tree.become(dataset({{"a", "one"}, {"b", "two"}, {"c", "three"}}));
  EXPECT_TRUE(tree.read_files().empty());
  std::this_thread::sleep_for(std::chrono::milliseconds(20));  // times on disk are coarse
  std::string line;
  std::ifstream(folder_ / "tree/b") >> line;
  EXPECT_EQ(line, "two");
  const std::vector<std::string> read = tree.read_files();
  // A file system that is told not to keep such times says nothing.
  EXPECT_TRUE(read.empty() || read == std::vector<std::string>{"b"});
}

}  // namespace
}  // namespace proofload
