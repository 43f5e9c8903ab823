/// CSV as text: records of fields, and what readers make of a field where a number must be. Independent of the loaders.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/image_evidence.hpp"

namespace proofload {

struct CsvField {
  std::string text;
  enum class Form : std::uint8_t { plain, quoted, odd } form = Form::plain;  ///< odd: text beside quotes
};

struct CsvRecord {
  std::vector<CsvField> fields;
  std::size_t line = 1;
  std::string_view bytes;  ///< without what ends it
  enum class End : std::uint8_t { line, lone_return, file, open_quote } end = End::line;

  [[nodiscard]] bool blank() const {
    return fields.size() == 1 && fields.front().text.empty() && fields.front().form == CsvField::Form::plain;
  }
};

/// Takes records off the front of the text.
class CsvRecords {
 public:
  /// What a CR is that no LF follows: the end of a line, or a character like others.
  enum class LoneReturn : std::uint8_t { ends_line, is_text };

  explicit CsvRecords(std::string_view text, std::size_t line = 1, LoneReturn lone_return = LoneReturn::ends_line)
      : text_(text), line_(line), lone_return_(lone_return) {}

  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
  CsvRecord next();

 private:
  CsvField field(CsvRecord& record);
  /// Where a field without quotes ends that goes on here.
  [[nodiscard]] std::size_t field_end(std::size_t from) const;

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  LoneReturn lone_return_ = LoneReturn::ends_line;
};

struct CsvNumber {
  Soundness is = Soundness::damaged;
  double value = std::numeric_limits<double>::quiet_NaN();
  enum class Kind : std::uint8_t { number, missing } kind = Kind::number;
};

CsvNumber csv_number(const CsvField& field);

/// In small letters, without blanks around it: how some look up the name of a column.
std::string csv_name(std::string_view text);

}  // namespace proofload
