#include "dataset/json_line.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace proofload {
namespace {

constexpr std::string_view blanks = " \t\r";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool is_blank_json(std::string_view line) { return line.find_first_not_of(blanks) == std::string_view::npos; }

JsonValue json_float(double value, const std::string& text) {
  const bool integer = text.find_first_of(".eE") == std::string::npos;  // of more than 64 bits
  return {.kind = integer ? JsonValue::Kind::large_integer : JsonValue::Kind::number, .number = value};
}

bool some_take_it_for_json(std::string_view line) {
  constexpr std::array<std::string_view, 9> tokens = {"NaN", "nan", "Inf", "inf", "//", "/*", "'", "+", "_"};
  if (std::ranges::any_of(tokens, [&](std::string_view token) { return line.find(token) != std::string_view::npos; })) {
    return true;
  }
  char before = ' ';  // what was there before the last blanks
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const char next = i + 1 < line.size() ? line[i + 1] : ' ';
    const bool number_begins = !is_digit(before) && before != '.';
    const bool odd_number = (c == '0' && number_begins && (is_digit(next) || next == 'x' || next == 'X')) ||
                            (c == '.' && (!is_digit(before) || !is_digit(next)));
    const bool comma_at_end = before == ',' && (c == '}' || c == ']');
    const bool several = (before == '}' || before == ']') && (c == '{' || c == '[');
    if (odd_number || comma_at_end || several || static_cast<unsigned char>(c) >= 0x80 || c == '\x1A' || c == '\0') {
      return true;
    }
    before = blanks.find(c) == std::string_view::npos ? c : before;
  }
  return false;
}

JsonNumber json_number(const JsonValue& value, MissingValues missing) {
  switch (value.kind) {
    case JsonValue::Kind::number:
      if (value.number != 0 && std::abs(value.number) < 1e-300) {
        return {Soundness::unsure, value.number, "a number is tiny"};
      }
      return {Soundness::sound, value.number, {}};
    case JsonValue::Kind::large_integer:
      return {Soundness::unsure, value.number, "an integer has more than 64 bits"};
    case JsonValue::Kind::null:
      return missing == MissingValues::refused ? JsonNumber{Soundness::damaged, unknown_number, "null is no number"}
                                               : JsonNumber{Soundness::unsure, unknown_number, "null"};
    case JsonValue::Kind::text:
    case JsonValue::Kind::truth:
      // "1.5" and true are numbers to some.
      if (value.kind == JsonValue::Kind::truth || value.text.find_first_of("0123456789") != std::string::npos) {
        return {Soundness::unsure, unknown_number, "a text or a truth value in place of a number"};
      }
      return {Soundness::damaged, unknown_number, "a text in place of a number"};
    case JsonValue::Kind::nested:
      return {Soundness::damaged, unknown_number, "a list or an object in place of a number"};
  }
  return {};
}

}  // namespace proofload
