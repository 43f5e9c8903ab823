#include "reference/jpeg_scan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "reference/refusal.hpp"

namespace proofload::reference {
namespace {

/// The transform of 8-bit samples has no coefficient above 1024; a quarter more is left to encoders that round, and one
/// quantizer. What is larger comes from damage, and decoders differ in how they clip it.
constexpr std::uint64_t largest_coefficient = 1280;

class ScanWalk {
 public:
  ScanWalk(std::span<const std::uint8_t> file, std::size_t at, const JpegFrame& frame, JpegScan& scan)
      : file_(file), frame_(frame), scan_(scan), bits_(file, at) {}

  std::size_t run() {
    const bool alone = scan_.parts.size() == 1;
    const JpegComponent& only = *scan_.parts.front().component;
    const std::uint32_t across = alone ? only.columns : frame_.units_across;
    const std::uint32_t down = alone ? only.rows : frame_.units_down;
    const std::uint64_t units = std::uint64_t{across} * down;
    std::uint64_t done = 0;
    for (std::uint32_t y = 0; y < down; ++y) {
      for (std::uint32_t x = 0; x < across; ++x, ++done) {
        if (scan_.restart_interval != 0 && done != 0 && done % scan_.restart_interval == 0) {
          restart(done, units);
        }
        if (alone) {
          block(scan_.parts.front(), x, y);
        } else {
          unit(x, y);
        }
        if (bits_.overrun()) {
          refuse(fmt::format("scan: expected {} units, found a marker or the end in unit {}", units, done));
        }
      }
    }
    end_of_interval(done, units);
    return bits_.end();
  }

  /// How far the bits were read.
  [[nodiscard]] std::size_t reached() const { return std::min(bits_.end(), file_.size()); }

 private:
  void unit(std::uint32_t x, std::uint32_t y) {
    for (JpegScan::Part& part : scan_.parts) {
      const JpegComponent& component = *part.component;
      for (std::uint32_t v = 0; v < component.down; ++v) {
        for (std::uint32_t h = 0; h < component.across; ++h) {
          block(part, x * component.across + h, y * component.down + v);
        }
      }
    }
  }

  void block(JpegScan::Part& part, std::uint32_t x, std::uint32_t y) {
    if (frame_.kind == JpegFrame::Kind::sequential) {
      dc_first(part);
      ac_sequential(part);
      return;
    }
    if (scan_.first == 0) {
      if (scan_.high == 0) {
        dc_first(part);
      } else {
        bits_.bits(1);
      }
      return;
    }
    std::uint64_t& nonzero = part.component->nonzero[std::size_t{y} * part.component->stride + x];
    if (scan_.high == 0) {
      ac_first(part, nonzero);
    } else {
      ac_refine(*part.ac, nonzero);
    }
  }

  void dc_first(JpegScan::Part& part) {
    const unsigned size = symbol(*part.dc);
    if (size > 15) {
      refuse(fmt::format("scan: expected a DC difference of at most 15 bits, found {}", size));
    }
    if (size != 0) {
      const auto value = static_cast<std::int32_t>(bits_.bits(size));
      part.prediction += value < (1 << (size - 1)) ? value - (1 << size) + 1 : value;
      bounded(part, 0, static_cast<std::uint64_t>(std::abs(part.prediction)));
    }
  }

  /// Refuses a value that no picture of 8 bits has. `value` is without its quantizer and without the bits to come.
  void bounded(const JpegScan::Part& part, unsigned k, std::uint64_t value) const {
    const std::uint64_t quantizer = (*part.quantizer)[k];
    if ((value << scan_.low) * quantizer > largest_coefficient + (quantizer << scan_.low)) {
      refuse(fmt::format("scan: expected coefficients of 8-bit samples, found {} times {}", value << scan_.low,
                         quantizer));
    }
  }

  void ac_sequential(const JpegScan::Part& part) {
    const HuffmanTable& table = *part.ac;
    for (unsigned k = 1; k < 64;) {
      const unsigned code = symbol(table);
      const unsigned size = code & 15U;
      if (size == 0) {
        if (code != 0xf0) {
          return;
        }
        k += 16;
      } else {
        k += code >> 4U;
      }
      if (k > 63) {
        too_many();
      }
      if (size != 0) {
        bounded(part, k, 1U << (size - 1));
        bits_.bits(size);
        ++k;
      }
    }
  }

