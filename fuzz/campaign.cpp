#include "proofload/campaign.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <optional>
#include <utility>

#include "campaign_folder.hpp"
#include "campaign_json.hpp"
#include "deaths.hpp"
#include "distill.hpp"
#include "interrupt.hpp"
#include "proofload/case.hpp"
#include "proofload/registry.hpp"
#include "run/sanitizer_report.hpp"
#include "target_process.hpp"

namespace proofload {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::duration_cast;
using std::chrono::milliseconds;

constexpr milliseconds tick{20};
constexpr milliseconds grace{1'000};
/// Far beyond the watchdog inside of the target, which judges by evidence; this is for one that is stuck itself.
constexpr milliseconds longest_case{75'000};
constexpr milliseconds summary_every{5'000};
constexpr milliseconds rate_window{5'000};
constexpr int most_failed_starts = 5;
constexpr std::size_t most_messages = 16;

/// The place of one target: its page stays, processes come and go.
struct Slot {
  std::unique_ptr<SharedPage> page;
  std::optional<TargetProcess> process;
  std::uint64_t seen_sequence = 0;
  Clock::time_point seen_at;
  std::uint64_t executions_at_start = 0;
  std::uint64_t tool_failures_seen = 0;
  int failed_starts = 0;
};

class Campaign {
 public:
  Campaign(const CampaignPlan& plan, const RegisteredLoader& loader, CampaignFolder folder,
           const CampaignListener& listener)
      : plan_(plan), folder_(std::move(folder)), listener_(listener), random_(plan.seed), deaths_(loader, folder_) {}
  Campaign(const Campaign&) = delete;
  Campaign& operator=(const Campaign&) = delete;

  std::expected<CampaignSummary, std::string> run() {
    for (std::uint32_t job = 0; job < std::max<std::uint32_t>(plan_.jobs, 1); ++job) {
      auto page = SharedPage::make();
      if (!page) {
        return std::unexpected(page.error());
      }
      slots_.push_back({.page = std::move(*page)});
    }
    refresh_findings();
    if (folder_.wants_distilling()) {
      distill(folder_, {.loader = plan_.loader,
                        .target = plan_.target,
                        .duration = plan_.duration / 4,
                        .memory = plan_.memory,
                        .stop = InterruptGuard::interrupted});
    }
    for (Slot& slot : slots_) {
      start(slot, CampaignFolder::Start::whole);
    }
    while (!ended()) {
      wait_for_output();
      for (Slot& slot : slots_) {
        attend(slot);
      }
      tell();
    }
    for (Slot& slot : slots_) {
      if (slot.process) {
        slot.process->stop(grace);
        slot.process.reset();
      }
    }
    folder_.adopt_fresh();
    refresh_findings();
    CampaignSummary summary;
    static_cast<CampaignProgress&>(summary) = progress();
    summary.end = end_.value_or(CampaignSummary::End::time);
    if (!replace_file(folder_.summary(), json_text(plan_, summary, name(summary.end)))) {
      summary.end = CampaignSummary::End::storage;
      summary.tool_failures.push_back(fmt::format("cannot write {}", escape(folder_.summary())));
    }
    return summary;
  }

 private:
  [[nodiscard]] milliseconds elapsed() const { return duration_cast<milliseconds>(Clock::now() - began_); }

  /// Since an edge was new, or the campaign began.
  [[nodiscard]] milliseconds flat() const { return duration_cast<milliseconds>(Clock::now() - grew_); }

  bool found_something_new() {
    std::uint64_t written = death_count_;
    for (const Slot& slot : slots_) {
      written += (*slot.page)->findings;
    }
    if (written != new_seen_) {
      new_seen_ = written;
      refresh_findings();
    }
    return std::ranges::any_of(findings_, [&](const CampaignFinding& found) {
      return found.standing == CampaignFinding::Standing::fresh &&
             found.signature.clause == plan_.until_clause.value_or(found.signature.clause);
    });
  }

  bool ended() {
    if (!end_) {
      if (InterruptGuard::interrupted()) {
        end_ = CampaignSummary::End::interrupted;
      } else if (elapsed() >= plan_.duration || (plan_.runs != 0 && executions() >= plan_.runs)) {
        end_ = CampaignSummary::End::time;
      } else if (plan_.flat.count() > 0 && flat() >= plan_.flat) {
        end_ = CampaignSummary::End::flat;
      } else if (plan_.until == CampaignPlan::Until::finding && found_something_new()) {
        end_ = CampaignSummary::End::finding;
      }
    }
    return end_.has_value();
  }

  void start(Slot& slot, CampaignFolder::Start which) {
    std::vector<std::string> arguments = {
        // Zero would be a seed of the target's own choice.
        fmt::format("-seed={}", random_.between(1, 0x7FFFFFFF)),
        "-max_len=1048576",
        fmt::format("-rss_limit_mb={}", plan_.memory >> 20U),
        "-timeout=90",
        "-detect_leaks=0",
        "-report_slow_units=86400",
        fmt::format("-reload={}", slots_.size() > 1 ? 1 : 0),
        fmt::format("-exact_artifact_path={}/last-artifact", folder_.deaths()),
    };
    if (!plan_.dictionary.empty()) {
      arguments.push_back(fmt::format("-dict={}", plan_.dictionary));
    }
    // After a death a sample of the corpus is enough to go on from; all of it would be judged again each time.
    const std::vector<std::string> inputs = folder_.inputs(random_, plan_.corpora, which);
    // libFuzzer takes a list apart at commas. Where a path has one, it gets the folders.
    const bool listable = std::ranges::none_of(inputs, [](const auto& path) { return path.contains(','); });
    arguments.push_back(folder_.fresh());
    if (inputs.empty()) {
      // All have killed a target: it makes up its own.
    } else if (listable) {
      const std::string list = folder_.deaths() + "/inputs";
      replace_file(list, fmt::format("{}", fmt::join(inputs, ",")));
      arguments.push_back("-seed_inputs=@" + list);
    } else {
      arguments.push_back(folder_.corpus());
      arguments.insert(arguments.end(), plan_.corpora.begin(), plan_.corpora.end());
    }
    clear(**slot.page);
    auto process = TargetProcess::start(plan_.target, arguments, environment(), *slot.page);
    if (!process) {
      fail(process.error());
      ++slot.failed_starts;
      return;
    }
    slot.process.emplace(std::move(*process));
    slot.seen_at = Clock::now();
    slot.executions_at_start = (*slot.page)->executions;
  }

  [[nodiscard]] std::vector<std::string> environment() const {
    const auto with = [](const char* variable, const char* added) {
      const char* given = std::getenv(variable);
      return fmt::format("{}={}{}{}", variable, added, given != nullptr ? ":" : "", given != nullptr ? given : "");
    };
    // Names for addresses take a second each time; a finding's worker finds them once.
    return {with("ASAN_OPTIONS", "symbolize=0"), with("UBSAN_OPTIONS", "symbolize=0"),
            fmt::format("{}={}", record_variable, folder_.findings()),
            fmt::format("{}={}", loader_variable, plan_.loader)};
  }

  void wait_for_output() {
    std::vector<pollfd> outputs;
    for (const Slot& slot : slots_) {
      if (slot.process) {
        outputs.push_back({slot.process->output(), POLLIN, 0});
      }
    }
    poll(outputs.data(), outputs.size(), static_cast<int>(tick.count()));
  }

  void attend(Slot& slot) {
    if (!slot.process) {
      return begin_again(slot);
    }
    slot.process->read_output();
    if (slot.process->status().coverage > coverage_) {
      coverage_ = slot.process->status().coverage;
      grew_ = Clock::now();
    }
    features_ = std::max(features_, slot.process->status().features);
    CampaignPage& page = **slot.page;
    note_failures(slot);
    int status = 0;
    if (slot.process->ended(status)) {
      bury(slot, status);
      return;
    }
    if (page.sequence != slot.seen_sequence || page.stage == CampaignPage::idle) {
      slot.seen_sequence = page.sequence;
      slot.seen_at = Clock::now();
    } else if (Clock::now() - slot.seen_at > longest_case) {
      const std::string printed = slot.process->printed();
      slot.process.reset();
      judge(slot, Death::Kind::hang, printed);
      start(slot, CampaignFolder::Start::sample);
    }
  }

  void note_failures(Slot& slot) {
    const CampaignPage& page = **slot.page;
    if (page.tool_failures != slot.tool_failures_seen) {
      slot.tool_failures_seen = page.tool_failures;
      fail(page.message.data());
    }
    if (page.storage_failures != 0) {
      fail(page.message.data());
      end_ = CampaignSummary::End::storage;
    }
  }

  /// A target has ended by itself.
  void bury(Slot& slot, int status) {
    const std::string printed = slot.process->printed();
    slot.process.reset();
    CampaignPage& page = **slot.page;
    const bool by_the_loader = page.stage == CampaignPage::judging;
    if (by_the_loader) {
      judge(slot, kind_of(page, status), printed);
    } else if (page.stage == CampaignPage::reading || page.executions == slot.executions_at_start) {
      const std::string kept = folder_.keep_death("tool", text_of(input(page)), printed);
      fail(fmt::format("the fuzz target ended ({}) outside of the loader; {}.log has what it printed",
                       describe_status(status), kept));
    } else if (page.deathbed.spoken() != Deathbed::Kind::none || !WIFEXITED(status)) {
      // After a case, in what the loader left behind: the last case is the best witness there is.
      judge(slot, kind_of(page, status), printed);
    }
    const bool did_nothing = !by_the_loader && page.executions == slot.executions_at_start;
    slot.failed_starts = did_nothing ? slot.failed_starts + 1 : 0;
    begin_again(slot);
  }

  void begin_again(Slot& slot) {
    if (slot.failed_starts >= most_failed_starts) {
      end_ = CampaignSummary::End::target;
    } else if (!ended()) {
      folder_.adopt_fresh();
      start(slot, CampaignFolder::Start::sample);
    }
  }

  static std::string describe_status(int status) {
    return WIFSIGNALED(status) ? fmt::format("signal {}", WTERMSIG(status))
                               : fmt::format("exit code {}", WEXITSTATUS(status));
  }

  static Death::Kind kind_of(const CampaignPage& page, int status) {
    switch (page.deathbed.spoken()) {
      case Deathbed::Kind::stuck:
      case Deathbed::Kind::no_evidence:
        return Death::Kind::hang;
      case Deathbed::Kind::memory:
      case Deathbed::Kind::memory_outside_call:
        return Death::Kind::memory;
      case Deathbed::Kind::none:
        if (WIFEXITED(status) && WEXITSTATUS(status) == exit_stuck) {
          return Death::Kind::hang;
        }
        return WIFEXITED(status) && WEXITSTATUS(status) == exit_memory ? Death::Kind::memory : Death::Kind::crash;
      default:
        return Death::Kind::crash;
    }
  }

  static std::span<const std::byte> input(const CampaignPage& page) {
    const std::uint64_t size = page.size;
    return std::span(page.input).first(size <= page.input.size() ? size : 0);
  }

  static std::string_view text_of(std::span<const std::byte> bytes) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes seen as characters
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }

  /// No case runs, and nothing was said.
  static void clear(CampaignPage& page) {
    page.stage = CampaignPage::idle;
    page.deathbed.cause[0] = '\0';
    page.deathbed.what[0] = '\0';
    page.deathbed.report[0] = '\0';
    page.deathbed.kind = 0;
  }

  void judge(Slot& slot, Death::Kind kind, const std::string& printed) {
    CampaignPage& page = **slot.page;
    ++death_count_;
    const std::span<const char> cause(page.deathbed.cause);
    const std::string said(cause.begin(), std::ranges::find(cause, '\0'));
    const Deaths::Outcome outcome =
        deaths_.judge({kind, said.empty() ? "" : fmt::format("{} {}", name(kind), said), input(page), printed});
    folder_.ban(input(page));
    switch (outcome.what) {
      case Deaths::Outcome::What::stored:
        refresh_findings();
        for (const Signature& signature : outcome.signatures) {
          ++death_clauses_[static_cast<std::size_t>(signature.clause)];
        }
        break;
      case Deaths::Outcome::What::repeated:
        ++death_repeats_;
        break;
      case Deaths::Outcome::What::tool:
        fail(outcome.message);
        break;
      case Deaths::Outcome::What::no_storage:
        fail(outcome.message);
        end_ = CampaignSummary::End::storage;
        break;
    }
  }

  void fail(const std::string& message) {
    const std::string line = escape(message);
    if (tool_failures_.size() < most_messages && std::ranges::find(tool_failures_, line) == tool_failures_.end()) {
      tool_failures_.push_back(line);
    }
  }

  [[nodiscard]] std::uint64_t executions() const {
    std::uint64_t sum = 0;
    for (const Slot& slot : slots_) {
      sum += (*slot.page)->executions;
    }
    return sum + death_count_;
  }

  void refresh_findings() { findings_ = folder_.read_findings(); }

  [[nodiscard]] CampaignProgress progress() const {
    CampaignProgress now;
    now.elapsed = elapsed();
    now.left = std::max(plan_.duration - now.elapsed, milliseconds{0});
    now.executions = executions();
    now.per_second = rate_;
    now.coverage = coverage_;
    now.flat = flat();
    now.features = features_;
    now.deaths = death_count_;
    now.repeats = death_repeats_;
    for (const Slot& slot : slots_) {
      const CampaignPage& page = **slot.page;
      now.repeats += page.repeats;
      if (slot.process) {
        now.corpus = std::max(now.corpus, slot.process->status().corpus);
      }
      for (std::size_t i = 0; i < clause_count; ++i) {
        const auto of = [&](Judgement::State state) { return page.clauses[i][static_cast<std::size_t>(state)].load(); };
        now.clauses[i].kept += of(Judgement::State::kept);
        now.clauses[i].broken += of(Judgement::State::broken);
        now.clauses[i].could_not_tell += of(Judgement::State::could_not_tell);
        now.clauses[i].not_exercised += of(Judgement::State::not_exercised);
        now.clauses[i].not_applicable += of(Judgement::State::not_applicable);
      }
      for (std::size_t kind = 0; kind < fault_kind_count; ++kind) {
        now.faults[kind].drawn += page.drawn[kind];
        now.faults[kind].fired += page.fired[kind];
      }
    }
    now.corpus = std::max(now.corpus, corpus_);
    for (std::size_t i = 0; i < clause_count; ++i) {
      now.clauses[i].broken += death_clauses_[i];
    }
    now.findings = findings_;
    now.tool_failures = tool_failures_;
    return now;
  }

  void tell() {
    const auto now = Clock::now();
    if (now - told_ < plan_.progress_every) {
      return;
    }
    told_ = now;
    std::uint64_t written = 0;
    for (const Slot& slot : slots_) {
      // Smaller cases of known findings are written, too; what they replace is gone.
      written += (*slot.page)->findings + (*slot.page)->repeats;
      if (slot.process) {
        corpus_ = std::max(corpus_, slot.process->status().corpus);
      }
    }
    if (written != written_seen_) {
      written_seen_ = written;
      refresh_findings();
    }
    rates_.emplace_back(now, executions());
    while (rates_.size() > 2 && now - rates_[1].first >= rate_window) {
      rates_.pop_front();
    }
    const std::chrono::duration<double> span = now - rates_.front().first;
    if (span.count() > 0) {
      rate_ = static_cast<double>(rates_.back().second - rates_.front().second) / span.count();
    }
    const CampaignProgress current = progress();
    if (listener_) {
      listener_(current);
    }
    if (now - summarized_ >= summary_every) {
      summarized_ = now;
      replace_file(folder_.summary(), json_text(plan_, current, "running"));
    }
  }

  const CampaignPlan& plan_;
  CampaignFolder folder_;
  const CampaignListener& listener_;
  Random random_;
  Deaths deaths_;
  std::vector<Slot> slots_;

  Clock::time_point began_ = Clock::now();
  Clock::time_point grew_ = began_;
  Clock::time_point told_ = began_;
  Clock::time_point summarized_ = began_;
  std::deque<std::pair<Clock::time_point, std::uint64_t>> rates_{{began_, 0}};
  double rate_ = 0;
  std::uint64_t coverage_ = 0;
  std::uint64_t features_ = 0;
  std::uint64_t corpus_ = 0;
  std::uint64_t death_count_ = 0;
  std::uint64_t death_repeats_ = 0;
  std::array<std::uint64_t, clause_count> death_clauses_{};
  std::uint64_t written_seen_ = 0;
  std::uint64_t new_seen_ = 0;
  std::vector<CampaignFinding> findings_;
  std::vector<std::string> tool_failures_;
  std::optional<CampaignSummary::End> end_;
};

}  // namespace

std::expected<CampaignSummary, std::string> run_campaign(const CampaignPlan& plan, const CampaignListener& listener) {
  const RegisteredLoader* loader = loader_named(plan.loader);
  if (loader == nullptr) {
    return std::unexpected(fmt::format("no loader of the name {} is linked into this program", escape(plan.loader)));
  }
  if (access(plan.target.c_str(), X_OK) != 0) {
    return std::unexpected(fmt::format("expected the fuzz target at {}, found no program there", escape(plan.target)));
  }
  for (const std::string& corpus : plan.corpora) {
    if (access(corpus.c_str(), R_OK | X_OK) != 0) {
      return std::unexpected(fmt::format("cannot read the folder of cases {}", escape(corpus)));
    }
  }
  auto folder = CampaignFolder::open(plan.folder);
  if (!folder) {
    return std::unexpected(folder.error());
  }
  Random random(plan.seed);
  if (const auto seeded = folder->seed(random, *loader); !seeded) {
    return std::unexpected(seeded.error());
  }
  const InterruptGuard interrupts;
  Campaign campaign(plan, *loader, std::move(*folder), listener);
  return campaign.run();
}

}  // namespace proofload
