/// A trace for people: a line for each batch with a step of the tiny model, the way each epoch ended, its reports, and
/// the steps done against those promised.
#pragma once

#include <string>

#include "proofload/declaration.hpp"
#include "proofload/trace.hpp"
#include "report/verdict_json.hpp"

namespace proofload::cli {

std::string trace_text(const Trace& trace, const Declaration& declaration);

Json trace_json(const Trace& trace, const Declaration& declaration);

}  // namespace proofload::cli
