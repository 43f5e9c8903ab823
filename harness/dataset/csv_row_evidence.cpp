#include "dataset/csv_row_evidence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace proofload::csv {

using OptionalFor = SampleTruth::OptionalFor;

void note(SequenceEvidence& of, std::string what) {
  if (of.cause.empty()) {
    of.cause = std::move(what);
  }
}
void damaged(SequenceEvidence& of, std::string what, Soundness decodes) {
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

std::optional<SequenceEvidence> header_evidence(const CsvRecord& record, const std::vector<std::string>& declared) {
  SequenceEvidence result;
  const auto is_odd = [](const CsvField& field) { return field.form == CsvField::Form::odd; };
  std::vector<std::string> found;
  found.reserve(record.fields.size());
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    // Text behind a closing quote is part of the name to some.
    found.push_back(is_odd(record.fields[i]) && i < declared.size() ? declared[i] : record.fields[i].text);
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
  } else if (std::ranges::any_of(record.fields, is_odd)) {
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

void any_text(SequenceEvidence& of, const CsvField& field) {
  if (field.form == CsvField::Form::odd || field.text.find('\0') != std::string::npos ||
      (field.form == CsvField::Form::plain && field.text.find('"') != std::string::npos)) {
    odd(of, "a quote in a field without quotes, or a NUL");
  }
}

void Rows::take(std::string_view text, std::size_t line, Seen seen) {
  CsvRecords records(text, line, lone_return_);
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

void put_line(SequenceEvidence& of, std::size_t line) {
  if (!of.cause.empty()) {
    of.cause = fmt::format("line {}: {}", line, of.cause);
  }
}

std::string_view without_mark(std::string_view text) {
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  return text.starts_with(mark) ? text.substr(mark.size()) : text;
}

std::size_t header_place(const Rows& rows) {
  const auto blank = [](const Rows::Row& row) { return row.record.blank(); };
  return static_cast<std::size_t>(std::ranges::find_if_not(rows.all(), blank) - rows.all().begin());
}

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
}  // namespace proofload::csv
