#include "dataset/jpeg_scan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace proofload {
namespace {

/// No coefficient of 8-bit samples is larger, but for its rounding.
constexpr std::int64_t largest_coefficient = 1024;
/// Pixels between -1024 and 1024 about the middle: beyond, decoders clamp at different places.
constexpr std::int64_t largest_sum = 8192;
constexpr std::uint32_t most_dc_bits = 11;
constexpr std::uint32_t most_ac_bits = 10;

/// Thrown inside of this file only, where the data cannot be followed further.
struct Stop {
  JpegScanReading reading;
};

[[noreturn]] void stop_odd(std::string what) { throw Stop{{JpegScanReading::Kind::odd, std::move(what)}}; }

/// Adds up how far the pixels of a block may be from the middle.
class Excursion {
 public:
  void add(std::size_t k, std::int32_t coefficient, std::uint16_t quantizer) {
    const std::int64_t size = std::abs(std::int64_t{coefficient} * quantizer);
    too_far_ = too_far_ || size > largest_coefficient + quantizer;
    sum_ += k == 0 ? size : 2 * size;
  }
  [[nodiscard]] bool too_far() const { return too_far_ || sum_ > largest_sum; }

 private:
  std::int64_t sum_ = 0;
  bool too_far_ = false;
};

class Bits {
 public:
  explicit Bits(std::span<const std::byte> bytes) : bytes_(bytes) {}

  std::uint32_t bit() {
    if (left_ == 0) {
      if (at_ >= bytes_.size()) {
        throw Stop{{JpegScanReading::Kind::incomplete, {}}};
      }
      current_ = std::to_integer<std::uint32_t>(bytes_[at_++]);
      at_ += current_ == 0xFF && at_ < bytes_.size() ? 1 : 0;  // a stuffed 0
      left_ = 8;
    }
    --left_;
    return (current_ >> left_) & 1U;
  }

  std::uint32_t bits(std::uint32_t count) {
    std::uint32_t value = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
      value = (value << 1U) | bit();
    }
    return value;
  }

  /// A number of `count` bits whose upper half is positive.
  std::int32_t signed_bits(std::uint32_t count) {
    if (count == 0) {
      return 0;
    }
    const auto value = static_cast<std::int32_t>(bits(count));
    return value >= 1 << (count - 1) ? value : value - (1 << count) + 1;
  }

  [[nodiscard]] bool bytes_left() const { return at_ < bytes_.size(); }
  /// The rest of the last byte should be ones.
  [[nodiscard]] bool well_filled() const { return ((current_ + 1) & ((1U << left_) - 1U)) == 0 || left_ == 0; }

 private:
  std::span<const std::byte> bytes_;
  std::size_t at_ = 0;
  std::uint32_t current_ = 0;
  std::uint32_t left_ = 0;
};

class ScanReader {
 public:
  ScanReader(JpegFrame& frame, const JpegScan& scan) : frame_(frame), scan_(scan) {}

  JpegScanReading run(std::span<const std::span<const std::byte>> intervals) {
    const std::uint64_t mcus = scan_.mcus(frame_);
    const std::uint64_t per_interval = scan_.restart_interval == 0 ? mcus : scan_.restart_interval;
    std::uint64_t done = 0;
    try {
      for (const auto& interval : intervals) {
        Bits bits(interval);
        predictions_ = {};
        run_of_ends_ = 0;
        const std::uint64_t end = std::min(mcus, done + per_interval);
        for (; done < end; ++done) {
          read_mcu(bits, done);
        }
        if (run_of_ends_ != 0) {
          stop_odd("a run of empty blocks goes beyond the scan");
        }
        if (bits.bytes_left()) {
          stop_odd("bytes are left behind the last block of a scan");
        }
        if (!bits.well_filled()) {
          stop_odd("the last byte of a scan is not filled with ones");
        }
      }
    } catch (Stop& stop) {
      if (stop.reading.kind == JpegScanReading::Kind::incomplete) {
        stop.reading.what = fmt::format("the coded data ends in MCU {} of {}", done + 1, mcus);
      }
      return std::move(stop.reading);
    }
    if (done < mcus) {
      return {JpegScanReading::Kind::incomplete, fmt::format("the coded data ends after {} of {} MCUs", done, mcus)};
    }
    return {};
  }

