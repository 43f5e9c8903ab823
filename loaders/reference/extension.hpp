/// The extension of a file name says what a loader takes the file for.
#pragma once

#include <algorithm>
#include <string_view>

namespace proofload::reference {

/// Whether the name is more than a dot and this extension, which is in small letters and without the dot; the name's
/// own may have capitals.
inline bool has_extension(std::string_view name, std::string_view extension) {
  if (name.size() < extension.size() + 2 || name[name.size() - extension.size() - 1] != '.') {
    return false;
  }
  return std::ranges::equal(name.substr(name.size() - extension.size()), extension, {}, [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  });
}

}  // namespace proofload::reference
