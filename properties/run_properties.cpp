#include <fmt/format.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cerrno>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

#include "drawn_case.hpp"
#include "proofload/generate.hpp"
#include "proofload/properties.hpp"
#include "proofload/random.hpp"

namespace proofload {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// RapidCheck prints by listeners; this suite reports by values.
class Silence : public rc::detail::TestListener {
 public:
  void onTestCaseFinished(const rc::detail::CaseDescription& /*description*/) override {}
  void onShrinkTried(const rc::detail::CaseDescription& /*shrink*/, bool /*accepted*/) override {}
  void onTestFinished(const rc::detail::TestMetadata& /*metadata*/, const rc::detail::TestResult& /*result*/) override {
  }
};

/// Runs a property with parameters of its own; the process-wide configuration is not looked at.
template <class Property>
rc::detail::TestResult run_property(const std::string& name, const rc::detail::TestParams& params, Property property) {
  Silence silence;
  rc::detail::TestMetadata metadata;
  metadata.id = name;
  metadata.description = name;
  return rc::detail::checkTestable(std::move(property), metadata, params, silence,
                                   std::unordered_map<std::string, rc::detail::Reproduce>{});
}

milliseconds since(Clock::time_point start) { return std::chrono::duration_cast<milliseconds>(Clock::now() - start); }

/// The because of a signature in a verdict.
const Because* because_of(const Verdict& verdict, const Signature& signature) {
  const Judgement& judgement = verdict[signature.clause];
  if (judgement.state != Judgement::State::broken) {
    return nullptr;
  }
  const auto found = std::ranges::find(judgement.because, signature.cause, &Because::cause);
  return found == judgement.because.end() ? nullptr : &*found;
}

/// A signature that was met, with the case that showed it.
struct Met {
  Signature signature;
  DrawnCase drawn;
  Because because;
  milliseconds took{0};
};

class Suite {
 public:
  Suite(const RegisteredLoader& loader, const PropertyPlan& plan, const PropertyListener& listener)
      : loader_(loader), plan_(plan), listener_(listener), worker_(loader, plan.limits) {}

  PropertyRun run() {
    for (std::uint64_t round = 0; run_.cases < plan_.cases && !stopped(); ++round) {
      stream(round);
      for (; !met_.empty(); met_.pop_front()) {
        settle(met_.front());
      }
    }
    if (plan_.cases >= enough_cases) {
      sweep();
    }
    run_.elapsed = since(start_);
    if (run_.tool_failures.size() >= tool_failures_at_most) {
      run_.end = PropertyRun::End::failure;
    } else if (run_.cases < plan_.cases) {
      run_.end = PropertyRun::End::time;
    }
    for (const Clause clause : all_clauses) {
      const ClauseCount& count = run_.clauses[static_cast<std::size_t>(clause)];
      if (run_.cases >= enough_cases && count.declared() && count.exercised() == 0 && count.could_not_tell == 0) {
        run_.never_exercised.push_back(clause);
      }
    }
    return std::move(run_);
  }

 private:
  static constexpr std::size_t tool_failures_at_most = 16;
  /// Cases that are drawn with one swarm. Many stretches fit into a short run, so that it draws every kind of fault.
  static constexpr std::uint64_t stretch = 10;

  [[nodiscard]] bool stopped() const {
    return run_.tool_failures.size() >= tool_failures_at_most ||
           (plan_.duration.count() > 0 && since(start_) >= plan_.duration);
  }

  void fail(std::string what) {
    if (run_.tool_failures.size() < tool_failures_at_most) {
      run_.tool_failures.push_back(std::move(what));
    }
  }

  /// Of the stretch that the next case is in.
  [[nodiscard]] Swarm swarm() const {
    Random random(Random(plan_.seed).next() ^ (run_.cases / stretch));
    return Swarm(random);
  }

  void tick() {
    if (listener_ && Clock::now() >= next_tick_) {
      run_.elapsed = since(start_);
      listener_(run_);
      next_tick_ = Clock::now() + plan_.progress_every;
    }
  }

