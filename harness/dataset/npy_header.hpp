/// The header of a NumPy array file: magic, version, length, and a Python dictionary. Independent of the loaders.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace proofload {

inline constexpr std::string_view npy_magic = "\x93NUMPY";

struct NpyHeader {
  std::uint8_t major = 0;
  std::uint8_t minor = 0;
  std::size_t text_at = 0;  ///< where the dictionary begins
  std::size_t data_at = 0;  ///< where the header ends
};

/// Nothing: no magic, or a header that does not end within the file. Versions of which nothing is known are taken to
/// be like the last that is known.
std::optional<NpyHeader> npy_header(std::string_view file);

/// A dictionary as it is written: each key with the text of its value.
struct NpyDictionary {
  struct Entry {
    std::string_view key;
    std::string_view value;
  };
  std::vector<Entry> entries;
  /// `exact`: as the format has it; `odd`: Python takes it, or might; `no`: Python does not take it.
  enum class Form : std::uint8_t { exact, odd, no } form = Form::exact;

  /// The text of a value, "" when there is none.
  [[nodiscard]] std::string_view value(std::string_view key) const;
};

NpyDictionary npy_dictionary(std::string_view text);

/// A header of that version for a dictionary, filled up with blanks so that data begins at a multiple of `alignment`.
std::string npy_header_bytes(std::uint8_t major, std::string_view dictionary, std::size_t alignment);

}  // namespace proofload
