/// A container is a file made of members whose lengths it says itself: a tar archive, a ZIP archive, a RIFF file
/// (WAV, WebP, AVI).
///
/// Only one that is whole is taken apart, as in formats.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "proofload/blob.hpp"

namespace proofload {

struct Member {
  std::string head;       ///< tar: its 512 bytes; ZIP: its name; RIFF: the four letters, and of a list four more
  std::string data;       ///< without padding; empty for a list
  std::size_t depth = 0;  ///< RIFF: lists hold what follows them and is deeper
};

struct Container {
  enum class Kind : std::uint8_t { tar, zip, riff } kind = Kind::tar;
  std::vector<Member> members;
  std::size_t tail = 0;  ///< zero bytes at the end of a tar
};

std::optional<Container> container_of(const Blob& file);

/// With lengths, padding and checksums made right; members of a ZIP archive are stored.
std::string bytes_of(const Container& container);

}  // namespace proofload
