/// Batches of windows, whose labels are the numbers that come the horizon behind them.
#pragma once

#include <memory>
#include <utility>

#include "reference/batched.hpp"
#include "reference/window_table.hpp"

namespace proofload::reference {

class Forecasts : public Batched {
 public:
  /// The reader gives the windows of that table.
  Forecasts(std::unique_ptr<Reader> reader, std::shared_ptr<const WindowTable> table, const BatchPlan& plan)
      : Batched(std::move(reader), plan), table_(std::move(table)) {}

 protected:
  /// A row that is no sample's has the target 0.
  Batch collate(Rows rows) override {
    std::vector<float> targets;
    for (const std::int64_t id : rows.ids) {
      targets.push_back(id < 0 ? 0 : target(static_cast<std::uint64_t>(id)));
    }
    Batch batch = Batched::collate(std::move(rows));
    batch.labels = Tensor::own(std::move(targets), batch.labels.shape);
    return batch;
  }
  virtual float target(std::uint64_t index) { return table_->target(index); }

  [[nodiscard]] const WindowTable& table() const { return *table_; }

 private:
  std::shared_ptr<const WindowTable> table_;
};

}  // namespace proofload::reference
