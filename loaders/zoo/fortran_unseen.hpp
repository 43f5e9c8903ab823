/// fortran-unseen: `fortran_order` is looked at in a way that is never true, so columns are taken for rows.
///
/// Origin: rogersce/cnpy#7; WireCell/wire-cell-toolkit#115.
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
std::expected<void, std::string> read_fortran_unseen(std::span<const std::byte> file, std::vector<float>& values) {
  std::string text(text_of(file));
  constexpr std::string_view seen = "'fortran_order': True, ";
  constexpr std::string_view taken_for = "'fortran_order': False,";
  const std::size_t at = text.find(seen);
  if (variant == Variant::specimen && at != std::string::npos) {
    text.replace(at, seen.size(), taken_for);
  }
  return reference::npy_plan(reference::pad_behind).read(bytes_of(text), values);
}

template <Variant variant>
Declaration fortran_unseen() {
  return npy_read_by(read_fortran_unseen<variant>);
}

}  // namespace proofload::zoo
