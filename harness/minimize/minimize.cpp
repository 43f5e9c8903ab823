#include "proofload/minimize.hpp"

#include <algorithm>
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
    Pass{Tier::fine, "members", minimize_members},
    Pass{Tier::fine, "form of texts", minimize_text_form},
    Pass{Tier::fine, "rows", minimize_rows},
    Pass{Tier::fine, "columns", minimize_columns},
    Pass{Tier::fine, "cells", minimize_cells},
    Pass{Tier::fine, "numbers", minimize_numbers},
    Pass{Tier::fine, "damage", bake_faults},
    Pass{Tier::fine, "bytes", minimize_bytes},
    Pass{Tier::fine, "two at once", minimize_jointly},
};

/// Passes until a round of them changes nothing. A copy goes on from where it was copied.
class Schedule {
 public:
  void run(Search& search) const {
    Schedule rest = *this;
    while (rest.step(search)) {
    }
  }

 private:
  /// One pass; false: there is none left.
  bool step(Search& search) {
    if (search.over()) {
      return false;
    }
    if (next_ == 0) {
      before_round_ = again_ ? before_round_ : search.best();
      before_tier_ = search.best();
    }
    if (search.looks_ahead()) {
      search.set_rest([here = *this](Search& shadow) { here.run(shadow); });
    }
    const Pass& pass = all_passes[next_];
    search.begin_pass(std::string(pass.name));
    pass.run(search);
    search.confirm();
    ++next_;
    // An emptied file makes others needless, a shorter row does not: what is fine runs once a round.
    if (next_ == fine_ && search.best() != before_tier_) {
      next_ = 0;
      again_ = true;
    }
    if (next_ == all_passes.size()) {
      next_ = 0;
      again_ = false;
      return search.best() != before_round_;
    }
    return true;
  }

  static constexpr std::size_t fine_ =
      static_cast<std::size_t>(std::ranges::find(all_passes, Tier::fine, &Pass::tier) - all_passes.begin());

  std::size_t next_ = 0;
  bool again_ = false;  ///< the coarse passes of this round
  Case before_tier_;
  Case before_round_;
};

/// Runs of the first case: a few, and more of a failure that does not show in all of them.
constexpr std::uint64_t first_runs = 3;
constexpr std::uint64_t more_runs = 5;
constexpr std::uint64_t further_runs = 12;
/// … and of one that shows seldom, until it has shown so often: one in twenty may be one in six.
constexpr std::uint64_t most_runs = 60;
constexpr std::uint64_t enough_failures = 4;

Search::Rate dry_run(Search& search) {
  const Case start = search.best();
  search.begin_pass("dry run");
  Search::Rate rate;
  const auto run = [&](std::uint64_t runs) {
    const Search::Rate more = search.measure_rate(start, rate.runs, runs);
    rate = {rate.runs + more.runs, rate.failures + more.failures};
  };
  run(first_runs);
  if (rate.failures < rate.runs && !search.over()) {
    run(more_runs);
  }
  if (rate.failures * 2 < rate.runs && !search.over()) {  // seldom: how seldom is then told better
    run(further_runs);
    for (std::uint64_t i = 0; i < search.settings().patience && rate.failures == 0 && !search.over(); ++i) {
      run(1);
    }
    while (rate.failures > 0 && rate.failures < enough_failures && rate.runs < most_runs && !search.over()) {
      run(1);
    }
  }
  search.set_rate(rate);
  return rate;
}

}  // namespace

Minimized minimize(const Case& start, Predicate& predicate, const MinimizeSettings& settings) {
  Search search(start, predicate, settings);
  search.set_rest([](Search& shadow) {
    dry_run(shadow);
    Schedule().run(shadow);
  });
  Minimized result;
  result.before = search.progress().best;
  const Search::Rate rate = dry_run(search);
  result.runs = rate.runs;
  result.failures = rate.failures;
  if (rate.failures == 0 && !search.over()) {
    result.end = Minimized::End::no_failure;
    result.best = start;
    result.after = result.before;
    result.spent = search.progress();
    return result;
  }
  Schedule().run(search);
  if (rate.failures < rate.runs && !search.over()) {
    search.begin_pass("final runs");
    search.set_rest({});
    const Search::Rate last = search.measure_rate(search.best(), rate.runs, rate.runs);
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
