/// Verdicts for people, as plain lines without terminal controls; names from datasets are escaped.
#pragma once

#include <cstdint>
#include <string>

#include "proofload/case.hpp"
#include "proofload/verdict.hpp"

namespace proofload {

/// Which clauses are listed beside the broken ones, which always are.
enum class Detail : std::uint8_t { broken_only, every_clause };

/// The clauses' states, then what is broken and why, then the faults of the case. `replay` is the line that replays
/// it; empty: none is shown.
std::string verdict_text(const Verdict& verdict, const Case& value, Detail detail, const std::string& replay);

/// What is broken and why, indented by two.
std::string because_text(Clause clause, const Because& because);

/// "cats/a.png, dogs/b.png and 3 more", escaped.
std::string list_text(const std::vector<std::string>& names, std::size_t shown);

}  // namespace proofload