 private:
  void read_mcu(Bits& bits, std::uint64_t number) {
    if (scan_.parts.size() == 1) {
      const JpegScan::Part& part = scan_.parts.front();
      const std::uint64_t wide = frame_.components[part.component].blocks_wide;
      read_block(bits, part, number % wide, number / wide);
      return;
    }
    const std::uint64_t column = number % frame_.mcus_wide;
    const std::uint64_t row = number / frame_.mcus_wide;
    for (const JpegScan::Part& part : scan_.parts) {
      const JpegComponent& component = frame_.components[part.component];
      for (std::uint32_t y = 0; y < component.down; ++y) {
        for (std::uint32_t x = 0; x < component.across; ++x) {
          read_block(bits, part, column * component.across + x, row * component.down + y);
        }
      }
    }
  }

  void read_block(Bits& bits, const JpegScan::Part& part, std::uint64_t column, std::uint64_t row) {
    JpegComponent& component = frame_.components[part.component];
    if (frame_.mode == JpegFrame::Mode::sequential) {
      read_sequential(bits, part, component);
      return;
    }
    std::int16_t* block = &component.coefficients[(row * component.stride + column) * 64];
    if (scan_.first == 0) {
      if (scan_.high == 0) {
        block[0] = stored(next_dc(bits, part) * (1 << scan_.low));
      } else if (bits.bit() != 0) {
        block[0] = static_cast<std::int16_t>(block[0] | (1 << scan_.low));
      }
    } else if (scan_.high == 0) {
      read_first_ac(bits, part, block);
    } else {
      refine_ac(bits, part, block);
    }
  }

  static std::uint32_t symbol(Bits& bits, const JpegHuffman& table) {
    const auto value = table.decode([&] { return bits.bit(); });
    if (!value) {
      stop_odd("bits in a scan that are no code");
    }
    return *value;
  }

  std::int32_t next_dc(Bits& bits, const JpegScan::Part& part) {
    const std::uint32_t size = symbol(bits, *part.dc);
    if (size > most_dc_bits) {
      stop_odd("a coefficient has too many bits");
    }
    std::int32_t& prediction = predictions_[part.component];
    prediction += bits.signed_bits(size);
    if (std::abs(prediction) > 1 << most_dc_bits) {
      stop_odd("a coefficient is out of range");
    }
    return prediction;
  }

  /// Whether a value that is too large becomes zero, and so how refinements are read, is the decoder's affair.
  static std::int16_t stored(std::int32_t coefficient) {
    if (coefficient > INT16_MAX || coefficient < INT16_MIN) {
      stop_odd("a coefficient is out of range");
    }
    return static_cast<std::int16_t>(coefficient);
  }

  void read_sequential(Bits& bits, const JpegScan::Part& part, const JpegComponent& component) {
    const auto& quantizer = frame_.quantizers[component.quantizer];
    Excursion excursion;
    excursion.add(0, next_dc(bits, part), quantizer[0]);
    for (std::uint32_t k = 1; k < 64; ++k) {
      const std::uint32_t run_and_size = symbol(bits, *part.ac);
      const std::uint32_t run = run_and_size >> 4U;
      const std::uint32_t size = run_and_size & 15U;
      if (size == 0 && run < 15) {
        if (run != 0) {
          stop_odd("a run of empty blocks in a sequential scan");
        }
        break;
      }
      k += run;
      if (k > 63 || size > most_ac_bits) {
        stop_odd("a coefficient is out of its block or range");
      }
      excursion.add(k, bits.signed_bits(size), quantizer[k]);
    }
    if (excursion.too_far()) {
      stop_odd("a block has values out of range");
    }
  }

