/// ZIP, as archives of arrays need it: what a file says of its members, and how one is written. Independent of the
/// loaders.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/image_evidence.hpp"

namespace proofload {

/// A member as the central directory names it, with what the header in front of its data says.
struct ZipMember {
  std::string name;
  std::size_t entry = 0;   ///< where its entry of the directory begins
  std::size_t header = 0;  ///< … and its local header
  std::size_t begin = 0;   ///< of its data, as they are stored
  std::size_t end = 0;
  std::optional<std::string> data;         ///< nothing: they cannot be read, or readers differ on how
  Soundness decodes = Soundness::sound;    ///< of the deflate stream
  Soundness structure = Soundness::sound;  ///< headers and sizes; unsure: the two places say different things
  Soundness checksums = Soundness::sound;  ///< unsure: the two places say different ones
  std::string cause;                       ///< of the first damage, else of the first oddity
};

struct ZipArchive {
  std::vector<ZipMember> members;  ///< in the order of the directory
  /// Where the directory is bad or odd: what those who go from header to header find besides.
  std::vector<ZipMember> undirected;
  std::size_t directory = 0;
  std::size_t end_record = 0;
  Soundness structure = Soundness::sound;  ///< of the end record and the directory
  std::string cause;
};

ZipArchive look_at_zip(std::string_view file);

/// Whether it begins as an archive with a member does, or is an empty one.
bool is_zip(std::string_view file);

struct ZipEntry {
  std::string name;
  std::string data;
  enum class Packed : std::uint8_t { stored, deflated } packed = Packed::stored;
  /// Where the local header says the sizes: in its own fields; in an extra field of 64 bits, as NumPy has it; or not at
  /// all, and they stand behind the data.
  enum class Sizes : std::uint8_t { in_header, in_extra, behind_data } sizes = Sizes::in_header;
};
std::string zip_bytes(std::span<const ZipEntry> entries);

/// A number, the least significant byte first; 0 where it is not all there.
std::uint64_t zip_number(std::string_view bytes, std::size_t at, std::size_t size);
/// Puts a number into bytes, the least significant byte first.
void set_zip_number(std::string& bytes, std::size_t at, std::uint64_t value, std::size_t size);

}  // namespace proofload
