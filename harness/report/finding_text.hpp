/// A finding as lines of text, for reports: what, where, expected and found, the case, and how to replay it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "proofload/finding.hpp"

namespace proofload {

/// Label and value, in the order to show them; names from datasets are escaped, values are never empty.
std::vector<std::pair<std::string, std::string>> fields_of(const Finding& finding);

}  // namespace proofload
