/// Damage to tables of text, said by its row: what people, exports and editors do to CSV and JSONL files.
#pragma once

#include <array>
#include <string_view>

namespace proofload {

inline constexpr std::array<std::string_view, 28> table_row_damages = {
    "missing_field", "extra_field",   "trailing_comma", "letters",     "empty_field", "nan",          "infinity",
    "overflow",      "comma_decimal", "blanks",         "hexadecimal", "underscore",  "plus",         "many_digits",
    "negative_zero", "nul",           "open_quote",     "half_quoted", "quoted",      "blank_line",   "twice",
    "long_field",    "header_again",  "null",           "nested",      "named_twice", "other_number", "exchanged"};

inline constexpr std::array<std::string_view, 9> text_forms = {
    "crlf", "lf", "cr", "mixed", "no_last_line_end", "bom", "utf16", "cut_at_eof_mark", "no_header"};

/// Whether bytes look like lines of text, so that these faults fit them.
bool is_lines_of_text(std::string_view text);

}  // namespace proofload
