/// The cache of a loader that keeps one on disk: a folder of its own for each run, and what a run before left in it.
///
/// The leftovers are made by the loader itself, in a run before the one that is watched, so that they are of its own
/// format, whatever that is; then they are damaged.
#pragma once

#include <span>
#include <string>

#include "proofload/case.hpp"
#include "proofload/fault.hpp"
#include "run/private_folder.hpp"
#include "run/source_log.hpp"

namespace proofload {

class CacheLeftovers {
 public:
  /// An empty folder. Throws `std::runtime_error` when it cannot be made.
  CacheLeftovers();

  [[nodiscard]] const std::string& folder() const { return folder_; }

  /// Whether there is a fault that asks for a run before the one that is watched.
  static bool wanted(const Case& value, const EffectiveDataset& effective);
  /// The dataset of that run.
  static EffectiveDataset dataset_before(const Case& value, const EffectiveDataset& effective);
  /// Does to what was left what the faults say, and logs those that found something.
  void damage(const Case& value, const EffectiveDataset& effective, SourceLog& log) const;

 private:
  PrivateFolder private_;
  std::string folder_;
};

}  // namespace proofload
