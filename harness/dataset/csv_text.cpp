#include "dataset/csv_text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace proofload {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

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

}  // namespace

CsvRecord CsvRecords::next() {
  CsvRecord record;
  const std::size_t begin = at_;
  record.line = line_;
  for (;;) {
    record.fields.push_back(field(record));
    if (record.end == CsvRecord::End::open_quote || at_end()) {
      record.end = record.end == CsvRecord::End::open_quote ? record.end : CsvRecord::End::file;
      record.bytes = text_.substr(begin);
      return record;
    }
    const std::size_t end = at_;
    const char stop = text_[at_++];
    if (stop == ',') {
      if (at_end()) {  // a delimiter is followed by a field, also by an empty one
        record.fields.emplace_back();
        record.end = CsvRecord::End::file;
        record.bytes = text_.substr(begin);
        return record;
      }
      continue;
    }
    ++line_;
    record.bytes = text_.substr(begin, end - begin);
    if (stop == '\r' && !at_end() && text_[at_] == '\n') {
      ++at_;
    } else if (stop == '\r') {
      record.end = CsvRecord::End::lone_return;
    }
    return record;
  }
}

CsvField CsvRecords::field(CsvRecord& record) {
  CsvField field;
  if (!at_end() && text_[at_] == '"') {
    ++at_;
    field.form = CsvField::Form::quoted;
    for (;;) {
      if (at_end()) {
        record.end = CsvRecord::End::open_quote;
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
  const std::size_t stop = field_end(at_);
  if (stop != at_ && field.form == CsvField::Form::quoted) {
    field.form = CsvField::Form::odd;
  }
  const std::string_view rest = text_.substr(at_, stop - at_);
  if (rest.find('"') != std::string_view::npos) {
    field.form = CsvField::Form::odd;  // a quote within a field that does not begin with one is no CSV to some
  }
  field.text += rest;
  at_ = stop;
  return field;
}

std::size_t CsvRecords::field_end(std::size_t from) const {
  for (;;) {
    const std::size_t stop = std::min(text_.find_first_of(",\r\n", from), text_.size());
    const bool lone = stop < text_.size() && text_[stop] == '\r' && !text_.substr(stop).starts_with("\r\n");
    if (!lone || lone_return_ == LoneReturn::ends_line) {
      return stop;
    }
    from = stop + 1;
  }
}

CsvNumber csv_number(const CsvField& field) {
  constexpr std::string_view blanks = " \t\r\n\f\v";
  std::string_view text = field.text;
  if (field.form == CsvField::Form::odd) {
    return {};
  }
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) {
    return {Soundness::unsure, unknown, CsvNumber::Kind::missing};
  }
  const std::string_view core = text.substr(first, text.find_last_not_of(blanks) - first + 1);
  const std::string word = lower(core);
  for (const std::string_view missing : {"nan", "-nan", "+nan", "inf", "-inf", "+inf", "infinity", "-infinity",
                                         "+infinity", "na", "n/a", "null", "none", "-", "?"}) {
    if (word == missing) {
      return {Soundness::unsure, unknown, CsvNumber::Kind::missing};
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

std::string csv_name(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  return first == std::string_view::npos ? "" : lower(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

}  // namespace proofload
