/// A Huffman table of a JPEG, and the reader of the bits that it decodes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace proofload::reference {

class HuffmanTable {
 public:
  static constexpr unsigned quick_bits = 9;

  /// From the 16 counts of codes by length, and their symbols in order. The counts' sum is the number of symbols, at
  /// most 256. Refuses (`Refusal`) counts that no prefix code has.
  void define(std::span<const std::uint8_t, 16> counts, std::span<const std::uint8_t> symbols);

  [[nodiscard]] bool defined() const { return defined_; }

  struct Code {
    std::uint8_t length = 0;  ///< 0: no code begins so
    std::uint8_t symbol = 0;
  };

  /// The code that the 16 bits begin with.
  [[nodiscard]] Code find(std::uint32_t bits) const {
    const Code quick = quick_[bits >> (16 - quick_bits)];
    return quick.length != 0 ? quick : find_long(bits);
  }

 private:
  [[nodiscard]] Code find_long(std::uint32_t bits) const;

  bool defined_ = false;
  std::array<Code, 1U << quick_bits> quick_{};
  std::array<std::uint32_t, 17> end_{};   ///< by length: first 16 bits that are above all codes up to that length
  std::array<std::int32_t, 17> shift_{};  ///< by length: index of a symbol less its code
  std::array<std::uint8_t, 256> symbols_{};
};

/// The bits between two markers. Past their end come zeros, and `overrun` tells.
class BitReader {
 public:
  /// Begins at `at`, which is not within a stuffed pair.
  BitReader(std::span<const std::uint8_t> file, std::size_t at) : file_(file), at_(at) {}

  /// The symbol of the next code; -1 when there is none.
  int symbol(const HuffmanTable& table) {
    fill();
    const HuffmanTable::Code code = table.find(static_cast<std::uint32_t>(window_ >> 48U));
    if (code.length == 0) {
      return -1;
    }
    drop(code.length);
    return code.symbol;
  }

  /// Up to 16 bits.
  std::uint32_t bits(unsigned count) {
    if (count == 0) {
      return 0;
    }
    fill();
    const auto value = static_cast<std::uint32_t>(window_ >> (64 - count));
    drop(count);
    return value;
  }

  [[nodiscard]] bool overrun() const { return held_ < 0; }
  /// What is left before the marker: less than a byte of ones, as the standard wants it; the like, but not all ones; or
  /// something else.
  enum class Rest : std::uint8_t { padding, odd_padding, data };
  [[nodiscard]] Rest rest();
  /// Where the marker is that ends these bits.
  [[nodiscard]] std::size_t end() const { return at_; }

 private:
  void fill() {
    if (held_ < 16 && !ended_) {
      refill();
    }
  }
  void refill();
  void drop(unsigned count) {
    window_ <<= count;
    held_ -= static_cast<int>(count);
  }

  std::span<const std::uint8_t> file_;
  std::size_t at_;
  std::uint64_t window_ = 0;  ///< the next bits, from the top
  int held_ = 0;              ///< real bits in the window; negative: more were used than there were
  bool ended_ = false;
};

}  // namespace proofload::reference
