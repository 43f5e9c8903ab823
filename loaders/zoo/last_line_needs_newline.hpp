/// last-line-needs-newline: a row is taken when its line end comes, so a last line without one is lost.
///
/// Origin: frozax/fgCSVReader#2.
#pragma once

#include <cstddef>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "zoo/file_text.hpp"
#include "zoo/sequences_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
std::expected<void, std::string> read_last_line_needs_newline(std::span<const std::byte> file,
                                                              std::vector<float>& values) {
  std::string_view text = text_of(file);
  if constexpr (variant == Variant::specimen) {
    text = text.substr(0, text.rfind('\n') + 1);
  }
  return reference::csv_plan(reference::pad_behind).read(bytes_of(text), values);
}

template <Variant variant>
Declaration last_line_needs_newline() {
  return csv_read_by(read_last_line_needs_newline<variant>);
}

}  // namespace proofload::zoo
