/// An idx reader gives the samples of an idx table: a channel of pixels from 0 to 1. Copies share the table.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "reference/idx_table.hpp"
#include "reference/reader.hpp"

namespace proofload::reference {

class IdxReader : public Reader {
 public:
  /// Reads the dataset; throws `LoadFailure`. `label_of_bad`: of what stands in place of a sample whose label is not
  /// known.
  IdxReader(Source& source, const IdxTablePlan& plan, std::int64_t label_of_bad)
      : shape_({1, plan.rows, plan.columns}),
        label_of_bad_(label_of_bad),
        table_(std::make_shared<const IdxTable>(source, plan)) {}

  [[nodiscard]] std::uint64_t size() const override { return table_->size(); }
  [[nodiscard]] std::vector<std::int64_t> shape() const override { return shape_; }
  [[nodiscard]] std::string path(std::uint64_t index) const override { return table_->path(index); }
  [[nodiscard]] std::int64_t label(std::uint64_t index) const override { return table_->label(index, label_of_bad_); }
  std::expected<void, LoadError> get(std::uint64_t index, std::span<float> into) override;

 private:
  std::vector<std::int64_t> shape_;
  std::int64_t label_of_bad_;
  std::shared_ptr<const IdxTable> table_;
};

}  // namespace proofload::reference
