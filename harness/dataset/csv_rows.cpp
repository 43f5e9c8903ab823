#include "dataset/csv_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "dataset/csv_row_evidence.hpp"

namespace proofload {
namespace {

using OptionalFor = SampleTruth::OptionalFor;
using csv::class_of;
using csv::damaged;
using csv::header_evidence;
using csv::header_place;
using csv::judge_row;
using csv::lead_evidence;
using csv::no_header;
using csv::note;
using csv::number;
using csv::odd;
using csv::put_line;
using csv::Rows;
using csv::unknown;
using csv::whole;
using csv::without_mark;

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
      fields(row.record, seen, begins ? Place::first : Place::later);
    }
    put_line(seen, row.record.line);
    merge(record, seen);
  }

  /// Names that come again are one sequence to some, where their steps go on.
  void end() {
    close();
    std::map<std::string_view, std::size_t> last;  // where a sequence of that name began
    for (std::size_t i = 0; i < records_.size(); ++i) {
      if (!names_[i]) {
        continue;
      }
      const auto [place, fresh] = last.emplace(*names_[i], i);
      if (fresh) {
        continue;
      }
      RecordEvidence& before = records_[place->second];
      const std::string what = fmt::format("the rows of sequence \"{}\" do not stand together", *names_[i]);
      for (RecordEvidence* part : {&before, &records_[i]}) {
        odd(*part, what);
        part->meaning = SequenceEvidence::Meaning::open;
      }
      records_[i].optional_for = OptionalFor::group;
      if (first_steps_[i] == static_cast<std::int64_t>(before.sequence.steps())) {
        before.sequence.values.insert(before.sequence.values.end(), records_[i].sequence.values.begin(),
                                      records_[i].sequence.values.end());
      } else {
        place->second = i;
      }
    }
  }

 private:
  enum class Place : std::uint8_t { first, later };

  /// Whether a row that does not say whose it is may be one of the sequence behind it.
  enum class Next : std::uint8_t { has_it_not, may_have_it };

  void begin(const std::string& name, const RecordEvidence& seen) {
    // A row with a name and nothing else may be the first one of that sequence.
    next_in_doubt_ = next_in_doubt_ || (behind_unnamed_ && name == last_unnamed_);
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

  /// Of a sequence whose rows are in another order than its steps: the file says in which they belong. Some take them
  /// so, others refuse them.
  void order_steps() {
    const std::vector<std::optional<std::int64_t>> steps = std::exchange(steps_, {});
    const std::string misplaced = std::exchange(misplaced_, {});
    if (misplaced.empty()) {
      return;
    }
    RecordEvidence& record = records_[*current_];
    std::vector<std::optional<std::int64_t>> sorted = steps;
    std::ranges::sort(sorted);
    bool each_once = true;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
      each_once = each_once && sorted[i] == static_cast<std::int64_t>(i);
    }
    if (!each_once) {
      damaged(record, misplaced, Soundness::damaged);
      return;
    }
    using Meaning = SequenceEvidence::Meaning;
    record.meaning = record.structure == Soundness::sound ? Meaning::one : Meaning::open;
    odd(record, misplaced);
    std::vector<double>& values = record.sequence.values;
    std::vector<double> ordered(values.size());
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const std::size_t columns = kind_.columns.size();
      std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(i * columns), columns,
                  ordered.begin() + *steps[i] * static_cast<std::ptrdiff_t>(columns));
    }
    values = std::move(ordered);
  }

  /// What is bad of a sequence is not, to those to whom the row before it is its first one.
  void close() {
    if (current_) {
      order_steps();
    }
    if (current_ && std::exchange(in_doubt_, false)) {
      RecordEvidence& record = records_[*current_];
      odd(record, "whose the row before it is, readers differ on");
      record.meaning = SequenceEvidence::Meaning::open;
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
    seen.optional_for = own ? OptionalFor::group : OptionalFor::blank;
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
    last_unnamed_ = row.record.fields.front().text;
    next_in_doubt_ = next_in_doubt_ || next == Next::may_have_it;
  }

  void fields(const CsvRecord& row, RecordEvidence& seen, Place place) {
    const std::vector<CsvField>& fields = row.fields;
    RecordEvidence& record = records_[*current_];
    const std::size_t steps = record.sequence.steps();
    const auto step = whole(seen, fields[1], "a step");
    if (place == Place::first) {
      first_steps_.back() = step;
    }
    steps_.push_back(step);
    if (step && *step != static_cast<std::int64_t>(steps) && misplaced_.empty()) {
      misplaced_ = fmt::format("line {}: expected step {}, found {}", row.line, steps, *step);
    }
    const auto label = class_of(seen, fields[2], declaration_.labels);
    if (place == Place::first) {
      record.label = label;
    } else if (label != record.label) {
      if (label && record.label) {
        damaged(seen, "another label than in the row before");
      }
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
  std::vector<std::optional<std::int64_t>> steps_;        ///< of the current record's rows
  std::string misplaced_;                                 ///< the first of them that another should stand before
  std::string last_unnamed_;                              ///< the first field of that row
  bool behind_unnamed_ = false;                           ///< the row before does not say whose it is
  bool in_doubt_ = false;                                 ///< whether `current_` has all its rows
  bool next_in_doubt_ = false;
};

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
        } else {
          csv::any_text(record, field);
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
