#include "reference/png_check.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <array>
#include <cstring>
#include <optional>
#include <string_view>

#include "reference/png_rows.hpp"
#include "reference/refusal.hpp"

namespace proofload::reference {
namespace {

constexpr std::array<std::uint8_t, 8> signature = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
constexpr std::uint32_t largest_side = 16384;

enum Color : std::uint8_t { grey = 0, rgb = 2, palette = 3, grey_alpha = 4, rgba = 6 };

/// zlib's inflate, which also checks the Adler-32 at the end of the stream.
class Inflater {
 public:
  Inflater() {
    if (inflateInit(&stream_) != Z_OK) {
      refuse("no memory to inflate its pixel data");
    }
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater() { inflateEnd(&stream_); }

  void take(std::span<const std::uint8_t> bytes, PngRows& rows) {
    if (ended_ && !bytes.empty()) {
      refuse("pixel data: expected nothing after the end of the zlib stream, found more in IDAT");
    }
    stream_.next_in = const_cast<Bytef*>(bytes.data());  // zlib only reads it
    stream_.avail_in = static_cast<uInt>(bytes.size());
    while (!ended_) {
      stream_.next_out = buffer_.data();
      stream_.avail_out = static_cast<uInt>(buffer_.size());
      const int result = inflate(&stream_, Z_NO_FLUSH);
      rows.take(std::span(buffer_).first(buffer_.size() - stream_.avail_out));
      ended_ = result == Z_STREAM_END;
      if (result == Z_BUF_ERROR || (result == Z_OK && stream_.avail_out != 0)) {
        return;  // wants the next chunk
      }
      if (result != Z_OK && result != Z_STREAM_END) {
        refuse(fmt::format("pixel data: zlib says: {}", stream_.msg != nullptr ? stream_.msg : zError(result)));
      }
    }
    if (stream_.avail_in != 0) {
      refuse("pixel data: expected nothing after the end of the zlib stream, found more in IDAT");
    }
  }

  void finish() const {
    if (!ended_) {
      refuse("pixel data: expected the end of the zlib stream, found the end of IDAT");
    }
  }

 private:
  z_stream stream_{};
  bool ended_ = false;
  std::array<std::uint8_t, 32768> buffer_;
};

class PngCheck {
 public:
  PngCheck(std::span<const std::uint8_t> file, std::size_t limit) : file_(file), limit_(limit) {}

  PngFacts run() {
    if (file_.size() < signature.size() || std::memcmp(file_.data(), signature.data(), signature.size()) != 0) {
      refuse("expected the PNG signature");
    }
    at_ = signature.size();
    while (!ended_) {
      chunk();
    }
    if (at_ != file_.size()) {
      refuse(fmt::format("expected the end of the file after IEND, found {} more bytes", file_.size() - at_));
    }
    return facts_;
  }

 private:
  [[nodiscard]] std::uint32_t number(std::size_t at) const {
    return std::uint32_t{file_[at]} << 24U | std::uint32_t{file_[at + 1]} << 16U | std::uint32_t{file_[at + 2]} << 8U |
           file_[at + 3];
  }

