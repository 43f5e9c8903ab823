#include "reference/cached.hpp"

#include <algorithm>

namespace proofload::reference {

bool SampleCache::take(std::uint64_t index, std::span<float> into) {
  const std::scoped_lock lock(mutex_);
  const auto found = kept_.find(index);
  if (found == kept_.end()) {
    return false;
  }
  std::ranges::copy(found->second, into.begin());
  return true;
}

void SampleCache::keep(std::uint64_t index, std::span<const float> features) {
  const std::scoped_lock lock(mutex_);
  if (features.size_bytes() > room_ || kept_.contains(index)) {
    return;
  }
  kept_.emplace(index, std::vector<float>(features.begin(), features.end()));
  room_ -= features.size_bytes();
}

}  // namespace proofload::reference
