/// A number's text is what a generated table or JSON line holds in its place, with nine digits.
///
/// Every right reader takes it for the same number. Most files have plain numbers, some have exponents here and there,
/// with small letters and with capitals.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string>

namespace proofload {

enum class Numbers : std::uint8_t { plain, some_with_exponents };

/// `place` is the number's own in its file; it decides on the form.
inline std::string number_text(double value, Numbers numbers, std::size_t place) {
  if (numbers == Numbers::plain || place % 3 != 1) {
    return fmt::format("{:.9g}", value);
  }
  return place % 2 == 0 ? fmt::format("{:.8E}", value) : fmt::format("{:.8e}", value);
}

}  // namespace proofload
