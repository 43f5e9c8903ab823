#include "dataset/csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <string_view>

namespace proofload {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

struct Field {
  std::string text;
  enum class Form : std::uint8_t { plain, quoted, odd } form = Form::plain;  ///< odd: text beside the quotes
};

struct Record {
  std::vector<Field> fields;
  std::size_t line = 1;
  enum class End : std::uint8_t { line, lone_return, file, open_quote } end = End::line;

  [[nodiscard]] bool blank() const {
    return fields.size() == 1 && fields.front().text.empty() && fields.front().form == Field::Form::plain;
  }
};

/// Takes records off the front of the text.
class Records {
 public:
  explicit Records(std::string_view text) : text_(text) {}

  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }

  Record next() {
    Record record;
    record.line = line_;
    for (;;) {
      record.fields.push_back(field(record));
      if (record.end == Record::End::open_quote || at_end()) {
        record.end = record.end == Record::End::open_quote ? record.end : Record::End::file;
        return record;
      }
      const char stop = text_[at_++];
      if (stop == ',') {
        if (at_end()) {  // a delimiter is followed by a field, also by an empty one
          record.fields.emplace_back();
          record.end = Record::End::file;
          return record;
        }
        continue;
      }
      ++line_;
      if (stop == '\r' && !at_end() && text_[at_] == '\n') {
        ++at_;
      } else if (stop == '\r') {
        record.end = Record::End::lone_return;
      }
      return record;
    }
  }

 private:
  Field field(Record& record) {
    Field field;
    if (!at_end() && text_[at_] == '"') {
      ++at_;
      field.form = Field::Form::quoted;
      for (;;) {
        if (at_end()) {
          record.end = Record::End::open_quote;
          return field;
        }
        const char c = text_[at_++];
        if (c == '"') {
          if (at_end() || text_[at_] != '"') {
            break;
          }
          ++at_;
        }
        line_ += c == '\n' ? 1U : 0U;
        field.text += c;
      }
    }
    const std::size_t stop = std::min(text_.find_first_of(",\r\n", at_), text_.size());
    if (stop != at_ && field.form == Field::Form::quoted) {
      field.form = Field::Form::odd;
    }
    field.text += text_.substr(at_, stop - at_);
    at_ = stop;
    return field;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

struct Number {
  Soundness is = Soundness::damaged;
  double value = unknown;
  enum class Kind : std::uint8_t { number, missing } kind = Kind::number;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// -?digits(.digits)?(e[+-]?digits)?
bool is_plain_number(std::string_view text) {
  const auto digits = [&] {
    const std::size_t count = static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin());
    text.remove_prefix(count);
    return count != 0;
  };
  const auto take = [&](std::string_view any) {
    if (!text.empty() && any.find(text.front()) != std::string_view::npos) {
      text.remove_prefix(1);
      return true;
    }
    return false;
  };
  take("-");
  if (text.size() > 1 && text[0] == '0' && is_digit(text[1])) {
    return false;  // octal to some
  }
  if (!digits() || (take(".") && !digits())) {
    return false;
  }
  if (take("eE")) {
    take("+-");
    if (!digits()) {
      return false;
    }
  }
  return text.empty();
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c; });
  return result;
}

Number number_of(const Field& field) {
  constexpr std::string_view blanks = " \t\r\n\f\v";
  std::string_view text = field.text;
  if (field.form == Field::Form::odd) {
    return {};
  }
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) {
    return {Soundness::unsure, unknown, Number::Kind::missing};
  }
  const std::string_view core = text.substr(first, text.find_last_not_of(blanks) - first + 1);
  const std::string word = lower(core);
  for (const std::string_view missing : {"nan", "-nan", "+nan", "inf", "-inf", "+inf", "infinity", "-infinity",
                                         "+infinity", "na", "n/a", "null", "none", "-", "?"}) {
    if (word == missing) {
      return {Soundness::unsure, unknown, Number::Kind::missing};
    }
  }
  const std::string_view unsigned_core = core.starts_with('+') ? core.substr(1) : core;
  double value = 0;
  const auto [end, error] = std::from_chars(unsigned_core.data(), unsigned_core.data() + unsigned_core.size(), value);
  const bool whole = end == unsigned_core.data() + unsigned_core.size();
  if (whole && error == std::errc{} && std::isfinite(value)) {
    const bool plain = core.size() == text.size() && is_plain_number(core);
    const bool tiny = value != 0 && std::abs(value) < 1e-300;
    return {plain && !tiny ? Soundness::sound : Soundness::unsure, value};
  }
  if (whole && error == std::errc::result_out_of_range) {
    return {Soundness::unsure, unknown};  // too large or too small for a double
  }
  // 0x1p3, 1_000, 1d5: numbers to some.
  const bool some = is_digit(core.front()) && std::ranges::all_of(core, [](char c) {
                      return is_digit(c) || std::string_view("xXabcdefABCDEFpP_.+-'").find(c) != std::string_view::npos;
                    });
  return {some ? Soundness::unsure : Soundness::damaged, unknown};
}

