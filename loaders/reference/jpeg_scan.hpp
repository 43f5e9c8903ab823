/// A walk through the scans of a JPEG: every code of every block is read, so that a scan is exactly as long as it must
/// be and every restart marker stands where it belongs.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "reference/jpeg_huffman.hpp"

namespace proofload::reference {

struct JpegComponent {
  std::uint8_t id = 0;
  std::uint32_t across = 1;  ///< sampling factors
  std::uint32_t down = 1;
  std::uint8_t quantizer = 0;
  std::uint32_t columns = 0;  ///< blocks that hold pixels; scans of this component alone have these
  std::uint32_t rows = 0;
  std::uint32_t stride = 0;  ///< blocks in a row, with those that fill the last unit
  /// By coefficient: the lowest bit that scans have given so far; -1: none came.
  std::array<std::int8_t, 64> lowest{};
  std::vector<std::uint64_t> nonzero;  ///< progressive: by block, a bit for each coefficient that is not zero
};

struct JpegFrame {
  enum class Kind : std::uint8_t { sequential, progressive };

  Kind kind = Kind::sequential;
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::uint32_t units_across = 0;  ///< of interleaved scans
  std::uint32_t units_down = 0;
  std::vector<JpegComponent> components;
};

struct JpegScan {
  struct Part {
    JpegComponent* component = nullptr;
    const HuffmanTable* dc = nullptr;
    const HuffmanTable* ac = nullptr;
    const std::array<std::uint16_t, 64>* quantizer = nullptr;  ///< in the order in which coefficients come
    std::int32_t prediction = 0;
  };
  std::vector<Part> parts;
  unsigned first = 0;  ///< coefficients, from and to
  unsigned last = 63;
  unsigned high = 0;  ///< the bit that is known already; 0: none
  unsigned low = 0;   ///< the bit that this scan gives
  std::uint32_t restart_interval = 0;
};

/// Walks from `at`, after the scan's header, and says where the marker is that follows. Refuses (`Refusal`).
std::size_t walk_scan(std::span<const std::uint8_t> file, std::size_t at, const JpegFrame& frame, JpegScan& scan);

}  // namespace proofload::reference
