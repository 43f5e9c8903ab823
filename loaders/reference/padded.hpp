/// A padded loader is a batched loader of sequences: it makes ragged batches of records, with a mask and lengths.
///
/// Its reader gives records (`SequenceFolderReader`): the number of steps, then the steps.
#pragma once

#include <cstdint>
#include <memory>

#include "proofload/declaration.hpp"
#include "reference/batched.hpp"

namespace proofload::reference {

struct PaddingPlan {
  std::uint32_t channels = 3;
  Ragged ragged;  ///< sides, pad value, to what, and the polarity of the mask (undeclared: no mask)
};

class Padded : public Batched {
 public:
  Padded(std::unique_ptr<Reader> records, const BatchPlan& plan, const PaddingPlan& padding)
      : Batched(std::move(records), plan), padding_(padding) {}

 protected:
  Batch collate(Rows rows) override;

  /// Steps of a row.
  [[nodiscard]] std::uint64_t steps_of(const Rows& rows, std::uint64_t row) const;
  /// Numbers of a row's steps.
  [[nodiscard]] std::span<const float> values_of(const Rows& rows, std::uint64_t row) const;

  [[nodiscard]] const PaddingPlan& padding() const { return padding_; }

  /// The batch, with every row brought to `steps`, which are enough for each.
  Batch padded_to(const Rows& rows, std::uint64_t steps) const;

 private:
  [[nodiscard]] std::size_t record_size(const Rows& rows) const { return rows.features.size() / rows.size(); }

  PaddingPlan padding_;
};

}  // namespace proofload::reference
