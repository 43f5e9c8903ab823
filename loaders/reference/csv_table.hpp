/// A CSV table of numbers, read strictly: what is not plainly a number in its place is refused, with its line.
///
/// The first row names the columns. Lines end in LF or CRLF, the last one also in nothing; a UTF-8 byte order mark may
/// lead; fields may be quoted. Numbers are read the same in every locale. Blank lines, blanks around numbers, a lone
/// CR, missing values, NaN and infinities are refused.
#pragma once

#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace proofload::reference {

struct TablePlan {
  std::vector<std::string> columns;
  float low = 0;  ///< of every number
  float high = 0;
};

/// Appends the rows to `values`, row by row. `values` is of no use after an error.
std::expected<void, std::string> read_csv_table(std::span<const std::byte> file, const TablePlan& plan,
                                                std::vector<float>& values);

}  // namespace proofload::reference
