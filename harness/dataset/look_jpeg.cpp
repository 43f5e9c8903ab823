#include <fmt/format.h>

#include <algorithm>
#include <bitset>
#include <string_view>
#include <vector>

#include "dataset/jpeg_scan.hpp"
#include "dataset/look.hpp"

namespace proofload {
namespace {

using Bytes = std::span<const std::byte>;

/// Coefficients of larger progressive images are not followed.
constexpr std::uint64_t most_followed_pixels = 1U << 20U;

constexpr bool is_restart(std::uint8_t marker) { return marker >= 0xD0 && marker <= 0xD7; }

class JpegWalk {
 public:
  explicit JpegWalk(Bytes file) : file_(file) {}

  Look run() {
    at_ = 2;  // behind SOI
    while (!ended_ && look_.damage == std::nullopt && !lost_ && !look_.cut) {
      read_segment();
    }
    if (ended_) {
      finish();
    }
    if (look_.cut) {
      damage("the file ends before its end marker");
    }
    return std::move(look_);
  }

 private:
  void damage(std::string what) { look_.note_damage(Integrity::structure, std::move(what)); }
  void odd(std::string what) { look_.note_odd(std::move(what)); }
  /// Odd, and nothing behind it can be understood.
  void lose(std::string what) {
    lost_ = true;
    odd(std::move(what));
  }

  static const JpegHuffman* table_in(const std::optional<JpegHuffman>& place) { return place ? &*place : nullptr; }

  [[nodiscard]] bool left(std::size_t count) const { return count <= file_.size() - at_; }

  void read_segment() {
    const std::size_t start = at_;
    if (!left(2)) {
      look_.cut = true;
      return;
    }
    if (byte_at(file_, at_) != 0xFF) {
      damage(fmt::format("at {}: expected a marker, found {:#04x}", at_, byte_at(file_, at_)));
      return;
    }
    ++at_;
    while (left(1) && byte_at(file_, at_) == 0xFF) {
      odd(fmt::format("a filling byte before the marker at {}", start));
      ++at_;
    }
    if (!left(1)) {
      look_.cut = true;
      return;
    }
    const std::uint8_t marker = byte_at(file_, at_++);
    if (marker == 0xD9) {
      ended_ = true;
      return;
    }
    if (marker == 0x00 || marker == 0x01 || marker == 0xD8 || is_restart(marker)) {
      damage(fmt::format("at {}: the marker {:#04x} does not belong there", start, marker));
      return;
    }
    if (!left(2)) {
      look_.cut = true;
      return;
    }
    const std::size_t length = big16(file_, at_);
    if (length < 2) {
      damage(fmt::format("the segment {:#04x} at {} is {} bytes long", marker, start, length));
      return;
    }
    if (!left(length)) {
      look_.cut = true;
      return;
    }
    const Bytes body = file_.subspan(at_ + 2, length - 2);
    at_ += length;
    read(marker, start, body);
  }

  void read(std::uint8_t marker, std::size_t start, Bytes body) {
    switch (marker) {
      case 0xC0:
      case 0xC1:
      case 0xC2:
        read_frame(marker, start, body);
        break;
      case 0xC4:
        read_huffman(start, body);
        break;
      case 0xDA:
        read_scan_segment(start, body);
        break;
      case 0xDB:
        read_quantizers(start, body);
        break;
      case 0xDD:
        if (body.size() != 2) {
          damage(fmt::format("the restart interval at {} is {} bytes long", start, body.size()));
        } else {
          restart_interval_ = big16(body, 0);
        }
        break;
      default:
        if (marker >= 0xC0 && marker <= 0xDF) {
          lose(fmt::format("the segment {:#04x} at {} is of a rare kind of JPEG", marker, start));
        } else if (marker < 0xE0 || (marker > 0xEF && marker != 0xFE)) {
          lose(fmt::format("an unknown segment {:#04x} at {}", marker, start));
        } else if (marker == 0xEE) {
          read_adobe(start, body);
        }
        break;
    }
  }

  /// The transform of Adobe's segment says whether three components are YCbCr, as they are taken to be without it.
  void read_adobe(std::size_t start, Bytes body) {
    constexpr std::string_view name = "Adobe";
    const bool known = body.size() >= 12 && std::equal(name.begin(), name.end(), body.begin(), [](char c, std::byte b) {
                         return static_cast<std::uint8_t>(c) == std::to_integer<std::uint8_t>(b);
                       });
    if (!known || byte_at(body, 11) != 1) {
      odd(fmt::format("the Adobe segment at {} is unusual", start));
    }
  }