  /// Draws cases until they are done or one of them breaks a clause in a way that was not met before.
  void stream(std::uint64_t round) {
    rc::detail::TestParams params;
    params.seed = Random(plan_.seed + round * 0x9E3779B97F4A7C15U).next();
    params.maxSuccess = static_cast<int>(std::min<std::uint64_t>(plan_.cases - run_.cases, 1'000'000));
    params.disableShrinking = true;  // each signature is shrunk on its own
    const auto result = run_property(loader_.name, params, [&] {
      if (stopped()) {
        RC_FAIL("stopped");
      }
      judge(*drawn_case(loader_, swarm()));
      if (!met_.empty()) {
        RC_FAIL("a clause is broken");
      }
    });
    rc::detail::FailureResult failure;
    rc::detail::GaveUpResult gave_up;
    rc::detail::Error error;
    if (result.match(gave_up)) {
      fail("drawing cases: " + gave_up.description);
    } else if (result.match(error)) {
      fail("drawing cases: " + error.description);
    } else if (result.match(failure) && met_.empty() && !stopped()) {
      fail("drawing or judging a case: " + failure.description);
    }
  }

  /// The nth failure of each call for a path, for n = 1, 2, … until a run ends without it, once and for good: chance
  /// would leave some n out.
  void sweep() {
    const std::optional<Case> small = small_case();
    if (!small) {
      return;
    }
    for (const DataFile* file : {&small->dataset.files.front(), &small->dataset.files.back()}) {
      for (const std::string_view call : traits(FaultKind::call_error).texts) {
        for (const std::uint64_t later : {0U, 1U}) {
          sweep(*small, {.kind = FaultKind::call_error,
                         .path = file->path,
                         .amount = later,
                         .code = EIO,
                         .text = std::string(call)});
        }
      }
      sweep(*small, {.kind = FaultKind::read_error, .path = file->path, .code = EIO});
    }
  }

  void sweep(Case value, Fault fault) {
    constexpr std::uint32_t most = 32;
    for (std::uint32_t nth = 1; nth <= most && !stopped(); ++nth) {
      fault.nth = nth;
      value.faults = {fault};
      DrawnCase drawn{fit_generated(value, loader_.declaration), {}};
      drawn.plans.resize(drawn.value.dataset.files.size());
      const auto begun = Clock::now();
      const Verdict verdict = worker_.check(drawn.value);
      ++run_.swept;
      if (!verdict.tool_failure.empty()) {
        fail(verdict.tool_failure);
        return;
      }
      note_new(drawn, verdict, since(begun));
      for (; !met_.empty(); met_.pop_front()) {
        settle(met_.front());
      }
      tick();
      if (verdict.fired.empty() || verdict.fired.front() == 0) {
        return;
      }
    }
  }

  /// A few whole files, two epochs where there can be.
  [[nodiscard]] std::optional<Case> small_case() const {
    constexpr int tries = 200;
    Random random(~plan_.seed);
    for (int i = 0; i < tries; ++i) {
      Case value = random_case(random, loader_);
      if (value.dataset.files.size() >= 2 && value.dataset.files.size() <= 5) {
        value.faults.clear();
        value.comparisons.clear();
        value.epochs = 2;
        return value;
      }
    }
    return std::nullopt;
  }

  void judge(DrawnCase drawn) {
    const auto begun = Clock::now();
    const Verdict verdict = worker_.check(drawn.value);
    count(drawn.value, verdict);
    note_new(drawn, verdict, since(begun));
    tick();
  }

  void note_new(const DrawnCase& drawn, const Verdict& verdict, milliseconds took) {
    for (const Signature& signature : signatures(verdict)) {
      const Because* because = because_of(verdict, signature);
      if (because != nullptr && known_.insert(signature).second) {
        met_.push_back({signature, drawn, *because, took});
      }
    }
  }

  void count(const Case& value, const Verdict& verdict) {
    ++run_.cases;
    if (!verdict.tool_failure.empty()) {
      fail(verdict.tool_failure);
      return;
    }
    for (const Clause clause : all_clauses) {
      const Judgement& judgement = verdict[clause];
      ClauseCount& to = run_.clauses[static_cast<std::size_t>(clause)];
      switch (judgement.state) {
        case Judgement::State::not_applicable:
          ++to.not_applicable;
          break;
        case Judgement::State::not_exercised:
          ++to.not_exercised;
          break;
        case Judgement::State::could_not_tell:
          ++to.could_not_tell;
          break;
        case Judgement::State::kept:
          ++to.kept;
          break;
        case Judgement::State::broken:
          ++to.broken;
          break;
      }
      if (to.note.empty()) {
        to.note = judgement.note;
      }
    }
    std::array<FaultCount, fault_kind_count> seen{};
    for (std::size_t i = 0; i < value.faults.size(); ++i) {
      FaultCount& kind = seen[static_cast<std::size_t>(value.faults[i].kind)];
      kind.drawn = 1;
      kind.fired |= i < verdict.fired.size() && verdict.fired[i] > 0 ? 1U : 0U;
    }
    for (std::size_t i = 0; i < fault_kind_count; ++i) {
      run_.faults[i].drawn += seen[i].drawn;
      run_.faults[i].fired += seen[i].fired;
    }
  }

