/// A tar walk goes through an archive part by part, as strict readers do, and says of each how sure it is.
///
/// Independent of the loaders.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "dataset/image_evidence.hpp"

namespace proofload {

struct TarPart {
  enum class Kind : std::uint8_t {
    member,  ///< with the headers in front that say something of it
    other,   ///< says nothing of members: a folder, a comment on the archive
    end,     ///< two blocks of zeros
    broken,  ///< no header can be read here, or the archive ends
  } kind = Kind::broken;
  std::size_t at = 0;
  std::size_t end = 0;    ///< where the next part begins
  std::string name;       ///< without "./" in front
  std::string_view data;  ///< of a member; of one that the archive's end cuts what is there
  /// Of a member: whether it is a regular file with a name that leads nowhere else, and whole. Of what is broken: how
  /// sure that is.
  Soundness is = Soundness::sound;
  std::string cause;  ///< unless sound
  /// Of a member: whether the archive ends within its data.
  enum class Whole : std::uint8_t { yes, no } whole = Whole::yes;
  /// Whether readers differ on where the next part begins.
  enum class Next : std::uint8_t { sure, unsure } next = Next::sure;
};

/// What stands at `at`, which may be the archive's end; there, and nowhere else, the part is empty.
TarPart tar_part(std::string_view archive, std::size_t at);

/// A member's name as key and extension: at the first dot behind the last slash. Both are empty for a name that has not
/// both.
struct TarKey {
  std::string_view key;
  std::string_view extension;
};
TarKey tar_key(std::string_view name);

}  // namespace proofload
