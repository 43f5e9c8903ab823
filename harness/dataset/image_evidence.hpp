/// What independent decoders and a check of the structure say of an image file. Never uses loaders/.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>

#include "dataset/orientation.hpp"
#include "dataset/picture.hpp"
#include "proofload/blob.hpp"
#include "proofload/declaration.hpp"

namespace proofload {

/// How sure it is that the file is damaged, by one kind of look at it. Sound: a correct reader, however strict,
/// delivers it. Damaged: every reader of that integrity must notice. Damage of one kind is damage of the stricter kinds
/// too, and whatever is damaged or odd in one kind is nowhere sound.
enum class Soundness : std::uint8_t { sound, unsure, damaged };

struct ImageEvidence {
  std::optional<ImageFormat> format;         ///< by the first bytes; nothing: none that is known
  Soundness decodes = Soundness::damaged;    ///< damaged: no decoder makes all of its pixels
  Soundness structure = Soundness::damaged;  ///< counts, sizes, order of parts, end markers, nothing after the end
  Soundness checksums = Soundness::damaged;  ///< of what carries content (PNG: critical chunks, tRNS, the zlib stream)
  /// Of the first damage found, else of the first oddity, for people: "IDAT chunk at 41: CRC is 0x…, expected 0x…".
  std::string cause;
  std::uint32_t width = 0;  ///< as the header claims; 0 when it cannot be read
  std::uint32_t height = 0;
  std::optional<ColorType> color;  ///< as the header claims
  std::uint8_t bit_depth = 0;
  Orientation orientation;  ///< what the file says of how to look at the picture, which is as it is stored
  std::shared_ptr<const Picture> picture;  ///< when it decodes and is at most 4096 x 4096
};

/// Cached by content; the cache is bounded. Threads: may be called from any.
std::shared_ptr<const ImageEvidence> image_evidence(const Blob& file);

}  // namespace proofload
