#include "reference/tar_member.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "reference/refusal.hpp"

namespace proofload::reference {
namespace {

constexpr std::size_t sum_at = 148;
constexpr std::size_t sum_width = 8;
constexpr std::string_view blank_or_zero{" \0", 2};

std::string_view text(std::string_view field) { return field.substr(0, field.find('\0')); }

/// Octal digits, blanks in front and blanks or zeros behind; or, as GNU writes large ones, the bytes of the number.
std::uint64_t number(std::string_view field, const char* what) {
  std::uint64_t value = 0;
  if (field.front() == '\x80' && field[1] == '\0' && field[2] == '\0' && field[3] == '\0') {
    for (const char c : field.substr(4)) {
      value = value << 8U | static_cast<unsigned char>(c);
    }
    if (value < std::uint64_t{1} << 62U) {
      return value;
    }
  }
  field.remove_prefix(std::min(field.find_first_not_of(' '), field.size()));
  const std::string_view digits = field.substr(0, field.find_first_of(blank_or_zero));
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 8);
  if (error != std::errc{} || end != digits.data() + digits.size() ||
      field.substr(digits.size()).find_first_not_of(blank_or_zero) != std::string_view::npos) {
    refuse(std::string("expected a header of tar, found one whose ") + what + " is no number");
  }
  return value;
}

void check_sum(std::string_view header) {
  std::uint64_t sum = sum_width * static_cast<std::uint64_t>(' ');
  for (std::size_t i = 0; i < header.size(); ++i) {
    sum += i >= sum_at && i < sum_at + sum_width ? 0 : static_cast<unsigned char>(header[i]);
  }
  if (const std::uint64_t said = number(header.substr(sum_at, sum_width), "checksum"); said != sum) {
    refuse("expected a header of tar, found one whose checksum is " + std::to_string(said) + " and should be " +
           std::to_string(sum));
  }
}

/// What headers in front say of a member, in place of its own.
struct Said {
  std::optional<std::string> name;
  std::optional<std::uint64_t> size;
};

/// Records "LENGTH KEY=VALUE\n".
void read_pax(std::string_view records, Said& said) {
  while (!records.empty()) {
    std::size_t length = 0;
    const auto [end, error] = std::from_chars(records.data(), records.data() + records.size(), length);
    const auto front = static_cast<std::size_t>(end - records.data()) + 1;
    if (error != std::errc{} || length > records.size() || length <= front + 1 || records[front - 1] != ' ' ||
        records[length - 1] != '\n') {
      refuse("expected pax records, found one that is none");
    }
    const std::string_view record = records.substr(front, length - front - 1);
    const std::size_t equals = std::min(record.find('='), record.size());
    const std::string_view key = record.substr(0, equals);
    const std::string_view value = record.substr(std::min(equals + 1, record.size()));
    if (key == "path") {
      said.name = value;
    } else if (key == "size") {
      std::uint64_t size = 0;
      const auto [stop, wrong] = std::from_chars(value.data(), value.data() + value.size(), size);
      if (wrong != std::errc{} || stop != value.data() + value.size()) {
        refuse("expected a size in a pax record, found \"" + std::string(value) + "\"");
      }
      said.size = size;
    } else if (key.starts_with("GNU.sparse")) {
      refuse("expected whole files, found a sparse one: make the archive anew without --sparse");
    }
    records.remove_prefix(length);
  }
}

std::string name_of(std::string_view header) {
  const std::string name(text(header.substr(0, 100)));
  const std::string_view prefix = text(header.substr(345, 155));
  const std::string_view magic = header.substr(257, 8);
  const bool posix = magic.starts_with(std::string_view("ustar\0", 6));
  if (!posix && magic != std::string_view("ustar  \0", 8) && magic.find_first_not_of('\0') != std::string_view::npos) {
    refuse("expected a header of tar, found one that is neither of ustar nor of GNU nor as old as tar");
  }
  if (!posix && !prefix.empty()) {
    refuse("expected a header of ustar where a name has a prefix, found another one");
  }
  return prefix.empty() ? name : std::string(prefix) + "/" + name;
}

TarMember::Type type_of(char type) {
  return type == '0' || type == '\0' || type == '7' ? TarMember::Type::file
         : type == '5'                              ? TarMember::Type::folder
                                                    : TarMember::Type::other;
}

/// Where the key ends; npos: there is none.
std::size_t dot_of(std::string_view name) {
  const std::size_t base = name.rfind('/') + 1;  // 0 behind npos
  const std::size_t dot = name.find('.', base);
  return dot == base || dot + 1 == name.size() ? std::string_view::npos : dot;
}

}  // namespace

std::string_view TarMember::key() const {
  const std::size_t dot = dot_of(name);
  return dot == std::string_view::npos ? std::string_view{} : std::string_view(name).substr(0, dot);
}

std::string_view TarMember::extension() const {
  const std::size_t dot = dot_of(name);
  return dot == std::string_view::npos ? std::string_view{} : std::string_view(name).substr(dot + 1);
}

bool TarMember::leads_out() const {
  const std::string slashes = "/" + name + "/";
  return name.starts_with('/') || slashes.find("/../") != std::string::npos;
}

bool is_zero_block(std::string_view bytes) {
  return bytes.size() >= tar_block && bytes.substr(0, tar_block).find_first_not_of('\0') == std::string_view::npos;
}

std::optional<TarMember> read_tar_member(std::string_view bytes) {
  Said said;
  for (std::size_t at = 0; at + tar_block <= bytes.size();) {
    const std::string_view header = bytes.substr(at, tar_block);
    check_sum(header);
    const std::uint64_t size = number(header.substr(124, 12), "size");
    const char type = header[156];
    constexpr std::uint64_t largest = std::uint64_t{1} << 62U;
    if (size > largest || said.size.value_or(0) > largest) {
      refuse("expected the size of a member, found " + std::to_string(size));
    }
    const auto padded = [](std::uint64_t count) { return (count + tar_block - 1) / tar_block * tar_block; };
    const std::size_t data = at + tar_block;
    if (type != 'x' && type != 'g' && type != 'L' && type != 'K') {
      TarMember member{.name = said.name.value_or(name_of(header)),
                       .data = data,
                       .size = said.size.value_or(size),
                       .type = type_of(type)};
      member.name.erase(0, member.name.starts_with("./") ? 2 : 0);
      member.end = data + padded(member.size);
      if (member.type != TarMember::Type::file && member.size != 0) {
        refuse("expected no data behind the header of \"" + member.name + "\", which is no regular file, found " +
               std::to_string(member.size) + " bytes");
      }
      return member;
    }
    if (padded(size) > bytes.size() - data) {
      return std::nullopt;
    }
    const std::string_view behind = bytes.substr(data, size);
    if (type == 'x') {
      read_pax(behind, said);
    } else if (type == 'L') {
      said.name = text(behind);
    }
    at = data + padded(size);
  }
  return std::nullopt;
}

}  // namespace proofload::reference
