/// crlf-in-last-name: `\n` ends a line, so the `\r` before it stays in the name of the last column, which is then not
/// found.
///
/// Origin: folklore (a label column with `\r` in each of its values).
#pragma once

#include <cstddef>
#include <expected>
#include <span>
#include <string>
#include <vector>

#include "zoo/csv_header.hpp"
#include "zoo/sequences_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
std::expected<void, std::string> read_crlf_in_last_name(std::span<const std::byte> file, std::vector<float>& values) {
  HeaderMistakes mistakes;
  if constexpr (variant == Variant::specimen) {
    mistakes.keeps_return = HeaderMistakes::Made::yes;
  }
  return read_by_names(file, {"x", "y", "z"}, mistakes, values);
}

template <Variant variant>
Declaration crlf_in_last_name() {
  Declaration declaration = csv_read_by(read_crlf_in_last_name<variant>);
  return declaration;
}

}  // namespace proofload::zoo
