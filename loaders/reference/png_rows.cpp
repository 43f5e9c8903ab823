#include "reference/png_rows.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>
#include <utility>

#include "reference/refusal.hpp"

namespace proofload::reference {
namespace {

struct Pass {
  std::uint32_t x, y, right, down;
};

constexpr std::array<Pass, 7> adam7 = {
    {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}}};

std::uint32_t count(std::uint32_t size, std::uint32_t first, std::uint32_t step) {
  return size <= first ? 0 : (size - first + step - 1) / step;
}

std::uint8_t paeth(int left, int above, int corner) {
  const int guess = left + above - corner;
  const int to_left = std::abs(guess - left);
  const int to_above = std::abs(guess - above);
  const int to_corner = std::abs(guess - corner);
  if (to_left <= to_above && to_left <= to_corner) {
    return static_cast<std::uint8_t>(left);
  }
  return static_cast<std::uint8_t>(to_above <= to_corner ? above : corner);
}

}  // namespace

PngRows::PngRows(const PngLayout& layout) : layout_(layout) { next_pass(); }

void PngRows::next_pass() {
  const int passes = layout_.scan == PngLayout::Scan::interlaced ? 7 : 1;
  rows_left_ = 0;
  while (rows_left_ == 0 && ++pass_ < passes) {
    const Pass pass = passes == 1 ? Pass{0, 0, 1, 1} : adam7[static_cast<std::size_t>(pass_)];
    pass_width_ = count(layout_.width, pass.x, pass.right);
    rows_left_ = pass_width_ == 0 ? 0 : count(layout_.height, pass.y, pass.down);
    row_bytes_ = (std::uint64_t{pass_width_} * layout_.bits_per_pixel + 7) / 8;
  }
  if (layout_.colors != 0) {
    row_.assign(row_bytes_, 0);
    above_.assign(row_bytes_, 0);
  }
}

void PngRows::take(std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    if (rows_left_ == 0) {
      refuse("pixel data: expected the end of the stream after the last row, found more");
    }
    if (at_ == 0) {
      filter_ = bytes.front();
      if (filter_ > 4) {
        refuse("pixel data: expected a filter type of 0 to 4, found " + std::to_string(filter_));
      }
      bytes = bytes.subspan(1);
      at_ = 1;
    }
    const std::size_t part = std::min<std::uint64_t>(row_bytes_ - (at_ - 1), bytes.size());
    if (layout_.colors != 0) {
      std::ranges::copy(bytes.first(part), row_.begin() + static_cast<std::ptrdiff_t>(at_ - 1));
    }
    bytes = bytes.subspan(part);
    at_ += part;
    if (at_ == row_bytes_ + 1) {
      end_row();
    }
  }
}

void PngRows::end_row() {
  at_ = 0;
  if (layout_.colors != 0) {
    // A palette's pixels have at most a byte, so the neighbor to the left is the byte before.
    std::uint8_t left = 0;
    std::uint8_t corner = 0;
    for (std::size_t x = 0; x < row_.size(); ++x) {
      const std::uint8_t above = above_[x];
      unsigned guess = 0;
      switch (filter_) {
        case 1:
          guess = left;
          break;
        case 2:
          guess = above;
          break;
        case 3:
          guess = (unsigned{left} + above) / 2;
          break;
        case 4:
          guess = paeth(left, above, corner);
          break;
        default:
          break;
      }
      row_[x] = static_cast<std::uint8_t>(row_[x] + guess);
      left = row_[x];
      corner = above;
    }
    const std::uint32_t depth = layout_.bits_per_pixel;
    for (std::uint32_t x = 0; x < pass_width_; ++x) {
      const std::uint32_t bit = x * depth;
      const unsigned index = (unsigned{row_[bit / 8]} >> (8 - depth - bit % 8)) & ((1U << depth) - 1);
      if (index >= layout_.colors) {
        refuse("pixel data: expected palette indices below " + std::to_string(layout_.colors) + ", found " +
               std::to_string(index));
      }
    }
    std::swap(row_, above_);
  }
  if (--rows_left_ == 0) {
    next_pass();
  }
}

void PngRows::finish() const {
  if (rows_left_ != 0) {
    refuse("pixel data: expected " + std::to_string(rows_left_) + " more rows, found the end of the stream");
  }
}

}  // namespace proofload::reference
