#include <fmt/format.h>

#include <cstring>
#include <iterator>

#include "proofload/case.hpp"
#include "proofload/fault.hpp"

namespace proofload {
namespace {

std::string errno_name(int code) {
  const char* known = code == 0 ? nullptr : strerrorname_np(code);
  return known != nullptr ? known : fmt::format("errno {}", code);
}

}  // namespace

std::string describe(const Fault& fault) {
  const FaultTraits& kind = traits(fault.kind);
  std::string text(kind.name);
  const auto add = [&](FaultParameter parameter, auto format, const auto& value) {
    if (kind.uses(parameter)) {
      fmt::format_to(std::back_inserter(text), format, value);
    }
  };
  add(FaultParameter::path, FMT_STRING(" {}"), escape(fault.path));
  add(FaultParameter::at, FMT_STRING(" at {}"), describe(fault.at));
  add(FaultParameter::text, FMT_STRING(" \"{}\""), escape(fault.text));
  const bool of_calls = counts_calls(fault.kind);
  if (fault.kind == FaultKind::table_row) {
    add(FaultParameter::amount, FMT_STRING(" in row {}"), fault.amount);
  } else if (!of_calls) {
    add(FaultParameter::amount, FMT_STRING(", amount {}"), fault.amount);
  }
  add(FaultParameter::seed, FMT_STRING(", seed {}"), fault.seed);
  if (of_calls) {
    add(FaultParameter::nth, FMT_STRING(", at call {}"), fault.nth);
  } else {
    add(FaultParameter::nth, FMT_STRING(", at read {}"), fault.nth);
  }
  text += fault.kind == FaultKind::short_read || (of_calls && fault.amount == 1) ? " and later" : "";
  add(FaultParameter::code, FMT_STRING(", {}"), errno_name(fault.code));
  return text;
}

}  // namespace proofload
