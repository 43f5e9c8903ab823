#include "reference/jpeg_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string_view>

#include "reference/jpeg_huffman.hpp"
#include "reference/jpeg_scan.hpp"
#include "reference/refusal.hpp"

namespace proofload::reference {
namespace {

constexpr std::uint32_t largest_side = 16384;

bool begins(std::span<const std::uint8_t> data, std::string_view with) {
  return data.size() >= with.size() &&
         std::ranges::equal(data.first(with.size()), with, {}, {}, [](char c) { return static_cast<std::uint8_t>(c); });
}

class JpegCheck {
 public:
  JpegCheck(std::span<const std::uint8_t> file, std::size_t limit) : file_(file), limit_(limit) {}

  JpegFacts run() {
    if (file_.size() < 2 || file_[0] != 0xff || file_[1] != 0xd8) {
      refuse("expected the marker of a JPEG's start");
    }
    at_ = 2;
    while (segment()) {
    }
    if (at_ != file_.size()) {
      refuse(fmt::format("expected the end of the file after the end marker, found {} more bytes", file_.size() - at_));
    }
    if (!frame_) {
      refuse(fmt::format("expected a frame header (SOF), found the end of the image at byte {}", at_));
    }
    colors_agree();
    for (const JpegComponent& component : frame_->components) {
      if (std::ranges::any_of(component.lowest, [](std::int8_t bit) { return bit != 0; })) {
        refuse(fmt::format("expected scans that complete component {}, found the end of the image", component.id));
      }
    }
    return {frame_->width, frame_->height, static_cast<std::uint32_t>(frame_->components.size())};
  }

 private:
  /// Goes past one segment, and past the scan that follows one. False: it was the end of the image.
  bool segment() {
    if (at_ >= file_.size() || file_[at_] != 0xff) {
      refuse(fmt::format("expected a marker at byte {}", at_));
    }
    while (at_ < file_.size() && file_[at_] == 0xff) {
      ++at_;
    }
    if (at_ >= file_.size()) {
      refuse(fmt::format("expected the end marker, found the end of the file at byte {}", file_.size()));
    }
    begin_ = at_ - 1;
    marker_ = file_[at_++];
    if (marker_ == 0xd9) {
      return false;
    }
    if (marker_ < 0xc0 || (marker_ >= 0xd0 && marker_ <= 0xd8)) {
      wrong("expected a marker that begins a segment");
    }
    if (file_.size() - at_ < 2) {
      wrong("expected its length, found the end of the file");
    }
    const std::size_t length = word(at_);
    if (length < 2 || length > file_.size() - at_) {
      wrong(fmt::format("expected a length of 2 to {}, found {}", file_.size() - at_, length));
    }
    const std::span<const std::uint8_t> data = file_.subspan(at_ + 2, length - 2);
    at_ += length;
    content(data);
    return true;
  }

  void content(std::span<const std::uint8_t> data) {
    switch (marker_) {
      case 0xc0:
      case 0xc1:
      case 0xc2:
        return frame(data);
      case 0xc4:
        return huffman(data);
      case 0xda:
        return scan(data);
      case 0xdb:
        return quantizers(data);
      case 0xe0:
        return jfif(data);
      case 0xee:
        return adobe(data);
      case 0xdd:
        if (data.size() != 2) {
          wrong(fmt::format("expected 2 bytes, found {}", data.size()));
        }
        restart_interval_ = static_cast<std::uint32_t>(data[0] << 8U | data[1]);
        return;
      default:
        // Applications' data and comments may hold anything. All else is of kinds that are not read here.
        if (marker_ < 0xe0 || (marker_ >= 0xf0 && marker_ != 0xfe)) {
          wrong("expected baseline, extended or progressive Huffman coding, found another kind of segment");
        }
    }
  }

