/// A finding is a broken clause with its case, the case's digest, its signature and the line that replays it.
///
/// On disk it is two files in a folder: `<signature>-<digest>.tar` (the case) and, beside it, `.json` (the verdict).
/// They are written whole or not at all (temporary, sync, rename), the case first, before the finding is announced.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "proofload/case.hpp"
#include "proofload/verdict.hpp"

namespace proofload {

struct Finding {
  Signature signature;
  std::string loader;
  std::string digest;  ///< of the case
  Case value;
  Because because;
  std::string replay;  ///< the one line, for a shell
};

/// The line that replays the finding at `path`, quoted for a shell.
std::string replay_line(std::string_view path);

/// Writes the finding, unless the folder holds one of the same loader and signature whose case is not larger; a larger
/// one is replaced. The folder is made when it is not there; digest and replay line follow from the case and the path.
/// The path of the case's file that is kept, or what went wrong.
std::expected<std::string, std::string> write_finding(const std::string& folder, const Finding& finding);

/// Reads a finding by the path of either of its files. Refuses a case whose digest does not match.
std::expected<Finding, std::string> read_finding(const std::string& path);

/// Paths of the cases of all whole findings in a folder, sorted.
std::vector<std::string> list_findings(const std::string& folder);

}  // namespace proofload
