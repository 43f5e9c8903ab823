#include "run/death.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstring>
#include <span>
#include <vector>

#include "run/crash_site.hpp"

namespace proofload {
namespace {

std::string signal_name(int signal) {
  const char* name = sigabbrev_np(signal);
  return name != nullptr ? name : fmt::format("{}", signal);
}

/// The word behind a phrase: the kind of error in a sanitizer's report.
std::string word_after(std::string_view text, std::string_view phrase) {
  const std::size_t at = text.find(phrase);
  if (at == std::string_view::npos) {
    return {};
  }
  text.remove_prefix(at + phrase.size());
  return std::string(text.substr(0, text.find_first_of(" \n:(")));
}

std::string error_kind(std::string_view report) {
  for (const std::string_view phrase :
       {"SUMMARY: AddressSanitizer: ", "ERROR: AddressSanitizer: ", "SUMMARY: UndefinedBehaviorSanitizer: ",
        "SUMMARY: ThreadSanitizer: ", "SUMMARY: MemorySanitizer: "}) {
    if (std::string kind = word_after(report, phrase); !kind.empty()) {
      return kind;
    }
  }
  return {};
}

/// "READ of size 4 at …": the line that says what was done.
std::string access_in(std::string_view report) {
  for (const std::string_view start : {"\nREAD of size ", "\nWRITE of size "}) {
    if (const std::size_t at = report.find(start); at != std::string_view::npos) {
      const std::string_view line = report.substr(at + 1);
      return std::string(line.substr(0, line.find(" at 0x")));
    }
  }
  return {};
}

std::string stack_line(const CrashSites& sites) {
  const auto& all = sites.loader.empty() ? sites.others : sites.loader;
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < all.size() && i < 8; ++i) {
    lines.push_back(describe(all[i]));
  }
  return fmt::format("{}", fmt::join(lines, " < "));
}

/// The place to look at; empty when none is the loader's.
std::string place_in(const CrashSites& sites) { return sites.loader.empty() ? "" : describe(sites.loader.front()); }

struct Broken {
  Clause clause = Clause::memory_safe;
  Because because;
};

Verdict nothing_known() {
  Verdict verdict;
  for (Judgement& judgement : verdict.judgements) {
    judgement.state = Judgement::State::could_not_tell;
    judgement.note = "the process that ran the loader ended before this could be judged";
  }
  return verdict;
}

Verdict verdict_with(Broken broken) {
  Verdict verdict = nothing_known();
  verdict[broken.clause] = {Judgement::State::broken, {}, {std::move(broken.because)}};
  return verdict;
}

Verdict nobody_can_tell(Clause clause, std::string note) {
  Verdict verdict = nothing_known();
  verdict[clause].note = std::move(note);
  return verdict;
}

Verdict own_failure(std::string why) {
  Verdict verdict = nobody_can_tell(Clause::memory_safe, "the tester itself failed");
  verdict.tool_failure = std::move(why);
  return verdict;
}

Verdict of_sanitizer(const ProcessDeath& death) {
  const std::string& text = death.report.empty() ? death.log : death.report;
  // Of undefined behavior the kind comes with a place: "signed-integer-overflow@file:line".
  std::string kind = death.cause.substr(0, death.cause.find('@'));
  const std::string place = kind.size() < death.cause.size() ? death.cause.substr(kind.size() + 1) : "";
  if (kind.empty()) {
    kind = error_kind(text);
  }
  if (kind.empty()) {
    kind = "sanitizer-report";
  }
  const CrashSites sites = crash_sites(text);
  if (sites.loader.empty() && sites.any_stack && place.empty()) {
    return own_failure(fmt::format("{} in the harness: {}", kind, stack_line(sites)));
  }
  const std::string where = sites.loader.empty() ? place : place_in(sites);

  Broken broken;
  Because& because = broken.because;
  because.cause = where.empty() ? kind : fmt::format("{}@{}", kind, where);
  because.found = stack_line(sites);
  constexpr std::array<std::string_view, 4> of_memory = {"allocation-size-too-big", "out-of-memory",
                                                         "rss-limit-exceeded", "calloc-overflow"};
  if (std::ranges::find(of_memory, kind) != of_memory.end()) {
    broken.clause = Clause::memory_bounded;
    because.what = fmt::format("the loader asked for more memory than it may have ({}{}{})", kind,
                               where.empty() ? "" : " in ", where);
    because.expected = "sizes from a file are checked before memory is asked for";
    because.advice =
        "Check the size that the file claims against the bytes that are there, and against a limit, first.";
    return verdict_with(std::move(broken));
  }
  const std::string access = death.what.empty() ? access_in(text) : death.what;
  because.what = fmt::format("the loader's process died of {}{}{}{}{}", kind, where.empty() ? "" : " in ", where,
                             access.empty() ? "" : ": ", access);
  because.expected = "no access outside of an object, no undefined behavior";
  because.advice = "Replay the finding in a debugger; the places found are the loader's own, innermost first.";
  return verdict_with(std::move(broken));
}

Verdict of_stuck(const ProcessDeath& death) {
  const CrashSites sites = crash_sites(death.log);
  Broken broken{Clause::live, {}};
  broken.because.cause = death.cause;
  broken.because.what = death.what;
  broken.because.expected = "every call returns";
  broken.because.found = stack_line(sites);
  broken.because.advice = sites.loader.empty()
                              ? "Look at what ends the loop or the wait in that call."
                              : fmt::format("Look at what ends the loop or the wait at {}.", place_in(sites));
  return verdict_with(std::move(broken));
}

Verdict of_memory(const ProcessDeath& death) {
  Broken broken{Clause::memory_bounded, {}};
  broken.because.cause = death.cause;
  broken.because.what = death.what;
  broken.because.expected = "memory that does not grow with what a file claims";
  broken.because.found = stack_line(crash_sites(death.log));
  broken.because.advice = "Check the sizes that the input claims before memory is asked for; let go of old batches.";
  return verdict_with(std::move(broken));
}

Verdict of_silence(const ProcessDeath& death) {
  if (death.log.find("hard rss limit exhausted") != std::string::npos) {
    ProcessDeath memory = death;
    memory.cause = "resident-memory";
    memory.what = "the process came to hold more memory than the sanitizer's hard limit";
    return of_memory(memory);
  }
  if (!error_kind(death.log).empty()) {
    return of_sanitizer(death);
  }
  if (WIFSIGNALED(death.status)) {
    const int signal = WTERMSIG(death.status);
    const std::string name = signal_name(signal);
    constexpr std::array<int, 5> from_outside = {SIGKILL, SIGTERM, SIGINT, SIGHUP, SIGQUIT};
    if (std::ranges::find(from_outside, signal) != from_outside.end()) {
      return own_failure(fmt::format("the process that ran the loader was ended from outside, by SIG{}", name));
    }
    Broken broken;
    broken.because.cause = "signal-" + name;
    broken.because.what = fmt::format("the loader's process died by SIG{} ({})", name, strsignal(signal));
    broken.because.expected = "no access outside of an object, no undefined behavior";
    broken.because.found = "SIG" + name;
    broken.because.advice = "Build the loader with sanitizers, and replay the finding, to see where.";
    return verdict_with(std::move(broken));
  }
  const int code = WIFEXITED(death.status) ? WEXITSTATUS(death.status) : 0;
  Broken broken{Clause::live, {}};
  broken.because.cause = fmt::format("exit-{}", code);
  broken.because.what = fmt::format("the loader ended the whole process, with exit code {}", code);
  broken.because.expected = "every call returns";
  broken.because.found = "exit";
  broken.because.advice = "Return an error instead of ending the process.";
  return verdict_with(std::move(broken));
}

std::string text_of(std::span<const char> field) { return {field.data(), strnlen(field.data(), field.size())}; }

}  // namespace

ProcessDeath death_from(const Deathbed& page, int status, std::string log) {
  return {page.spoken(), text_of(page.cause), text_of(page.what), text_of(page.report), status, std::move(log)};
}

Verdict verdict_of(const ProcessDeath& death) {
  switch (death.kind) {
    case Deathbed::Kind::sanitizer:
      return of_sanitizer(death);
    case Deathbed::Kind::stuck:
      return of_stuck(death);
    case Deathbed::Kind::no_evidence:
      return nobody_can_tell(Clause::live, death.what);
    case Deathbed::Kind::memory:
      return of_memory(death);
    case Deathbed::Kind::memory_outside_call:
      return nobody_can_tell(Clause::memory_bounded, death.what);
    case Deathbed::Kind::none:
    case Deathbed::Kind::writing:
      return of_silence(death);
  }
  return of_silence(death);
}

}  // namespace proofload
