/// A CSV writer writes a table row by row, in one of many ways that every right reader reads. Most files are plain, and
/// the others differ in few ways.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "dataset/number_text.hpp"
#include "proofload/blob.hpp"
#include "proofload/random.hpp"

namespace proofload {

class CsvWriter {
 public:
  explicit CsvWriter(Random& random)
      : line_end_(random.one_in(5) ? "\r\n" : "\n"),
        quoting_(random.one_in(6) ? random.between(1, 3) : 0),
        last_line_(random.one_in(5) ? "" : line_end_),
        form_(random.one_in(8) ? Numbers::some_with_exponents : Numbers::plain),
        text_(random.one_in(10) ? "\xEF\xBB\xBF" : "") {}

  void field(std::string_view content) {
    const bool needed = content.find_first_of(",\"\r\n") != std::string_view::npos;
    text_ += fields_++ == 0 ? rows_ == 0 ? "" : line_end_ : ",";
    if (!needed && (quoting_ == 0 || ++cells_ % quoting_ != 0)) {
      text_ += content;
      return;
    }
    text_ += '"';
    for (const char c : content) {
      text_ += c == '"' ? "\"\"" : std::string(1, c);
    }
    text_ += '"';
  }
  void number(double value) { field(number_text(value, form_, ++numbers_)); }
  void end_row() {
    fields_ = 0;
    ++rows_;
  }
  [[nodiscard]] Blob take() {
    text_ += last_line_;
    return Blob(std::string_view(text_));
  }

 private:
  std::string_view line_end_;
  std::uint64_t quoting_;  ///< 0: where needed; n: one field in n
  std::string_view last_line_;
  Numbers form_;
  std::string text_;
  std::size_t cells_ = 0;
  std::size_t numbers_ = 0;
  std::size_t fields_ = 0;
  std::size_t rows_ = 0;
};

}  // namespace proofload
