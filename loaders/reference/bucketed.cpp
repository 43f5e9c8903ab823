#include "reference/bucketed.hpp"

#include <algorithm>
#include <utility>

namespace proofload::reference {

std::vector<std::uint64_t> Bucketed::order_of(std::uint64_t epoch) {
  std::ranges::fill(buckets_, Rows{});  // an epoch may begin in the middle of another
  return Padded::order_of(epoch);
}

std::size_t Bucketed::bucket_of(std::uint64_t steps) const {
  const auto length = static_cast<std::int64_t>(steps);
  return static_cast<std::size_t>(std::ranges::upper_bound(borders_, length) - borders_.begin());
}

std::expected<Rows, LoadError> Bucketed::gather() {
  Rows one;
  while (left() > 0) {
    one = {};
    if (auto taken = take(one); !taken) {
      return std::unexpected(std::move(taken.error()));
    }
    if (one.size() == 0) {
      continue;
    }
    Rows& bucket = buckets_[bucket_of(steps_of(one, 0))];
    std::ranges::copy(one.features, add_row(bucket, one.labels[0], one.ids[0]).begin());
    if (bucket.size() == plan().batch_size) {
      bucket.due = plan().batch_size;
      return std::exchange(bucket, {});
    }
  }
  Rows rest;
  if (const auto next = std::ranges::find_if(buckets_, [](const Rows& bucket) { return bucket.size() > 0; });
      next != buckets_.end()) {
    rest = std::exchange(*next, {});
  }
  rest.due = plan().batch_size;
  return rest;
}

bool Bucketed::ended() const {
  return left() == 0 && std::ranges::all_of(buckets_, [](const Rows& bucket) { return bucket.size() == 0; });
}

}  // namespace proofload::reference
