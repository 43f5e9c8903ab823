#include "dataset/csv_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include "dataset/csv_text.hpp"

namespace proofload {
namespace {

using OptionalFor = SampleTruth::OptionalFor;

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

void note(SequenceEvidence& of, std::string what) {
  if (of.cause.empty()) {
    of.cause = std::move(what);
  }
}
void damaged(SequenceEvidence& of, std::string what, Soundness decodes = Soundness::unsure) {
  if (of.structure != Soundness::damaged) {
    of.cause.clear();
  }
  note(of, std::move(what));
  of.structure = Soundness::damaged;
  of.decodes = std::max(of.decodes, decodes);
}
void odd(SequenceEvidence& of, std::string what) {
  note(of, std::move(what));
  of.structure = std::max(of.structure, Soundness::unsure);
  of.decodes = std::max(of.decodes, Soundness::unsure);
}

/// What a header that is not the declared one makes of its file.
std::optional<SequenceEvidence> header_evidence(const CsvRecord& record, const std::vector<std::string>& declared) {
  SequenceEvidence result;
  std::vector<std::string> found;
  for (const CsvField& field : record.fields) {
    found.push_back(field.text);
  }
  if (record.end == CsvRecord::End::open_quote) {
    damaged(result, "line 1: a quote is never closed");
  } else if (found.size() != declared.size()) {
    damaged(result, fmt::format("line 1: expected {} columns, found {}", declared.size(), found.size()));
  } else if (found != declared) {
    std::vector<std::string> expected = declared;
    std::ranges::transform(found, found.begin(), csv_name);
    std::ranges::transform(expected, expected.begin(), csv_name);
    std::ranges::sort(found);
    std::ranges::sort(expected);
    found == expected ? odd(result, "line 1: the columns are named a little differently, or in another order")
                      : damaged(result, "line 1: other column names than expected");
  } else if (record.end == CsvRecord::End::lone_return) {
    odd(result, "line 1: it ends in CR alone");
  } else if (std::ranges::any_of(record.fields, [](const auto& f) { return f.form == CsvField::Form::odd; })) {
    odd(result, "line 1: text beside quotes");
  }
  return result.structure == Soundness::sound ? std::nullopt : std::optional(std::move(result));
}

double number(SequenceEvidence& of, const CsvField& field, MissingValues missing) {
  const CsvNumber number = csv_number(field);
  const bool refused = number.kind == CsvNumber::Kind::missing && missing == MissingValues::refused;
  if (refused || number.is == Soundness::damaged) {
    damaged(of, fmt::format("\"{}\" is no number", field.text.substr(0, 40)), Soundness::damaged);
  } else if (number.is == Soundness::unsure) {
    odd(of, fmt::format("\"{}\" is a number to some", field.text.substr(0, 40)));
  }
  return number.value;
}

/// A whole number, plainly written.
std::optional<std::int64_t> whole(SequenceEvidence& of, const CsvField& field, std::string_view what) {
  SequenceEvidence seen;
  const double value = number(seen, field, MissingValues::refused);
  if (seen.structure == Soundness::damaged || value != std::round(value)) {
    damaged(of, fmt::format("\"{}\" is no whole number as {}", field.text.substr(0, 40), what), Soundness::damaged);
    return std::nullopt;
  }
  std::int64_t result = 0;
  const auto [end, error] = std::from_chars(field.text.data(), field.text.data() + field.text.size(), result);
  if (seen.structure != Soundness::sound || error != std::errc{} || end != field.text.data() + field.text.size()) {
    odd(of, fmt::format("\"{}\" is a whole number to some", field.text.substr(0, 40)));
    return std::nullopt;
  }
  return result;
}

std::optional<std::int64_t> class_of(SequenceEvidence& of, const CsvField& field, const Labels& labels) {
  const auto label = whole(of, field, "a label");
  if (label && labels.classes && (*label < labels.base || *label >= labels.base + *labels.classes)) {
    damaged(of, fmt::format("label {} is none of the declared classes", *label), Soundness::damaged);
    return std::nullopt;
  }
  return label;
}

/// Goes through the rows of a file, those too that only readers see who begin anew at each line after a bad row.
class Rows {
 public:
  enum class Seen : std::uint8_t { by_all, by_some };
  struct Row {
    CsvRecord record;
    Seen seen = Seen::by_all;
  };

  Rows(std::string_view text, std::size_t columns) : columns_(columns) { take(text, 1, Seen::by_all); }

