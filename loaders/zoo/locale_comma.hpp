/// locale-comma: numbers are read by the rules of a locale whose decimal sign is a comma, so `1.5` is 1.
///
/// Origin: oetiker/rrdtool-1.x PR#365; analogdevicesinc/iio-oscilloscope PR#96.
#pragma once

#include <cstddef>
#include <expected>
#include <locale>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "zoo/file_text.hpp"
#include "zoo/sequences_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
std::expected<void, std::string> read_locale_comma(std::span<const std::byte> file, std::vector<float>& values) {
  const std::size_t before = values.size();
  auto read = reference::csv_plan(reference::pad_behind).read(file, values);
  if (variant == Variant::twin || !read) {
    return read;
  }
  struct Comma final : std::numpunct<char> {
    [[nodiscard]] char do_decimal_point() const override { return ','; }
  };
  std::istringstream number;
  number.imbue(std::locale(std::locale::classic(), new Comma));
  const std::string_view text = text_of(file);
  constexpr std::string_view separators = ",\"\r\n";
  std::size_t at = text.find('\n');
  for (std::size_t i = before; i < values.size(); ++i) {
    at = text.find_first_not_of(separators, at);
    const std::size_t end = text.find_first_of(separators, at);
    number.clear();
    number.str(std::string(text.substr(at, end == std::string_view::npos ? end : end - at)));
    number >> values[i];
    at = end;
  }
  return read;
}

template <Variant variant>
Declaration locale_comma() {
  return csv_read_by(read_locale_comma<variant>);
}

}  // namespace proofload::zoo