void worsen(Soundness& state, Soundness to) { state = std::max(state, to); }

class Looking {
 public:
  Looking(const Csv& kind, std::size_t channels, MissingValues missing)
      : kind_(kind), channels_(channels), missing_(missing) {
    result_.sequence.channels = channels;
  }

  SequenceEvidence look(std::string_view text) {
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    if (text.starts_with(mark)) {
      text.remove_prefix(mark.size());
    }
    if (text.empty()) {
      damaged_structure("there is no header row");
      return std::move(result_);
    }
    Records records(text);
    const Record first = records.next();
    line_ = 1;
    note_end(first);
    header(first);
    while (!records.at_end()) {
      row(records.next());
    }
    return std::move(result_);
  }

 private:
  void note(std::string what) {
    if (result_.cause.empty()) {
      result_.cause = fmt::format("line {}: {}", line_, what);
    }
  }
  void damaged_structure(std::string what) {
    if (result_.structure != Soundness::damaged) {
      result_.cause.clear();
    }
    note(std::move(what));
    worsen(result_.structure, Soundness::damaged);
    worsen(result_.decodes, Soundness::unsure);
  }
  void odd(std::string what) {
    note(std::move(what));
    worsen(result_.structure, Soundness::unsure);
    worsen(result_.decodes, Soundness::unsure);
  }

  void header(const Record& record) {
    std::vector<std::string> found;
    for (const Field& field : record.fields) {
      found.push_back(field.text);
    }
    if (found.size() != channels_) {
      damaged_structure(fmt::format("expected {} columns, found {}", channels_, found.size()));
      return;
    }
    if (kind_.columns.empty() || kind_.columns.size() != channels_ || found == kind_.columns) {
      if (std::ranges::any_of(record.fields, [](const Field& f) { return f.form == Field::Form::odd; })) {
        odd("text beside quotes");
      }
      return;
    }
    std::vector<std::string> expected = kind_.columns;
    const auto plain = [](std::string& name) {
      const auto first = name.find_first_not_of(" \t");
      name = first == std::string::npos ? "" : lower(name.substr(first, name.find_last_not_of(" \t") - first + 1));
    };
    std::ranges::for_each(found, plain);
    std::ranges::for_each(expected, plain);
    std::ranges::sort(found);
    std::ranges::sort(expected);
    if (found == expected) {
      odd("the columns are named a little differently, or in another order");
      reordered_ = true;
    } else {
      damaged_structure("other column names than expected");
    }
  }

  void note_end(const Record& record) {
    if (record.end == Record::End::open_quote) {
      damaged_structure("a quote is never closed");
    } else if (record.end == Record::End::lone_return) {
      odd("a line ends in CR alone");
    }
  }

  void row(const Record& record) {
    line_ = record.line;
    note_end(record);
    if (record.blank()) {
      odd("a blank line");
      return;
    }
    if (record.fields.size() != channels_) {
      damaged_structure(fmt::format("expected {} fields, found {}", channels_, record.fields.size()));
    }
    for (std::size_t c = 0; c < channels_; ++c) {
      result_.sequence.values.push_back(c < record.fields.size() ? number(record.fields[c]) : unknown);
    }
  }

  double number(const Field& field) {
    const Number number = number_of(field);
    Soundness is = number.is;
    if (number.kind == Number::Kind::missing && missing_ == MissingValues::refused) {
      is = Soundness::damaged;
    }
    if (is == Soundness::damaged) {
      if (result_.decodes != Soundness::damaged && result_.structure != Soundness::damaged) {
        result_.cause.clear();
      }
      note(fmt::format("\"{}\" is no number", field.text.substr(0, 40)));
      worsen(result_.decodes, Soundness::damaged);
      worsen(result_.structure, Soundness::damaged);
    } else if (is == Soundness::unsure) {
      odd(fmt::format("\"{}\" is a number to some", field.text.substr(0, 40)));
    }
    return reordered_ ? unknown : number.value;
  }

  const Csv& kind_;
  std::size_t channels_;
  MissingValues missing_;
  std::size_t line_ = 1;
  bool reordered_ = false;
  SequenceEvidence result_;
};

}  // namespace

SequenceEvidence look_at_csv(const Blob& file, const Csv& kind, std::size_t channels, MissingValues missing) {
  return Looking(kind, channels, missing).look(file.text());
}

}  // namespace proofload