  [[nodiscard]] const std::vector<Row>& all() const { return rows_; }

 private:
  void take(std::string_view text, std::size_t line, Seen seen) {
    CsvRecords records(text, line);
    bool behind_lone = false;
    bool in_doubt = false;  // whether a quote opens a field behind a CR depends on whether that ends the line
    while (!records.at_end()) {
      CsvRecord record = records.next();
      const std::string_view bytes = record.bytes;
      const std::size_t first_line = record.line;
      const bool bad = record.end == CsvRecord::End::open_quote || record.fields.size() != columns_;
      const bool lone = record.end == CsvRecord::End::lone_return;
      const std::size_t second = bytes.find('\n');
      rows_.push_back({std::move(record), behind_lone || in_doubt ? Seen::by_some : seen});
      behind_lone = lone;
      if (lone && !in_doubt) {
        const auto end = static_cast<std::size_t>(bytes.data() + bytes.size() - text.data());
        in_doubt = text.find('"', end) != std::string_view::npos;
      }
      if (bad && second != std::string_view::npos && rows_.size() > 1) {
        take(bytes.substr(second + 1), first_line + 1, Seen::by_some);
      }
    }
  }

  std::size_t columns_;
  std::vector<Row> rows_;
};

/// Oddities of a row that do not depend on its columns. Whether there is something to read in it.
bool judge_row(RecordEvidence& of, const Rows::Row& row, std::size_t columns) {
  of.bytes = row.record.bytes;
  if (row.record.blank()) {
    odd(of, "a blank line");
    of.optional_for = OptionalFor::blank;
    return false;
  }
  if (row.seen == Rows::Seen::by_some) {
    odd(of, "a row to those who begin anew behind a bad one, or at a lone CR");
    of.optional_for = OptionalFor::border;
  }
  if (row.record.end == CsvRecord::End::open_quote) {
    damaged(of, "a quote is never closed");
    return false;
  }
  if (row.record.end == CsvRecord::End::lone_return) {
    odd(of, "a line ends in CR alone");
  }
  if (row.record.fields.size() != columns) {
    // Where a lone CR ends the line, the row goes on to others.
    const std::string what = fmt::format("expected {} fields, found {}", columns, row.record.fields.size());
    damaged(of, what);
    return false;
  }
  return true;
}

void put_line(RecordEvidence& of, std::size_t line) {
  if (!of.cause.empty()) {
    of.cause = fmt::format("line {}: {}", line, of.cause);
  }
}

std::string_view without_mark(std::string_view text) {
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  return text.starts_with(mark) ? text.substr(mark.size()) : text;
}

/// Puts rows together to sequences, by their first column.
class Sequences {
 public:
  Sequences(const CsvLong& kind, const Declaration& declaration, std::vector<RecordEvidence>& records)
      : kind_(kind), declaration_(declaration), records_(records) {}

  void row(const Rows::Row& row) {
    const std::size_t columns = 3 + kind_.columns.size();
    RecordEvidence seen;
    const bool readable = judge_row(seen, row, columns);
    const CsvField& first = row.record.fields.front();
    const bool odd_name = first.form == CsvField::Form::odd || first.text.find('\0') != std::string::npos;
    if (odd_name || (!readable && row.record.fields.size() < 2)) {
      return put_unnamed(std::move(seen), row, odd_name ? Next::may_have_it : Next::has_it_not);
    }
    const bool begins = !current_ || behind_unnamed_ || first.text != names_[*current_];
    if (begins) {
      begin(first.text, seen);
    }
    RecordEvidence& record = records_[*current_];
    extend(record, seen.bytes);
    if (readable) {
      fields(row.record.fields, seen, begins ? Place::first : Place::later);
    }
    put_line(seen, row.record.line);
    merge(record, seen);
  }

  /// Names that come again are one sequence to some.
  void end() {
    close();
    std::map<std::string_view, std::size_t> first;
    for (std::size_t i = 0; i < records_.size(); ++i) {
      if (!names_[i]) {
        continue;
      }
      const auto [place, fresh] = first.emplace(*names_[i], i);
      if (!fresh) {
        RecordEvidence& before = records_[place->second];
        const std::string what = fmt::format("the rows of sequence \"{}\" do not stand together", *names_[i]);
        odd(before, what);
        odd(records_[i], what);
        records_[i].optional_for = OptionalFor::border;
        if (first_steps_[i] == static_cast<std::int64_t>(before.sequence.steps())) {  // it goes on
          before.sequence.values.insert(before.sequence.values.end(), records_[i].sequence.values.begin(),
                                        records_[i].sequence.values.end());
        }
      }
    }
  }

