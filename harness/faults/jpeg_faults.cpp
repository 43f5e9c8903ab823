#include "faults/jpeg_faults.hpp"

#include <algorithm>
#include <string>

#include "faults/byte_faults.hpp"
#include "faults/image_bytes.hpp"
#include "faults/place.hpp"

namespace proofload {
namespace {

using Bytes = std::vector<std::byte>;

constexpr std::uint8_t scan_marker = 0xDA;
constexpr std::uint8_t end_marker = 0xD9;
constexpr std::size_t longest_segment = 65533;  ///< content

/// A segment with all that follows it up to the next marker: behind a scan's header its coded data.
struct Part {
  std::uint8_t marker = 0;
  Bytes bytes;

  [[nodiscard]] bool is_restart() const { return marker >= 0xD0 && marker <= 0xD7; }
  [[nodiscard]] bool is_frame() const {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }
  [[nodiscard]] bool has_length() const { return !is_restart() && marker != 0xD8 && marker != end_marker; }
};

std::vector<Part> parts_of(std::span<const std::byte> file) {
  const auto segments = jpeg_segments(file);
  std::vector<Part> parts;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const std::size_t end = i + 1 < segments.size() ? segments[i + 1].start : file.size();
    const auto bytes = file.subspan(segments[i].start, end - segments[i].start);
    parts.push_back({segments[i].marker, {bytes.begin(), bytes.end()}});
  }
  return parts;
}

Part segment(std::uint8_t marker, std::string_view content) {
  const std::size_t size = content.size() + 2;
  Part part{marker,
            {std::byte{0xFF}, std::byte{marker}, static_cast<std::byte>(size >> 8U), static_cast<std::byte>(size)}};
  for (const char c : content) {
    part.bytes.push_back(static_cast<std::byte>(c));
  }
  return part;
}

void insert(std::vector<Part>& parts, std::size_t at, Part added) {
  parts.insert(parts.begin() + static_cast<std::ptrdiff_t>(at), std::move(added));
}

/// Restart markers: the one is dropped, comes twice with its data, or changes places with the next.
bool change_restart(std::vector<Part>& parts, std::uint64_t number, std::string_view how) {
  std::vector<std::size_t> restarts;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].is_restart()) {
      restarts.push_back(i);
    }
  }
  if (restarts.empty()) {
    return false;
  }
  const std::size_t at = restarts[number % restarts.size()];
  if (how == "restart_drop") {
    parts[at].bytes.erase(parts[at].bytes.begin(), parts[at].bytes.begin() + 2);
  } else if (how == "restart_double") {
    insert(parts, at, Part(parts[at]));
  } else if (at + 1 < parts.size() && parts[at + 1].is_restart()) {
    std::swap(parts[at], parts[at + 1]);
  } else {
    return false;
  }
  return true;
}

/// Ends the file after one of its scans but the last.
bool cut_after_scan(std::vector<Part>& parts, std::uint64_t number) {
  std::vector<std::size_t> scans;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].marker == scan_marker) {
      scans.push_back(i);
    }
  }
  if (scans.size() < 2) {
    return false;
  }
  parts.resize(scans[1 + number % (scans.size() - 1)]);
  parts.push_back({end_marker, {std::byte{0xFF}, std::byte{end_marker}}});
  return true;
}

/// The frame says no height; behind the first scan a segment of its own does.
bool define_lines_later(std::vector<Part>& parts) {
  const auto frame = std::ranges::find_if(parts, &Part::is_frame);
  const auto scan = std::ranges::find(parts, scan_marker, &Part::marker);
  if (frame == parts.end() || scan < frame || scan == parts.end() || frame->bytes.size() < 7) {
    return false;
  }
  std::string height;
  for (const std::size_t i : {std::size_t{5}, std::size_t{6}}) {
    height += static_cast<char>(frame->bytes[i]);
    frame->bytes[i] = std::byte{0};
  }
  auto behind = scan + 1;
  while (behind != parts.end() && behind->is_restart()) {
    ++behind;
  }
  parts.insert(behind, segment(0xDC, height));
  return true;
}

