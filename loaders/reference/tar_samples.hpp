/// The samples of a tar shard: members that stand together and whose names have one key, KEY.npy with the steps and
/// KEY.cls with the label, in any order; members of other extensions say nothing.
#pragma once

#include <cstdint>
#include <memory>

#include "reference/npy_steps.hpp"
#include "reference/record_table.hpp"

namespace proofload::reference {

struct TarSamplesPlan {
  ArrayPlan array;
  std::int64_t classes = 0;  ///< labels are below
};

std::unique_ptr<RecordFormat> tar_samples(const TarSamplesPlan& plan);

}  // namespace proofload::reference
