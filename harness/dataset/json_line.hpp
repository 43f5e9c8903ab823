/// What lines of JSON have in common, whatever they hold: values in place of numbers, and what is JSON to some.
#pragma once

#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "dataset/image_evidence.hpp"
#include "proofload/declaration.hpp"

namespace proofload {

inline constexpr double unknown_number = std::numeric_limits<double>::quiet_NaN();

/// A value as it stands in a line.
struct JsonValue {
  enum class Kind : std::uint8_t { number, large_integer, null, text, truth, nested } kind = Kind::number;
  double number = unknown_number;
  std::string text;
};

/// Of a number that is no integer of 64 bits; `text` is how it is written.
JsonValue json_float(double value, const std::string& text);

/// Of a collector of what a line holds: why it could not be read to its end.
class JsonLineEvents : public nlohmann::json_sax<nlohmann::json> {
 public:
  enum class Failure : std::uint8_t { none, syntax, too_large } failure = Failure::none;

  bool binary(binary_t& /*value*/) override { return true; }
  bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                   const nlohmann::json::exception& error) override {
    constexpr int out_of_range = 406;
    failure = error.id == out_of_range ? Failure::too_large : Failure::syntax;
    return false;
  }
};

bool is_blank_json(std::string_view line);

/// Whether a line that is no JSON has what some readers take for it: NaN, comments, commas at the end, other numbers,
/// several values, bytes that are no UTF-8.
bool some_take_it_for_json(std::string_view line);

/// What readers make of a value where a number must be.
struct JsonNumber {
  Soundness is = Soundness::damaged;
  double value = unknown_number;
  std::string cause;  ///< unless sound
};
JsonNumber json_number(const JsonValue& value, MissingValues missing);

}  // namespace proofload
