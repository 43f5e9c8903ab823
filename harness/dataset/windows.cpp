#include "dataset/windows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "dataset/csv_row_evidence.hpp"
#include "dataset/label_kind.hpp"

namespace proofload {
namespace {

using OptionalFor = SampleTruth::OptionalFor;

constexpr std::uint64_t most_rows_of_a_window = std::uint64_t{1} << 24U;

/// Where a column of the header goes.
struct Column {
  std::optional<std::size_t> feature;  ///< its place on the features' last axis
  enum class Use : std::uint8_t { none, target } use = Use::none;
};

std::vector<Column> columns_of(const Windows& kind) {
  std::vector<Column> columns;
  for (const std::string& name : kind.header) {
    const auto feature = std::ranges::find(kind.features, name);
    columns.push_back({feature == kind.features.end()
                           ? std::nullopt
                           : std::optional(static_cast<std::size_t>(feature - kind.features.begin())),
                       name == kind.target ? Column::Use::target : Column::Use::none});
  }
  return columns;
}

/// What a row of a series says.
struct Row {
  RecordEvidence form;        ///< of its fields as such
  SequenceEvidence features;  ///< of their numbers, which are in it
  SequenceEvidence target;
  std::string doubt;                  ///< why some refuse the whole row, whatever is taken of it; empty: nobody does
  std::optional<double> number;       ///< in the target's column
  std::optional<std::int64_t> label;  ///< likewise, where it is a class
};

class RowReader {
 public:
  RowReader(const Windows& kind, const Declaration& declaration)
      : kind_(kind), declaration_(declaration), columns_(columns_of(kind)) {}

  [[nodiscard]] Row read(const csv::Rows::Row& row) const {
    Row result;
    result.features.sequence.channels = kind_.features.size();
    result.features.sequence.values.assign(kind_.features.size(), csv::unknown);
    if (csv::judge_row(result.form, row, columns_.size())) {
      for (std::size_t c = 0; c < columns_.size(); ++c) {
        read(result, columns_[c], row.record.fields[c]);
      }
    }
    csv::put_line(result.form, row.record.line);
    csv::put_line(result.features, row.record.line);
    csv::put_line(result.target, row.record.line);
    return result;
  }

 private:
  void read(Row& row, const Column& column, const CsvField& field) const {
    const bool target = column.use == Column::Use::target;
    const MissingValues missing = declaration_.features.missing;
    if (!column.feature && !target) {
      return csv::any_text(row.form, field);
    }
    if (column.feature) {
      row.features.sequence.values[*column.feature] = csv::number(row.features, field, missing);
    }
    const bool number_of_range = column.feature || !has_class_labels(declaration_);
    // That of the features counts for a target that is none, too: no other is declared.
    const StoredRange range = stored_range(declaration_, column.feature.value_or(0));
    const double value = csv_number(field).value;
    if (declaration_.features.range && number_of_range && (value < range.low || value > range.high)) {
      row.doubt = "a row has a number outside of the declared range";
    }
    if (target && has_class_labels(declaration_)) {
      row.label = csv::class_of(row.target, field, declaration_.labels);
    } else if (target) {
      csv::number(row.target, field, missing);
      const StoredRange type = range_of(declaration_.labels.dtype);
      if (value < type.low || value > type.high) {
        csv::odd(row.target, "the target is too large for its type");
      } else if (!std::isnan(value)) {
        row.number = value;
      }
    }
  }

  const Windows& kind_;
  const Declaration& declaration_;
  std::vector<Column> columns_;
};

/// What a part of a row is, the window that takes it is.
void take(SequenceEvidence& window, const SequenceEvidence& part) {
  if (part.structure == Soundness::damaged && window.structure != Soundness::damaged) {
    window.cause = part.cause;
  }
  csv::note(window, part.cause);
  window.structure = std::max(window.structure, part.structure);
  window.decodes = std::max(window.decodes, part.decodes);
}

/// For what is bad of a row, but not of what the window takes of it, some refuse the window.
void pass_over(SequenceEvidence& window, const SequenceEvidence& part) {
  if (part.structure != Soundness::sound || part.decodes != Soundness::sound) {
    csv::odd(window, part.cause);
  }
}

/// The window over these rows, which are all in its span.
RecordEvidence window_over(std::span<const Row* const> rows, const Windows& kind) {
  RecordEvidence window;
  window.sequence.channels = kind.features.size();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Row& row = *rows[i];
    const bool step = i % kind.rate == 0 && i / kind.rate < kind.length;
    const bool target = i + 1 == rows.size();
    step || target ? take(window, row.form) : pass_over(window, row.form);
    step ? take(window, row.features) : pass_over(window, row.features);
    target ? take(window, row.target) : pass_over(window, row.target);
    if (!row.doubt.empty()) {
      csv::odd(window, row.doubt);
    }
    if (step) {
      const auto& values = row.features.sequence.values;
      window.sequence.values.insert(window.sequence.values.end(), values.begin(), values.end());
    }
    if (target) {
      window.target = row.number;
      window.label = row.label;
    }
  }
  const std::string_view last = rows.back()->form.bytes;
  const char* const begin = rows.front()->form.bytes.data();
  window.bytes = {begin, static_cast<std::size_t>(last.data() + last.size() - begin)};
  return window;
}

/// Windows over the rows as those count them who leave out some.
class Windowing {
 public:
  Windowing(const std::vector<Row>& rows, const Windows& kind, FileEvidence& file)
      : rows_(rows), kind_(kind), file_(file) {
    const auto in_doubt = [](const Row& row) { return row.form.optional_for != OptionalFor::nothing; };
    sure_ = static_cast<std::size_t>(std::ranges::find_if(rows, in_doubt) - rows.begin());
  }

