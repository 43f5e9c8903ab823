/// Reads the Huffman-coded data of a JPEG scan block by block, to see whether all blocks are there and nothing in it is
/// out of the ordinary. No pixels are made.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace proofload {

class JpegHuffman {
 public:
  JpegHuffman() = default;
  /// `counts`: of the codes of 1 to 16 bits. `symbols`: as many as there are codes.
  JpegHuffman(std::span<const std::uint8_t, 16> counts, std::span<const std::uint8_t> symbols);

  /// Codes of more bits than there are.
  [[nodiscard]] bool overfull() const { return overfull_; }
  /// Whether there is no room for a further code: the code of ones only, which the standard forbids, is used.
  [[nodiscard]] bool full() const { return full_; }

  /// The symbol, from a function that gives the next bit; nothing when the bits are no code.
  template <class NextBit>
  [[nodiscard]] std::optional<std::uint8_t> decode(NextBit next_bit) const {
    std::uint32_t code = 0;
    for (std::size_t length = 0; length < lengths_.size(); ++length) {
      code = (code << 1U) | next_bit();
      const Length& of = lengths_[length];
      if (code - of.first < of.count) {
        return symbols_[of.index + (code - of.first)];
      }
    }
    return std::nullopt;
  }

 private:
  struct Length {
    std::uint32_t first = 0;
    std::uint32_t count = 0;
    std::uint32_t index = 0;
  };
  std::array<Length, 16> lengths_{};
  std::array<std::uint8_t, 256> symbols_{};
  bool overfull_ = false;
  bool full_ = false;
};

struct JpegComponent {
  std::uint8_t id = 0;
  std::uint32_t across = 1;  ///< sampling factors
  std::uint32_t down = 1;
  std::uint8_t quantizer = 0;
  std::uint32_t blocks_wide = 0;  ///< without those that only fill up an MCU
  std::uint32_t blocks_high = 0;
  std::uint32_t stride = 0;                  ///< blocks in a row, with those
  std::vector<std::int16_t> coefficients;    ///< of progressive images, in zigzag order
  std::array<std::int8_t, 64> missing = {};  ///< lowest bits still to come of each coefficient; -1: all
};

struct JpegFrame {
  enum class Mode : std::uint8_t { sequential, progressive };
  Mode mode = Mode::sequential;
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::uint32_t mcus_wide = 0;
  std::uint32_t mcus_high = 0;
  std::vector<JpegComponent> components;
  std::array<std::array<std::uint16_t, 64>, 4> quantizers{};
};

struct JpegScan {
  struct Part {
    std::size_t component = 0;
    const JpegHuffman* dc = nullptr;  ///< as far as the scan needs them
    const JpegHuffman* ac = nullptr;
  };
  std::vector<Part> parts;
  std::uint32_t first = 0;  ///< of the coefficients
  std::uint32_t last = 63;
  std::uint32_t high = 0;  ///< bits known before, and bits still to come
  std::uint32_t low = 0;
  std::uint32_t restart_interval = 0;  ///< MCUs; 0: none

  /// MCUs of this scan in the frame.
  [[nodiscard]] std::uint64_t mcus(const JpegFrame& frame) const;
};

struct JpegScanReading {
  enum class Kind : std::uint8_t {
    good,
    odd,         ///< decoders may differ
    incomplete,  ///< blocks are missing
  };
  Kind kind = Kind::good;
  std::string what;
};

/// `intervals`: the coded bytes between restart markers, with their stuffing.
JpegScanReading read_scan(JpegFrame& frame, const JpegScan& scan,
                          std::span<const std::span<const std::byte>> intervals);

/// Whether a coefficient of a progressive image is beyond what any pixels lead to.
bool beyond_range(const JpegFrame& frame);

}  // namespace proofload
