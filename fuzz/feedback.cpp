#include "feedback.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <span>
#include <string_view>

#include "case/without.hpp"

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

enum class Ending : std::uint8_t { finished, skipped, substituted, error, threw, unbounded, refused };
constexpr std::size_t ending_count = static_cast<std::size_t>(Ending::refused) + 1;

/// What libFuzzer reads beside its own counters, and clears before each case.
struct Outcome {
  std::array<std::array<std::uint8_t, state_count>, clause_count> clauses;
  std::array<std::array<std::uint8_t, policy_count>, fault_kind_count> policies;
  std::array<std::array<std::uint8_t, ending_count>, fault_kind_count> endings;
  std::array<std::uint8_t, 256> errors;
  std::array<std::uint8_t, 64> memory;
  std::array<std::uint8_t, 64> calls;
};
[[gnu::section("__libfuzzer_extra_counters"), gnu::used, gnu::aligned(8)]] Outcome outcome;

Ending ending_of(const TracedEpoch& epoch) {
  switch (epoch.end) {
    case TracedEpoch::End::error:
      return Ending::error;
    case TracedEpoch::End::threw:
      return Ending::threw;
    case TracedEpoch::End::unbounded:
      return Ending::unbounded;
    case TracedEpoch::End::finished:
    case TracedEpoch::End::abandoned:
      break;
  }
  if (epoch.reports.empty()) {
    return Ending::finished;
  }
  return epoch.reports.front().deed == SampleReport::Deed::skipped ? Ending::skipped : Ending::substituted;
}

/// Errors that differ in names and numbers only are of one kind: words of letters count, and what comes with them.
std::uint8_t kind_of(const LoadError& error) {
  std::uint32_t hash = 2166136261U;
  const auto add = [&](char letter) { hash = (hash ^ static_cast<unsigned char>(letter)) * 16777619U; };
  const std::string_view text = error.reason;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string_view word = text.substr(at, end - at);
    if (std::ranges::all_of(word, [](char letter) { return (letter | 0x20) >= 'a' && (letter | 0x20) <= 'z'; })) {
      std::ranges::for_each(word, add);
    }
    at = end + 1;
  }
  add(error.path.empty() ? 'n' : 'p');
  add(error.index ? 'i' : 'n');
  return static_cast<std::uint8_t>(hash ^ (hash >> 8U) ^ (hash >> 16U) ^ (hash >> 24U));
}

void note(const LoadError& error) { outcome.errors[kind_of(error)] = 1; }

std::span<std::uint8_t> edges() {
  if (&__start___sancov_cntrs == nullptr) {
    return {};
  }
  return {&__start___sancov_cntrs, &__stop___sancov_cntrs};
}

}  // namespace

void Feedback::own_run_ended(const Case& value, const Trace& trace) {
  const auto counters = edges();
  own_run_.assign(counters.begin(), counters.end());
  if (without(Part::counters)) {
    return;
  }
  std::array<bool, ending_count> ended{};
  ended[static_cast<std::size_t>(Ending::refused)] = trace.refused.has_value();
  if (trace.refused) {
    note(*trace.refused);
  }
  for (const TracedEpoch& epoch : trace.epochs) {
    ended[static_cast<std::size_t>(ending_of(epoch))] = true;
    if (epoch.error) {
      note(*epoch.error);
    }
    for (const TracedReport& report : epoch.reports) {
      note(report.error);
    }
  }
  for (std::size_t i = 0; i < std::min(value.faults.size(), trace.fired.size()); ++i) {
    if (trace.fired[i] == 0) {
      continue;
    }
    const auto kind = static_cast<std::size_t>(value.faults[i].kind);
    outcome.policies[kind][static_cast<std::size_t>(value.options.bad_sample)] = 1;
    for (std::size_t ending = 0; ending < ending_count; ++ending) {
      outcome.endings[kind][ending] |= static_cast<std::uint8_t>(ended[ending]);
    }
  }
  if (const std::uint64_t bytes = trace.peak_memory.value_or(0); bytes > 0) {
    outcome.memory[static_cast<std::size_t>(std::bit_width(bytes)) - 1] = 1;
  }
  if (trace.source_calls > 0) {
    outcome.calls[static_cast<std::size_t>(std::bit_width(trace.source_calls)) - 1] = 1;
  }
}

void Feedback::judged(const Verdict& verdict) {
  const auto counters = edges();
  for (std::size_t i = 0; i < std::min(counters.size(), own_run_.size()); ++i) {
    counters[i] = own_run_[i] != 0 ? own_run_[i] : std::min<std::uint8_t>(counters[i], 1);
  }
  if (without(Part::counters)) {
    return;
  }
  for (std::size_t i = 0; i < clause_count; ++i) {
    outcome.clauses[i][static_cast<std::size_t>(verdict.judgements[i].state)] = 1;
  }
}

}  // namespace proofload