  void jfif(std::span<const std::uint8_t> data) {
    if (!begins(data, std::string_view("JFIF", 5))) {
      return;
    }
    if (data.size() < 14) {
      wrong(fmt::format("expected 14 bytes of JFIF data, found {}", data.size()));
    }
    // Whatever its version: no decoder minds, and none of them changes what the pixels are.
    jfif_ = true;
  }

  void adobe(std::span<const std::uint8_t> data) {
    // Shorter data is nobody's mark of a color space.
    if (!begins(data, "Adobe") || data.size() < 12) {
      return;
    }
    // Decoders differ in whether the byte behind the name counts, which matters where the transform is none.
    if (data[11] > 2 || (data[5] != 0 && data[11] == 0)) {
      wrong("expected Adobe data with a color transform of 0 to 2");
    }
    adobe_transform_ = data[11];
  }

  /// Decoders differ in which of contradicting marks they believe.
  void colors_agree() const {
    if (frame_->components.size() != 3 || (!jfif_ && !adobe_transform_)) {
      return;
    }
    const auto& parts = frame_->components;
    const bool named_rgb = parts[0].id == 'R' && parts[1].id == 'G' && parts[2].id == 'B';
    const unsigned transform = jfif_ ? 1 : *adobe_transform_;
    if (transform > 1 || (jfif_ && adobe_transform_ == 0) || (named_rgb && transform != 0)) {
      refuse("expected marks of its color space that agree, found YCbCr and another");
    }
  }

  void frame(std::span<const std::uint8_t> data) {
    if (frame_) {
      wrong("expected one frame header, found a second");
    }
    if (data.size() < 6 || data.size() != 6 + 3 * std::size_t{data[5]}) {
      wrong(fmt::format("expected 6 bytes and 3 for each component, found {}", data.size()));
    }
    JpegFrame made;
    made.kind = marker_ == 0xc2 ? JpegFrame::Kind::progressive : JpegFrame::Kind::sequential;
    made.height = static_cast<std::uint32_t>(data[1] << 8U | data[2]);
    made.width = static_cast<std::uint32_t>(data[3] << 8U | data[4]);
    const unsigned count = data[5];
    if (data[0] != 8 || (count != 1 && count != 3)) {
      wrong(fmt::format("expected 8 bits and 1 or 3 components, found {} and {}", data[0], count));
    }
    if (made.width == 0 || made.height == 0 || made.width > largest_side || made.height > largest_side) {
      wrong(fmt::format("expected 1 to {} pixels a side, found {} x {}", largest_side, made.width, made.height));
    }
    const std::uint64_t bytes = std::uint64_t{made.width} * made.height * count;
    if (bytes > limit_) {
      wrong(fmt::format("{} x {} pixels of {} channels are {} bytes, more than the limit of {}", made.width,
                        made.height, count, bytes, limit_));
    }
    for (unsigned k = 0; k < count; ++k) {
      component(made, data.subspan(6 + 3 * k, 3));
    }
    measure(made);
    frame_ = std::move(made);
  }

  void component(JpegFrame& made, std::span<const std::uint8_t> data) const {
    JpegComponent component;
    component.id = data[0];
    component.across = data[1] >> 4U;
    component.down = data[1] & 15U;
    component.quantizer = data[2];
    component.lowest.fill(-1);
    if (component.across < 1 || component.across > 4 || component.down < 1 || component.down > 4 ||
        component.quantizer > 3) {
      wrong(fmt::format("expected sampling factors of 1 to 4 and a quantizer of 0 to 3, found {} x {} and {}",
                        component.across, component.down, component.quantizer));
    }
    if (std::ranges::find(made.components, component.id, &JpegComponent::id) != made.components.end()) {
      wrong(fmt::format("expected distinct components, found {} twice", component.id));
    }
    made.components.push_back(std::move(component));
  }

