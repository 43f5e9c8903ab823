/// A minimized failure as a GoogleTest source of its own: it holds the data, and fails while the bug is there.
#pragma once

#include <expected>
#include <string>

#include "proofload/case.hpp"

namespace proofload::cli {

/// Why no such file can be written, told before a search of hours; empty: nothing is known against it.
std::string gtest_misuse(const std::string& path);

/// A test that the loader keeps the contract on this case, as the `proofload` command judges it that the loader is in.
/// `failure`: the signature. Fails with a message when the case is too large for a source, or on writing.
std::expected<void, std::string> write_gtest_of_loader(const std::string& path, const Case& value,
                                                       const std::string& failure);

/// How a command fails on a folder.
struct CommandBug {
  std::string command;  ///< `{}` in it is the folder
  std::string failure;  ///< for a person
  int status = 0;       ///< exit code; 128 + the signal when it died of one
  std::string match;    ///< a regular expression that its output matches as well; empty: any
};

/// A test that the command does not fail so on these files.
std::expected<void, std::string> write_gtest_of_command(const std::string& path, const Case& value,
                                                        const CommandBug& bug);

}  // namespace proofload::cli
