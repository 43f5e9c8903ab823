/// Mending brings a dataset read from outside into the form that a case's dataset has.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "proofload/dataset.hpp"

namespace proofload {

// Any file system takes names and paths up to these lengths, wherever the folder of the dataset lies.
inline constexpr std::size_t longest_name = 255;
inline constexpr std::size_t longest_path = 1024;

/// A plain path that says the same: without leading, doubled and trailing slashes and "."; nothing when there is none
/// ("..", an empty path, NUL, too long).
std::optional<std::string> mended_path(std::string_view path);

/// Leaves out files and folders whose path is there already, or leads through a file. The first ones stay.
void leave_out_conflicts(Dataset& dataset, std::vector<std::string>& notes);

}  // namespace proofload
