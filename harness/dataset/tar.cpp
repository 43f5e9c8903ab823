#include "dataset/tar.hpp"

#include <algorithm>
#include <utility>

namespace proofload {
namespace {

bool is_octal(char c) { return c >= '0' && c <= '7'; }

/// Base 256, which the first bit says: as GNU writes what octal digits cannot hold.
TarNumber base_256(std::string_view field) {
  if (static_cast<unsigned char>(field.front()) != 0x80) {
    return {};  // below zero, or larger than anything
  }
  TarNumber number{Soundness::unsure, 0};
  for (const char c : field.substr(1)) {
    if (number.value >> 55U != 0) {
      return {};
    }
    number.value = number.value << 8U | static_cast<unsigned char>(c);
  }
  return number;
}

std::string blocks(std::string bytes) {
  bytes.resize(tar_padded(bytes.size()));
  return bytes;
}

std::string header_of(const TarEntry& entry, std::string_view name, std::string_view prefix) {
  std::string header(tar_block, '\0');
  header.replace(tar_field::name.at, name.size(), name);
  set_tar_number(header, tar_field::mode, 0644);
  set_tar_number(header, tar_field::user, 1000);
  set_tar_number(header, tar_field::group, 1000);
  set_tar_number(header, tar_field::size, entry.data.size());
  set_tar_number(header, tar_field::time, 1'600'000'000);
  header[tar_field::type.at] = entry.form == TarEntry::Form::v7 && entry.type == '0' ? '\0' : entry.type;
  if (entry.form != TarEntry::Form::v7) {
    header.replace(tar_field::magic.at, tar_field::magic.width,
                   entry.form == TarEntry::Form::gnu ? gnu_magic : ustar_magic);
  }
  header.replace(tar_field::prefix.at, prefix.size(), prefix);
  set_tar_sum(header);
  return header;
}

/// Where a name is cut so that its front fits into the prefix; npos: it does not fit.
std::size_t prefix_end(std::string_view name) {
  const std::size_t earliest = name.size() - std::min(name.size(), tar_field::name.width + 1);
  const std::size_t slash = name.find('/', std::max<std::size_t>(earliest, 1));
  return slash <= tar_field::prefix.width ? slash : std::string_view::npos;
}

}  // namespace

TarNumber tar_number(std::string_view field) {
  if (!field.empty() && (static_cast<unsigned char>(field.front()) & 0x80U) != 0) {
    return base_256(field);
  }
  std::size_t at = std::min(field.find_first_not_of(' '), field.size());
  const std::size_t first = at;
  std::uint64_t value = 0;
  for (; at < field.size() && is_octal(field[at]); ++at) {
    value = value * 8 + static_cast<std::uint64_t>(field[at] - '0');  // twelve digits at most
  }
  if (at == first) {
    // Nothing but blanks and zero bytes is nothing, or zero.
    const bool blank = field.find_first_not_of(std::string_view(" \0", 2)) == std::string_view::npos;
    return {blank ? Soundness::unsure : Soundness::damaged, 0};
  }
  const std::string_view rest = field.substr(at);
  const bool ends = rest.find_first_not_of(std::string_view(" \0", 2)) == std::string_view::npos;
  return {ends ? Soundness::sound : Soundness::unsure, value};
}

std::uint64_t tar_sum(std::string_view header) {
  std::uint64_t sum = tar_field::sum.width * static_cast<std::uint64_t>(' ');
  for (std::size_t i = 0; i < header.size(); ++i) {
    const bool own = i >= tar_field::sum.at && i < tar_field::sum.at + tar_field::sum.width;
    sum += own ? 0 : static_cast<unsigned char>(header[i]);
  }
  return sum;
}

std::int64_t signed_tar_sum(std::string_view header) {
  auto sum = static_cast<std::int64_t>(tar_sum(header));
  for (std::size_t i = 0; i < header.size(); ++i) {
    const bool own = i >= tar_field::sum.at && i < tar_field::sum.at + tar_field::sum.width;
    sum -= !own && (static_cast<unsigned char>(header[i]) & 0x80U) != 0 ? 256 : 0;
  }
  return sum;
}

void set_tar_number(std::string& header, TarField field, std::uint64_t value) {
  header[field.at + field.width - 1] = '\0';
  for (std::size_t i = field.width - 1; i-- > 0; value /= 8) {
    header[field.at + i] = static_cast<char>('0' + value % 8);
  }
}

void set_tar_sum(std::string& header) {
  const std::uint64_t sum = tar_sum(header);
  set_tar_number(header, {tar_field::sum.at, tar_field::sum.width - 1}, sum);
  header[tar_field::sum.at + tar_field::sum.width - 1] = ' ';
}

std::size_t tar_padded(std::size_t size) { return (size + tar_block - 1) / tar_block * tar_block; }

std::vector<TarMember> tar_members(std::string_view file) {
  constexpr std::size_t most = std::size_t{1} << 20U;
  std::vector<TarMember> members;
  for (std::size_t at = 0; at + tar_block <= file.size() && members.size() < most; at = members.back().end()) {
    const std::string_view header = file.substr(at, tar_block);
    const TarNumber size = tar_number(tar_field::size.of(header));
    const TarNumber sum = tar_number(tar_field::sum.of(header));
    const std::size_t left = file.size() - at - tar_block;
    if (size.is == Soundness::damaged || sum.is != Soundness::sound || sum.value != tar_sum(header) ||
        size.value > left || tar_padded(static_cast<std::size_t>(size.value)) > left) {
      break;
    }
    members.push_back({at, static_cast<std::size_t>(size.value), header[tar_field::type.at]});
  }
  return members;
}

bool is_tar(std::string_view file) {
  if (file.size() < tar_block) {
    return false;
  }
  const std::string_view header = file.substr(0, tar_block);
  const TarNumber sum = tar_number(tar_field::sum.of(header));
  return sum.is == Soundness::sound && sum.value == tar_sum(header) && header.front() != '\0';
}

std::string pax_record(std::string_view key, std::string_view value) {
  const std::size_t rest = key.size() + value.size() + 3;  // a blank, '=' and the line end
  std::size_t length = rest + 1;
  while (rest + std::to_string(length).size() != length) {
    ++length;
  }
  return std::to_string(length) + " " + std::string(key) + "=" + std::string(value) + "\n";
}

std::string tar_bytes(const TarEntry& entry) {
  const std::string_view name = entry.name;
  const bool ustar = entry.form == TarEntry::Form::ustar;
  std::string records = entry.pax;
  std::string_view prefix;
  std::string_view rest = name;
  std::string front;
  if (name.size() > tar_field::name.width) {
    const std::size_t cut = ustar ? prefix_end(name) : std::string_view::npos;
    prefix = cut == std::string_view::npos ? "" : name.substr(0, cut);
    rest = cut == std::string_view::npos ? name.substr(0, tar_field::name.width) : name.substr(cut + 1);
    if (cut == std::string_view::npos && ustar) {
      records += pax_record("path", name);
    } else if (cut == std::string_view::npos) {
      front = tar_bytes({.name = "././@LongLink", .data = entry.name + '\0', .type = 'L', .form = entry.form});
    }
  }
  if (!records.empty()) {
    const std::string_view last = rest.substr(rest.rfind('/') + 1);
    front += tar_bytes({.name = "PaxHeaders/" + std::string(last.substr(0, 80)), .data = records, .type = 'x'});
  }
  return front + header_of(entry, rest, prefix) + blocks(entry.data);
}

}  // namespace proofload
