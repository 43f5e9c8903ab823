/// A declaration for people and as JSON: what is declared, and nothing that is not.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "proofload/declaration.hpp"

namespace proofload::cli {

/// Pairs of what and how: {"reads", "image folder (png, jpeg; …)"}.
std::vector<std::pair<std::string, std::string>> describe(const Declaration& declaration);

}  // namespace proofload::cli
