/// What readers may make of the rows of a CSV file that holds many samples: of its header, of where rows begin and end,
/// and of fields where numbers and labels must be. Independent of the loaders.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/csv_text.hpp"
#include "dataset/record_kind.hpp"

namespace proofload::csv {

inline constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// The first cause stays.
void note(SequenceEvidence& of, std::string what);
/// The first damage stays, before any oddity.
void damaged(SequenceEvidence& of, std::string what, Soundness decodes = Soundness::unsure);
void odd(SequenceEvidence& of, std::string what);
/// Puts the line in front of the cause.
void put_line(SequenceEvidence& of, std::size_t line);

double number(SequenceEvidence& of, const CsvField& field, MissingValues missing);
/// A whole number, plainly written.
std::optional<std::int64_t> whole(SequenceEvidence& of, const CsvField& field, std::string_view what);
std::optional<std::int64_t> class_of(SequenceEvidence& of, const CsvField& field, const Labels& labels);
/// What stands in a column whose text does not count.
void any_text(SequenceEvidence& of, const CsvField& field);

/// Goes through the rows of a file, those too that only readers see who begin anew at each line after a bad row.
class Rows {
 public:
  enum class Seen : std::uint8_t { by_all, by_some };
  struct Row {
    CsvRecord record;
    Seen seen = Seen::by_all;
  };

  Rows(std::string_view text, std::size_t columns,
       CsvRecords::LoneReturn lone_return = CsvRecords::LoneReturn::ends_line)
      : columns_(columns), lone_return_(lone_return) {
    take(text, 1, Seen::by_all);
  }

  [[nodiscard]] const std::vector<Row>& all() const { return rows_; }

 private:
  void take(std::string_view text, std::size_t line, Seen seen);

  std::size_t columns_;
  CsvRecords::LoneReturn lone_return_;
  std::vector<Row> rows_;
};

/// Oddities of a row that do not depend on its columns. Whether there is something to read in it.
bool judge_row(RecordEvidence& of, const Rows::Row& row, std::size_t columns);

std::string_view without_mark(std::string_view text);

/// The place of the header among the rows: behind blank lines, to those who pass over them.
std::size_t header_place(const Rows& rows);
/// What a header that is not the declared one makes of its file.
std::optional<SequenceEvidence> header_evidence(const CsvRecord& record, const std::vector<std::string>& declared);
/// What the rows before the first sample make of the file.
std::optional<SequenceEvidence> lead_evidence(const Rows& rows, std::size_t header,
                                              const std::vector<std::string>& declared);
/// Of a file that has no header row.
FileEvidence no_header();

}  // namespace proofload::csv
