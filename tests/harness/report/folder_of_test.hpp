/// A folder of a test's own, gone with it.
#pragma once

#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): mkdtemp is POSIX

#include <filesystem>
#include <string>

namespace proofload {

class FolderOfTest {
 public:
  FolderOfTest() {
    std::string name = (std::filesystem::temp_directory_path() / "proofload-test-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  FolderOfTest(const FolderOfTest&) = delete;
  FolderOfTest& operator=(const FolderOfTest&) = delete;
  ~FolderOfTest() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string operator/(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

}  // namespace proofload
