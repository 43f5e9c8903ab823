#include "reference/bmp_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <initializer_list>

#include "reference/refusal.hpp"

namespace proofload::reference {
namespace {

constexpr std::size_t file_header = 14;
constexpr std::size_t core_header = 12;
constexpr std::uint32_t largest_side = 16384;

enum Compression : std::uint8_t { plain = 0, run_lengths_8 = 1, run_lengths_4 = 2, masks = 3, jpeg = 4, png = 5 };

bool among(std::uint32_t value, std::initializer_list<std::uint32_t> list) {
  return std::ranges::find(list, value) != list.end();
}

class BmpCheck {
 public:
  BmpCheck(std::span<const std::byte> file, std::size_t limit) : file_(file), limit_(limit) {}

  BmpFacts run() {
    sizes();
    if (header_ == core_header) {
      core();
    } else {
      info();
    }
    palette();
    rows();
    return facts_;
  }

 private:
  [[nodiscard]] std::uint32_t little(std::size_t at, std::size_t width) const {
    std::uint32_t value = 0;
    for (std::size_t i = width; i-- > 0;) {
      value = value << 8U | std::to_integer<std::uint32_t>(file_[at + i]);
    }
    return value;
  }

  void sizes() {
    if (file_.size() < file_header + 4) {
      refuse(fmt::format("expected a header of at least 26 bytes, found the end of the file at byte {}", file_.size()));
    }
    const std::uint32_t claimed = little(2, 4);
    if (claimed != file_.size()) {
      refuse(fmt::format("expected {} bytes as byte 2 says, found {}", claimed, file_.size()));
    }
    header_ = little(file_header, 4);
    if (!among(header_, {core_header, 40, 52, 56, 108, 124})) {
      refuse(fmt::format("byte 14: expected a header of 12, 40, 52, 56, 108 or 124 bytes, found {}", header_));
    }
    if (file_.size() < file_header + header_) {
      refuse(fmt::format("byte 14: expected a header of {} bytes, found {} and the end of the file", header_,
                         file_.size() - file_header));
    }
  }

  void core() {
    facts_.width = little(18, 2);
    facts_.height = little(20, 2);
    facts_.entry_size = 3;
    common(little(22, 2), little(24, 2));
    if (!among(facts_.bits_per_pixel, {1, 4, 8, 24})) {
      refuse(fmt::format("byte 24: expected 1, 4, 8 or 24 bits a pixel in a header of 12 bytes, found {}",
                         facts_.bits_per_pixel));
    }
    palette_at_ = file_header + header_;
    usual_masks();
  }

  void info() {
    facts_.width = little(18, 4);
    facts_.height = little(22, 4);
    if (facts_.height > 0x80000000U) {
      facts_.height = 0U - facts_.height;
      facts_.rows = BmpFacts::Rows::top_down;
    }
    common(little(26, 2), little(28, 2));
    if (!among(facts_.bits_per_pixel, {1, 4, 8, 16, 24, 32})) {
      refuse(fmt::format("byte 28: expected 1, 4, 8, 16, 24 or 32 bits a pixel, found {}", facts_.bits_per_pixel));
    }
    const std::uint32_t compression = little(30, 4);
    if (among(compression, {run_lengths_8, run_lengths_4})) {
      refuse("byte 30: its pixels are run lengths (compression " + std::to_string(compression) +
             "), which are not read: expected plain pixels");
    }
    if (among(compression, {jpeg, png})) {
      refuse(fmt::format("byte 30: its pixels are a {} of their own, which is not read: expected plain pixels",
                         compression == jpeg ? "JPEG" : "PNG"));
    }
    if (!among(compression, {plain, masks})) {
      refuse(fmt::format("byte 30: expected compression 0 (plain) or 3 (masks), found {}", compression));
    }
    size_named_ = little(34, 4);
    colors_ = little(46, 4);
    palette_at_ = file_header + header_;
    if (compression == masks) {
      named_masks();
    } else {
      usual_masks();
    }
  }

  void common(std::uint32_t planes, std::uint32_t bits_per_pixel) {
    facts_.bits_per_pixel = bits_per_pixel;
    if (facts_.width == 0 || facts_.height == 0 || facts_.width > largest_side || facts_.height > largest_side) {
      refuse(fmt::format("byte 18: expected sides of 1 to {} pixels, found {} x {}", largest_side, facts_.width,
                         facts_.height));
    }
    if (planes != 1) {
      refuse(fmt::format("byte {}: expected 1 plane, found {}", header_ == core_header ? 22 : 26, planes));
    }
  }

