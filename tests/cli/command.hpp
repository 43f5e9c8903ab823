/// Runs the `proofload` command as a user does and keeps what it said.
#pragma once

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "harness/report/folder_of_test.hpp"

namespace proofload {

struct Said {
  int code = -1;  ///< exit code; 128 + the signal when it died of one
  std::string out;
  std::string err;
};

class Command {
 public:
  /// The folder in which it runs; put files there.
  [[nodiscard]] const FolderOfTest& folder() const { return folder_; }

  Said run(std::vector<std::string> words) const { return run(std::move(words), folder_ / "stdout"); }

  /// Files that it writes may not grow beyond `limit` bytes.
  Said run_limited(std::vector<std::string> words, rlim_t limit) const {
    return run(std::move(words), folder_ / "stdout", limit);
  }

  /// With standard output going to this file.
  Said run(std::vector<std::string> words, const std::string& out, rlim_t limit = RLIM_INFINITY) const {
    const std::string err = folder_ / "stderr";
    words.insert(words.begin(), PROOFLOAD_COMMAND);
    const pid_t child = ::fork();
    if (child == 0) {
      redirect(out, STDOUT_FILENO);
      redirect(err, STDERR_FILENO);
      std::vector<char*> pointers;
      for (std::string& word : words) {
        pointers.push_back(word.data());
      }
      pointers.push_back(nullptr);
      if (limit != RLIM_INFINITY) {
        const rlimit most{limit, limit};
        ::setrlimit(RLIMIT_FSIZE, &most);
        std::signal(SIGXFSZ, SIG_IGN);
      }
      if (::chdir(folder_.path().c_str()) == 0) {
        ::execv(PROOFLOAD_COMMAND, pointers.data());
      }
      ::_exit(126);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    Said said;
    said.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    said.out = out == folder_ / "stdout" ? content(out) : "";
    said.err = content(err);
    return said;
  }

  void write(const std::string& name, std::string_view text) const {
    std::filesystem::create_directories(std::filesystem::path(folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }

  static std::string content(const std::string& path) {
    std::stringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
  }

 private:
  static void redirect(const std::string& path, int descriptor) {
    ::dup2(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), descriptor);
  }

  FolderOfTest folder_;
};

}  // namespace proofload
