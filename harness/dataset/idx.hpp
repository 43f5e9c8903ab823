/// What the IDX format says of a file of images or of labels, plain or compressed. Independent of the loaders.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/image_evidence.hpp"
#include "proofload/blob.hpp"

namespace proofload {

/// What the name of a file says: FRONT-images-idx3-ubyte or FRONT-labels-idx1-ubyte, perhaps with .gz behind.
struct IdxName {
  std::string front;  ///< with the folder
  enum class Role : std::uint8_t { images, labels } role = Role::images;
  enum class Packed : std::uint8_t { no, gzip } packed = Packed::no;
  enum class Letters : std::uint8_t { as_declared, others } letters = Letters::as_declared;  ///< others: capitals

  [[nodiscard]] std::string path() const;
};
std::optional<IdxName> idx_name(std::string_view path);

struct IdxEvidence {
  Soundness decodes = Soundness::sound;    ///< that there are bytes to look at, and a header
  Soundness structure = Soundness::sound;  ///< type, axes, sizes, length
  Soundness checksums = Soundness::sound;  ///< of gzip
  std::string cause;                       ///< of the first damage, else of the first oddity
  std::vector<std::uint32_t> shape;        ///< as the header claims; empty: it is none of that role
  std::vector<std::byte> data;             ///< as far as it is there, and no more than the shape says
  IdxName::Packed packed = IdxName::Packed::no;

  /// Bytes of one sample, as the header claims.
  [[nodiscard]] std::uint64_t item() const;
};

/// Cached by content; the cache is bounded. Threads: may be called from any.
std::shared_ptr<const IdxEvidence> look_at_idx(const Blob& file, IdxName::Role role);

/// Samples of a file of images that is there whole, without looking at more than its header.
std::size_t idx_samples(const Blob& file);

/// A file as it must be: the header, each number with its most significant byte first, and the data.
std::vector<std::byte> idx_bytes(std::span<const std::uint32_t> shape, std::span<const std::byte> data);

}  // namespace proofload
