/// Small changes to a case that keep it consistent: what is about a file goes with the file.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "proofload/case.hpp"

namespace proofload {

/// The case with only the files that `keep` says, by their index, and without faults about the others.
Case with_files(const Case& value, const std::function<bool(std::size_t)>& keep);

/// The case with other content in one file.
Case with_content(const Case& value, std::size_t file, Blob content);

/// The case with paths of files and folders changed; faults follow. Paths stay distinct, or nothing is changed.
Case with_paths(const Case& value, const std::vector<std::string>& paths);

}  // namespace proofload
