/// A blob is an immutable run of bytes that copies in constant time and knows its digest.
///
/// Threads: a value; its bytes are shared and never change.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace proofload {

class Blob {
 public:
  Blob() : Blob(std::vector<std::byte>{}) {}
  explicit Blob(std::vector<std::byte> bytes);
  explicit Blob(std::string_view text);

  [[nodiscard]] std::span<const std::byte> bytes() const { return held_->bytes; }
  [[nodiscard]] std::size_t size() const { return held_->bytes.size(); }
  [[nodiscard]] std::string_view text() const {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes seen as characters
    return {reinterpret_cast<const char*>(held_->bytes.data()), held_->bytes.size()};
  }
  /// XXH3 of the content, 64 bits.
  [[nodiscard]] std::uint64_t digest() const { return held_->digest; }

  friend bool operator==(const Blob& a, const Blob& b) {
    return a.held_ == b.held_ || (a.digest() == b.digest() && a.text() == b.text());
  }

 private:
  struct Held {
    std::vector<std::byte> bytes;
    std::uint64_t digest = 0;
  };
  std::shared_ptr<const Held> held_;
};

}  // namespace proofload
