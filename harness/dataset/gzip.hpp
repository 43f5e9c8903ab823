/// Gzip, as RFC 1952 says: what a file holds, and how it is written. Independent of the loaders.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "dataset/image_evidence.hpp"

namespace proofload {

/// Whether it begins as gzip does.
bool is_gzip(std::span<const std::byte> file);

struct Gunzipped {
  std::vector<std::byte> bytes;  ///< as far as they come, and no more than asked for
  enum class End : std::uint8_t { seen, not_looked_for } end = End::not_looked_for;
  Soundness decodes = Soundness::sound;    ///< the deflate stream
  Soundness structure = Soundness::sound;  ///< header, length, and what is behind
  Soundness checksums = Soundness::sound;
  std::string cause;  ///< of the first damage or oddity; empty when there is none
};

/// The first member of a file that begins as gzip does; what is behind it readers treat in several ways. Where there
/// are more than `most` bytes, the end is not looked for.
Gunzipped gunzip(std::span<const std::byte> file, std::size_t most);

struct GzipForm {
  int level = 6;     ///< 0 (stored) to 9
  std::string name;  ///< of the file within; empty: none is said
};
std::vector<std::byte> gzip(std::span<const std::byte> bytes, const GzipForm& form);

}  // namespace proofload