  void read_first_ac(Bits& bits, const JpegScan::Part& part, std::int16_t* block) {
    if (run_of_ends_ > 0) {
      --run_of_ends_;
      return;
    }
    for (std::uint32_t k = scan_.first; k <= scan_.last; ++k) {
      const std::uint32_t run_and_size = symbol(bits, *part.ac);
      const std::uint32_t run = run_and_size >> 4U;
      const std::uint32_t size = run_and_size & 15U;
      if (size == 0 && run < 15) {
        run_of_ends_ = (1U << run) - 1 + bits.bits(run);
        return;
      }
      k += run;
      if (k > scan_.last || size > most_ac_bits) {
        stop_odd("a coefficient is out of its band or range");
      }
      block[k] = stored(bits.signed_bits(size) * (1 << scan_.low));
    }
  }

  void correct(Bits& bits, std::int16_t& value) const {
    const std::int32_t step = 1 << scan_.low;
    if (bits.bit() != 0 && (std::abs(value) & step) == 0) {
      value = static_cast<std::int16_t>(value + (value > 0 ? step : -step));
    }
  }

  void refine_ac(Bits& bits, const JpegScan::Part& part, std::int16_t* block) {
    std::uint32_t k = scan_.first;
    if (run_of_ends_ == 0) {
      for (; k <= scan_.last; ++k) {
        const std::uint32_t run_and_size = symbol(bits, *part.ac);
        std::uint32_t run = run_and_size >> 4U;
        const std::uint32_t size = run_and_size & 15U;
        std::int32_t value = 0;
        if (size == 0 && run < 15) {
          run_of_ends_ = (1U << run) + bits.bits(run);
          break;
        }
        if (size > 1) {
          stop_odd("a refined coefficient has too many bits");
        }
        if (size == 1) {
          value = bits.bit() != 0 ? 1 << scan_.low : -(1 << scan_.low);
        }
        for (; k <= scan_.last; ++k) {
          if (block[k] != 0) {
            correct(bits, block[k]);
          } else if (run-- == 0) {
            break;
          }
        }
        if (k > scan_.last) {
          stop_odd("a refined coefficient is out of its band");
        }
        block[k] = static_cast<std::int16_t>(value);
      }
    }
    if (run_of_ends_ > 0) {
      for (; k <= scan_.last; ++k) {
        if (block[k] != 0) {
          correct(bits, block[k]);
        }
      }
      --run_of_ends_;
    }
  }

  JpegFrame& frame_;
  const JpegScan& scan_;
  std::array<std::int32_t, 4> predictions_{};
  std::uint32_t run_of_ends_ = 0;
};

}  // namespace

JpegHuffman::JpegHuffman(std::span<const std::uint8_t, 16> counts, std::span<const std::uint8_t> symbols) {
  std::copy_n(symbols.begin(), std::min(symbols.size(), symbols_.size()), symbols_.begin());
  std::uint32_t code = 0;
  std::uint32_t index = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    lengths_[i] = {code, counts[i], index};
    code += counts[i];
    index += counts[i];
    const std::uint32_t room = 2U << i;
    overfull_ = overfull_ || code > room;
    full_ = full_ || code >= room;
    code <<= 1U;
  }
}

std::uint64_t JpegScan::mcus(const JpegFrame& frame) const {
  if (parts.size() == 1) {
    const JpegComponent& component = frame.components[parts.front().component];
    return std::uint64_t{component.blocks_wide} * component.blocks_high;
  }
  return std::uint64_t{frame.mcus_wide} * frame.mcus_high;
}

JpegScanReading read_scan(JpegFrame& frame, const JpegScan& scan,
                          std::span<const std::span<const std::byte>> intervals) {
  return ScanReader(frame, scan).run(intervals);
}

bool beyond_range(const JpegFrame& frame) {
  for (const JpegComponent& component : frame.components) {
    const auto& quantizer = frame.quantizers[component.quantizer];
    for (std::size_t block = 0; block + 64 <= component.coefficients.size(); block += 64) {
      Excursion excursion;
      for (std::size_t k = 0; k < 64; ++k) {
        excursion.add(k, component.coefficients[block + k], quantizer[k]);
      }
      if (excursion.too_far()) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace proofload
