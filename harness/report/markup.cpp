#include "report/markup.hpp"

#include <fmt/format.h>

#include "report/printable.hpp"

namespace proofload {

std::string marked_up(std::string_view text) {
  const std::string shown = printable(text);  // valid UTF-8 without control characters
  std::string result;
  for (std::size_t i = 0; i < shown.size();) {
    const auto first = static_cast<unsigned char>(shown[i]);
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    std::uint32_t point = length == 1 ? first : first & (0xFFU >> (length + 1));
    for (std::size_t more = 1; more < length && i + more < shown.size(); ++more) {
      point = (point << 6U) | (static_cast<unsigned char>(shown[i + more]) & 0x3FU);
    }
    i += length;
    const bool special = point == '<' || point == '>' || point == '&' || point == '"' || point == '\'';
    if (point == 0xFFFE || point == 0xFFFF) {
      result += "&#xFFFD;";
    } else if (special || point >= 0x7F) {
      result += fmt::format("&#x{:X};", point);
    } else {
      result += static_cast<char>(point);
    }
  }
  return result;
}

}  // namespace proofload
