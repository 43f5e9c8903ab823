/// Runs the fuzz target of the tests as a user would, from a shell.
#pragma once

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <string>

namespace proofload {

struct TargetRun {
  int code = -1;
  std::string printed;
};

inline TargetRun run_target(const std::string& loader, const std::string& folder, const std::string& arguments) {
  const std::string line =
      "cd '" + folder + "' && PROOFLOAD_LOADER=" + loader + " timeout 60 '" PROOFLOAD_TARGET "' " + arguments + " 2>&1";
  TargetRun run;
  FILE* pipe = popen(line.c_str(), "r");
  if (pipe == nullptr) {
    return run;
  }
  std::array<char, 4096> buffer{};
  while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
    run.printed.append(buffer.data(), got);
  }
  const int status = pclose(pipe);
  run.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return run;
}

}  // namespace proofload
