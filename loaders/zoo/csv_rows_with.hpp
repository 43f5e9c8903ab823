/// The declaration of the reference loader of CSV rows, with another way to read a file, or another view over its
/// samples.
#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "proofload/declaration.hpp"
#include "reference/batched.hpp"
#include "reference/record_declarations.hpp"
#include "reference/record_table.hpp"

namespace proofload::zoo {

/// The reference's way, of which one step may be another.
class CsvRowsAsTheReference : public reference::RecordFormat {
 public:
  CsvRowsAsTheReference() : usual_(reference::csv_rows_plan().table.format()) {}

  std::expected<std::optional<std::size_t>, std::string> lead(std::string_view file, bool all) override {
    return usual_->lead(file, all);
  }
  std::optional<std::size_t> cut(std::string_view bytes, bool all) override { return usual_->cut(bytes, all); }
  std::expected<std::int64_t, std::string> parse(std::string_view record, std::vector<float>& values) override {
    return usual_->parse(record, values);
  }

 private:
  std::unique_ptr<reference::RecordFormat> usual_;
};

/// `View` is a `Batched`.
template <class Format, class View = reference::Batched>
Declaration csv_rows_with() {
  Declaration declaration = reference::csv_rows();
  const reference::BatchPlan declared = {.bad_sample = BadSample::skip_refill};
  declaration.bad_sample = declared.bad_sample;
  declaration.supports = {Option::shuffle, Option::epochs, Option::abandoned_epochs};
  declaration.make = [declared](Source& source, const LoadOptions& options) {
    reference::RecordPlan plan = reference::csv_rows_plan();
    plan.table.format = [] { return std::make_unique<Format>(); };
    LoadOptions as_declared = options;
    as_declared.bad_sample = declared.bad_sample;
    as_declared.last_batch = declared.last_batch;
    return std::make_unique<View>(std::make_unique<reference::RecordReader>(source, plan),
                                  reference::BatchPlan::of(as_declared, declared));
  };
  return declaration;
}

}  // namespace proofload::zoo
