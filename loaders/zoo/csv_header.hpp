/// The header row of a CSV file, as a loader looks its columns up by name.
///
/// What is right is the twin's part; each specimen has one of the mistakes.
#pragma once

#include <algorithm>
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reference/csv_table.hpp"
#include "zoo/file_text.hpp"

namespace proofload::zoo {

struct HeaderMistakes {
  enum class Made : std::uint8_t { no, yes };
  Made splits_in_quotes = Made::no;
  Made ends_in_quotes = Made::no;
  Made keeps_mark = Made::no;
  Made keeps_return = Made::no;
};

inline std::vector<std::string> header_names(std::string_view text, const HeaderMistakes& mistakes) {
  using Made = HeaderMistakes::Made;
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  if (text.starts_with(mark) && mistakes.keeps_mark == Made::no) {
    text.remove_prefix(mark.size());
  }
  std::vector<std::string> names(1);
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == '\n' && (!quoted || mistakes.ends_in_quotes == Made::yes)) {
      break;
    } else if (c == ',' && (!quoted || mistakes.splits_in_quotes == Made::yes)) {
      names.emplace_back();
    } else {
      names.back() += c;
    }
  }
  if (names.back().ends_with('\r') && mistakes.keeps_return == Made::no) {
    names.back().pop_back();
  }
  return names;
}

/// Reads a table whose columns were found by their names.
inline std::expected<void, std::string> read_by_names(std::span<const std::byte> file,
                                                      const std::vector<std::string>& columns,
                                                      const HeaderMistakes& mistakes, std::vector<float>& values) {
  const std::vector<std::string> names = header_names(text_of(file), mistakes);
  for (const std::string& column : columns) {
    if (std::ranges::find(names, column) == names.end()) {
      return std::unexpected("no column \"" + column + "\"");
    }
  }
  return reference::read_csv_table(file, {.columns = columns, .low = -1000, .high = 1000}, values);
}

}  // namespace proofload::zoo