  void ac_first(const JpegScan::Part& part, std::uint64_t& nonzero) {
    const HuffmanTable& table = *part.ac;
    if (ends_left_ != 0) {
      --ends_left_;
      return;
    }
    for (unsigned k = scan_.first; k <= scan_.last;) {
      const unsigned code = symbol(table);
      const unsigned run = code >> 4U;
      const unsigned size = code & 15U;
      if (size == 0) {
        if (run < 15) {
          ends_left_ = (1U << run) - 1 + bits_.bits(run);
          return;
        }
        k += 16;
        if (k > scan_.last) {
          too_many();
        }
        continue;
      }
      k += run;
      if (k > scan_.last) {
        too_many();
      }
      bounded(part, k, 1U << (size - 1));
      bits_.bits(size);
      nonzero |= std::uint64_t{1} << k;
      ++k;
    }
  }

  /// Coefficients that are not zero get one bit each; those that become so are placed among the ones that are zero.
  void ac_refine(const HuffmanTable& table, std::uint64_t& nonzero) {
    unsigned k = scan_.first;
    if (ends_left_ == 0) {
      for (; k <= scan_.last; ++k) {
        const unsigned code = symbol(table);
        unsigned run = code >> 4U;
        const unsigned size = code & 15U;
        if (size > 1) {
          refuse("scan: expected a refinement of one bit, found more");
        }
        if (size == 0 && run < 15) {
          ends_left_ = (1U << run) + bits_.bits(run);
          break;
        }
        if (size == 1) {
          bits_.bits(1);
        }
        while (k <= scan_.last) {
          if ((nonzero >> k & 1U) != 0) {
            bits_.bits(1);
          } else if (run-- == 0) {
            break;
          }
          ++k;
        }
        if (k > scan_.last) {
          too_many();
        }
        if (size == 1) {
          nonzero |= std::uint64_t{1} << k;
        }
      }
    }
    if (ends_left_ != 0) {
      for (; k <= scan_.last; ++k) {
        bits_.bits(static_cast<unsigned>(nonzero >> k & 1U));
      }
      --ends_left_;
    }
  }

  unsigned symbol(const HuffmanTable& table) {
    const int found = bits_.symbol(table);
    if (found < 0) {
      refuse("scan: found bits that are no code of its table");
    }
    return static_cast<unsigned>(found);
  }

  void restart(std::uint64_t done, std::uint64_t units) {
    end_of_interval(done, units);
    std::size_t at = bits_.end();
    while (at + 1 < file_.size() && file_[at] == 0xff && file_[at + 1] == 0xff) {
      ++at;
    }
    const unsigned expected = 0xd0U + (restarts_ & 7U);
    if (at + 1 >= file_.size() || file_[at + 1] != expected) {
      refuse(fmt::format("scan: expected restart marker {} after unit {}, found another marker or the end",
                         restarts_ & 7U, done));
    }
    ++restarts_;
    bits_ = BitReader(file_, at + 2);
    for (JpegScan::Part& part : scan_.parts) {
      part.prediction = 0;
    }
  }

  void end_of_interval(std::uint64_t done, std::uint64_t units) {
    if (ends_left_ != 0) {
      refuse(fmt::format("scan: a run of empty blocks goes past unit {} of {}", done, units));
    }
    switch (bits_.rest()) {
      case BitReader::Rest::padding:
        return;
      case BitReader::Rest::odd_padding:
        refuse(fmt::format("scan: expected ones after unit {} of {}, up to the marker", done, units));
      case BitReader::Rest::data:
        refuse(fmt::format("scan: expected a marker after unit {} of {}, found more data", done, units));
    }
  }

  [[noreturn]] static void too_many() { refuse("scan: a block has more coefficients than fit"); }

  std::span<const std::uint8_t> file_;
  const JpegFrame& frame_;
  JpegScan& scan_;
  BitReader bits_;
  std::uint32_t ends_left_ = 0;  ///< progressive: blocks to come without further coefficients
  std::uint32_t restarts_ = 0;
};

}  // namespace

std::size_t walk_scan(std::span<const std::uint8_t> file, std::size_t at, const JpegFrame& frame, JpegScan& scan) {
  ScanWalk walk(file, at, frame, scan);
  try {
    return walk.run();
  } catch (Refusal& refusal) {
    refusal.reason += fmt::format(", before byte {}", walk.reached());
    throw;
  }
}

}  // namespace proofload::reference
