#include "feedback.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

// The counters of clang's -fsanitize-coverage=inline-8bit-counters; not there under engines that count otherwise.
// NOLINTBEGIN(bugprone-reserved-identifier)
extern "C" {
[[gnu::weak]] extern std::uint8_t __start___sancov_cntrs;
[[gnu::weak]] extern std::uint8_t __stop___sancov_cntrs;
}
// NOLINTEND(bugprone-reserved-identifier)

namespace proofload {
namespace {

constexpr std::size_t state_count = static_cast<std::size_t>(Judgement::State::broken) + 1;
constexpr std::size_t policy_count = static_cast<std::size_t>(BadSample::substitute) + 1;

/// What libFuzzer reads beside its own counters, and clears before each case.
struct Outcome {
  std::array<std::array<std::uint8_t, state_count>, clause_count> clauses;
  std::array<std::array<std::uint8_t, policy_count>, fault_kind_count> faults;
};
[[gnu::section("__libfuzzer_extra_counters"), gnu::used]] Outcome outcome;

std::span<std::uint8_t> edges() {
  if (&__start___sancov_cntrs == nullptr) {
    return {};
  }
  return {&__start___sancov_cntrs, &__stop___sancov_cntrs};
}

}  // namespace

void Feedback::own_run_ended() {
  const auto counters = edges();
  own_run_.assign(counters.begin(), counters.end());
}

void Feedback::judged(const Case& value, const Verdict& verdict) {
  const auto counters = edges();
  for (std::size_t i = 0; i < std::min(counters.size(), own_run_.size()); ++i) {
    counters[i] = own_run_[i] != 0 ? own_run_[i] : std::min<std::uint8_t>(counters[i], 1);
  }
  for (std::size_t i = 0; i < clause_count; ++i) {
    outcome.clauses[i][static_cast<std::size_t>(verdict.judgements[i].state)] = 1;
  }
  for (std::size_t i = 0; i < std::min(value.faults.size(), verdict.fired.size()); ++i) {
    if (verdict.fired[i] > 0) {
      outcome
          .faults[static_cast<std::size_t>(value.faults[i].kind)][static_cast<std::size_t>(value.options.bad_sample)] =
          1;
    }
  }
}

}  // namespace proofload
