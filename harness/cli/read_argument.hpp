/// A case that a command line names: a case file, any other file, or a folder.
#pragma once

#include <expected>
#include <string>

#include "proofload/case.hpp"

namespace proofload::cli {

struct CaseArgument {
  Case value;
  std::string note;  ///< what the reader should know: read as raw bytes, something was mended; empty: nothing
  bool as_raw = false;
};

/// The case, or what was expected and found.
std::expected<CaseArgument, std::string> read_argument(const std::string& path);

}  // namespace proofload::cli
