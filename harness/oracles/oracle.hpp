/// An oracle judges one clause from a hearing.
///
/// It says "kept" only when the clause's premise occurred in the run, and "not applicable", by name, where the loader
/// declares nothing to judge by.
#pragma once

#include <span>

#include "oracles/hearing.hpp"
#include "proofload/clause.hpp"
#include "proofload/verdict.hpp"

namespace proofload {

struct Oracle {
  Clause clause;
  Judgement (*judge)(Hearing&);
};

/// All oracles that judge from traces, in the order of the contract. `memory-safe` and `live` are judged by surviving:
/// see proofload/worker.hpp.
std::span<const Oracle> oracles();

// shape.cpp
Judgement judge_declared_shape(Hearing& hearing);
Judgement judge_declared_dtype(Hearing& hearing);
Judgement judge_declared_range(Hearing& hearing);
Judgement judge_finite(Hearing& hearing);
// ragged.cpp
Judgement judge_mask_matches_lengths(Hearing& hearing);
// samples.cpp
Judgement judge_exactly_once(Hearing& hearing);
Judgement judge_content(Hearing& hearing);
Judgement judge_isolation(Hearing& hearing);
// labels.cpp
Judgement judge_pairing(Hearing& hearing);
Judgement judge_class_index(Hearing& hearing);
// targets.cpp
/// `pairing`, where labels are numbers.
Judgement judge_targets(Hearing& hearing);
// repeats.cpp
Judgement judge_deterministic(Hearing& hearing);
Judgement judge_worker_invariant(Hearing& hearing);
Judgement judge_initialized(Hearing& hearing);
// order.cpp
Judgement judge_seed_varies(Hearing& hearing);
Judgement judge_batch_size_invariant(Hearing& hearing);
// fair_order.cpp
Judgement judge_fair_order(Hearing& hearing);
// ends.cpp
Judgement judge_last_batch_policy(Hearing& hearing);
Judgement judge_honest_length(Hearing& hearing);
Judgement judge_epoch_restart(Hearing& hearing);
Judgement judge_empty_dataset(Hearing& hearing);
// errors.cpp
Judgement judge_honest_errors(Hearing& hearing);
Judgement judge_no_false_alarm(Hearing& hearing);
// resources.cpp
Judgement judge_confined(Hearing& hearing);
Judgement judge_dataset_unchanged(Hearing& hearing);
Judgement judge_memory_bounded(Hearing& hearing);
Judgement judge_live(Hearing& hearing);
Judgement judge_memory_safe(Hearing& hearing);
// leaks.cpp
Judgement judge_no_leak(Hearing& hearing);
// ownership.cpp
Judgement judge_batch_owned(Hearing& hearing);
// model.cpp
Judgement judge_model_finite(Hearing& hearing);
Judgement judge_model_fits(Hearing& hearing);

}  // namespace proofload
