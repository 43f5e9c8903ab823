/// Tar archives as bytes: the fields of a header, the members of an archive that can be walked, and how to write them.
///
/// Independent of the loaders.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/image_evidence.hpp"

namespace proofload {

inline constexpr std::size_t tar_block = 512;

/// Where a field stands in a header.
struct TarField {
  std::size_t at = 0;
  std::size_t width = 0;

  [[nodiscard]] std::string_view of(std::string_view header) const { return header.substr(at, width); }
  /// Its text, up to the first zero byte.
  [[nodiscard]] std::string_view text(std::string_view header) const {
    const std::string_view field = of(header);
    return field.substr(0, field.find('\0'));
  }
};

namespace tar_field {
inline constexpr TarField name{0, 100};
inline constexpr TarField mode{100, 8};
inline constexpr TarField user{108, 8};
inline constexpr TarField group{116, 8};
inline constexpr TarField size{124, 12};
inline constexpr TarField time{136, 12};
inline constexpr TarField sum{148, 8};
inline constexpr TarField type{156, 1};
inline constexpr TarField link{157, 100};
inline constexpr TarField magic{257, 8};  ///< with the version
inline constexpr TarField prefix{345, 155};
}  // namespace tar_field

/// Magic and version, as POSIX and as GNU write them.
inline constexpr std::string_view ustar_magic{
    "ustar\0"
    "00",
    8};
inline constexpr std::string_view gnu_magic{"ustar  \0", 8};

/// A number as a field says it. Unsure: in a form that not all readers take, or for the same number.
struct TarNumber {
  Soundness is = Soundness::damaged;  ///< damaged: it is none
  std::uint64_t value = 0;
};
TarNumber tar_number(std::string_view field);

/// What the checksum of a header of 512 bytes must be; and what it is to readers for whom bytes have signs.
std::uint64_t tar_sum(std::string_view header);
std::int64_t signed_tar_sum(std::string_view header);

/// Octal digits and a zero byte, as wide as the field; cut to what it can hold.
void set_tar_number(std::string& header, TarField field, std::uint64_t value);
/// Makes the checksum right.
void set_tar_sum(std::string& header);

std::size_t tar_padded(std::size_t size);

/// A header with what it says is behind it. Extended headers are members, too.
struct TarMember {
  std::size_t at = 0;  ///< of the header
  std::size_t size = 0;
  char type = '0';

  [[nodiscard]] std::size_t data() const { return at + tar_block; }
  [[nodiscard]] std::size_t end() const { return data() + tar_padded(size); }
  /// Whether it says something of the next one.
  [[nodiscard]] bool extends() const { return type == 'x' || type == 'g' || type == 'L' || type == 'K'; }
};

/// The members from the start on, as long as each has a right checksum and is there whole; at most 2^20.
std::vector<TarMember> tar_members(std::string_view file);

/// Whether it begins as a tar does.
bool is_tar(std::string_view file);

struct TarEntry {
  std::string name;
  std::string data;
  char type = '0';
  enum class Form : std::uint8_t { v7, ustar, gnu } form = Form::ustar;
  std::string pax = {};  ///< records that stand in a member of their own in front of it
};

/// Header, data and padding. A name that does not fit into the header of its form is put in front of it, in the way of
/// GNU or of pax.
std::string tar_bytes(const TarEntry& entry);

/// What says something of a member: "18 path=some.npy\n".
std::string pax_record(std::string_view key, std::string_view value);

}  // namespace proofload
