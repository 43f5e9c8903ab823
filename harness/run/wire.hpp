/// The wire is how values travel between two processes of the same program: numbers and bytes, one after another.
///
/// Reading is total: what is missing or absurd makes `ok()` false and reads as zeros and nothing.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace proofload {

class WireWriter {
 public:
  template <class T>
    requires(std::integral<T> || std::is_enum_v<T>)
  void put(T value) {
    const auto number = static_cast<std::uint64_t>(value);
    append(std::as_bytes(std::span(&number, 1)));
  }
  void put(std::span<const std::byte> bytes) {
    put(bytes.size());
    append(bytes);
  }
  void put(std::string_view text) { put(std::as_bytes(std::span(text))); }
  void put(const std::string& text) { put(std::string_view(text)); }

  [[nodiscard]] const std::vector<std::byte>& bytes() const { return bytes_; }
  void reserve(std::size_t size) { bytes_.reserve(size); }

 private:
  void append(std::span<const std::byte> bytes) { bytes_.insert(bytes_.end(), bytes.begin(), bytes.end()); }

  std::vector<std::byte> bytes_;
};

class WireReader {
 public:
  explicit WireReader(std::span<const std::byte> bytes) : rest_(bytes) {}

  template <class T>
    requires(std::integral<T> || std::is_enum_v<T>)
  T get() {
    std::uint64_t number = 0;
    const auto bytes = take(sizeof number);
    if (!bytes.empty()) {
      std::memcpy(&number, bytes.data(), sizeof number);
    }
    return static_cast<T>(number);
  }
  std::span<const std::byte> get_bytes() { return take(get<std::size_t>()); }
  std::string get_text() {
    const auto bytes = get_bytes();
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes seen as characters
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
  /// How many elements follow. Each takes at least 8 bytes, so a count never asks for more memory than was sent.
  std::size_t get_count() {
    const auto count = get<std::size_t>();
    if (count > rest_.size() / sizeof(std::uint64_t)) {
      ok_ = false;
      return 0;
    }
    return count;
  }

  /// Everything so far was there.
  [[nodiscard]] bool ok() const { return ok_; }
  /// … and nothing is left over.
  [[nodiscard]] bool done() const { return ok_ && rest_.empty(); }

 private:
  std::span<const std::byte> take(std::size_t size) {
    if (!ok_ || size > rest_.size()) {
      ok_ = false;
      return {};
    }
    const auto taken = rest_.first(size);
    rest_ = rest_.subspan(size);
    return taken;
  }

  std::span<const std::byte> rest_;
  bool ok_ = true;
};

}  // namespace proofload