 private:
  enum class Place : std::uint8_t { first, later };

  /// Whether a row that does not say whose it is may be one of the sequence behind it.
  enum class Next : std::uint8_t { has_it_not, may_have_it };

  void begin(const std::string& name, const RecordEvidence& seen) {
    close();
    behind_unnamed_ = false;
    current_ = records_.size();
    names_.emplace_back(name);
    first_steps_.emplace_back();
    records_.emplace_back();
    records_.back().sequence.channels = kind_.columns.size();
    records_.back().optional_for = seen.optional_for;
    records_.back().bytes = seen.bytes;
  }

  /// What is bad of a sequence is not, to those to whom the row before it is its first one.
  void close() {
    if (current_ && std::exchange(in_doubt_, false)) {
      RecordEvidence& record = records_[*current_];
      odd(record, "whose the row before it is, readers differ on");
      record.structure = Soundness::unsure;
      static_cast<SequenceEvidence&>(record).decodes = Soundness::unsure;
    }
    in_doubt_ = std::exchange(next_in_doubt_, false);
  }

  static void extend(RecordEvidence& record, std::string_view bytes) {
    record.bytes = {record.bytes.data(), static_cast<std::size_t>(bytes.data() + bytes.size() - record.bytes.data())};
  }

  /// What a row is, its sequence is.
  static void merge(RecordEvidence& record, const SequenceEvidence& seen) {
    if (seen.structure == Soundness::damaged && record.structure != Soundness::damaged) {
      record.cause = seen.cause;
    }
    note(record, seen.cause);
    record.structure = std::max(record.structure, seen.structure);
    record.decodes = std::max(record.decodes, seen.decodes);
  }

  /// Whose a row is nobody can tell that does not say it: of the sequence before it, or of one of its own.
  void put_unnamed(RecordEvidence seen, const Rows::Row& row, Next next) {
    put_line(seen, row.record.line);
    RecordEvidence doubt;
    odd(doubt,
        seen.cause.empty() ? fmt::format("line {}: whose row it is cannot be told", row.record.line) : seen.cause);
    if (current_) {
      extend(records_[*current_], seen.bytes);
      merge(records_[*current_], doubt);
    }
    // Most count it to the sequence before; a name with a NUL in it is to many a name like others.
    const bool own = !current_ || (next == Next::may_have_it && row.record.fields.front().form != CsvField::Form::odd);
    seen.optional_for = own ? OptionalFor::border : OptionalFor::blank;
    seen.sequence.channels = kind_.columns.size();
    if (next == Next::may_have_it && row.record.fields.size() == 3 + kind_.columns.size()) {
      seen.label = class_of(seen, row.record.fields[2], declaration_.labels);
      for (std::size_t c = 3; c < row.record.fields.size(); ++c) {
        seen.sequence.values.push_back(number(seen, row.record.fields[c], declaration_.features.missing));
      }
    }
    merge(seen, doubt);
    names_.emplace_back();
    first_steps_.emplace_back();
    records_.push_back(std::move(seen));
    behind_unnamed_ = true;
    next_in_doubt_ = next_in_doubt_ || next == Next::may_have_it;
  }

  void fields(const std::vector<CsvField>& fields, RecordEvidence& seen, Place place) {
    RecordEvidence& record = records_[*current_];
    const std::size_t steps = record.sequence.steps();
    const auto step = whole(seen, fields[1], "a step");
    if (place == Place::first) {
      first_steps_.back() = step;
    }
    if (step && *step != static_cast<std::int64_t>(steps)) {
      damaged(seen, fmt::format("expected step {}, found {}", steps, *step), Soundness::damaged);
    }
    const auto label = class_of(seen, fields[2], declaration_.labels);
    if (place == Place::first) {
      record.label = label;
    } else if (label != record.label) {
      damaged(seen, "another label than in the row before");
      record.label.reset();
    }
    for (std::size_t c = 3; c < fields.size(); ++c) {
      record.sequence.values.push_back(number(seen, fields[c], declaration_.features.missing));
    }
  }

