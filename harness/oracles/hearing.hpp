/// A hearing is all that oracles may look at to judge one case: what was declared, what was true, and what was seen,
/// also in comparison runs.
#pragma once

#include <map>
#include <string>

#include "dataset/truth.hpp"
#include "oracles/reading.hpp"
#include "proofload/case.hpp"
#include "proofload/registry.hpp"
#include "proofload/trace.hpp"
#include "proofload/verdict.hpp"
#include "run/runner.hpp"

namespace proofload {

/// One run, read.
struct HeardRun {
  HeardRun(Case varied, const RegisteredLoader& loader, const RunPlan& plan);

  Case value;
  EffectiveDataset effective;
  Trace trace;
  Truth truth;
  Reading reading;
};

class Hearing {
 public:
  Hearing(const Case& value, const RegisteredLoader& loader);

  [[nodiscard]] const HeardRun& main() const { return main_; }
  [[nodiscard]] const Case& value() const { return main_.value; }
  [[nodiscard]] const Declaration& declaration() const { return loader_.declaration; }
  [[nodiscard]] bool asks_for(Comparison comparison) const;

  /// A further run, made when it is first asked for under this name.
  const HeardRun& run(const std::string& name, const Case& varied, const RunPlan& plan = {});

  /// A further run of which nobody needs to know whose each row is, or that keeps no batches.
  const Trace& observe(const std::string& name, const Case& varied, const RunPlan& plan = {});

  /// The case without damage, unshuffled: what the loader makes of good data.
  const HeardRun& undamaged();

  /// The policy in force.
  [[nodiscard]] BadSample bad_sample() const;
  [[nodiscard]] LastBatch last_batch() const;
  [[nodiscard]] bool draws_with_replacement() const;

  /// Nothing, or why no clause about samples can be judged.
  [[nodiscard]] std::string cannot_identify() const;

  [[nodiscard]] std::uint64_t loader_nanoseconds() const;

 private:
  const RegisteredLoader& loader_;
  HeardRun main_;
  std::map<std::string, HeardRun> runs_;
  std::map<std::string, Trace> traces_;
};

Judgement kept();
Judgement broken(Because because);
Judgement not_applicable(std::string note);
Judgement not_exercised();
Judgement could_not_tell(std::string note);

/// Kept unless something is in the list.
Judgement kept_unless(std::vector<Because> because);

/// Paths of samples, in the dataset's order, each once.
std::vector<std::string> paths_of(const Truth& truth, std::vector<std::size_t> samples);

}  // namespace proofload
