#include "reference/jpeg_huffman.hpp"

#include <algorithm>

#include "reference/refusal.hpp"

namespace proofload::reference {

void HuffmanTable::define(std::span<const std::uint8_t, 16> counts, std::span<const std::uint8_t> symbols) {
  quick_ = {};
  std::ranges::copy(symbols, symbols_.begin());
  std::uint32_t code = 0;
  std::size_t index = 0;
  for (unsigned length = 1; length <= 16; ++length) {
    const unsigned count = counts[length - 1];
    if (code + count > (1U << length)) {
      refuse("DHT: expected the counts of a prefix code, found too many codes of " + std::to_string(length) + " bits");
    }
    shift_[length] = static_cast<std::int32_t>(index) - static_cast<std::int32_t>(code);
    for (unsigned k = 0; k < count; ++k, ++code, ++index) {
      if (length <= quick_bits) {
        const Code entry{static_cast<std::uint8_t>(length), symbols[index]};
        const auto from = quick_.begin() + (code << (quick_bits - length));
        std::fill(from, from + (1U << (quick_bits - length)), entry);
      }
    }
    end_[length] = code << (16 - length);
    code <<= 1U;
  }
  defined_ = true;
}

HuffmanTable::Code HuffmanTable::find_long(std::uint32_t bits) const {
  for (unsigned length = quick_bits + 1; length <= 16; ++length) {
    if (bits < end_[length]) {
      const std::int32_t index = static_cast<std::int32_t>(bits >> (16 - length)) + shift_[length];
      return {static_cast<std::uint8_t>(length), symbols_[static_cast<std::size_t>(index)]};
    }
  }
  return {};
}

void BitReader::refill() {
  while (held_ <= 56) {
    if (at_ >= file_.size()) {
      ended_ = true;
      return;
    }
    const std::uint8_t byte = file_[at_];
    if (byte == 0xff) {
      if (at_ + 1 >= file_.size() || file_[at_ + 1] != 0) {
        ended_ = true;
        return;
      }
      ++at_;
    }
    ++at_;
    window_ |= std::uint64_t{byte} << static_cast<unsigned>(56 - held_);
    held_ += 8;
  }
}

BitReader::Rest BitReader::rest() {
  if (!ended_) {
    refill();
  }
  if (!ended_ || held_ < 0 || held_ >= 8) {
    return Rest::data;
  }
  const std::uint64_t ones = ~(~std::uint64_t{0} >> static_cast<unsigned>(held_));
  return window_ == ones ? Rest::padding : Rest::odd_padding;
}

}  // namespace proofload::reference
