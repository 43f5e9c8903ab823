/// The declaration of the reference loader of tar shards, with another way to read a shard.
#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "proofload/declaration.hpp"
#include "reference/padded.hpp"
#include "reference/record_declarations.hpp"
#include "reference/record_reader.hpp"

namespace proofload::zoo {

inline constexpr Ragged shard_padding = reference::pad_behind;

/// The reference's way, of which one step may be another.
class TarAsTheReference : public reference::RecordFormat {
 public:
  std::expected<std::optional<std::size_t>, std::string> lead(std::string_view file, bool all) override {
    return usual_->lead(file, all);
  }
  std::optional<std::size_t> cut(std::string_view bytes, bool all) override { return usual_->cut(bytes, all); }
  std::expected<std::int64_t, std::string> parse(std::string_view record, std::vector<float>& values) override {
    return usual_->parse(record, values);
  }
  [[nodiscard]] bool holds_record() const override { return usual_->holds_record(); }
  [[nodiscard]] std::expected<void, std::string> end() const override { return usual_->end(); }

 private:
  std::unique_ptr<reference::RecordFormat> usual_ = reference::tar_shard_plan(shard_padding).table.format();
};

using FormatOfEachShard = std::function<std::unique_ptr<reference::RecordFormat>()>;

/// `of_loader` is called for each loader.
inline Declaration tar_shards_with(FormatOfEachShard (*of_loader)()) {
  Declaration declaration = reference::tar_shards(shard_padding);
  const reference::BatchPlan declared = {.bad_sample = BadSample::skip_refill};
  declaration.bad_sample = declared.bad_sample;
  declaration.supports = {Option::shuffle, Option::epochs, Option::abandoned_epochs};
  declaration.make = [declared, of_loader](Source& source, const LoadOptions& options) {
    reference::RecordPlan plan = reference::tar_shard_plan(shard_padding);
    plan.table.format = of_loader();
    LoadOptions as_declared = options;
    as_declared.bad_sample = declared.bad_sample;
    as_declared.last_batch = declared.last_batch;
    return std::make_unique<reference::Padded>(std::make_unique<reference::RecordReader>(source, plan),
                                               reference::BatchPlan::of(as_declared, declared),
                                               reference::PaddingPlan{plan.channels, shard_padding});
  };
  return declaration;
}

template <class Format>
Declaration tar_shards_with() {
  return tar_shards_with([]() -> FormatOfEachShard { return [] { return std::make_unique<Format>(); }; });
}

}  // namespace proofload::zoo
