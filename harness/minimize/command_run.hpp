/// A command run by the shell in a process group of its own, until it ends, its time is up, or it is to stop.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

namespace proofload {

struct CommandRun {
  enum class End : std::uint8_t { exited, hung, stopped } end = End::exited;
  int status = 0;      ///< exit code; 128 + the signal when it died of one
  std::string output;  ///< standard output and error, the last of it when it is long
  std::chrono::milliseconds took{0};
};

/// `log`: a path for the output, overwritten. Nothing of the group is left running. Throws `std::system_error` when
/// the system has no more processes. Threads: may be called from any.
CommandRun run_command(const std::string& command, const std::string& log, std::chrono::milliseconds timeout,
                       const std::function<bool()>& stop);

/// The first word of a command that looks like the path of a file and names none; empty: there is none. A guess, for
/// messages only.
std::string absent_file(const std::string& command);

}  // namespace proofload
