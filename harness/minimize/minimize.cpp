#include "proofload/minimize.hpp"

#include <array>
#include <utility>

#include "minimize/passes.hpp"
#include "minimize/search.hpp"

namespace proofload {
namespace {

// Names before contents: a change of names makes all answers about contents worthless.
constexpr std::array all_passes = {
    Pass{Tier::coarse, "options", minimize_options},
    Pass{Tier::coarse, "samples", minimize_units},
    Pass{Tier::coarse, "files", minimize_files},
    Pass{Tier::coarse, "faults", minimize_faults},
    Pass{Tier::coarse, "empty files", empty_files},
    Pass{Tier::fine, "names", minimize_names},
    Pass{Tier::fine, "details of faults", minimize_fault_details},
    Pass{Tier::fine, "images", minimize_images},
    Pass{Tier::fine, "arrays", minimize_arrays},
    Pass{Tier::fine, "rows", minimize_rows},
    Pass{Tier::fine, "columns", minimize_columns},
    Pass{Tier::fine, "cells", minimize_cells},
    Pass{Tier::fine, "bytes", minimize_bytes},
    Pass{Tier::fine, "samples and options", minimize_jointly},
};

/// Runs passes of a tier until a whole round of them changes nothing.
void run_tier(Search& search, Tier tier) {
  Case before;
  do {
    before = search.best();
    for (const Pass& pass : all_passes) {
      if (pass.tier == tier && !search.over()) {
        search.begin_pass(std::string(pass.name));
        pass.run(search);
      }
    }
    // An emptied file makes others needless, a shorter row does not: what is fine runs once a round.
  } while (tier == Tier::coarse && !search.over() && search.best() != before);
}

/// Runs of the first case: a few, and more of a failure that does not show in all of them.
constexpr std::uint64_t first_runs = 3;
constexpr std::uint64_t more_runs = 17;

}  // namespace

Minimized minimize(const Case& start, Predicate& predicate, const MinimizeSettings& settings) {
  Search search(start, predicate, settings);
  search.begin_pass("dry run");
  Minimized result;
  result.before = search.progress().best;
  Search::Rate rate = search.measure_rate(start, first_runs);
  if (rate.failures < rate.runs && !search.over()) {
    const Search::Rate more = search.measure_rate(start, more_runs);
    rate = {rate.runs + more.runs, rate.failures + more.failures};
  }
  result.runs = rate.runs;
  result.failures = rate.failures;
  if (rate.failures == 0 && !search.over()) {
    result.end = Minimized::End::no_failure;
    result.best = start;
    result.after = result.before;
    result.spent = search.progress();
    return result;
  }
  search.set_rate(rate);
  Case before_round;
  do {
    before_round = search.best();
    run_tier(search, Tier::coarse);
    run_tier(search, Tier::fine);
  } while (!search.over() && search.best() != before_round);
  if (rate.failures < rate.runs && !search.over()) {
    search.begin_pass("final runs");
    const Search::Rate last = search.measure_rate(search.best(), first_runs + more_runs);
    result.final_runs = last.runs;
    result.final_failures = last.failures;
  }
  result.end = search.end().value_or(Minimized::End::smallest);
  result.best = search.best();
  result.after = search.progress().best;
  result.spent = search.progress();
  result.steps = search.steps();
  result.error = search.error();
  return result;
}

}  // namespace proofload
