/// The declaration of the reference loader of CSV in long format, with another way to read a file.
#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "proofload/declaration.hpp"
#include "reference/csv_fields.hpp"
#include "reference/padded.hpp"
#include "reference/record_declarations.hpp"
#include "reference/record_reader.hpp"

namespace proofload::zoo {

inline constexpr Ragged long_padding = reference::pad_behind;

/// The reference's way, of which one step may be another.
class CsvLongAsTheReference : public reference::RecordFormat {
 public:
  std::expected<std::optional<std::size_t>, std::string> lead(std::string_view file, bool all) override {
    return usual_->lead(file, all);
  }
  std::optional<std::size_t> cut(std::string_view bytes, bool all) override { return usual_->cut(bytes, all); }
  std::expected<std::int64_t, std::string> parse(std::string_view record, std::vector<float>& values) override {
    return usual_->parse(record, values);
  }

 protected:
  /// Row by row, whatever steps and labels say; the label is the last one.
  std::expected<std::int64_t, std::string> parse_rows(std::string_view record, std::vector<float>& values) {
    std::expected<std::int64_t, std::string> label = 0;
    while (!record.empty() && label) {
      const std::size_t size = reference::csv_row_size(record, true).value_or(record.size());
      label = row_->parse(record.substr(0, size), values);
      record.remove_prefix(size);
    }
    return label;
  }

 private:
  std::unique_ptr<reference::RecordFormat> usual_ = reference::csv_long_plan(long_padding).table.format();
  std::unique_ptr<reference::RecordFormat> row_ =
      reference::csv_long_plan(long_padding, reference::LongRows::alone).table.format();
};

template <class Format>
Declaration csv_long_with() {
  Declaration declaration = reference::csv_long(long_padding);
  const reference::BatchPlan declared = {.bad_sample = BadSample::skip_refill};
  declaration.bad_sample = declared.bad_sample;
  declaration.supports = {Option::shuffle, Option::epochs, Option::abandoned_epochs};
  declaration.make = [declared](Source& source, const LoadOptions& options) {
    reference::RecordPlan plan = reference::csv_long_plan(long_padding);
    plan.table.format = [] { return std::make_unique<Format>(); };
    LoadOptions as_declared = options;
    as_declared.bad_sample = declared.bad_sample;
    as_declared.last_batch = declared.last_batch;
    return std::make_unique<reference::Padded>(std::make_unique<reference::RecordReader>(source, plan),
                                               reference::BatchPlan::of(as_declared, declared),
                                               reference::PaddingPlan{plan.channels, long_padding});
  };
  return declaration;
}

}  // namespace proofload::zoo
