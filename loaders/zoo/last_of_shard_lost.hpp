/// last-of-shard-lost: a sample is given out when a member of another one comes, and at the end of a shard none comes.
///
/// Origin: folklore (grouping by keys without a flush at the end).
#pragma once

#include "reference/tar_member.hpp"
#include "zoo/tar_shards_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class LastOfShardLost final : public TarAsTheReference {
 public:
  std::optional<std::size_t> cut(std::string_view bytes, bool all) override {
    const auto length = TarAsTheReference::cut(bytes, all);
    last_ = length && (*length == bytes.size() || reference::is_zero_block(bytes.substr(*length)));
    return length;
  }
  [[nodiscard]] bool holds_record() const override {
    return TarAsTheReference::holds_record() && (variant == Variant::twin || !last_);
  }

 private:
  bool last_ = false;
};

template <Variant variant>
Declaration last_of_shard_lost() {
  return tar_shards_with<LastOfShardLost<variant>>();
}

}  // namespace proofload::zoo