  void chunk() {
    const std::size_t left = file_.size() - at_;
    if (left < 12) {
      refuse(fmt::format("expected a chunk at byte {}, found {} bytes and the end of the file", at_, left));
    }
    const std::uint32_t length = number(at_);
    if (length > left - 12) {
      refuse(fmt::format("chunk at byte {}: expected {} bytes of data, found {}", at_, length, left - 12));
    }
    const std::span<const std::uint8_t> named = file_.subspan(at_ + 4, 4 + std::size_t{length});
    for (const std::uint8_t letter : named.first(4)) {
      if (!((letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z'))) {
        refuse(fmt::format("chunk at byte {}: expected a type of four letters, found byte 0x{:02x}", at_, letter));
      }
    }
    type_ = std::string_view(reinterpret_cast<const char*>(named.data()), 4);
    const std::uint32_t stored = number(at_ + 8 + length);
    const auto computed = static_cast<std::uint32_t>(crc32(0, named.data(), static_cast<uInt>(named.size())));
    if (stored != computed) {
      refuse(fmt::format("{} chunk at byte {}: expected CRC 0x{:08x}, found 0x{:08x}", type_, at_, computed, stored));
    }
    content(named.subspan(4));
    at_ += 12 + std::size_t{length};
  }

  void content(std::span<const std::uint8_t> data) {
    if ((facts_.width == 0) != (type_ == "IHDR")) {
      wrong(facts_.width == 0 ? "expected IHDR first" : "expected IHDR only once");
    }
    if (type_ == "IDAT") {
      return idat(data);
    }
    if (rows_) {
      between_ = true;
    }
    if (type_ == "IHDR") {
      header(data);
    } else if (type_ == "PLTE") {
      colors(data);
    } else if (type_ == "tRNS") {
      transparency(data);
    } else if (type_ == "IEND") {
      end(data);
    } else if (type_[0] >= 'A' && type_[0] <= 'Z') {
      wrong("expected only critical chunks that are known");
    }
  }

  void header(std::span<const std::uint8_t> data) {
    if (data.size() != 13) {
      wrong(fmt::format("expected 13 bytes, found {}", data.size()));
    }
    const std::uint32_t width = number(at_ + 8);
    const std::uint32_t height = number(at_ + 12);
    const std::uint8_t depth = data[8];
    color_ = data[9];
    if (width == 0 || height == 0 || width > largest_side || height > largest_side) {
      wrong(fmt::format("expected 1 to {} pixels a side, found {} x {}", largest_side, width, height));
    }
    const bool small = depth == 1 || depth == 2 || depth == 4;
    const bool legal = color_ == grey                                            ? small || depth == 8 || depth == 16
                       : color_ == palette                                       ? small || depth == 8
                       : color_ == rgb || color_ == grey_alpha || color_ == rgba ? depth == 8 || depth == 16
                                                                                 : false;
    if (!legal) {
      wrong(fmt::format("expected a legal pair of color type and depth, found {} and {}", color_, depth));
    }
    if (data[10] != 0 || data[11] != 0 || data[12] > 1) {
      wrong(fmt::format("expected compression 0, filter 0, interlace 0 or 1, found {}, {}, {}", data[10], data[11],
                        data[12]));
    }
    facts_.width = width;
    facts_.height = height;
    facts_.bit_depth = depth;
    layout_.width = width;
    layout_.height = height;
    layout_.scan = data[12] == 1 ? PngLayout::Scan::interlaced : PngLayout::Scan::sequential;
    const std::uint32_t stored = color_ == rgb ? 3 : color_ == grey_alpha ? 2 : color_ == rgba ? 4 : 1;
    layout_.bits_per_pixel = stored * depth;
    have_channels(color_ == palette ? 3 : stored);
  }

  void have_channels(std::uint32_t channels) {
    facts_.channels = channels;
    const std::uint64_t bytes =
        std::uint64_t{facts_.width} * facts_.height * channels * (facts_.bit_depth == 16 ? 2 : 1);
    if (bytes > limit_) {
      wrong(fmt::format("{} x {} pixels of {} channels are {} bytes, more than the limit of {}", facts_.width,
                        facts_.height, channels, bytes, limit_));
    }
  }

  void colors(std::span<const std::uint8_t> data) {
    if (rows_ || entries_ != 0 || transparent_ || color_ == grey || color_ == grey_alpha) {
      wrong("expected at most one palette, before tRNS and IDAT, in a color image");
    }
    const std::size_t most = color_ == palette ? std::size_t{1} << facts_.bit_depth : 256;
    if (data.empty() || data.size() % 3 != 0 || data.size() / 3 > most) {
      wrong(fmt::format("expected 3 bytes for each of 1 to {} colors, found {} bytes", most, data.size()));
    }
    entries_ = static_cast<std::uint32_t>(data.size() / 3);
    if (color_ == palette && entries_ < most) {
      layout_.colors = entries_;
    }
  }

  void transparency(std::span<const std::uint8_t> data) {
    if (rows_ || transparent_ || color_ == grey_alpha || color_ == rgba || (color_ == palette && entries_ == 0)) {
      wrong("expected at most one tRNS, after PLTE and before IDAT, in an image without alpha");
    }
    const bool fits =
        color_ == palette ? !data.empty() && data.size() <= entries_ : data.size() == (color_ == grey ? 2U : 6U);
    if (!fits) {
      wrong(fmt::format("expected an entry for each color at most, found {} bytes", data.size()));
    }
    transparent_ = true;
    have_channels(facts_.channels + 1);
  }

  void idat(std::span<const std::uint8_t> data) {
    if (color_ == palette && entries_ == 0) {
      wrong("expected PLTE before it");
    }
    if (between_) {
      wrong("expected all IDAT chunks in a row");
    }
    if (!rows_) {
      rows_.emplace(layout_);
      inflater_.emplace();
    }
    if (data.empty()) {
      facts_.idat = PngFacts::Idat::some_empty;
      return;
    }
    inflater_->take(data, *rows_);
  }

  void end(std::span<const std::uint8_t> data) {
    if (!data.empty() || !rows_) {
      wrong("expected it empty, and after IDAT");
    }
    inflater_->finish();
    rows_->finish();
    ended_ = true;
  }

  [[noreturn]] void wrong(std::string_view what) const {
    refuse(fmt::format("{} chunk at byte {}: {}", type_, at_, what));
  }

  std::span<const std::uint8_t> file_;
  std::size_t limit_;
  std::size_t at_ = 0;  ///< where the current chunk begins
  std::string_view type_;
  PngFacts facts_;
  PngLayout layout_;
  std::uint8_t color_ = 0;
  std::uint32_t entries_ = 0;  ///< of the palette
  bool transparent_ = false;
  bool between_ = false;  ///< a chunk of another type came after IDAT
  bool ended_ = false;
  std::optional<PngRows> rows_;
  std::optional<Inflater> inflater_;
};

}  // namespace

std::expected<PngFacts, std::string> check_png(std::span<const std::byte> file, std::size_t limit) {
  try {
    return PngCheck({reinterpret_cast<const std::uint8_t*>(file.data()), file.size()}, limit).run();
  } catch (Refusal& refusal) {
    return std::unexpected(std::move(refusal.reason));
  }
}

}  // namespace proofload::reference
