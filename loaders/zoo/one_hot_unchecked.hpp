/// one-hot-unchecked: a label is an index into its one-hot row, and whether there is such a class is not looked at.
///
/// Origin: ultralytics/ultralytics#4518 and its like.
#pragma once

#include <algorithm>

#include "zoo/csv_rows_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

inline constexpr std::int64_t one_hot_classes = 16;

/// Labels are not looked at here, but where they are used.
template <Variant variant>
class AnyLabel final : public reference::RecordFormat {
 public:
  std::expected<std::optional<std::size_t>, std::string> lead(std::string_view file, bool all) override {
    return any_->lead(file, all);
  }
  std::optional<std::size_t> cut(std::string_view bytes, bool all) override { return any_->cut(bytes, all); }
  std::expected<std::int64_t, std::string> parse(std::string_view record, std::vector<float>& values) override {
    auto label = any_->parse(record, values);
    if (variant == Variant::twin && label && *label >= one_hot_classes) {
      return std::unexpected("expected a class below " + std::to_string(one_hot_classes) + ", found " +
                             std::to_string(*label));
    }
    return label;
  }

 private:
  std::unique_ptr<reference::RecordFormat> any_ = reference::csv_rows_plan(reference::RowLabels::any).table.format();
};

class OneHot final : public reference::Batched {
 public:
  using Batched::Batched;

 protected:
  Batch collate(reference::Rows rows) override {
    for (std::int64_t& label : rows.labels) {
      std::vector<float> row(one_hot_classes);
      if (label != plan().ignore_index) {
        row.data()[label] = 1;
        label = std::ranges::max_element(row) - row.begin();
      }
    }
    return Batched::collate(std::move(rows));
  }
};

template <Variant variant>
Declaration one_hot_unchecked() {
  return csv_rows_with<AnyLabel<variant>, OneHot>();
}

}  // namespace proofload::zoo
