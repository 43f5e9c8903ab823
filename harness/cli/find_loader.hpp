/// The loader that a command line names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "proofload/registry.hpp"

namespace proofload::cli {

/// The loader of that name; else null, after a message with the names that are nearest.
const RegisteredLoader* find_loader(std::string_view name);

/// Up to three of `names` that `name` may have been meant to be, the nearest first.
std::vector<std::string> nearest(std::string_view name, const std::vector<std::string>& names);

}  // namespace proofload::cli