  /// From here on nobody can tell what the rows are.
  void doubt_from(std::size_t row) { sure_ = std::min(sure_, row); }
  [[nodiscard]] bool any_doubt() const { return sure_ < rows_.size(); }

  /// Of all rows, those windows only that not all count.
  void count_from_doubt() {
    count([](OptionalFor) { return false; }, sure_);
  }

  template <class LeftOut>
  void count_without(const LeftOut& left_out) {
    count(left_out, 0);
  }

 private:
  /// Windows that end behind the first rows.
  template <class LeftOut>
  void count(const LeftOut& left_out, std::size_t first_end) {
    std::vector<const Row*> rows;
    for (const Row& row : rows_) {
      if (!left_out(row.form.optional_for)) {
        rows.push_back(&row);
      }
    }
    const std::uint64_t count = kind_.windows(rows.size());
    for (std::uint64_t w = 0; w < count; ++w) {
      const auto of_window = std::span(rows).subspan(w * kind_.stride, kind_.span());
      const auto last = static_cast<std::size_t>(of_window.back() - rows_.data());
      if (last < first_end || !there_.emplace(of_window.front(), of_window.back()).second) {
        continue;  // as others count them, too
      }
      RecordEvidence window = window_over(of_window, kind_);
      if (last >= sure_) {
        csv::odd(window, "it cannot be told which rows it has: some count another one before its end");
        // Nor whether a bad one is among them.
        window.structure = window.decodes = Soundness::unsure;
        window.optional_for = OptionalFor::border;
      }
      file_.records.push_back(std::move(window));
    }
  }

  const std::vector<Row>& rows_;
  const Windows& kind_;
  FileEvidence& file_;
  std::size_t sure_;  ///< rows that all count alike
  std::set<std::pair<const Row*, const Row*>> there_;
};

/// All rows as far as they can be told, with the target behind the features.
Sequence series_of(const std::vector<Row>& rows, const Windows& kind) {
  Sequence series{kind.features.size() + 1, {}};
  series.values.reserve(rows.size() * series.channels);
  for (const Row& row : rows) {
    const auto& values = row.features.sequence.values;
    series.values.insert(series.values.end(), values.begin(), values.end());
    series.values.push_back(row.number.value_or(csv::unknown));
  }
  return series;
}

}  // namespace

bool makes_sense(const Windows& windows, const Features& features) {
  const auto has = [&](const std::string& name) { return std::ranges::count(windows.header, name) == 1; };
  const auto shape = sequence_shape(features);
  // Each by itself first, so that their product is no overflow.
  const bool sizes = std::ranges::all_of(std::array{windows.length, windows.stride, windows.rate, windows.horizon + 1},
                                         [](std::uint64_t size) { return size > 0 && size <= most_rows_of_a_window; });
  return shape && sizes && windows.span() <= most_rows_of_a_window && has(windows.target) &&
         std::ranges::all_of(windows.features, has) && shape->channels == windows.features.size() &&
         shape->longest == windows.length && features.shape.front().extent == Axis::Extent::fixed;
}

FileEvidence look_at_windows(const Blob& file, const Windows& kind, const Declaration& declaration) {
  const std::string_view text = csv::without_mark(file.text());
  if (text.empty()) {
    return csv::no_header();
  }
  const csv::Rows lines(text, kind.header.size());
  const std::size_t header = csv::header_place(lines);
  if (header == lines.all().size()) {
    return csv::no_header();
  }
  FileEvidence result;
  result.whole = csv::lead_evidence(lines, header, kind.header);
  const RowReader reader(kind, declaration);
  std::vector<Row> rows;
  std::optional<std::size_t> lone_return;
  for (std::size_t i = header + 1; i < lines.all().size(); ++i) {
    if (!lone_return && lines.all()[i].record.end == CsvRecord::End::lone_return) {
      lone_return = rows.size();
    }
    rows.push_back(reader.read(lines.all()[i]));
  }
  std::vector<Row> rows_of_others;  // to whom such a CR is text
  if (lone_return) {
    const csv::Rows joined(text, kind.header.size(), CsvRecords::LoneReturn::is_text);
    for (std::size_t i = csv::header_place(joined) + 1; i < joined.all().size(); ++i) {
      rows_of_others.push_back(reader.read(joined.all()[i]));
    }
  }
  Windowing windowing(rows, kind, result);
  windowing.doubt_from(lone_return.value_or(rows.size()));
  windowing.count_without([](OptionalFor) { return false; });
  if (windowing.any_doubt()) {
    windowing.count_without([](OptionalFor reason) { return reason == OptionalFor::blank; });
    windowing.count_without([](OptionalFor reason) { return reason == OptionalFor::border; });
    windowing.count_without([](OptionalFor reason) { return reason != OptionalFor::nothing; });
  }
  if (lone_return) {
    Windowing of_others(rows_of_others, kind, result);
    of_others.doubt_from(*lone_return);
    of_others.count_from_doubt();
  }
  if (csv::header_evidence(lines.all()[header].record, kind.header)) {  // by whichever columns
    for (RecordEvidence& window : result.records) {
      std::ranges::fill(window.sequence.values, csv::unknown);
      window.target.reset();
      window.label.reset();
    }
  } else {
    result.series = series_of(rows, kind);
  }
  return result;
}

}  // namespace proofload