  void read_frame(std::uint8_t marker, std::size_t start, Bytes body) {
    if (has_frame_) {
      damage(fmt::format("a second frame header at {}", start));
      return;
    }
    if (body.size() < 6 || body.size() != 6 + 3 * std::size_t{byte_at(body, 5)}) {
      damage(fmt::format("the frame header at {} has the wrong length", start));
      return;
    }
    has_frame_ = true;
    frame_.mode = marker == 0xC2 ? JpegFrame::Mode::progressive : JpegFrame::Mode::sequential;
    frame_.height = look_.height = big16(body, 1);
    frame_.width = look_.width = big16(body, 3);
    look_.bit_depth = byte_at(body, 0);
    const std::size_t count = byte_at(body, 5);
    if (look_.width == 0) {
      damage(fmt::format("the frame header at {}: no width", start));
      return;
    }
    if (look_.bit_depth != 8 || (count != 1 && count != 3) || look_.height == 0) {
      lose(fmt::format("the frame header at {}: {} bits, {} components, height {}", start, look_.bit_depth, count,
                       look_.height));
      return;
    }
    look_.color = count == 1 ? ColorType::grey : ColorType::rgb;
    for (std::size_t i = 0; i < count; ++i) {
      JpegComponent component;
      component.id = byte_at(body, 6 + 3 * i);
      component.across = byte_at(body, 7 + 3 * i) >> 4U;
      component.down = byte_at(body, 7 + 3 * i) & 15U;
      component.quantizer = byte_at(body, 8 + 3 * i);
      component.missing.fill(-1);
      const bool plain = component.across == 1 && component.down == 1;
      const bool halved = component.across <= 2 && component.down <= 2 && component.across > 0 && component.down > 0;
      if (!(i == 0 && count == 3 ? halved : plain) || component.quantizer > 3 || component.id != i + 1) {
        lose(fmt::format("the frame header at {}: unusual components", start));
        return;
      }
      frame_.components.push_back(std::move(component));
    }
    lay_out();
  }

  void lay_out() {
    // The first component has the largest factors.
    const std::uint32_t across = frame_.components.front().across;
    const std::uint32_t down = frame_.components.front().down;
    const auto parts = [](std::uint32_t size, std::uint32_t of) { return (size + of - 1) / of; };
    frame_.mcus_wide = parts(frame_.width, 8 * across);
    frame_.mcus_high = parts(frame_.height, 8 * down);
    for (JpegComponent& component : frame_.components) {
      component.blocks_wide = parts(parts(frame_.width * component.across, across), 8);
      component.blocks_high = parts(parts(frame_.height * component.down, down), 8);
      component.stride = frame_.mcus_wide * component.across;
      // Each block takes at least one bit, so a short file cannot make this large.
      const std::uint64_t blocks = std::uint64_t{component.stride} * frame_.mcus_high * component.down;
      if (blocks > file_.size() * 8) {
        damage(fmt::format("{} x {} pixels cannot be in a file of {} bytes", look_.width, look_.height, file_.size()));
        return;
      }
    }
    const bool progressive = frame_.mode == JpegFrame::Mode::progressive;
    if (look_.too_large() || (progressive && std::uint64_t{frame_.width} * frame_.height > most_followed_pixels)) {
      lose(fmt::format("{} x {} is too large to be judged", look_.width, look_.height));
      return;
    }
    if (progressive) {
      for (JpegComponent& component : frame_.components) {
        component.coefficients.assign(std::size_t{component.stride} * frame_.mcus_high * component.down * 64, 0);
      }
    }
  }

  void read_quantizers(std::size_t start, Bytes body) {
    while (!body.empty()) {
      const std::uint8_t which = byte_at(body, 0);
      const std::size_t wide = which >> 4U;
      const std::size_t size = 1 + 64 * (wide + 1);
      if (wide > 1 || (which & 15U) > 3 || body.size() < size) {
        damage(fmt::format("the quantization table at {} is malformed", start));
        return;
      }
      if (wide == 1) {
        odd(fmt::format("the quantization table at {} has 16 bits", start));
      }
      auto& table = frame_.quantizers[which & 3U];
      for (std::size_t i = 0; i < 64; ++i) {
        table[i] = static_cast<std::uint16_t>(wide == 1 ? big16(body, 1 + 2 * i) : std::uint32_t{byte_at(body, 1 + i)});
      }
      if (std::find(table.begin(), table.end(), 0) != table.end()) {
        odd(fmt::format("the quantization table at {} holds 0", start));
      }
      if (!scans_.empty() && (quantizers_ & (1U << (which & 3U))) != 0) {
        odd(fmt::format("the quantization table at {} replaces one between scans", start));
      }
      quantizers_ |= 1U << (which & 3U);
      body = body.subspan(size);
    }
  }

