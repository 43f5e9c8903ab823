/// Verdicts as JSON, for `--json` and for the files of findings.
///
/// Names from datasets are escaped (`escape()`), so that any bytes survive; prose is made printable. Keys are stable.
#pragma once

#include <expected>
#include <nlohmann/json.hpp>
#include <string>

#include "proofload/case.hpp"
#include "proofload/verdict.hpp"

namespace proofload {

using Json = nlohmann::ordered_json;

Json json_of(const Because& because);
std::expected<Because, std::string> because_of(const Json& json);

/// Loader, options, files and faults, without any content.
Json json_of(const Case& value);

/// Every clause by name; `value` is the case that was judged.
Json json_of(const Verdict& verdict, const Case& value);

/// Indented, with a newline at the end.
std::string text_of(const Json& json);

}  // namespace proofload
