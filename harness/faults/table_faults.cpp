#include "faults/table_faults.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "faults/byte_faults.hpp"

namespace proofload {
namespace {

/// Lines without what ends them; the last one may be empty, after a final line end.
struct Lines {
  std::vector<std::string> lines;
  std::vector<std::string> ends;

  [[nodiscard]] std::string text() const {
    std::string text;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      text += lines[i] + ends[i];
    }
    return text;
  }
};

Lines lines_of(std::string_view text) {
  Lines result;
  while (!text.empty()) {
    const std::size_t stop = std::min(text.find_first_of("\r\n"), text.size());
    const std::string_view end = text.substr(stop).starts_with("\r\n") ? "\r\n" : text.substr(stop, 1);
    result.lines.emplace_back(text.substr(0, stop));
    result.ends.emplace_back(end);
    text.remove_prefix(stop + end.size());
  }
  return result;
}

/// Lines of JSON have a bracket around their fields.
bool is_bracketed(const std::string& line) {
  return line.size() > 2 && (line.front() == '{' || line.front() == '[') && (line.back() == '}' || line.back() == ']');
}

/// A line around one of its fields.
struct Parted {
  std::string before;
  std::string field;
  std::string after;
};
/// The last field, of which there is one on every line; or, where fields stand between commas alone, the one that is so
/// many before it, going around.
Parted around_field(const std::string& line, std::size_t before_last) {
  std::size_t end = is_bracketed(line) ? line.size() - 1 : line.size();
  if (!is_bracketed(line)) {
    const auto commas = static_cast<std::size_t>(std::ranges::count(line, ','));
    for (std::size_t left = before_last % (commas + 1); left > 0; --left) {
      end = line.rfind(',', end - 1);
    }
  }
  std::size_t at = end == 0 ? std::string::npos : line.find_last_of(is_bracketed(line) ? ",:[{" : ",", end - 1);
  at = at == std::string::npos ? 0 : at + 1;
  while (is_bracketed(line) && at < end && line[at] == ' ') {
    ++at;
  }
  return {line.substr(0, at), line.substr(at, end - at), line.substr(end)};
}

std::optional<std::string> damaged_row(const std::string& line, const Lines& all, std::string_view damage,
                                       std::size_t before_last) {
  const auto [before, field, after] = around_field(line, before_last);
  const auto with = [&, &first = before, &last = after](const std::string& other) { return first + other + last; };
  if (damage == "missing_field") {
    const std::size_t comma = before.rfind(',');
    return before.substr(0, comma == std::string::npos ? 0 : comma) + after;
  }
  if (damage == "extra_field") {
    return with(field + ",1");
  }
  if (damage == "trailing_comma") {
    return with(field + ",");
  }
  if (damage == "null") {
    return with("null");
  }
  if (damage == "nested") {
    return with("[" + field + "]");
  }
  if (damage == "named_twice") {  // a JSON member, once more with another value
    const std::size_t name = before.rfind('"', before.rfind(':'));
    const std::size_t start = name == std::string::npos || name == 0 ? std::string::npos : before.rfind('"', name - 1);
    return before.starts_with('{') && start != std::string::npos
               ? std::optional(before + field + "," + before.substr(start) + "1" + after)
               : std::nullopt;
  }
  if (damage == "letters") {
    return with("abc");
  }
  if (damage == "empty_field") {
    return with("");
  }
  if (damage == "nan") {
    return with("nan");
  }
  if (damage == "infinity") {
    return with("-inf");
  }
  if (damage == "overflow") {
    return with("1e999");
  }
  if (damage == "other_number") {
    return with("99");
  }
  if (damage == "comma_decimal") {
    return with("1,5");
  }
  if (damage == "blanks") {
    return with(" " + field + " ");
  }
  if (damage == "hexadecimal") {
    return with("0x1p3");
  }
  if (damage == "underscore") {
    return with("1_000");
  }
  if (damage == "plus") {
    return with("+1");
  }
  if (damage == "many_digits") {
    return with("0.12345678901234567890123456789");
  }
  if (damage == "negative_zero") {
    return with("-0");
  }
  if (damage == "nul") {
    return with(field.substr(0, 1) + std::string(1, '\0') + field.substr(std::min<std::size_t>(1, field.size())));
  }
  if (damage == "open_quote") {
    return with("\"" + field);
  }
  if (damage == "half_quoted") {
    return with("\"" + field + "\"1");
  }
  if (damage == "quoted") {
    return field.starts_with('"') ? std::nullopt : std::optional(with("\"" + field + "\""));
  }
  if (damage == "long_field") {
    return with(std::string(100'000, '1'));
  }
  if (damage == "header_again") {
    return all.lines.front();
  }
  return std::nullopt;
}

std::string in_utf16(std::string_view text) {
  std::string wide = "\xFF\xFE";
  for (const char c : text) {
    wide += c;
    wide += '\0';
  }
  return wide;
}

std::string ended_by(const Lines& lines, std::string_view even, std::string_view odd) {
  std::string text;
  for (std::size_t i = 0; i < lines.lines.size(); ++i) {
    text += lines.lines[i];
    text += lines.ends[i].empty() ? "" : i % 2 == 0 ? even : odd;
  }
  return text;
}

}  // namespace

bool is_lines_of_text(std::string_view text) {
  const std::string_view start = text.substr(0, 1024);
  return start.find_first_of("\r\n") != std::string_view::npos && std::ranges::none_of(start, [](char c) {
           return static_cast<unsigned char>(c) < 32 && c != '\t' && c != '\n' && c != '\r';
         });
}

std::optional<Blob> table_row_damaged(const Damage& damage) {
  Lines lines = lines_of(damage.before.text());
  if (!is_lines_of_text(damage.before.text()) || lines.lines.empty() ||
      (lines.lines.size() == 1 && !is_bracketed(lines.lines.front()))) {
    return std::nullopt;
  }
  const std::size_t header = is_bracketed(lines.lines.front()) ? 0 : 1;  // whose faults are the text's
  const std::size_t rows = lines.lines.size() - header;
  const std::size_t row = header + damage.fault.amount % rows;
  const std::string& kind = damage.fault.text;
  const std::string end = lines.ends.front().empty() ? "\n" : lines.ends.front();
  if (kind == "blank_line") {
    lines.lines[row].insert(0, end);
  } else if (kind == "exchanged") {  // with the row behind it, or with the first one
    std::swap(lines.lines[row], lines.lines[header + (row - header + 1) % rows]);
  } else if (kind == "twice") {
    lines.lines[row].insert(0, lines.lines[row] + end);
  } else if (auto line = damaged_row(lines.lines[row], lines, kind, damage.fault.amount / rows)) {
    lines.lines[row] = std::move(*line);
  } else {
    return std::nullopt;
  }
  return Blob(std::string_view(lines.text()));
}

std::optional<Blob> text_form_changed(const Damage& damage) {
  const std::string_view text = damage.before.text();
  const std::string& form = damage.fault.text;
  if (!is_lines_of_text(text)) {
    return std::nullopt;
  }
  const Lines lines = lines_of(text);
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  std::string after;
  if (form == "crlf") {
    after = ended_by(lines, "\r\n", "\r\n");
  } else if (form == "lf") {
    after = ended_by(lines, "\n", "\n");
  } else if (form == "cr") {
    after = ended_by(lines, "\r", "\r");
  } else if (form == "mixed") {
    after = ended_by(lines, "\n", "\r\n");
  } else if (form == "no_last_line_end") {
    after = text.substr(0, text.size() - lines.ends.back().size());
  } else if (form == "bom" && !text.starts_with(mark)) {
    after = std::string(mark) + std::string(text);
  } else if (form == "utf16") {
    after = in_utf16(text);
  } else if (form == "cut_at_eof_mark") {  // what text mode takes for the end of a file
    after = std::string(text.substr(0, text.size() / 2)) + "\x1A" + std::string(text.substr(text.size() / 2));
  } else if (form == "no_header") {
    after = text.substr(lines.lines.front().size() + lines.ends.front().size());
  } else {
    return std::nullopt;
  }
  return Blob(std::string_view(after));
}

}  // namespace proofload
