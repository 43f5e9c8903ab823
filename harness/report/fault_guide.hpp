/// What `proofload explain` and docs/faults.md say of a kind of fault.
#pragma once

#include <string>
#include <string_view>

#include "proofload/fault.hpp"

namespace proofload {

/// What is done, in a sentence that names the parameters.
std::string_view deed_of(FaultKind kind);

/// On which files, with which parameters: "path, at, amount; text: drop, double, exchange".
std::string parameters_of(FaultKind kind);

/// The table of docs/faults.md, a row for each kind.
std::string fault_page_table();

}  // namespace proofload