  void measure(JpegFrame& made) const {
    const std::uint32_t most_across = std::ranges::max(made.components, {}, &JpegComponent::across).across;
    const std::uint32_t most_down = std::ranges::max(made.components, {}, &JpegComponent::down).down;
    const auto parts = [](std::uint32_t whole, std::uint32_t part) { return (whole + part - 1) / part; };
    made.units_across = parts(made.width, 8 * most_across);
    made.units_down = parts(made.height, 8 * most_down);
    for (JpegComponent& component : made.components) {
      if (most_across % component.across != 0 || most_down % component.down != 0) {
        wrong("expected sampling factors that divide the largest one");
      }
      component.columns = parts(parts(made.width * component.across, most_across), 8);
      component.rows = parts(parts(made.height * component.down, most_down), 8);
      component.stride = made.units_across * component.across;
      if (made.kind == JpegFrame::Kind::progressive) {
        component.nonzero.resize(std::size_t{component.stride} * made.units_down * component.down);
      }
    }
  }

  void huffman(std::span<const std::uint8_t> data) {
    while (!data.empty()) {
      if (data.size() < 17) {
        wrong(fmt::format("expected a table of at least 17 bytes, found {}", data.size()));
      }
      const unsigned kind = data[0] >> 4U;
      const unsigned id = data[0] & 15U;
      if (kind > 1 || id > 3) {
        wrong(fmt::format("expected a table of kind 0 or 1 and id 0 to 3, found {} and {}", kind, id));
      }
      const auto counts = data.subspan<1, 16>();
      std::size_t total = 0;
      for (const std::uint8_t count : counts) {
        total += count;
      }
      if (total > 256 || total > data.size() - 17) {
        wrong(fmt::format("expected at most {} codes, found {}", std::min<std::size_t>(256, data.size() - 17), total));
      }
      const auto symbols = data.subspan(17, total);
      if (kind == 0 && std::ranges::any_of(symbols, [](std::uint8_t symbol) { return symbol > 15; })) {
        wrong("expected DC symbols of at most 15");
      }
      tables_[kind][id].define(counts, symbols);
      data = data.subspan(17 + total);
    }
  }

  void quantizers(std::span<const std::uint8_t> data) {
    if (scanned_) {
      wrong("expected all quantizers before the first scan");
    }
    while (!data.empty()) {
      const unsigned precision = data[0] >> 4U;
      const unsigned id = data[0] & 15U;
      const std::size_t size = 64 * std::size_t{precision + 1};
      if (precision > 1 || id > 3 || data.size() - 1 < size) {
        wrong(fmt::format("expected tables of 64 values, precision 0 or 1 and id 0 to 3, found {} bytes, {} and {}",
                          data.size() - 1, precision, id));
      }
      const auto values = data.subspan(1, size);
      for (std::size_t k = 0; k < size; k += precision + 1) {
        if (values[k] == 0 && (precision == 0 || values[k + 1] == 0)) {
          wrong("expected no quantizer of zero");
        }
      }
      auto& table = quantizers_[id].emplace();
      for (std::size_t k = 0; k < 64; ++k) {
        table[k] = static_cast<std::uint16_t>(precision == 0 ? values[k] : values[2 * k] << 8U | values[2 * k + 1]);
      }
      data = data.subspan(1 + size);
    }
  }

  void scan(std::span<const std::uint8_t> data) {
    if (!frame_) {
      wrong("expected a frame header before it");
    }
    if (data.empty() || data[0] < 1 || data[0] > frame_->components.size() ||
        data.size() != 4 + 2 * std::size_t{data[0]}) {
      wrong(fmt::format("expected 1 to {} components and their tables, found {} bytes", frame_->components.size(),
                        data.size()));
    }
    const std::size_t count = data[0];
    JpegScan made;
    made.first = data[1 + 2 * count];
    made.last = data[2 + 2 * count];
    made.high = data[3 + 2 * count] >> 4U;
    made.low = data[3 + 2 * count] & 15U;
    made.restart_interval = restart_interval_;
    coefficients(made, count);
    std::uint32_t blocks = 0;
    for (std::size_t k = 0; k < count; ++k) {
      made.parts.push_back(part(made, data[1 + 2 * k], data[2 + 2 * k]));
      blocks += made.parts.back().component->across * made.parts.back().component->down;
    }
    if (count > 1 && blocks > 10) {
      wrong(fmt::format("expected at most 10 blocks in a unit, found {}", blocks));
    }
    scanned_ = true;
    at_ = walk_scan(file_, at_, *frame_, made);
  }

