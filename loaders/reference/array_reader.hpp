/// An array reader gives the samples of an array table. Copies share the table.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "reference/array_table.hpp"
#include "reference/reader.hpp"

namespace proofload::reference {

class ArrayReader : public Reader {
 public:
  /// Reads the dataset; throws `LoadFailure`. `label_of_bad`: of what stands in place of a sample whose label is no
  /// class.
  ArrayReader(Source& source, const ArrayTablePlan& plan, std::int64_t label_of_bad)
      : shape_({plan.array.rows, plan.array.columns}),
        label_of_bad_(label_of_bad),
        table_(std::make_shared<const ArrayTable>(source, plan)) {}

  [[nodiscard]] std::uint64_t size() const override { return table_->size(); }
  [[nodiscard]] std::vector<std::int64_t> shape() const override { return shape_; }
  [[nodiscard]] std::string path(std::uint64_t /*index*/) const override { return table_->path(); }
  [[nodiscard]] std::int64_t label(std::uint64_t index) const override { return table_->label(index, label_of_bad_); }
  std::expected<void, LoadError> get(std::uint64_t index, std::span<float> into) override {
    auto values = table_->values(index);
    if (!values) {
      return std::unexpected(std::move(values.error()));
    }
    std::ranges::copy(*values, into.begin());
    return {};
  }

 private:
  std::vector<std::int64_t> shape_;
  std::int64_t label_of_bad_;
  std::shared_ptr<const ArrayTable> table_;
};

}  // namespace proofload::reference