  void read_huffman(std::size_t start, Bytes body) {
    while (!body.empty()) {
      const std::uint8_t which = byte_at(body, 0);
      std::array<std::uint8_t, 16> counts{};
      std::size_t sum = 0;
      if (body.size() >= 17) {
        for (std::size_t i = 0; i < counts.size(); ++i) {
          counts[i] = byte_at(body, 1 + i);
          sum += counts[i];
        }
      }
      if (which >> 4U > 1 || (which & 15U) > 3 || body.size() < 17 || sum > 256 || body.size() < 17 + sum) {
        damage(fmt::format("the Huffman table at {} is malformed", start));
        return;
      }
      std::array<std::uint8_t, 256> symbols{};
      std::transform(body.begin() + 17, body.begin() + 17 + static_cast<std::ptrdiff_t>(sum), symbols.begin(),
                     [](std::byte byte) { return std::to_integer<std::uint8_t>(byte); });
      const auto used = std::span(symbols).first(sum);
      const JpegHuffman table(counts, used);
      if (table.overfull()) {
        damage(fmt::format("the Huffman table at {} has more codes than fit", start));
        return;
      }
      const bool dc = which >> 4U == 0;
      std::bitset<256> present;
      for (const std::uint8_t symbol : used) {
        present.set(symbol);
      }
      const std::size_t different = present.count();
      const bool strange = std::any_of(used.begin(), used.end(),
                                       [&](std::uint8_t symbol) { return dc ? symbol > 11 : (symbol & 15U) > 10; });
      if (strange || table.full() || used.empty() || different != sum) {
        odd(fmt::format("the Huffman table at {} is unusual", start));
      }
      auto& place = (dc ? dc_ : ac_)[which & 3U];
      place = table;
      body = body.subspan(17 + sum);
    }
  }

  void read_scan_segment(std::size_t start, Bytes body) {
    if (!has_frame_) {
      damage(fmt::format("the scan at {} comes before the frame header", start));
      return;
    }
    const std::size_t count = body.empty() ? 0 : byte_at(body, 0);
    if (body.size() < 4 || body.size() != 4 + 2 * count || count == 0 || count > frame_.components.size()) {
      damage(fmt::format("the scan header at {} has the wrong length", start));
      return;
    }
    JpegScan scan;
    scan.restart_interval = restart_interval_;
    scan.first = byte_at(body, 1 + 2 * count);
    scan.last = byte_at(body, 2 + 2 * count);
    scan.high = byte_at(body, 3 + 2 * count) >> 4U;
    scan.low = byte_at(body, 3 + 2 * count) & 15U;
    const bool progressive = frame_.mode == JpegFrame::Mode::progressive;
    const bool fits = progressive ? scan.first <= scan.last && scan.last <= 63 && (scan.first != 0 || scan.last == 0) &&
                                        (scan.first == 0 || count == 1) && scan.low <= 13 &&
                                        (scan.high == 0 || scan.high == scan.low + 1)
                                  : scan.first == 0 && scan.last == 63 && scan.high == 0 && scan.low == 0;
    if (!fits) {
      lose(fmt::format("the scan header at {} is unusual", start));
      return;
    }
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint8_t id = byte_at(body, 1 + 2 * i);
      const std::uint8_t tables = byte_at(body, 2 + 2 * i);
      const auto found = std::find_if(frame_.components.begin(), frame_.components.end(),
                                      [&](const JpegComponent& component) { return component.id == id; });
      const auto which = static_cast<std::size_t>(found - frame_.components.begin());
      if (found == frame_.components.end() || (!scan.parts.empty() && scan.parts.back().component >= which)) {
        damage(fmt::format("the scan header at {} names component {}", start, id));
        return;
      }
      if ((quantizers_ & (1U << found->quantizer)) == 0) {
        damage(fmt::format("the scan at {}: its quantization table is missing", start));
        return;
      }
      if (tables >> 4U > 3 || (tables & 15U) > 3) {
        damage(fmt::format("the scan header at {} names a Huffman table that cannot be", start));
        return;
      }
      const bool needs_dc = scan.first == 0 && scan.high == 0;
      const bool needs_ac = scan.last > 0;
      const JpegHuffman* dc = needs_dc ? table_in(dc_[tables >> 4U]) : nullptr;
      const JpegHuffman* ac = needs_ac ? table_in(ac_[tables & 15U]) : nullptr;
      if ((needs_dc && dc == nullptr) || (needs_ac && ac == nullptr)) {
        damage(fmt::format("the scan at {}: its Huffman table is missing", start));
        return;
      }
      for (std::uint32_t k = scan.first; k <= scan.last; ++k) {
        std::int8_t& missing = found->missing[k];
        if (scan.high == 0 ? missing != -1 : missing != static_cast<std::int8_t>(scan.high)) {
          lose(fmt::format("the scan at {} is out of order", start));
          return;
        }
        missing = static_cast<std::int8_t>(scan.low);
      }
      scan.parts.push_back({which, dc, ac});
    }
    read_coded_data(start, scan);
  }

