#include "reference/csv_record.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "reference/csv_fields.hpp"
#include "reference/refusal.hpp"

namespace proofload::reference {
namespace {

float number_of(std::string_view field, const CsvRecordPlan& plan) {
  float value = 0;
  const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
  if (error != std::errc{} || end != field.data() + field.size()) {
    refuse("expected a number, found " + shown_field(field));
  }
  if (!(value >= plan.low && value <= plan.high)) {  // also what is no number
    refuse("expected a number in [" + std::to_string(plan.low) + ", " + std::to_string(plan.high) + "], found " +
           shown_field(field));
  }
  return value;
}

std::int64_t whole_of(std::string_view field, std::string_view what) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
  if (error != std::errc{} || end != field.data() + field.size()) {
    refuse("expected a whole number as " + std::string(what) + ", found " + shown_field(field));
  }
  return value;
}

std::int64_t class_of(std::string_view field, const CsvRecordPlan& plan) {
  const std::int64_t label = whole_of(field, "a label");
  if (label < 0 || label >= plan.classes) {
    refuse("expected a class below " + std::to_string(plan.classes) + ", found " + shown_field(field));
  }
  return label;
}

/// What a row says.
struct Row {
  std::int64_t label = 0;
  std::int64_t step = 0;
};

Row read_row(std::string_view bytes, const CsvRecordPlan& plan, std::vector<float>& values) {
  CsvFields fields(bytes);
  Row row;
  for (std::size_t c = 0; c < plan.columns.size(); ++c) {
    const auto field = fields.next();
    if (!field) {
      refuse("expected " + std::to_string(plan.columns.size()) + " fields, found " + std::to_string(c));
    }
    switch (plan.columns[c].role) {
      case CsvColumn::Role::feature:
        values.push_back(number_of(*field, plan));
        break;
      case CsvColumn::Role::label:
        row.label = class_of(*field, plan);
        break;
      case CsvColumn::Role::step:
        row.step = whole_of(*field, "a step");
        break;
      case CsvColumn::Role::ignored:
      case CsvColumn::Role::sequence:
        break;
    }
  }
  if (fields.next()) {
    refuse("expected " + std::to_string(plan.columns.size()) + " fields, found more");
  }
  return row;
}

class CsvRowFormat : public RecordFormat {
 public:
  explicit CsvRowFormat(const CsvRecordPlan& plan) : plan_(plan) {}

  std::expected<std::optional<std::size_t>, std::string> lead(std::string_view file, bool all) override {
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    const std::size_t begin = file.starts_with(mark) ? mark.size() : 0;
    const auto size = csv_row_size(file.substr(begin), all);
    if (!size) {
      return all ? std::expected<std::optional<std::size_t>, std::string>(
                       std::unexpected("expected a header row, found the end of the file"))
                 : std::nullopt;
    }
    try {
      check_header(file.substr(begin, *size));
    } catch (Refusal& refusal) {
      return std::unexpected("header: " + std::move(refusal.reason));
    }
    return begin + *size;
  }

  std::optional<std::size_t> cut(std::string_view bytes, bool all) override { return csv_row_size(bytes, all); }

  std::expected<std::int64_t, std::string> parse(std::string_view record, std::vector<float>& values) override {
    try {
      return read(record, values);
    } catch (Refusal& refusal) {
      return std::unexpected(std::move(refusal.reason));
    }
  }

 protected:
  virtual std::int64_t read(std::string_view record, std::vector<float>& values) {
    return read_row(record, plan_, values).label;
  }

  [[nodiscard]] const CsvRecordPlan& plan() const { return plan_; }

 private:
  void check_header(std::string_view row) const {
    CsvFields fields(row);
    for (const CsvColumn& column : plan_.columns) {
      const auto field = fields.next();
      if (!field || *field != column.name) {
        refuse("expected the column " + shown_field(column.name) + ", found " + (field ? shown_field(*field) : "none"));
      }
    }
    if (fields.next()) {
      refuse("expected " + std::to_string(plan_.columns.size()) + " columns, found more");
    }
  }

  const CsvRecordPlan& plan_;
};

class CsvLongFormat final : public CsvRowFormat {
 public:
  using CsvRowFormat::CsvRowFormat;

  std::optional<std::size_t> cut(std::string_view bytes, bool all) override {
    std::optional<std::string> name;  // of the first row; such as does not say it have none behind them that do
    for (std::size_t at = 0; at < bytes.size();) {
      const auto size = csv_row_size(bytes.substr(at), all);
      if (!size) {
        return std::nullopt;
      }
      auto found = name_of(bytes.substr(at, *size));
      if (at != 0 && found && found != name) {
        return at;
      }
      if (at == 0) {
        name = std::move(found);
      }
      at += *size;
    }
    return all ? std::optional(bytes.size()) : std::nullopt;
  }

 protected:
  std::int64_t read(std::string_view record, std::vector<float>& values) override {
    auto name = name_of(record.substr(0, csv_row_size(record, true).value_or(0)));
    if (name && !names_.insert(std::move(*name)).second) {
      refuse("the rows of a sequence do not stand together: it came before");
    }
    std::int64_t steps = 0;
    std::int64_t label = 0;
    while (!record.empty()) {
      const std::size_t size = csv_row_size(record, true).value_or(record.size());
      const Row row = read_row(record.substr(0, size), plan(), values);
      if (row.step != steps) {
        refuse("expected step " + std::to_string(steps) + ", found " + std::to_string(row.step));
      }
      if (steps != 0 && row.label != label) {
        refuse("step " + std::to_string(steps) + ": expected label " + std::to_string(label) + ", found " +
               std::to_string(row.label));
      }
      label = row.label;
      ++steps;
      record.remove_prefix(size);
    }
    return label;
  }

 private:
  /// The first field of a row that has more; nothing: it does not say.
  static std::optional<std::string> name_of(std::string_view row) {
    try {
      CsvFields fields(row);
      std::string name(fields.next().value_or(""));
      return fields.more() ? std::optional(std::move(name)) : std::nullopt;
    } catch (Refusal&) {
      return std::nullopt;
    }
  }

  std::set<std::string> names_;  ///< of the sequences that came
};

}  // namespace

std::unique_ptr<RecordFormat> csv_row_format(const CsvRecordPlan& plan) { return std::make_unique<CsvRowFormat>(plan); }

std::unique_ptr<RecordFormat> csv_long_format(const CsvRecordPlan& plan) {
  return std::make_unique<CsvLongFormat>(plan);
}

}  // namespace proofload::reference
