/// Minimizing makes a failing case as small as it gets while it still fails in the same way.
///
/// What is minimized is a value (the case), by passes that each know one structure, down one order (`Measure`), as long
/// as one predicate says that the failure is still the same. Only that answer is evidence; all else is a guess that
/// costs calls, never truth: the best case so far always fails.
#pragma once

#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "proofload/case.hpp"
#include "proofload/registry.hpp"
#include "proofload/verdict.hpp"
#include "proofload/worker.hpp"

namespace proofload {

/// How large a case is. The one order: each field decides before those after it; equal in all of them, the smaller
/// content (shortlex, file by file) and then the smaller names are smaller (`smaller`).
struct Measure {
  std::uint64_t files = 0;     ///< and folders that stand alone
  std::uint64_t rows = 0;      ///< lines of text files; 1 for any other file that is not empty
  std::uint64_t parts = 0;     ///< cells of text, chunks, segments; faults and comparison runs
  std::uint64_t options = 0;   ///< load options, epochs, carrier that are not at their simplest
  std::uint64_t distance = 0;  ///< how far they and the numbers of faults are from it, in all
  std::uint64_t bytes = 0;     ///< of content

  auto operator<=>(const Measure&) const = default;
};

/// Of a case whose simplest options are those of `simplest` (one epoch, no workers, batches of one, the declared
/// policies).
Measure measure(const Case& value, const Case& simplest);

/// Whether `a` is before `b` in the order. Total: of two that are not equal one is smaller.
bool smaller(const Case& a, const Case& b, const Case& simplest);

/// The case with nothing in it whose options are the simplest that the loader declares.
Case simplest_case(const Declaration& declaration);
/// … of a program that knows no options.
Case simplest_case();

enum class Answer : std::uint8_t {
  same,    ///< the failure that is minimized
  other,   ///< no failure, or another
  unclear  ///< the tester could not tell; counts as other
};

/// Says whether a case still shows the failure that is minimized.
class Predicate {
 public:
  Predicate() = default;
  Predicate(const Predicate&) = delete;
  Predicate& operator=(const Predicate&) = delete;
  virtual ~Predicate() = default;

  /// `worker` is below `workers()`; calls with different workers may come at the same time, from different threads.
  virtual Answer ask(const Case& candidate, std::size_t worker) = 0;
  [[nodiscard]] virtual std::size_t workers() const { return 1; }
};

/// Any function of a case, asked in this thread.
class FunctionPredicate final : public Predicate {
 public:
  explicit FunctionPredicate(std::function<bool(const Case&)> fails) : fails_(std::move(fails)) {}
  Answer ask(const Case& candidate, std::size_t /*worker*/) override {
    return fails_(candidate) ? Answer::same : Answer::other;
  }

 private:
  std::function<bool(const Case&)> fails_;
};

/// Whether a loader breaks the same clause for the same cause (crashes: at the same places), in a process of its own.
/// Other signatures met on the way are kept, each with the smallest case that showed it; they are never followed.
class LoaderPredicate final : public Predicate {
 public:
  LoaderPredicate(const RegisteredLoader& loader, Signature signature, WorkerLimits limits = {});

  /// Runs the case that is to be minimized until it is clear whether it crashes always and at one place. Where threads
  /// meet is chance: a crash that shows only now and then, and at another place each time, has no place of its own, and
  /// from now on any crash counts as this one.
  void learn_places(const Case& first);
  [[nodiscard]] bool anywhere() const { return anywhere_; }

  Answer ask(const Case& candidate, std::size_t worker) override;

  /// Of the last case that showed the failure.
  [[nodiscard]] const Because& because() const { return because_; }

  struct Other {
    Case value;
    Because because;
  };
  [[nodiscard]] const std::map<Signature, Other>& others() const { return others_; }

 private:
  Signature signature_;
  Case simplest_;
  Worker worker_;
  bool anywhere_ = false;
  Because because_;
  std::map<Signature, Other> others_;
};

/// Remembers the answers of a search on disk, so that a search that was stopped goes on without asking again.
class AnswerLog {
 public:
  virtual ~AnswerLog() = default;
  /// What an earlier run of the same search was told of the case with this digest.
  virtual std::optional<Answer> known(const std::string& digest) = 0;
  /// At once on disk.
  virtual void add(const std::string& digest, Answer answer) = 0;
};

/// An answer log in a file; torn lines are left out. `about` names the search: a file about another one is begun anew.
/// Fails with a message when the file cannot be written.
std::expected<std::unique_ptr<AnswerLog>, std::string> open_answers(const std::string& path, const std::string& about);

/// One step down, as a point of a curve.
struct MinimizeStep {
  std::uint64_t calls = 0;
  std::chrono::milliseconds elapsed{0};
  Measure size;
  std::string pass;
};

struct MinimizeProgress {
  std::uint64_t calls = 0;     ///< of the predicate
  std::uint64_t answered = 0;  ///< answers that needed no call
  std::uint64_t steps = 0;     ///< down
  std::chrono::milliseconds elapsed{0};
  std::string pass;
  Measure first;
  Measure best;
};

struct MinimizeSettings {
  Case simplest = simplest_case();
  std::chrono::milliseconds duration{0};        ///< 0: until nothing gets smaller
  std::uint64_t calls = 0;                      ///< at most; 0: any number
  std::uint64_t patience = 0;                   ///< further runs of a first case that has not failed in 20
  std::vector<std::string> likely;              ///< paths that the failure is likely to need: tried first
  std::vector<std::string> opened;              ///< paths that were opened before it showed; empty: not known
  std::map<std::uint64_t, std::uint64_t> read;  ///< of a content (by digest): bytes that were read before it showed
  /// Called with each new best case, before anything else is tried. An error ends the search.
  std::function<std::expected<void, std::string>(const Case&)> keep;
  std::function<void(const MinimizeProgress&)> progress;  ///< after each answer
  std::function<bool()> stop;                             ///< asked between calls
  AnswerLog* answers = nullptr;                           ///< not owned
};

struct Minimized {
  enum class End : std::uint8_t {
    smallest,   ///< no pass makes it smaller
    time,       ///< the duration or the calls were used up
    stopped,    ///< on request
    not_kept,   ///< `keep` failed: see `error`
    no_failure  ///< the case does not fail: see `runs` and `failures`
  };
  End end = End::smallest;
  Case best;
  Measure before;
  Measure after;
  MinimizeProgress spent;
  std::vector<MinimizeStep> steps;
  std::string error;
  std::uint64_t runs = 0;        ///< of the first case, to see whether it fails always
  std::uint64_t failures = 0;    ///< of them; less than `runs`: candidates are kept at the confidence below
  std::uint64_t final_runs = 0;  ///< of the result, when the failure does not always show
  std::uint64_t final_failures = 0;
};

/// Of a failure that does not always show: the chance that a candidate which shows it ten times less often than the
/// first case is taken is at most 1 - this.
inline constexpr double flaky_confidence = 0.95;

/// Never throws for what the predicate says; what the predicate throws goes through.
Minimized minimize(const Case& start, Predicate& predicate, const MinimizeSettings& settings);

}  // namespace proofload
