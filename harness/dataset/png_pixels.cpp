#include "dataset/png_pixels.hpp"

#include <algorithm>
#include <new>
#include <string_view>

namespace proofload {

PngPixels::PngPixels(const Shape& shape) {
  struct Step {
    std::uint32_t x0, y0, dx, dy;
  };
  constexpr std::array<Step, 7> adam7 = {
      {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}}};
  const auto add = [&](std::size_t pass, std::uint64_t width, std::uint64_t height) {
    if (width > 0 && height > 0) {
      passes_[pass] = {1 + (width * shape.bits_per_pixel + 7) / 8, height};
      expected_ += passes_[pass].row_size * height;
    }
  };
  if (shape.scan == Shape::Scan::sequential) {
    add(0, shape.width, shape.height);
  } else {
    for (std::size_t i = 0; i < adam7.size(); ++i) {
      const Step& step = adam7[i];
      add(i, (std::uint64_t{shape.width} + step.dx - 1 - step.x0) / step.dx,
          (std::uint64_t{shape.height} + step.dy - 1 - step.y0) / step.dy);
    }
  }
  if (inflateInit(&stream_) != Z_OK) {
    throw std::bad_alloc();
  }
}

PngPixels::~PngPixels() { inflateEnd(&stream_); }

void PngPixels::consume(std::span<const std::uint8_t> inflated) {
  inflated_ += inflated.size();
  while (!inflated.empty()) {
    while (pass_ < passes_.size() && row_ == passes_[pass_].rows) {
      ++pass_;
      row_ = 0;
    }
    if (pass_ == passes_.size()) {
      too_long_ = true;
      return;
    }
    if (in_row_ == 0) {
      bad_filter_ = bad_filter_ || inflated[0] > 4;
    }
    const auto step =
        static_cast<std::size_t>(std::min<std::uint64_t>(inflated.size(), passes_[pass_].row_size - in_row_));
    in_row_ += step;
    inflated = inflated.subspan(step);
    if (in_row_ == passes_[pass_].row_size) {
      in_row_ = 0;
      ++row_;
    }
  }
}

void PngPixels::feed(std::span<const std::byte> compressed) {
  if (ended_) {
    trailing_ = trailing_ || !compressed.empty();
    return;
  }
  if (!error_.empty() || too_long_) {
    return;
  }
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-*): zlib only reads from here
  stream_.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(compressed.data()));
  stream_.avail_in = static_cast<uInt>(compressed.size());
  std::array<std::uint8_t, 16384> out;
  do {
    stream_.next_out = out.data();
    stream_.avail_out = static_cast<uInt>(out.size());
    const int result = inflate(&stream_, Z_NO_FLUSH);
    consume(std::span(out).first(out.size() - stream_.avail_out));
    if (result == Z_STREAM_END) {
      ended_ = true;
      trailing_ = stream_.avail_in > 0;
      return;
    }
    if (result != Z_OK && result != Z_BUF_ERROR) {
      error_ = stream_.msg != nullptr ? stream_.msg : "a preset dictionary is needed";
      bad_sum_ = std::string_view(error_) == "incorrect data check";
      return;
    }
    if (too_long_ || (result == Z_BUF_ERROR && stream_.avail_out > 0)) {
      return;
    }
  } while (stream_.avail_in > 0 || stream_.avail_out == 0);
}

}  // namespace proofload
