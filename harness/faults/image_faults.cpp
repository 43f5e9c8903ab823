#include "faults/image_faults.hpp"

#include <algorithm>

#include "faults/byte_faults.hpp"
#include "faults/image_bytes.hpp"
#include "faults/place.hpp"
#include "proofload/random.hpp"

namespace proofload {
namespace {

struct Field {
  std::size_t offset;
  std::size_t width;
};
// In the order of the names; from the start of IHDR's data, and of the frame header's segment.
constexpr std::array<Field, png_header_fields.size()> png_fields = {
    {{0, 4}, {4, 4}, {8, 1}, {9, 1}, {10, 1}, {11, 1}, {12, 1}, {0, 4}}};
constexpr std::array<Field, jpeg_header_fields.size()> jpeg_fields = {{{4, 1}, {5, 2}, {7, 2}, {9, 1}, {11, 1}}};

template <std::size_t n>
std::optional<Field> field_named(const std::array<std::string_view, n>& names, const std::array<Field, n>& fields,
                                 std::string_view name) {
  const auto found = std::ranges::find(names, name);
  return found == names.end() ? std::nullopt : std::optional(fields[static_cast<std::size_t>(found - names.begin())]);
}

/// The chunk that a place lies in; the last one for a place behind all.
std::optional<PngChunk> chunk_at(const Damage& damage) {
  const auto at = resolve(damage.fault.at, damage.before.bytes());
  const auto chunks = png_chunks(damage.before.bytes());
  if (!at || chunks.empty()) {
    return std::nullopt;
  }
  const auto found = std::ranges::find_if(chunks, [&](const PngChunk& chunk) { return *at < chunk.end(); });
  return found == chunks.end() ? chunks.back() : *found;
}

}  // namespace

std::optional<Blob> png_header_changed(const Damage& damage) {
  const auto chunks = png_chunks(damage.before.bytes());
  const auto field = field_named(png_header_fields, png_fields, damage.fault.text);
  if (chunks.empty() || chunks.front().data < 13 || !field) {
    return std::nullopt;
  }
  const PngChunk& header = chunks.front();
  std::vector<std::byte> bytes = copy_of(damage.before);
  put_big_endian(bytes, header.payload() + field->offset, field->width,
                 static_cast<std::uint32_t>(damage.fault.amount));
  if (damage.fault.text == "sides") {
    put_big_endian(bytes, header.payload() + 4, 4, static_cast<std::uint32_t>(damage.fault.amount));
  }
  put_big_endian(bytes, header.checksum(), 4, png_checksum(bytes, header));
  return Blob(std::move(bytes));
}

std::optional<Blob> jpeg_header_changed(const Damage& damage) {
  const auto segments = jpeg_segments(damage.before.bytes());
  const auto frame = std::ranges::find_if(segments, &JpegSegment::is_frame);
  const auto field = field_named(jpeg_header_fields, jpeg_fields, damage.fault.text);
  if (frame == segments.end() || !field || field->offset + field->width > frame->size) {
    return std::nullopt;
  }
  std::vector<std::byte> bytes = copy_of(damage.before);
  put_big_endian(bytes, frame->start + field->offset, field->width, static_cast<std::uint32_t>(damage.fault.amount));
  return Blob(std::move(bytes));
}

std::optional<Blob> png_checksum_broken(const Damage& damage) {
  const auto chunk = chunk_at(damage);
  if (!chunk) {
    return std::nullopt;
  }
  std::vector<std::byte> bytes = copy_of(damage.before);
  // From the right sum, so that doing it twice does not undo it; also where the sum was wrong already.
  put_big_endian(bytes, chunk->checksum(), 4, ~png_checksum(bytes, *chunk));
  return Blob(std::move(bytes));
}

std::optional<Blob> png_payload_changed(const Damage& damage) {
  const auto chunk = chunk_at(damage);
  if (!chunk || chunk->data == 0) {
    return std::nullopt;
  }
  std::vector<std::byte> bytes = copy_of(damage.before);
  Random random(damage.fault.seed);
  bytes[chunk->payload() + random.below(chunk->data)] ^= static_cast<std::byte>(random.between(1, 255));
  put_big_endian(bytes, chunk->checksum(), 4, png_checksum(bytes, *chunk));
  return Blob(std::move(bytes));
}

std::optional<Blob> jpeg_ended_early(const Damage& damage) {
  const auto at = resolve(damage.fault.at, damage.before.bytes());
  if (!at || !is_jpeg(damage.before.bytes())) {
    return std::nullopt;
  }
  const auto kept = damage.before.bytes().first(std::max<std::size_t>(*at, 2));
  std::vector<std::byte> bytes(kept.begin(), kept.end());
  bytes.push_back(std::byte{0xFF});
  bytes.push_back(std::byte{0xD9});
  return Blob(std::move(bytes));
}

}  // namespace proofload
