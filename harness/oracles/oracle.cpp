#include "oracles/oracle.hpp"

#include <array>

namespace proofload {

std::span<const Oracle> oracles() {
  static constexpr std::array all = {
      Oracle{Clause::declared_shape, judge_declared_shape},
      Oracle{Clause::declared_dtype, judge_declared_dtype},
      Oracle{Clause::declared_range, judge_declared_range},
      Oracle{Clause::finite, judge_finite},
      Oracle{Clause::mask_matches_lengths, judge_mask_matches_lengths},
      Oracle{Clause::exactly_once, judge_exactly_once},
      Oracle{Clause::pairing, judge_pairing},
      Oracle{Clause::content, judge_content},
      Oracle{Clause::isolation, judge_isolation},
      Oracle{Clause::class_index, judge_class_index},
      Oracle{Clause::deterministic, judge_deterministic},
      Oracle{Clause::seed_varies, judge_seed_varies},
      Oracle{Clause::worker_invariant, judge_worker_invariant},
      Oracle{Clause::batch_size_invariant, judge_batch_size_invariant},
      Oracle{Clause::fair_order, judge_fair_order},
      Oracle{Clause::last_batch_policy, judge_last_batch_policy},
      Oracle{Clause::honest_length, judge_honest_length},
      Oracle{Clause::epoch_restart, judge_epoch_restart},
      Oracle{Clause::empty_dataset, judge_empty_dataset},
      Oracle{Clause::honest_errors, judge_honest_errors},
      Oracle{Clause::no_false_alarm, judge_no_false_alarm},
      Oracle{Clause::confined, judge_confined},
      Oracle{Clause::dataset_unchanged, judge_dataset_unchanged},
      Oracle{Clause::memory_bounded, judge_memory_bounded},
      Oracle{Clause::no_leak, judge_no_leak},
      Oracle{Clause::live, judge_live},
      Oracle{Clause::memory_safe, judge_memory_safe},
      Oracle{Clause::initialized, judge_initialized},
      Oracle{Clause::batch_owned, judge_batch_owned},
      Oracle{Clause::model_finite, judge_model_finite},
      Oracle{Clause::model_fits, judge_model_fits},
  };
  return all;
}

}  // namespace proofload
