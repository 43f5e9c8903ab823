#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>

#include "dataset/look.hpp"
#include "dataset/png_pixels.hpp"

namespace proofload {
namespace {

using Bytes = std::span<const std::byte>;

constexpr std::size_t signature_size = 8;
constexpr std::uint32_t longest_chunk = 0x7FFFFFFFU;
/// Deflate cannot make more than this of one byte.
constexpr std::uint64_t best_ratio = 1032;

struct Chunk {
  std::size_t offset = 0;
  std::uint32_t type = 0;
  Bytes data;
};

constexpr std::uint32_t type_of(std::string_view name) {
  std::uint32_t type = 0;
  for (const char c : name) {
    type = (type << 8U) | static_cast<std::uint8_t>(c);
  }
  return type;
}

constexpr std::uint32_t ihdr = type_of("IHDR");
constexpr std::uint32_t plte = type_of("PLTE");
constexpr std::uint32_t trns = type_of("tRNS");
constexpr std::uint32_t idat = type_of("IDAT");
constexpr std::uint32_t iend = type_of("IEND");
constexpr std::uint32_t cgbi = type_of("CgBI");

bool is_letter(std::uint32_t c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
bool is_critical(std::uint32_t type) { return (type & 0x20000000U) == 0; }

std::string text_of(std::uint32_t type) {
  std::string text;
  for (const unsigned shift : {24U, 16U, 8U, 0U}) {
    const std::uint32_t c = (type >> shift) & 0xFFU;
    text += is_letter(c) ? fmt::format("{}", static_cast<char>(c)) : fmt::format("\\x{:02x}", c);
  }
  return text;
}

class PngWalk {
 public:
  explicit PngWalk(Bytes file) : file_(file) {}

  Look run() {
    std::size_t at = signature_size;
    while (!ended_ && at < file_.size()) {
      const auto next = read_chunk(at);
      if (!next) {
        break;
      }
      at = *next;
    }
    finish(at);
    return std::move(look_);
  }

 private:
  /// Where the next chunk begins; nothing when the file cannot be followed further.
  std::optional<std::size_t> read_chunk(std::size_t at) {
    const std::size_t left = file_.size() - at;
    if (left < 12) {
      look_.note_damage(Integrity::structure, fmt::format("the file ends within the chunk at {}", at));
      return std::nullopt;
    }
    const std::uint32_t length = big32(file_, at);
    Chunk chunk{at, big32(file_, at + 4), file_.subspan(at + 8)};
    for (const unsigned shift : {24U, 16U, 8U, 0U}) {
      if (!is_letter((chunk.type >> shift) & 0xFFU)) {
        look_.note_damage(Integrity::structure, fmt::format("the chunk at {} has no name of letters", at));
        return std::nullopt;
      }
    }
    if (length > longest_chunk || length > left - 12) {
      look_.note_damage(Integrity::structure, fmt::format("{} chunk at {}: {} bytes long, but {} are left",
                                                          text_of(chunk.type), at, length, left - 12));
      if (chunk.type == idat && pixels_) {
        pixels_->feed(chunk.data);
      }
      return std::nullopt;
    }
    chunk.data = chunk.data.first(length);
    const std::uint32_t stored = big32(file_, at + 8 + length);
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): zlib's bytes
    const auto* begin = reinterpret_cast<const Bytef*>(file_.data() + at + 4);
    const auto computed = static_cast<std::uint32_t>(crc32(0, begin, length + 4));
    if (stored != computed) {
      std::string what =
          fmt::format("{} chunk at {}: CRC is {:#010x}, expected {:#010x}", text_of(chunk.type), at, stored, computed);
      if (is_critical(chunk.type) || chunk.type == trns) {
        look_.note_damage(Integrity::checksums, std::move(what));
      } else {
        look_.note_odd(std::move(what));
      }
    }
    if (!read(chunk)) {
      return std::nullopt;
    }
    return at + 12 + length;
  }

  /// Whether the rest can be followed.
  bool read(const Chunk& chunk) {
    if (!seen_first_) {
      seen_first_ = true;
      if (chunk.type != ihdr) {
        // Readers of Apple's own variant take its CgBI first.
        look_.note_damage(chunk.type == cgbi ? Integrity::structure : Integrity::decodable,
                          fmt::format("the first chunk is {}, not IHDR", text_of(chunk.type)));
        return false;
      }
      return read_header(chunk);
    }
    if (chunk.type != idat && data_ == Data::now) {
      data_ = Data::over;
    }
    switch (chunk.type) {
      case ihdr:
        look_.note_damage(met_on_the_way(), fmt::format("a second IHDR chunk at {}", chunk.offset));
        return false;
      case plte:
        read_palette(chunk);
        return true;
      case trns:
        read_transparency(chunk);
        return true;
      case idat:
        read_data(chunk);
        return true;
      case iend:
        if (!chunk.data.empty()) {
          look_.note_damage(Integrity::structure, fmt::format("IEND chunk at {}: it is not empty", chunk.offset));
        }
        ended_ = true;
        return true;
      default:
        if (is_critical(chunk.type)) {
          look_.note_damage(chunk.type == cgbi ? Integrity::structure : met_on_the_way(),
                            fmt::format("an unknown critical chunk {} at {}", text_of(chunk.type), chunk.offset));
        } else if ((chunk.type & 0x2000U) != 0) {
          look_.note_odd(fmt::format("the chunk {} at {} has a reserved name", text_of(chunk.type), chunk.offset));
        }
        return true;
    }
  }

  /// The level of what stands in the way of every decoder, unless it comes behind the pixels: some read no further.
  [[nodiscard]] Integrity met_on_the_way() const {
    return data_ == Data::over ? Integrity::structure : Integrity::decodable;
  }

  bool read_header(const Chunk& chunk) {
    if (chunk.data.size() != 13) {
      look_.note_damage(Integrity::decodable, fmt::format("IHDR is {} bytes long, not 13", chunk.data.size()));
      return false;
    }
    look_.width = big32(chunk.data, 0);
    look_.height = big32(chunk.data, 4);
    look_.bit_depth = byte_at(chunk.data, 8);
    const std::uint8_t color = byte_at(chunk.data, 9);
    const std::uint8_t interlace = byte_at(chunk.data, 12);
    const auto refuse = [&](Integrity level, std::string what) {
      look_.note_damage(level, std::move(what));
      return false;
    };
    std::uint32_t channels = 0;
    switch (color) {
      case 0:
        look_.color = ColorType::grey;
        channels = 1;
        break;
      case 2:
        look_.color = ColorType::rgb;
        channels = 3;
        break;
      case 3:
        look_.color = ColorType::palette;
        channels = 1;
        break;
      case 4:
        look_.color = ColorType::grey_alpha;
        channels = 2;
        break;
      case 6:
        look_.color = ColorType::rgba;
        channels = 4;
        break;
      default:
        return refuse(Integrity::decodable, fmt::format("IHDR: there is no color type {}", color));
    }
    const std::uint32_t depth = look_.bit_depth;
    if (depth != 1 && depth != 2 && depth != 4 && depth != 8 && depth != 16) {
      return refuse(Integrity::decodable, fmt::format("IHDR: there is no bit depth {}", depth));
    }
    if (look_.width == 0 || look_.height == 0 || look_.width > longest_chunk || look_.height > longest_chunk) {
      return refuse(Integrity::decodable,
                    fmt::format("IHDR: {} x {} is no size of an image", look_.width, look_.height));
    }
    if (byte_at(chunk.data, 10) != 0 || byte_at(chunk.data, 11) != 0 || interlace > 1) {
      return refuse(Integrity::decodable, "IHDR: unknown compression, filter or interlace method");
    }
    if ((depth < 8 && color != 0 && color != 3) || (depth == 16 && color == 3)) {
      // Some decoders take them.
      return refuse(Integrity::structure, fmt::format("IHDR: color type {} with {} bits", color, depth));
    }
    const auto scan = interlace == 1 ? PngPixels::Shape::Scan::adam7 : PngPixels::Shape::Scan::sequential;
    pixels_.emplace(PngPixels::Shape{look_.width, look_.height, depth * channels, scan});
    if (look_.too_large()) {
      look_.note_odd(fmt::format("{} x {} is too large to be judged", look_.width, look_.height));
    }
    return true;
  }

  void read_palette(const Chunk& chunk) {
    const std::size_t entries = chunk.data.size() / 3;
    if (palette_entries_ != 0) {
      look_.note_damage(Integrity::structure, fmt::format("a second PLTE chunk at {}", chunk.offset));
    } else if (data_ != Data::to_come) {
      look_.note_damage(Integrity::structure, fmt::format("PLTE chunk at {}: it is behind IDAT", chunk.offset));
    } else if (chunk.data.size() % 3 != 0 || entries == 0 || entries > 256) {
      look_.note_damage(Integrity::structure,
                        fmt::format("PLTE chunk at {}: {} bytes are no palette", chunk.offset, chunk.data.size()));
    } else if (look_.color == ColorType::grey || look_.color == ColorType::grey_alpha || seen_transparency_ ||
               (look_.color == ColorType::palette && entries > (std::size_t{1} << look_.bit_depth))) {
      look_.note_odd(fmt::format("PLTE chunk at {}: it does not fit the color type", chunk.offset));
    }
    palette_entries_ = std::max<std::size_t>(entries, 1);
  }

  void read_transparency(const Chunk& chunk) {
    const std::size_t size = chunk.data.size();
    bool fits = true;
    if (look_.color == ColorType::grey) {
      fits = size == 2;
    } else if (look_.color == ColorType::rgb) {
      fits = size == 6;
    } else if (look_.color == ColorType::palette) {
      fits = palette_entries_ != 0 && size >= 1 && size <= palette_entries_;
    } else {
      look_.note_odd(fmt::format("tRNS chunk at {}: the image has alpha of its own", chunk.offset));
    }
    if (!fits || seen_transparency_ || data_ != Data::to_come) {
      look_.note_damage(Integrity::structure,
                        fmt::format("tRNS chunk at {}: in the wrong place or of the wrong size", chunk.offset));
    }
    seen_transparency_ = true;
  }

  void read_data(const Chunk& chunk) {
    if (data_ == Data::over) {
      look_.note_damage(Integrity::structure,
                        fmt::format("IDAT chunk at {}: another chunk stands between it and the last", chunk.offset));
    }
    if (data_ == Data::to_come && look_.color == ColorType::palette && palette_entries_ == 0) {
      look_.note_damage(Integrity::decodable, fmt::format("IDAT chunk at {}: there is no PLTE before", chunk.offset));
    }
    data_ = Data::now;
    if (chunk.data.empty() && ++empty_data_ > 1) {
      look_.note_odd(fmt::format("IDAT chunk at {}: empty, and not the first such", chunk.offset));
    }
    if (pixels_ && !look_.too_large()) {
      pixels_->feed(chunk.data);
    }
  }

  void finish(std::size_t at) {
    if (!ended_) {
      look_.note_damage(Integrity::structure, "there is no IEND chunk");
    } else if (at < file_.size()) {
      look_.note_damage(Integrity::structure, fmt::format("{} bytes behind IEND", file_.size() - at));
    }
    if (!pixels_) {
      if (!seen_first_) {
        look_.note_damage(Integrity::decodable, "there is no IHDR chunk");
      }
      return;
    }
    const PngPixels& pixels = *pixels_;
    if (look_.too_large()) {
      if (file_.size() * best_ratio < pixels.expected()) {
        look_.note_damage(Integrity::decodable, fmt::format("{} x {} pixels cannot be in a file of {} bytes",
                                                            look_.width, look_.height, file_.size()));
      }
      return;
    }
    if (!pixels.complete()) {
      look_.note_damage(Integrity::decodable, pixels.error().empty()
                                                  ? fmt::format("there are {} bytes of pixels, expected {}",
                                                                pixels.inflated(), pixels.expected())
                                                  : fmt::format("after {} of {} bytes of pixels: {}", pixels.inflated(),
                                                                pixels.expected(), pixels.error()));
      return;
    }
    if (pixels.bad_filter()) {
      look_.note_damage(Integrity::decodable, "a row's filter is unknown");
    }
    if (pixels.too_long()) {
      look_.note_damage(Integrity::structure,
                        fmt::format("there are more than the {} bytes of pixels expected", pixels.expected()));
    } else if (pixels.bad_checksum()) {
      look_.note_damage(Integrity::checksums, "the checksum of the compressed pixels is wrong");
    } else if (!pixels.error().empty()) {
      look_.note_damage(Integrity::structure, fmt::format("behind the pixels: {}", pixels.error()));
    } else if (!pixels.ended()) {
      look_.note_damage(Integrity::structure, "the compressed pixels have no end");
    } else if (pixels.trailing()) {
      look_.note_damage(Integrity::structure, "bytes in IDAT behind the end of the compressed pixels");
    }
  }

  enum class Data : std::uint8_t { to_come, now, over };

  Bytes file_;
  Look look_;
  std::optional<PngPixels> pixels_;
  std::size_t palette_entries_ = 0;
  std::size_t empty_data_ = 0;
  Data data_ = Data::to_come;
  bool seen_first_ = false;
  bool seen_transparency_ = false;
  bool ended_ = false;
};

}  // namespace

Look look_at_png(Bytes file) { return PngWalk(file).run(); }

}  // namespace proofload