  /// Stores what was met, then shrinks it, then stores what it was shrunk to.
  void settle(const Met& met) {
    PropertyFinding found;
    found.finding.signature = met.signature;
    found.finding.loader = loader_.name;
    keep(found, met.drawn.value, met.because);
    if (!shows(met.drawn.value, met.signature)) {
      found.standing = PropertyFinding::Standing::unstable;
    } else if (const auto smaller = shrink(met, found.tries)) {
      if (const auto because = shows(smaller->value, met.signature)) {
        keep(found, smaller->value, *because);
      }
    }
    run_.findings.push_back(std::move(found));
    tick();
  }

  void keep(PropertyFinding& found, const Case& value, const Because& because) {
    found.finding.value = value;
    found.finding.because = because;
    found.finding.digest = digest(value);
    const auto path = write_finding(plan_.folder, found.finding);
    if (!path) {
      fail("a finding could not be stored: " + path.error());
      return;
    }
    found.path = *path;
    found.finding.replay = replay_line(*path);
  }

  /// Whether the case shows this, run alone in a process of its own.
  std::optional<Because> shows(const Case& value, const Signature& signature) {
    Worker alone(loader_, plan_.limits);
    const Verdict verdict = alone.check(value);
    const Because* because = because_of(verdict, signature);
    return because == nullptr ? std::nullopt : std::optional(*because);
  }

  /// The smallest case that RapidCheck comes to in time and that shows the same; nothing when none is smaller.
  std::optional<DrawnCase> shrink(const Met& met, std::uint64_t& tries) {
    // Other failures on the way may hang, and would eat the time.
    WorkerLimits limits = plan_.limits;
    if (met.signature.clause != Clause::live) {
      limits.deadline =
          std::clamp<milliseconds>(met.took * 10, std::min(limits.deadline, milliseconds(500)), limits.deadline);
    }
    Worker worker(loader_, limits);
    DrawnCase best = met.drawn;
    const auto begun = Clock::now();
    rc::detail::TestParams params;
    params.maxSuccess = 1;
    run_property(describe(met.signature), params, [&] {
      const DrawnCase drawn = *shrinking(rc::gen::just(met.drawn), loader_);
      // The first run, and the last one of what RapidCheck came to: it must fail, and is known to.
      if (drawn.value == best.value) {
        RC_FAIL("still broken");
      }
      if (since(begun) >= plan_.shrinking) {
        return;  // whatever is tried now counts as kept, which ends the shrinking
      }
      ++tries;
      const auto started = Clock::now();
      const Verdict verdict = worker.check(drawn.value);
      note_new(drawn, verdict, since(started));  // another bug is remembered, but not followed
      tick();
      if (because_of(verdict, met.signature) != nullptr) {
        best = drawn;
        RC_FAIL("still broken");
      }
    });
    return best.value == met.drawn.value ? std::nullopt : std::optional(std::move(best));
  }

  const RegisteredLoader& loader_;
  const PropertyPlan& plan_;
  const PropertyListener& listener_;
  Worker worker_;
  PropertyRun run_;
  std::set<Signature> known_;
  std::deque<Met> met_;
  Clock::time_point start_ = Clock::now();
  Clock::time_point next_tick_ = start_ + plan_.progress_every;
};

}  // namespace

PropertyRun run_properties(const RegisteredLoader& loader, const PropertyPlan& plan, const PropertyListener& listener) {
  return Suite(loader, plan, listener).run();
}

std::string property_sentence(const RegisteredLoader& loader, Clause clause) {
  return fmt::format("{} keeps {}: {}", loader.name, name(clause), sentence(clause));
}

}  // namespace proofload
