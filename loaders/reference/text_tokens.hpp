/// Tokens of a text by their ids in a vocabulary, read strictly: what is not in it is refused, with its place.
///
/// Tokens are what stands between blanks, tabs and line ends, byte for byte.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace proofload::reference {

class Vocabulary {
 public:
  /// The id of a token is its place.
  explicit Vocabulary(const std::vector<std::string>& tokens);

  /// Appends the ids to `values`, each below 2^24 and so exact. `values` is of no use after an error.
  std::expected<void, std::string> read(std::span<const std::byte> file, std::vector<float>& values) const;

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> ids_;
};

}  // namespace proofload::reference
