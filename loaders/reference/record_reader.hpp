/// A record reader gives the samples of a record table: as records for `Padded` (the number of steps, then the steps),
/// or as they are where all have one size.
///
/// Longer sequences are cut or refused, as planned. Copies share the table.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "proofload/declaration.hpp"
#include "reference/reader.hpp"
#include "reference/record_table.hpp"

namespace proofload::reference {

struct RecordPlan {
  RecordTablePlan table;
  std::uint32_t channels = 3;
  std::uint32_t longest = 32;  ///< steps
  enum class Form : std::uint8_t { ragged, fixed } form = Form::ragged;
  Ragged::Side cut = Ragged::Side::tail;      ///< which end goes; `neither`: longer ones are refused
  Ragged::Empty empty = Ragged::Empty::kept;  ///< what becomes of sequences without a step
  std::int64_t label_of_bad = -1;             ///< of what stands in place of a sample whose label is not known
};

class RecordReader : public Reader {
 public:
  /// Reads the dataset; throws `LoadFailure`.
  RecordReader(Source& source, const RecordPlan& plan);

  [[nodiscard]] std::uint64_t size() const override { return table_->size(); }
  [[nodiscard]] std::vector<std::int64_t> shape() const override {
    return {(plan_.form == RecordPlan::Form::ragged ? 1 : 0) + std::int64_t{plan_.longest} * plan_.channels};
  }
  [[nodiscard]] std::string path(std::uint64_t index) const override { return table_->path(index); }
  [[nodiscard]] std::int64_t label(std::uint64_t index) const override {
    return table_->label(index, plan_.label_of_bad);
  }
  std::expected<void, LoadError> get(std::uint64_t index, std::span<float> into) override;

 private:
  RecordPlan plan_;
  std::shared_ptr<const RecordTable> table_;
};

}  // namespace proofload::reference
