/// A tar member, read strictly off the front of what is there of an archive.
///
/// ustar, and names and sizes in the ways of pax and GNU. What says nothing of members is passed over with them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace proofload::reference {

struct TarMember {
  std::string name;      ///< without "./" in front
  std::size_t data = 0;  ///< where its data begins, from the front of what was read
  std::size_t size = 0;  ///< of the data, in bytes
  std::size_t end = 0;   ///< where the next member begins; it may not be there yet
  enum class Type : std::uint8_t { file, folder, other } type = Type::file;

  /// The name up to the first dot behind the last slash, and what is behind that dot; both empty where one would be.
  [[nodiscard]] std::string_view key() const;
  [[nodiscard]] std::string_view extension() const;
  /// Whether it is an absolute path, or has a part "..".
  [[nodiscard]] bool leads_out() const;
};

inline constexpr std::size_t tar_block = 512;

/// Whether a block is there and holds nothing but zeros.
bool is_zero_block(std::string_view bytes);

/// Nothing: more bytes are needed. Throws `Refusal`, for a header that is none. What begins with a block of zeros is no
/// member.
std::optional<TarMember> read_tar_member(std::string_view bytes);

}  // namespace proofload::reference
