/// The bytes of a file as text, and text as the bytes of a file.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace proofload::zoo {

inline std::string_view text_of(std::span<const std::byte> file) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes seen as characters
  return {reinterpret_cast<const char*>(file.data()), file.size()};
}

inline std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

}  // namespace proofload::zoo