  void usual_masks() {
    if (facts_.bits_per_pixel == 16) {
      facts_.masks = {{{10, 5}, {5, 5}, {0, 5}, {}}};
    } else {
      facts_.masks = {{{16, 8}, {8, 8}, {0, 8}, {}}};  // the fourth byte of 32 bits is nobody's
    }
  }

  void named_masks() {
    if (!among(facts_.bits_per_pixel, {16, 32})) {
      refuse(fmt::format("byte 28: expected 16 or 32 bits a pixel with masks, found {}", facts_.bits_per_pixel));
    }
    constexpr std::size_t at = file_header + 40;
    const std::size_t count = header_ >= 56 ? 4 : 3;
    palette_at_ = std::max(palette_at_, at + 3 * 4);  // a header of 40 bytes has them behind it
    if (file_.size() < palette_at_) {
      refuse("byte 54: expected three masks behind the header, found the end of the file");
    }
    std::uint32_t taken = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint32_t mask = little(at + 4 * i, 4);
      if (mask == 0 && i == 3) {
        continue;
      }
      const auto shift = static_cast<std::uint32_t>(std::countr_zero(mask));
      const auto bits = static_cast<std::uint32_t>(std::popcount(mask));
      const bool whole = mask != 0 && static_cast<std::uint32_t>(std::bit_width(mask)) == shift + bits;
      if (!whole || bits > 16 || (mask & taken) != 0 || shift + bits > facts_.bits_per_pixel) {
        refuse(fmt::format("byte 54: expected masks of 1 to 16 bits side by side within {} bits, found 0x{:08x}",
                           facts_.bits_per_pixel, mask));
      }
      taken |= mask;
      facts_.masks[i] = {shift, bits};
    }
  }

  void palette() {
    std::size_t entries = 0;
    if (facts_.bits_per_pixel <= 8) {
      const std::uint32_t most = 1U << facts_.bits_per_pixel;
      if (colors_ > most) {
        refuse(fmt::format("byte 46: expected a palette of at most {} colors, found {}", most, colors_));
      }
      entries = colors_ == 0 ? most : colors_;
    } else {
      entries = colors_;  // colors for screens that cannot show all; nothing points to them
    }
    const std::uint32_t start = little(10, 4);
    if (entries > file_.size() || start < palette_at_ + entries * facts_.entry_size || start > file_.size()) {
      refuse(
          fmt::format("expected the pixels behind the header and {} colors and within the file, found them at byte {}",
                      entries, start));
    }
    if (facts_.bits_per_pixel <= 8) {
      facts_.palette = file_.subspan(palette_at_, entries * facts_.entry_size);
    }
    facts_.pixels = file_.subspan(start);
  }

  void rows() {
    facts_.channels = facts_.masks[3].bits != 0 ? 4 : 3;
    const std::uint64_t decoded = std::uint64_t{facts_.width} * facts_.height * facts_.channels;
    if (decoded > limit_) {
      refuse(fmt::format("byte 18: {} x {} pixels need {} bytes, more than the budget of {}", facts_.width,
                         facts_.height, decoded, limit_));
    }
    facts_.row_size = (std::size_t{facts_.width} * facts_.bits_per_pixel + 31) / 32 * 4;
    const std::size_t needed = facts_.row_size * facts_.height;
    if (facts_.pixels.size() != needed) {
      refuse(fmt::format("byte {}: expected {} rows of {} bytes, {} in all, found {}",
                         file_.size() - facts_.pixels.size(), facts_.height, facts_.row_size, needed,
                         facts_.pixels.size()));
    }
    if (size_named_ != 0 && size_named_ != needed) {
      refuse(fmt::format("byte 34: expected {} bytes of pixels, found a header that says {}", needed, size_named_));
    }
  }

  std::span<const std::byte> file_;
  std::size_t limit_;
  BmpFacts facts_;
  std::uint32_t header_ = 0;
  std::uint32_t size_named_ = 0;  ///< bytes of pixels as the header says; 0: it does not say
  std::uint32_t colors_ = 0;      ///< 0: as many as can be
  std::size_t palette_at_ = 0;
};

}  // namespace

std::expected<BmpFacts, std::string> check_bmp(std::span<const std::byte> file, std::size_t limit) {
  try {
    return BmpCheck(file, limit).run();
  } catch (Refusal& refusal) {
    return std::unexpected(std::move(refusal.reason));
  }
}

}  // namespace proofload::reference
