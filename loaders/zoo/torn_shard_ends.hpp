/// torn-shard-ends: a header that is none, and the end of the file wherever it comes, are taken for the end of the
/// shard.
///
/// Origin: jotaf98/simple-tar-dataset PR#1; well known (Python's tarfile takes a header that is none for the end).
#pragma once

#include "zoo/tar_shards_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class TornShardEnds final : public TarAsTheReference {
 public:
  std::optional<std::size_t> cut(std::string_view bytes, bool all) override {
    const auto length = TarAsTheReference::cut(bytes, all);
    if (variant == Variant::specimen && length && TarAsTheReference::holds_record()) {
      values_.clear();
      outcome_ = TarAsTheReference::parse(bytes.substr(0, *length), values_);
      torn_ = !outcome_ && outcome_.error().ends_with("is not read");
    }
    return length;
  }
  std::expected<std::int64_t, std::string> parse(std::string_view record, std::vector<float>& values) override {
    if constexpr (variant == Variant::twin) {
      return TarAsTheReference::parse(record, values);
    }
    values.insert(values.end(), values_.begin(), values_.end());
    return outcome_;
  }
  [[nodiscard]] bool holds_record() const override { return TarAsTheReference::holds_record() && !torn_; }
  [[nodiscard]] std::expected<void, std::string> end() const override {
    return variant == Variant::specimen ? std::expected<void, std::string>() : TarAsTheReference::end();
  }

 private:
  std::expected<std::int64_t, std::string> outcome_;
  std::vector<float> values_;
  bool torn_ = false;
};

template <Variant variant>
Declaration torn_shard_ends() {
  return tar_shards_with<TornShardEnds<variant>>();
}

}  // namespace proofload::zoo
