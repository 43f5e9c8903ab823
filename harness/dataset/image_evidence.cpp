#include "dataset/image_evidence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "dataset/decode.hpp"
#include "dataset/look.hpp"
#include "dataset/recent.hpp"

namespace proofload {
namespace {

using Bytes = std::span<const std::byte>;

bool begins_with(Bytes file, std::initializer_list<unsigned> start) {
  return file.size() >= start.size() &&
         std::equal(start.begin(), start.end(), file.begin(),
                    [](unsigned a, std::byte b) { return a == std::to_integer<unsigned>(b); });
}

std::optional<ImageFormat> format_of(Bytes file) {
  if (begins_with(file, {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'})) {
    return ImageFormat::png;
  }
  if (begins_with(file, {0xFF, 0xD8, 0xFF})) {
    return ImageFormat::jpeg;
  }
  if (begins_with(file, {'B', 'M'})) {
    return ImageFormat::bmp;
  }
  return std::nullopt;
}

/// Whether all of the pixels are there and only the end marker is missing.
bool only_end_is_missing(Bytes file) {
  std::vector<std::byte> completed(file.begin(), file.end());
  if (completed.back() != std::byte{0xFF}) {
    completed.push_back(std::byte{0xFF});
  }
  completed.push_back(std::byte{0xD9});
  return decode_jpeg(completed).how == Decoded::How::cleanly;
}

/// Holds what the decoder says against what the look at the structure says, so that a decoder's own limits accuse
/// nobody. Whatever is not decodable, both must say so.
std::shared_ptr<const Picture> decode(Bytes file, ImageFormat format, Look& look) {
  // A size that the bytes cannot fill is not given to a decoder, which would allocate it.
  const bool jpeg = format == ImageFormat::jpeg;
  const bool hopeless = jpeg && std::uint64_t{look.width} * look.height / 64 > file.size() * 8;
  if (look.too_large() || hopeless) {
    return nullptr;
  }
  if (!look.decodable()) {
    // What a decoder gets over all the same is not evident to those that only decode.
    constexpr std::uint64_t small = std::uint64_t{1} << 20U;
    if (jpeg || std::uint64_t{look.width} * look.height > small) {
      return nullptr;
    }
    Decoded decoded = decode_png(file);
    if (decoded.how != Decoded::How::cleanly) {
      return nullptr;
    }
    look.damage = Integrity::structure;
    return std::move(decoded.picture);
  }
  Decoded decoded = jpeg ? decode_jpeg(file) : decode_png(file);
  const auto says = [&] { return fmt::format("the decoder says: {}", decoded.message); };
  const bool pixels_are_cut = look.cut && decoded.how != Decoded::How::cleanly && !only_end_is_missing(file);
  const bool both_refuse = jpeg && decoded.how == Decoded::How::not_at_all && look.damage == Integrity::structure;
  if (pixels_are_cut || both_refuse) {
    look.note_damage(Integrity::decodable, says());
  } else if (decoded.how != Decoded::How::cleanly) {
    look.note_odd(says());
  }
  return look.decodable() ? std::move(decoded.picture) : nullptr;
}

/// A BMP has nothing that two decoders could differ in, but for what the look at its header calls odd.
std::shared_ptr<const Picture> decode_rows(Bytes file, Look& look) {
  constexpr std::uint64_t most_pixels_a_byte = 16;  // twice what one bit a pixel gives: half of the rows are there
  if (!look.decodable() || look.too_large() ||
      std::uint64_t{look.width} * look.height > file.size() * most_pixels_a_byte) {
    return nullptr;
  }
  Decoded decoded = decode_bmp(file);
  if (decoded.how == Decoded::How::with_warnings) {
    look.note_odd(decoded.message);
  }
  return std::move(decoded.picture);
}

Look look_at(Bytes file, ImageFormat format) {
  switch (format) {
    case ImageFormat::png:
      return look_at_png(file);
    case ImageFormat::jpeg:
      return look_at_jpeg(file);
    case ImageFormat::bmp:
      break;
  }
  return look_at_bmp(file);
}

ImageEvidence judge(Bytes file) {
  ImageEvidence evidence;
  evidence.format = format_of(file);
  if (!evidence.format) {
    evidence.cause = file.empty() ? "the file is empty" : "the first bytes are of no known image format";
    return evidence;
  }
  Look look = look_at(file, *evidence.format);
  evidence.picture =
      *evidence.format == ImageFormat::bmp ? decode_rows(file, look) : decode(file, *evidence.format, look);
  const auto soundness = [&](Integrity level) {
    if (look.damage && *look.damage <= level) {
      return Soundness::damaged;
    }
    return look.damage || look.odd ? Soundness::unsure : Soundness::sound;
  };
  evidence.decodes = soundness(Integrity::decodable);
  evidence.structure = soundness(Integrity::structure);
  evidence.checksums = soundness(Integrity::checksums);
  evidence.cause = std::move(look.cause);
  evidence.width = look.width;
  evidence.height = look.height;
  evidence.color = look.color;
  evidence.bit_depth = look.bit_depth;
  evidence.orientation = orientation_of(file);
  return evidence;
}

struct BlobHash {
  std::size_t operator()(const Blob& blob) const { return blob.digest(); }
};

}  // namespace

std::shared_ptr<const ImageEvidence> image_evidence(const Blob& file) {
  static Recent<Blob, std::shared_ptr<const ImageEvidence>, BlobHash> known(std::size_t{64} << 20U);
  if (auto evidence = known.find(file)) {
    return *std::move(evidence);
  }
  auto evidence = std::make_shared<const ImageEvidence>(judge(file.bytes()));
  const std::size_t pixels = evidence->picture ? evidence->picture->values.size() * sizeof(std::uint16_t) : 0;
  known.put(file, evidence, file.size() + pixels + sizeof(ImageEvidence) + sizeof(Picture) + evidence->cause.size());
  return evidence;
}

}  // namespace proofload
