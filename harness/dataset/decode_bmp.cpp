#include <memory>

#include "dataset/bmp.hpp"
#include "dataset/decode.hpp"
#include "dataset/look.hpp"

namespace proofload {
namespace {

using Bytes = std::span<const std::byte>;

/// What the rows are read with. Rows that are not there are black, as many decoders take them.
class BmpRows {
 public:
  BmpRows(Bytes file, const BmpHeader& header) : file_(file), header_(header) {}

  Decoded decode() {
    // Its fourth byte is nobody's, but there are decoders that take it for alpha.
    const bool fourth_byte = header_.bits == 32 && header_.compression == 0;
    auto picture = std::make_shared<Picture>();
    picture->width = static_cast<std::uint32_t>(header_.width);
    picture->height = static_cast<std::uint32_t>(header_.rows());
    picture->channels = header_.bits > 8 && header_.masks[3] != 0 ? 4 : 3;
    picture->values.reserve(std::size_t{picture->width} * picture->height * picture->channels);
    for (std::uint32_t y = 0; y < picture->height; ++y) {
      const std::uint64_t row = header_.height < 0 ? y : picture->height - 1 - y;
      at_ = header_.pixels_at + row * header_.row_size();
      for (std::uint32_t x = 0; x < picture->width; ++x) {
        if (header_.bits <= 8) {
          put_color(*picture, x);
        } else {
          put_masked(*picture, x);
        }
      }
    }
    Decoded decoded{Decoded::How::cleanly, {}, std::move(picture)};
    const bool opaque = least_fourth_ == greatest_fourth_ && (least_fourth_ == 0 || least_fourth_ == 255);
    if (outside_) {
      decoded.how = Decoded::How::with_warnings;
      decoded.message = "a pixel points behind the end of the palette";
    } else if (fourth_byte && !opaque) {
      decoded.how = Decoded::How::with_warnings;
      decoded.message = "the fourth byte of pixels is used, though nothing says for what";
    }
    return decoded;
  }

 private:
  [[nodiscard]] std::uint32_t byte(std::uint64_t at) const { return at < file_.size() ? byte_at(file_, at) : 0; }

  void put_color(Picture& picture, std::uint32_t x) {
    const std::uint64_t bit = std::uint64_t{x} * header_.bits;
    const std::uint32_t index =
        (byte(at_ + bit / 8) >> (8 - header_.bits - bit % 8)) & ((std::uint32_t{1} << header_.bits) - 1);
    const std::uint64_t entry = header_.palette_at() + std::uint64_t{index} * header_.entry_size();
    outside_ = outside_ || index >= header_.palette();
    for (const std::uint32_t back : {2U, 1U, 0U}) {
      picture.values.push_back(static_cast<std::uint16_t>(index < header_.palette() ? byte(entry + back) : 0));
    }
  }

  void put_masked(Picture& picture, std::uint32_t x) {
    const std::uint64_t bytes = header_.bits / 8;
    std::uint32_t pixel = 0;
    for (std::uint64_t i = 0; i < bytes; ++i) {
      pixel |= byte(at_ + x * bytes + i) << (8 * i);
    }
    least_fourth_ = std::min(least_fourth_, pixel >> 24U);
    greatest_fourth_ = std::max(greatest_fourth_, pixel >> 24U);
    for (std::uint32_t c = 0; c < picture.channels; ++c) {
      const std::uint32_t mask = header_.masks.at(c);
      const std::uint64_t value = pixel & mask;  // as a part of the mask itself, so no shift is needed
      picture.values.push_back(static_cast<std::uint16_t>(mask == 0 ? 0 : (value * 255 + mask / 2) / mask));
    }
  }

  Bytes file_;
  const BmpHeader& header_;
  std::uint64_t at_ = 0;  ///< of the row
  bool outside_ = false;
  std::uint32_t least_fourth_ = 255;
  std::uint32_t greatest_fourth_ = 0;
};

}  // namespace

Decoded decode_bmp(std::span<const std::byte> file) {
  const auto header = bmp_header(file);
  if (!header || header->width <= 0 || header->height == 0 || (header->compression != 0 && header->compression != 3) ||
      (header->bits != 1 && header->bits != 4 && header->bits != 8 && header->bits != 16 && header->bits != 24 &&
       header->bits != 32) ||
      header->width > std::int64_t{largest_side} || header->rows() > largest_side) {
    return {Decoded::How::not_at_all, "no plain pixels, or too many", nullptr};
  }
  return BmpRows(file, *header).decode();
}

}  // namespace proofload
