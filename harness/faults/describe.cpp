#include <fmt/format.h>

#include <iterator>

#include "proofload/case.hpp"
#include "proofload/fault.hpp"

namespace proofload {

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
  add(FaultParameter::amount, FMT_STRING(", amount {}"), fault.amount);
  add(FaultParameter::seed, FMT_STRING(", seed {}"), fault.seed);
  add(FaultParameter::nth, FMT_STRING(", from read {}"), fault.nth);
  add(FaultParameter::code, FMT_STRING(", errno {}"), fault.code);
  return text;
}

}  // namespace proofload