  void coefficients(const JpegScan& made, std::size_t components) const {
    const bool whole = made.first == 0 && made.last == 63 && made.high == 0 && made.low == 0;
    const bool dc = made.first == 0 && made.last == 0;
    const bool ac = made.first >= 1 && made.first <= made.last && made.last <= 63 && components == 1;
    const bool bits = made.low <= 13 && (made.high == 0 || made.high == made.low + 1);
    if (frame_->kind == JpegFrame::Kind::sequential ? !whole : !(bits && (dc || ac))) {
      wrong(fmt::format("expected coefficients as its frame allows, found {} to {}, bits {} and {}", made.first,
                        made.last, made.high, made.low));
    }
  }

  JpegScan::Part part(const JpegScan& made, std::uint8_t id, std::uint8_t tables) {
    const auto component = std::ranges::find(frame_->components, id, &JpegComponent::id);
    const unsigned dc = tables >> 4U;
    const unsigned ac = tables & 15U;
    if (component == frame_->components.end() || dc > 3 || ac > 3) {
      wrong(fmt::format("expected a component of the frame and tables 0 to 3, found {}, {} and {}", id, dc, ac));
    }
    if (!quantizers_[component->quantizer]) {
      wrong(fmt::format("expected quantizer {} to be defined", component->quantizer));
    }
    const bool wants_dc = made.first == 0 && made.high == 0;
    const bool wants_ac = made.last != 0;
    if ((wants_dc && !tables_[0][dc].defined()) || (wants_ac && !tables_[1][ac].defined())) {
      wrong(fmt::format("expected Huffman tables {} and {} to be defined", dc, ac));
    }
    const int known = made.high == 0 ? -1 : static_cast<int>(made.high);
    for (unsigned k = made.first; k <= made.last; ++k) {
      if (component->lowest[k] != known || (k != 0 && component->lowest[0] < 0 && made.first != 0)) {
        wrong(fmt::format("expected scans of component {} in order, found coefficient {} out of turn", id, k));
      }
      component->lowest[k] = static_cast<std::int8_t>(made.low);
    }
    return {.component = &*component,
            .dc = &tables_[0][dc],
            .ac = &tables_[1][ac],
            .quantizer = &*quantizers_[component->quantizer]};
  }

  [[nodiscard]] std::size_t word(std::size_t at) const {
    return static_cast<std::size_t>(file_[at] << 8U | file_[at + 1]);
  }

  [[noreturn]] void wrong(std::string_view what) const {
    refuse(fmt::format("segment 0x{:02x} at byte {}: {}", marker_, begin_, what));
  }

  std::span<const std::uint8_t> file_;
  std::size_t limit_;
  std::size_t at_ = 0;
  std::size_t begin_ = 0;  ///< where the current segment's marker is
  std::uint8_t marker_ = 0;
  std::optional<JpegFrame> frame_;
  bool jfif_ = false;
  std::optional<std::uint8_t> adobe_transform_;
  std::uint32_t restart_interval_ = 0;
  bool scanned_ = false;
  std::array<std::optional<std::array<std::uint16_t, 64>>, 4> quantizers_;
  std::array<std::array<HuffmanTable, 4>, 2> tables_;
};

}  // namespace

std::expected<JpegFacts, std::string> check_jpeg(std::span<const std::byte> file, std::size_t limit) {
  try {
    return JpegCheck({reinterpret_cast<const std::uint8_t*>(file.data()), file.size()}, limit).run();
  } catch (Refusal& refusal) {
    return std::unexpected(std::move(refusal.reason));
  }
}

}  // namespace proofload::reference