  const CsvLong& kind_;
  const Declaration& declaration_;
  std::vector<RecordEvidence>& records_;
  std::vector<std::optional<std::string>> names_;         ///< of the records; nothing: not said
  std::vector<std::optional<std::int64_t>> first_steps_;  ///< of the records
  std::optional<std::size_t> current_;                    ///< the record to which a row of the same name belongs
  bool behind_unnamed_ = false;                           ///< the row before does not say whose it is
  bool in_doubt_ = false;                                 ///< whether `current_` has all its rows
  bool next_in_doubt_ = false;
};

/// The place of the header among the rows: behind blank lines, to those who pass over them.
std::size_t header_place(const Rows& rows) {
  const auto blank = [](const Rows::Row& row) { return row.record.blank(); };
  return static_cast<std::size_t>(std::ranges::find_if_not(rows.all(), blank) - rows.all().begin());
}

/// What the rows before the first sample make of the file.
std::optional<SequenceEvidence> lead_evidence(const Rows& rows, std::size_t header,
                                              const std::vector<std::string>& declared) {
  std::optional<SequenceEvidence> result = header_evidence(rows.all()[header].record, declared);
  if (header != 0) {
    result = result.value_or(SequenceEvidence{});
    odd(*result, "line 1: a blank line in front of the header");
  }
  return result;
}

FileEvidence no_header() {
  FileEvidence file;
  file.whole = SequenceEvidence{Soundness::unsure, Soundness::damaged, "there is no header row", {}};
  return file;
}

}  // namespace

std::vector<std::string> feature_columns(const CsvRows& kind) {
  std::vector<std::string> columns = kind.header;
  std::erase_if(columns, [&](const std::string& name) {
    return name == kind.label || std::ranges::find(kind.ignored, name) != kind.ignored.end();
  });
  return columns;
}

std::vector<std::string> header_of(const CsvLong& kind) {
  std::vector<std::string> header = {kind.sequence, kind.step, kind.label};
  header.insert(header.end(), kind.columns.begin(), kind.columns.end());
  return header;
}

FileEvidence look_at_csv_rows(const Blob& file, const CsvRows& kind, const Declaration& declaration) {
  const std::string_view text = without_mark(file.text());
  if (text.empty()) {
    return no_header();
  }
  const std::size_t columns = kind.header.size();
  const Rows rows(text, columns);
  const std::size_t header = header_place(rows);
  if (header == rows.all().size()) {
    return no_header();
  }
  FileEvidence result;
  const bool by_place = !header_evidence(rows.all()[header].record, kind.header);
  result.whole = lead_evidence(rows, header, kind.header);
  for (std::size_t i = header + 1; i < rows.all().size(); ++i) {
    const Rows::Row& row = rows.all()[i];
    RecordEvidence record;
    record.sequence.channels = 1;
    if (judge_row(record, row, columns)) {
      for (std::size_t c = 0; c < columns; ++c) {
        const CsvField& field = row.record.fields[c];
        if (kind.header[c] == kind.label) {
          record.label = class_of(record, field, declaration.labels);
        } else if (std::ranges::find(kind.ignored, kind.header[c]) == kind.ignored.end()) {
          const double value = number(record, field, declaration.features.missing);
          record.sequence.values.push_back(by_place ? value : unknown);
        } else if (field.form == CsvField::Form::odd || field.text.find('\0') != std::string::npos ||
                   (field.form == CsvField::Form::plain && field.text.find('"') != std::string::npos)) {
          odd(record, "a quote in a field without quotes, or a NUL");
        }
      }
      const bool doubt = row.seen == Rows::Seen::by_some || row.record.end == CsvRecord::End::lone_return;
      record.label = by_place && !doubt ? record.label : std::nullopt;
    }
    put_line(record, row.record.line);
    result.records.push_back(std::move(record));
  }
  return result;
}

FileEvidence look_at_csv_long(const Blob& file, const CsvLong& kind, const Declaration& declaration) {
  const std::string_view text = without_mark(file.text());
  if (text.empty()) {
    return no_header();
  }
  const std::size_t columns = 3 + kind.columns.size();
  const Rows rows(text, columns);
  const std::size_t header = header_place(rows);
  if (header == rows.all().size()) {
    return no_header();
  }
  FileEvidence result;
  result.whole = lead_evidence(rows, header, header_of(kind));
  Sequences sequences(kind, declaration, result.records);
  for (std::size_t i = header + 1; i < rows.all().size(); ++i) {
    sequences.row(rows.all()[i]);
  }
  sequences.end();
  if (result.whole) {  // by whichever columns
    for (RecordEvidence& record : result.records) {
      std::ranges::fill(record.sequence.values, unknown);
      record.label.reset();
    }
  }
  return result;
}

}  // namespace proofload
