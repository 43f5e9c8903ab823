#include "report/finding_text.hpp"

#include <fmt/format.h>

#include "report/printable.hpp"

namespace proofload {

std::vector<std::pair<std::string, std::string>> fields_of(const Finding& finding) {
  const Because& because = finding.because;
  std::vector<std::pair<std::string, std::string>> fields;
  const auto add = [&](const char* label, std::string value) {
    if (!value.empty()) {
      fields.emplace_back(label, std::move(value));
    }
  };
  add("what", printable(because.what));
  for (const std::string& sample : because.samples) {
    add("sample", escape(sample));
  }
  std::string where;
  const auto place = [&](const char* label, const std::optional<std::uint64_t>& number) {
    if (number) {
      where += fmt::format("{}{} {}", where.empty() ? "" : ", ", label, *number);
    }
  };
  place("epoch", because.epoch);
  place("batch", because.batch);
  place("row", because.row);
  add("where", where);
  add("expected", printable(because.expected));
  add("found", printable(because.found));
  add("cause", printable(because.cause));
  add("advice", printable(because.advice));
  for (const Fault& fault : finding.value.faults) {
    add("fault", printable(describe(fault)));
  }
  add("case", printable(describe(finding.value)));
  add("digest", printable(finding.digest));
  add("replay", printable(finding.replay));
  return fields;
}

}  // namespace proofload
