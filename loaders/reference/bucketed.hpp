/// A bucketed loader is a padded loader whose batches hold sequences of like lengths, so that little is padded.
///
/// Samples are taken in the order of the epoch, each into the bucket of its length; a bucket that has a batch's rows is
/// yielded. At the end of the epoch the rests of the buckets follow, each a last batch, the shortest first. At most one
/// batch less a row is held for each bucket. As bucket_by_sequence_length of tf.data.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "reference/padded.hpp"

namespace proofload::reference {

class Bucketed : public Padded {
 public:
  /// `borders`: the lengths with which a bucket begins, ascending, but for the first. Bad samples have no length: none
  /// may be left out of a batch (`skip_shrink`), or be put in place (`substitute`).
  Bucketed(std::unique_ptr<Reader> records, const BatchPlan& plan, const PaddingPlan& padding,
           std::vector<std::int64_t> borders)
      : Padded(std::move(records), plan, padding), borders_(std::move(borders)), buckets_(borders_.size() + 1) {}

  /// At most: each bucket may end with a batch that is not full.
  [[nodiscard]] std::uint64_t batches() const override { return Padded::batches() + borders_.size(); }

 protected:
  std::vector<std::uint64_t> order_of(std::uint64_t epoch) override;
  std::expected<Rows, LoadError> gather() override;
  [[nodiscard]] bool ended() const override;
  /// Which bucket takes a sequence of so many steps.
  [[nodiscard]] virtual std::size_t bucket_of(std::uint64_t steps) const;

  [[nodiscard]] const std::vector<std::int64_t>& borders() const { return borders_; }

 private:
  std::vector<std::int64_t> borders_;
  std::vector<Rows> buckets_;
};

}  // namespace proofload::reference
