/// `case.json` holds all that a case says but its dataset: small, readable, and only what is not the default.
///
/// Names are escaped (`escape`), so the text is ASCII whatever the names are.
#pragma once

#include <string>
#include <string_view>

#include "proofload/case.hpp"

namespace proofload {

inline constexpr int case_format = 1;

/// The text of `case.json`.
std::string write_case_json(const Case& value);

/// Brings what the text says into `value`, within the limits; what it does not say, or says wrongly, stays as it is.
/// Total; what was mended or left out is added to `notes`.
void read_case_json(std::string_view text, const CaseLimits& limits, Case& value, std::vector<std::string>& notes);

}  // namespace proofload
