/// Small files of every kind that the loaders of sequences read: what fuzzing them begins with.
#pragma once

#include <string>
#include <vector>

namespace proofload {

struct SequenceSeed {
  std::string name;  ///< of the file, below the folder of its format: "csv/quoted.csv"
  std::string bytes;
};

std::vector<SequenceSeed> sequence_seeds();

}  // namespace proofload