  void read_coded_data(std::size_t start, const JpegScan& scan) {
    std::vector<Bytes> intervals;
    std::size_t begin = at_;
    for (;;) {
      if (!left(2)) {
        look_.cut = true;
        return;
      }
      if (byte_at(file_, at_) != 0xFF) {
        ++at_;
        continue;
      }
      // Any marker may have filling bytes in front of it, a restart marker as well.
      std::size_t marker_at = at_ + 1;
      while (marker_at < file_.size() && byte_at(file_, marker_at) == 0xFF) {
        ++marker_at;
      }
      if (marker_at == file_.size()) {
        look_.cut = true;
        return;
      }
      const bool filled = marker_at > at_ + 1;
      const std::uint8_t marker = byte_at(file_, marker_at);
      if (marker == 0 && filled) {
        lose(fmt::format("filling bytes within coded data at {}", at_));
        return;
      }
      if (marker == 0) {
        at_ += 2;
        continue;
      }
      intervals.push_back(file_.subspan(begin, at_ - begin));
      if (!is_restart(marker)) {
        break;
      }
      if (scan.restart_interval == 0 || marker != 0xD0 + (intervals.size() - 1) % 8) {
        damage(fmt::format("at {}: the restart marker {:#04x} is out of order", at_, marker));
        return;
      }
      if (filled) {
        odd(fmt::format("a filling byte before the marker at {}", at_));
      }
      at_ = marker_at + 1;
      begin = at_;
    }
    const std::uint64_t mcus = scan.mcus(frame_);
    const std::uint64_t expected =
        scan.restart_interval == 0 ? 1 : (mcus + scan.restart_interval - 1) / scan.restart_interval;
    if (intervals.size() != expected) {
      damage(fmt::format("the scan at {} has {} restart intervals, expected {}", start, intervals.size(), expected));
      return;
    }
    scans_.push_back(start);
    const std::size_t component = scan.parts.front().component;
    // How many bits a refinement has depends on every coefficient before it.
    if (scan.first > 0 && scan.high != 0 && unknown_.test(component)) {
      odd(fmt::format("the scan at {} refines one that cannot be followed", start));
      return;
    }
    const JpegScanReading reading = read_scan(frame_, scan, intervals);
    if (reading.kind != JpegScanReading::Kind::good) {
      for (const JpegScan::Part& part : scan.parts) {
        unknown_.set(part.component);
      }
    }
    switch (reading.kind) {
      case JpegScanReading::Kind::good:
        break;
      case JpegScanReading::Kind::odd:
        odd(fmt::format("the scan at {}: {}", start, reading.what));
        break;
      case JpegScanReading::Kind::incomplete:
        damage(fmt::format("the scan at {}: {}", start, reading.what));
        break;
    }
  }

  void finish() {
    if (at_ < file_.size()) {
      damage(fmt::format("{} bytes behind the end marker", file_.size() - at_));
    }
    if (scans_.empty()) {
      look_.note_damage(Integrity::decodable, "there is no scan");
      return;
    }
    const bool whole = std::all_of(frame_.components.begin(), frame_.components.end(), [](const auto& component) {
      return std::all_of(component.missing.begin(), component.missing.end(), [](std::int8_t m) { return m == 0; });
    });
    if (!whole) {
      odd("the scans do not bring all of the image");
    }
    if (frame_.mode == JpegFrame::Mode::progressive && beyond_range(frame_)) {
      odd("a block has values out of range");
    }
  }

  Bytes file_;
  Look look_;
  std::size_t at_ = 0;
  JpegFrame frame_;
  std::array<std::optional<JpegHuffman>, 4> dc_;
  std::array<std::optional<JpegHuffman>, 4> ac_;
  std::vector<std::size_t> scans_;
  std::bitset<4> unknown_;  ///< components whose coefficients could not all be followed
  std::uint32_t quantizers_ = 0;
  std::uint32_t restart_interval_ = 0;
  bool has_frame_ = false;
  bool lost_ = false;
  bool ended_ = false;
};

}  // namespace

Look look_at_jpeg(Bytes file) { return JpegWalk(file).run(); }

}  // namespace proofload