/// Changes of one segment, which has a length.
bool change_length(Part& part, std::string_view how) {
  if (!part.has_length() || part.bytes.size() < 4) {
    return false;
  }
  const std::uint32_t length = big_endian(part.bytes, 2, 2);
  put_big_endian(part.bytes, 2, 2, how == "longer" ? length + 1 : how == "shorter" ? length - 1 : 0xFFFF);
  return true;
}

bool add_segment(std::vector<Part>& parts, std::string_view how, const Blob& file) {
  const auto adobe = [](char transform) { return segment(0xEE, std::string("Adobe\0\x64\0\0\0\0", 11) + transform); };
  if (how == "thumbnail") {
    const std::string content = std::string("JFXX\0\x10", 6) + std::string(file.text());
    if (content.size() > longest_segment) {
      return false;
    }
    insert(parts, 1, segment(0xE0, content));
  } else if (how == "adobe_none" || how == "adobe_ycck") {
    insert(parts, 1, adobe(how == "adobe_none" ? '\0' : '\2'));
  } else if (how == "comment") {
    insert(parts, 1, segment(0xFE, "an end \xFF\xD9 and a start \xFF\xD8\xFF within a comment"));
  } else if (how == "restarts_claimed") {
    insert(parts, 1, segment(0xDD, std::string_view("\0\1", 2)));
  } else {
    return false;
  }
  return true;
}

bool change(std::vector<Part>& parts, std::size_t at, const Damage& damage) {
  const std::string& how = damage.fault.text;
  if (how.starts_with("restart_")) {
    return change_restart(parts, damage.fault.amount, how);
  }
  if (how == "drop") {
    parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(at));
  } else if (how == "double") {
    insert(parts, at, Part(parts[at]));
  } else if (how == "move") {
    std::swap(parts[at], parts[(at + 1) % parts.size()]);
  } else if (how == "longer" || how == "shorter" || how == "huge") {
    return change_length(parts[at], how);
  } else if (how == "filling") {
    parts[at].bytes.insert(parts[at].bytes.begin(), 3, std::byte{0xFF});
  } else if (how == "lines") {
    return define_lines_later(parts);
  } else if (how == "scan_cut") {
    return cut_after_scan(parts, damage.fault.amount);
  } else if (how == "no_end") {
    return std::erase_if(parts, [](const Part& part) { return part.marker == end_marker; }) != 0;
  } else if (how == "several") {
    const auto again = damage.before.bytes();
    insert(parts, 1, segment(0xE2, std::string_view("MPF\0II*\0\x08\0\0\0", 12)));
    parts.back().bytes.insert(parts.back().bytes.end(), again.begin(), again.end());
  } else if (how == "arithmetic") {
    const auto frame = std::ranges::find_if(parts, &Part::is_frame);
    if (frame == parts.end()) {
      return false;
    }
    frame->bytes[1] |= std::byte{0x08};  // SOF0 becomes SOF8 + 1, SOF2 becomes SOF10
    frame->bytes[1] |= frame->marker == 0xC0 ? std::byte{0x01} : std::byte{0};
  } else {
    return add_segment(parts, how, damage.before);
  }
  return true;
}

}  // namespace

std::optional<Blob> jpeg_structure_changed(const Damage& damage) {
  const auto at = resolve(damage.fault.at, damage.before.bytes());
  auto parts = parts_of(damage.before.bytes());
  if (!at || parts.size() < 3) {
    return std::nullopt;
  }
  // Not the start marker: without it, it would be no JPEG at all, which is another fault.
  std::size_t index = 0;
  for (std::size_t end = parts[0].bytes.size(); index + 1 < parts.size() && (end <= *at || index == 0);) {
    ++index;
    end += parts[index].bytes.size();
  }
  if (!change(parts, index, damage)) {
    return std::nullopt;
  }
  Bytes bytes;
  for (const Part& part : parts) {
    bytes.insert(bytes.end(), part.bytes.begin(), part.bytes.end());
  }
  return Blob(std::move(bytes));
}

}  // namespace proofload
