#include "target.hpp"

#include <fmt/format.h>
#include <sys/mman.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <filesystem>
#include <utility>

#include "case/without.hpp"
#include "proofload/check.hpp"
#include "proofload/finding.hpp"
#include "proofload/generate.hpp"
#include "run/deathbed.hpp"
#include "run/sanitizer_report.hpp"
#include "run/watchdog.hpp"

namespace proofload {
namespace {

std::string names_of_loaders() {
  std::string names;
  for (const RegisteredLoader& loader : loaders()) {
    names += names.empty() ? "" : ", ";
    names += loader.name;
  }
  return names;
}

const RegisteredLoader& chosen_loader() {
  if (const char* wanted = std::getenv(loader_variable); wanted != nullptr && *wanted != '\0') {
    if (const RegisteredLoader* found = loader_named(wanted)) {
      return *found;
    }
    fmt::print(stderr, "proofload: {} names no loader that is linked here: expected one of {}, found {}\n",
               loader_variable, names_of_loaders(), escape(wanted));
    std::exit(1);
  }
  if (loaders().size() == 1) {
    return loaders().front();
  }
  fmt::print(stderr, "proofload: {} loaders are linked here: set {} to one of {}\n", loaders().size(), loader_variable,
             names_of_loaders());
  std::exit(1);
}

/// A page of our own, when nobody watches. Untouched pages cost nothing.
CampaignPage& own_page() {
  void* memory =
      mmap(nullptr, sizeof(CampaignPage), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) {
    fmt::print(stderr, "proofload: no memory for the counters\n");
    std::exit(1);
  }
  return *static_cast<CampaignPage*>(memory);
}

void print(const Finding& finding, const std::expected<std::string, std::string>& stored) {
  const Because& because = finding.because;
  fmt::print(stderr, "\nproofload: {} breaks {}: {}\n", finding.loader, describe(finding.signature),
             escape(because.what));
  const auto field = [](std::string_view label, const std::string& value) {
    if (!value.empty()) {
      fmt::print(stderr, "  {:<9} {}\n", label, escape(value));
    }
  };
  for (const std::string& sample : because.samples) {
    field("sample", sample);
  }
  if (because.epoch) {
    field("epoch", fmt::to_string(*because.epoch));
  }
  if (because.batch) {
    field("batch", fmt::to_string(*because.batch));
  }
  field("expected", because.expected);
  field("found", because.found);
  field("advice", because.advice);
  field("case", describe(finding.value));
  if (stored) {
    fmt::print(stderr, "  {:<9} proofload replay {}\n", "replay", *stored);
  } else {
    fmt::print(stderr, "  the finding could not be stored: {}\n", stored.error());
  }
}

/// Another case of a known signature is worth writing only if it is clearly smaller.
bool clearly_smaller(std::size_t size, std::uint64_t known) { return size < known - known / 4; }

}  // namespace

Target& Target::instance() {
  static Target target;
  return target;
}

Target::Target() : loader_(&chosen_loader()), page_(inherited_page()) {
  if (page_ == nullptr) {
    page_ = &own_page();
  }
  if (const std::string unknown = unknown_part(); !unknown.empty()) {
    fmt::print(stderr, "proofload: {} names no part that can be switched off: expected some of {}, found {}\n",
               without_variable, fmt::join(part_names, ","), escape(unknown));
    std::exit(1);
  }
  speak_at(page_->deathbed);
  catch_sanitizer_reports();
  if (const char* folder = std::getenv(record_variable); folder != nullptr && *folder != '\0') {
    mode_ = Mode::record;
    folder_ = folder;
  } else if (const char* findings = std::getenv(findings_variable); findings != nullptr && *findings != '\0') {
    folder_ = findings;
  }
}

void Target::set_artifact_prefix(const std::string& prefix) {
  if (mode_ == Mode::abort && std::getenv(findings_variable) == nullptr) {
    folder_ = std::filesystem::path(prefix).parent_path().string();
    folder_ = folder_.empty() ? "." : folder_;
  }
}

void Target::store_last_words(const Deathbed& words) {
  Target& target = instance();
  const Deathbed::Kind kind = words.spoken();
  const bool stuck = kind == Deathbed::Kind::stuck;
  if ((stuck || kind == Deathbed::Kind::memory) && target.page_->size <= CampaignPage::most_input) {
    Because because;
    because.cause = static_cast<const char*>(words.cause);
    because.what = static_cast<const char*>(words.what);
    Case value = target.case_of(std::span(target.page_->input).first(target.page_->size));
    const Signature signature{stuck ? Clause::live : Clause::memory_bounded, because.cause};
    const Finding finding{signature, target.loader_->name, {}, std::move(value), std::move(because), {}};
    print(finding, write_finding(target.folder_, finding));
  }
  // The engine keeps its artifact when a process aborts.
  std::fflush(nullptr);
  std::abort();
}

Case Target::case_of(std::span<const std::byte> bytes) const {
  Case value = fit_generated(read_case(bytes).value, loader_->declaration);
  value.loader = loader_->name;
  return value;
}

void Target::judge(std::span<const std::byte> bytes) {
  if (!std::exchange(watched_, true)) {
    start_watchdog({}, mode_ == Mode::abort ? &Target::store_last_words : nullptr);
  }
  CampaignPage& page = *page_;
  page.size = bytes.size();
  if (!bytes.empty() && bytes.size() <= CampaignPage::most_input) {
    std::memcpy(page.input.data(), bytes.data(), bytes.size());
  }
  ++page.sequence;
  page.stage = CampaignPage::reading;
  try {
    const Case value = case_of(bytes);
    page.stage = CampaignPage::judging;
    const Verdict verdict = check(value, *loader_, [&](const Trace& trace) { feedback_.own_run_ended(value, trace); });
    page.stage = CampaignPage::idle;
    ++page.executions;
    if (!verdict.tool_failure.empty()) {
      fail(page.tool_failures, verdict.tool_failure);
    } else {
      feedback_.judged(verdict);
      count(value, verdict);
      scarce_.note(value, verdict);
      store(value, verdict, bytes.size());
    }
  } catch (const std::exception& problem) {
    page.stage = CampaignPage::idle;
    fail(page.tool_failures, problem.what());
  }
}

void Target::count(const Case& value, const Verdict& verdict) {
  for (std::size_t i = 0; i < clause_count; ++i) {
    ++page_->clauses[i][static_cast<std::size_t>(verdict.judgements[i].state)];
  }
  std::array<bool, fault_kind_count> drawn{};
  std::array<bool, fault_kind_count> fired{};
  for (std::size_t i = 0; i < value.faults.size(); ++i) {
    const auto kind = static_cast<std::size_t>(value.faults[i].kind);
    drawn[kind] = true;
    fired[kind] = fired[kind] || (i < verdict.fired.size() && verdict.fired[i] > 0);
  }
  for (std::size_t kind = 0; kind < fault_kind_count; ++kind) {
    page_->drawn[kind] += drawn[kind] ? 1 : 0;
    page_->fired[kind] += fired[kind] ? 1 : 0;
  }
}

void Target::store(const Case& value, const Verdict& verdict, std::size_t size) {
  const std::vector<Signature> broken = signatures(verdict);
  for (const Signature& signature : broken) {
    const std::uint64_t key = Blob(describe(signature)).digest() | 1U;
    CampaignPage::Known* known = place_of(*page_, key);
    const bool is_known = known == nullptr || known->signature == key;
    if (is_known) {
      ++page_->repeats;
    }
    if (mode_ == Mode::record && is_known && (known == nullptr || !clearly_smaller(size, known->size))) {
      continue;
    }
    const Finding finding{signature, loader_->name, {}, value, verdict[signature.clause].because.front(), {}};
    const auto stored = write_finding(folder_, finding);
    if (mode_ == Mode::abort) {
      print(finding, stored);
    } else if (!stored) {
      fail(page_->storage_failures, stored.error());
      continue;
    }
    if (known != nullptr) {
      known->size = size;
      known->signature = key;
    }
    if (!is_known) {
      ++page_->findings;
    }
  }
  if (!broken.empty() && mode_ == Mode::abort) {
    std::fflush(nullptr);
    std::abort();
  }
}

void Target::fail(Counter& counter, const std::string& message) {
  const std::string line = escape(message);
  const std::size_t length = std::min(line.size(), page_->message.size() - 1);
  std::memcpy(page_->message.data(), line.data(), length);
  page_->message[length] = '\0';
  // Said once: an engine would repeat it a million times.
  if (counter++ == 0) {
    fmt::print(stderr, "proofload: the tester itself failed, which says nothing of the loader: {}\n", line);
  }
}

}  // namespace proofload
