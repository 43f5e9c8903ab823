#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "dataset/bmp.hpp"
#include "dataset/look.hpp"

namespace proofload {
namespace {

class BmpLook {
 public:
  BmpLook(std::span<const std::byte> file, const BmpHeader& header) : file_(file), header_(header) {}

  Look run() {
    look_.width = static_cast<std::uint32_t>(header_.width);
    look_.height = static_cast<std::uint32_t>(header_.rows());
    look_.bit_depth = 8;
    look_.color = header_.bits <= 8 ? ColorType::palette : header_.masks[3] != 0 ? ColorType::rgba : ColorType::rgb;
    fields();
    if (look_.decodable()) {
      parts();
    }
    return std::move(look_);
  }

 private:
  /// What every decoder trips over, what a reader that checks counts must notice, and what some readers do not read.
  void fields() {
    const auto undecodable = [this](std::string what) { look_.note_damage(Integrity::decodable, std::move(what)); };
    if (header_.width <= 0 || header_.height == 0) {
      undecodable(fmt::format("{} x {} pixels", header_.width, header_.height));
    }
    if (!among(header_.bits, {1, 4, 8, 16, 24, 32})) {
      if (among(header_.bits, {0, 2, 64})) {
        look_.note_odd(fmt::format("{} bits a pixel, which few readers know", header_.bits));
      } else {
        undecodable(fmt::format("{} bits a pixel", header_.bits));
      }
    }
    if (header_.compression > 13 || among(header_.compression, {7, 8, 9, 10})) {
      undecodable(fmt::format("compression {}", header_.compression));
    } else if (!among(header_.compression, {0, 3})) {
      look_.note_odd(fmt::format("compression {}, which many readers do not know", header_.compression));
    }
    if (among(header_.header_size, {16, 64})) {
      look_.note_odd(fmt::format("a header of {} bytes, which many readers do not know", header_.header_size));
    }
    if (header_.is_core() && among(header_.bits, {16, 32})) {
      look_.note_odd(fmt::format("{} bits a pixel with a header of 12 bytes", header_.bits));
    }
    if (header_.planes != 1) {
      look_.note_damage(Integrity::structure, fmt::format("{} planes", header_.planes));
    }
    if (header_.compression == 3) {
      masks();
    }
  }

  void masks() {
    std::uint32_t taken = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      const std::uint32_t mask = header_.masks.at(i);
      const bool side_by_side = std::has_single_bit((std::uint64_t{mask} >> std::countr_zero(mask)) + 1);
      const bool within = header_.bits == 32 || mask >> 16U == 0;
      if ((mask == 0 && i < 3) || (mask != 0 && (!side_by_side || !within || (mask & taken) != 0)) ||
          std::popcount(mask) > 16 || !among(header_.bits, {16, 32})) {
        look_.note_odd(fmt::format("{} bits a pixel with mask 0x{:08X}", header_.bits, mask));
      }
      taken |= mask;
    }
  }

  /// Sizes against each other and against the file.
  void parts() {
    const auto damaged = [this](std::string what) { look_.note_damage(Integrity::structure, std::move(what)); };
    if (header_.file_size == 0) {
      look_.note_odd("the header says that the file has 0 bytes");
    } else if (header_.file_size != file_.size()) {
      damaged(fmt::format("the file has {} bytes, its header says {}", file_.size(), header_.file_size));
    }
    if (header_.bits <= 8 && header_.palette() > std::uint64_t{1} << header_.bits) {
      damaged(fmt::format("a palette of {} colors for {} bits a pixel", header_.colors, header_.bits));
    }
    const std::uint64_t colors = header_.bits > 8 ? header_.colors : header_.palette();
    const std::uint64_t start = header_.palette_at() + colors * header_.entry_size();
    const std::uint64_t rows = header_.rows() * header_.row_size();
    if (header_.pixels_at < start) {
      damaged(fmt::format("pixels from byte {} on, where header and palette end at {}", header_.pixels_at, start));
    } else if (header_.pixels_at > start) {
      look_.note_odd(fmt::format("{} bytes between palette and pixels", header_.pixels_at - start));
    }
    if (!among(header_.compression, {0, 3})) {
      return;  // the size of what is compressed does not follow from that of the picture
    }
    const std::uint64_t end = header_.pixels_at + rows;
    if (end > file_.size()) {
      damaged(fmt::format("{} rows of {} bytes from byte {} on, but the file has {} bytes", header_.rows(),
                          header_.row_size(), header_.pixels_at, file_.size()));
    } else if (end < file_.size()) {
      look_.note_odd(fmt::format("{} bytes behind the last row", file_.size() - end));
    }
    const std::uint64_t named_end = std::uint64_t{header_.pixels_at} + header_.pixels_size;
    if (header_.pixels_size != 0 && header_.pixels_size != rows) {
      if (header_.pixels_size < rows || named_end > file_.size()) {
        damaged(fmt::format("{} bytes of rows, its header says {}", rows, header_.pixels_size));
      } else {
        look_.note_odd(fmt::format("{} bytes of rows, its header says {}", rows, header_.pixels_size));
      }
    }
  }

  static bool among(std::uint32_t value, std::initializer_list<std::uint32_t> list) {
    return std::ranges::find(list, value) != list.end();
  }

  std::span<const std::byte> file_;
  const BmpHeader& header_;
  Look look_;
};

}  // namespace

Look look_at_bmp(std::span<const std::byte> file) {
  const auto header = bmp_header(file);
  if (!header) {
    Look look;
    look.note_damage(Integrity::decodable, "the file ends before its header does, or the header has no known size");
    return look;
  }
  return BmpLook(file, *header).run();
}

}  // namespace proofload
