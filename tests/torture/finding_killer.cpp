// Writes a finding over a larger one of the same bug and is killed at a step of it, as a power cut would.
//
//   finding_killer STEP FINDING FOLDER
//
// STEP is a number below the count of steps that `finding_killer steps` prints. The larger one, which is announced
// before, is the same case with a fault that changes nothing. The program dies of SIGKILL; it returns 1 when the step
// is never reached, and 2 when it cannot begin.
#include <charconv>
#include <csignal>
#include <iostream>
#include <string>
#include <string_view>

#include "proofload/finding.hpp"
#include "report/finding_steps.hpp"

namespace proofload {
namespace {

int die_at(FindingStep step, const Finding& finding, const std::string& folder) {
  Finding larger = finding;
  larger.value.faults.push_back({.kind = FaultKind::truncate, .path = "no such file"});
  if (const auto written = write_finding(folder, larger); !written) {
    std::cerr << "finding_killer: " << written.error() << '\n';
    return 2;
  }
  on_finding_step() = [step](FindingStep now) {
    if (now == step) {
      ::raise(SIGKILL);
    }
  };
  const auto written = write_finding(folder, finding);
  std::cerr << "finding_killer: survived" << (written ? "" : ", and nothing was written: " + written.error()) << '\n';
  return 1;
}

int run(int count, char** words) {
  if (count == 2 && std::string_view(words[1]) == "steps") {
    std::cout << finding_step_count << '\n';
    return 0;
  }
  std::size_t step = finding_step_count;
  if (count == 4) {
    const std::string_view text = words[1];
    std::from_chars(text.data(), text.data() + text.size(), step);
  }
  if (step >= finding_step_count) {
    std::cerr << "usage: finding_killer STEP FINDING FOLDER\n";
    return 2;
  }
  const auto finding = read_finding(words[2]);
  if (!finding) {
    std::cerr << "finding_killer: " << finding.error() << '\n';
    return 2;
  }
  return die_at(static_cast<FindingStep>(step), *finding, words[3]);
}

}  // namespace
}  // namespace proofload

int main(int count, char** words) { return proofload::run(count, words); }
