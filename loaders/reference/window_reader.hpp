/// A window reader gives the steps of the windows of a table. Copies share the table.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "reference/reader.hpp"
#include "reference/window_table.hpp"

namespace proofload::reference {

/// [length, columns]
inline std::vector<std::int64_t> window_shape(const WindowPlan& plan) {
  return {static_cast<std::int64_t>(plan.layout->declared().length), std::int64_t{plan.channels}};
}

class WindowReader : public Reader {
 public:
  WindowReader(std::shared_ptr<const WindowTable> table, std::vector<std::int64_t> shape)
      : table_(std::move(table)), shape_(std::move(shape)) {}

  [[nodiscard]] std::uint64_t size() const override { return table_->size(); }
  [[nodiscard]] std::vector<std::int64_t> shape() const override { return shape_; }
  [[nodiscard]] std::string path(std::uint64_t index) const override { return table_->path(index); }
  /// None: targets are numbers, and `Forecasts` puts them into batches.
  [[nodiscard]] std::int64_t label(std::uint64_t /*index*/) const override { return 0; }
  std::expected<void, LoadError> get(std::uint64_t index, std::span<float> into) override {
    return table_->steps(index, into);
  }

 private:
  std::shared_ptr<const WindowTable> table_;
  std::vector<std::int64_t> shape_;
};

}  // namespace proofload::reference
