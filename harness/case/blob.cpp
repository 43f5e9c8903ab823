#include "proofload/blob.hpp"

#include <xxhash.h>

#include <algorithm>
#include <utility>

namespace proofload {

Blob::Blob(std::vector<std::byte> bytes) {
  const std::uint64_t digest = XXH3_64bits(bytes.data(), bytes.size());
  held_ = std::make_shared<const Held>(Held{std::move(bytes), digest});
}

Blob::Blob(std::string_view text)
    : Blob([text] {
        std::vector<std::byte> bytes(text.size());
        std::ranges::transform(text, bytes.begin(), [](char c) { return static_cast<std::byte>(c); });
        return bytes;
      }()) {}

}  // namespace proofload
