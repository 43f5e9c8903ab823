/// Samples in rows of CSV, read strictly: one in each row, or one in rows that follow each other with one name.
///
/// The header is checked. Lines end in LF or CRLF, the last one also in nothing; a UTF-8 byte order mark may lead;
/// fields may be quoted, with commas, doubled quotes and line ends in them. Numbers are read the same in every locale.
/// Blank lines, rows of another width, blanks around numbers, a lone CR, missing values, NaN and infinities, and labels
/// that are no class are refused, with their row. A quote that is never closed takes what follows with it, as CSV says.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "reference/record_table.hpp"

namespace proofload::reference {

struct CsvColumn {
  enum class Role : std::uint8_t { feature, label, ignored, sequence, step };
  std::string name;
  Role role = Role::feature;
};

struct CsvRecordPlan {
  std::vector<CsvColumn> columns;  ///< all, in their order; with a sequence's name, it is the first
  std::int64_t classes = 16;       ///< labels are below
  float low = 0;                   ///< of every number
  float high = 0;
};

/// A sample in each row. The plan outlives the format.
std::unique_ptr<RecordFormat> csv_row_format(const CsvRecordPlan& plan);
/// A sample in rows of one name, one after the other: steps 0, 1, …
std::unique_ptr<RecordFormat> csv_long_format(const CsvRecordPlan& plan);

}  // namespace proofload::reference
