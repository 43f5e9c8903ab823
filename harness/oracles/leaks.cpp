// The oracle of what stays in use: no-leak.
#include <fmt/format.h>

#include <array>

#include "oracles/oracle.hpp"

namespace proofload {
namespace {

// Caches fill and pools grow in the first epochs. What rises in every one of those that follow has no end.
struct Span {
  std::uint64_t warm_up = 0;
  std::uint64_t measured = 0;

  [[nodiscard]] std::uint64_t all() const { return warm_up + measured; }
};
constexpr Span first_look = {.warm_up = 3, .measured = 5};
constexpr Span second_look = {.warm_up = 10, .measured = 20};  // only after a suspicion
constexpr std::uint64_t least_memory = 64;                     // bytes an epoch

struct Resource {
  const char* cause;
  const char* what;
  std::uint64_t least;  ///< rise an epoch
  std::optional<std::uint64_t> (*of)(const Usage&);
  const char* advice;
};

constexpr std::array resources = {
    Resource{"descriptors", "file descriptors", 1, [](const Usage& usage) { return std::optional(usage.descriptors); },
             "close what was opened on every way out, also where an error is returned"},
    Resource{"open-files", "files of the source", 1, [](const Usage& usage) { return std::optional(usage.open_files); },
             "let go of each file on every way out, also where an error is returned"},
    Resource{"threads", "threads", 1, [](const Usage& usage) { return std::optional(usage.threads); },
             "end and join the threads of an epoch before starting those of the next"},
    Resource{"memory", "bytes of memory", least_memory, [](const Usage& usage) { return usage.memory; },
             "free what belongs to an epoch when it ends"},
};

/// By how much the resource rose in all, when it rose each time.
std::optional<std::uint64_t> steady_rise(const std::vector<Usage>& usages, const Span& span, const Resource& resource) {
  if (usages.size() < span.all()) {
    return std::nullopt;
  }
  for (std::size_t i = span.warm_up; i < usages.size(); ++i) {
    const auto before = resource.of(usages[i - 1]);
    const auto now = resource.of(usages[i]);
    if (!before || !now || *now < *before + resource.least) {
      return std::nullopt;
    }
  }
  return *resource.of(usages.back()) - *resource.of(usages[span.warm_up - 1]);
}

/// What is in use after each of many epochs of one loader. Empty when they cannot be gone through.
std::vector<Usage> after_epochs(Hearing& hearing, const Span& span) {
  const Trace& trace =
      hearing.observe(fmt::format("{}_epochs", span.all()), hearing.value(),
                      {.epochs = span.all(), .keep = RunPlan::Keep::digests, .measure = RunPlan::Measure::usage});
  std::vector<Usage> usages;
  for (const TracedEpoch& epoch : trace.epochs) {
    if ((epoch.end != TracedEpoch::End::finished && epoch.end != TracedEpoch::End::error) || !epoch.usage) {
      return {};
    }
    usages.push_back(*epoch.usage);
  }
  return usages;
}

/// What is in use after each of several loaders was destroyed in the middle of an epoch.
std::vector<Usage> after_loaders(Hearing& hearing, const Span& span) {
  std::vector<Usage> usages;
  for (std::uint64_t i = 0; i < span.all(); ++i) {
    const Trace& trace =
        hearing.observe(fmt::format("loader_{}", i), hearing.value(),
                        {.destroy_after = 1,
                         .keep = RunPlan::Keep::digests,
                         .measure = i == 0 ? RunPlan::Measure::usage : RunPlan::Measure::usage_over_runs});
    if (!trace.usage_at_end) {
      return {};
    }
    usages.push_back(*trace.usage_at_end);
    usages.back().open_files = 0;  // each run has a source of its own
  }
  return usages;
}

std::optional<Judgement> judge_rise(Hearing& hearing, std::vector<Usage> (*look)(Hearing&, const Span&),
                                    const char* each) {
  const std::vector<Usage> usages = look(hearing, first_look);
  for (const Resource& resource : resources) {
    if (!steady_rise(usages, first_look, resource)) {
      continue;
    }
    if (const auto rise = steady_rise(look(hearing, second_look), second_look, resource)) {
      return broken({.cause = resource.cause,
                     .what = fmt::format("more {} are in use after each {}", resource.what, each),
                     .expected = fmt::format("no steady rise over {} of them", second_look.measured),
                     .found = fmt::format("{} more", *rise),
                     .advice = resource.advice});
    }
  }
  return std::nullopt;
}

}  // namespace

Judgement judge_no_leak(Hearing& hearing) {
  if (!hearing.asks_for(Comparison::many_epochs)) {
    return not_exercised();
  }
  if (hearing.main().trace.refused) {
    return not_exercised();
  }
  if (hearing.main().trace.has_epochs) {
    if (auto judgement = judge_rise(hearing, after_epochs, "epoch")) {
      return *judgement;
    }
  }
  if (auto judgement = judge_rise(hearing, after_loaders, "loader that ended in the middle of an epoch")) {
    return *judgement;
  }
  return kept();
}

}  // namespace proofload
