#include "dataset/tar_walk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "dataset/tar.hpp"

namespace proofload {
namespace {

using Kind = TarPart::Kind;

bool all_zero(std::string_view bytes) {
  return std::ranges::all_of(bytes, [](char c) { return c == '\0'; });
}

bool leads_out(std::string_view name) {
  if (name.starts_with('/')) {
    return true;
  }
  while (!name.empty()) {
    const std::size_t slash = std::min(name.find('/'), name.size());
    if (name.substr(0, slash) == "..") {
      return true;
    }
    name.remove_prefix(std::min(slash + 1, name.size()));
  }
  return false;
}

/// What headers in front say of a member.
struct Said {
  std::optional<std::string> name;
  std::optional<std::uint64_t> size;
  Soundness is = Soundness::sound;
  std::string cause;

  void doubt(std::string what) {
    cause = cause.empty() ? std::move(what) : cause;
    is = std::max(is, Soundness::unsure);
  }
};

std::optional<std::uint64_t> decimal(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

/// Records "LENGTH KEY=VALUE\n", of which the later of two counts.
void read_pax(std::string_view records, Said& said) {
  while (!records.empty()) {
    const std::size_t blank = records.find(' ');
    const auto length = blank == std::string_view::npos ? std::nullopt : decimal(records.substr(0, blank));
    if (!length || *length > records.size() || *length < blank + 3 || records[*length - 1] != '\n') {
      return said.doubt("a pax record that is none");
    }
    const std::string_view record = records.substr(blank + 1, *length - blank - 2);
    const std::size_t equals = record.find('=');
    const std::string_view key = record.substr(0, equals);
    const std::string_view value = equals == std::string_view::npos ? "" : record.substr(equals + 1);
    if (key == "path") {
      said.name = value;
    } else if (key == "size") {
      said.size = decimal(value);
      if (!said.size) {
        said.doubt("a pax record says a size that is none");
      }
    } else if (key.starts_with("GNU.sparse") || key == "hdrcharset" || equals == std::string_view::npos) {
      said.doubt(fmt::format("a pax record \"{}\"", key));
    }
    records.remove_prefix(*length);
  }
}

class Reading {
 public:
  Reading(std::string_view archive, std::size_t at) : archive_(archive), at_(at) { part_.at = at; }

  TarPart part() {
    for (;;) {
      if (!read_header()) {
        return std::move(part_);
      }
      const char type = header_[tar_field::type.at];
      if (type != 'x' && type != 'L' && type != 'K' && type != 'g') {
        member(type);
        return std::move(part_);
      }
      const std::uint64_t size = tar_number(tar_field::size.of(header_)).value;
      if (!holds(size)) {
        broken(Soundness::damaged, fmt::format("the header at {} says {} bytes, and there are {}", at_, size,
                                               archive_.size() - at_ - tar_block));
        return std::move(part_);
      }
      const std::string_view data = archive_.substr(at_ + tar_block, static_cast<std::size_t>(size));
      at_ += tar_block + tar_padded(static_cast<std::size_t>(size));
      if (type == 'g') {
        global(data);
        return std::move(part_);
      }
      if (type == 'x') {
        read_pax(data, said_);
      } else if (type == 'L') {
        said_.name = data.substr(0, data.find('\0'));
      }
    }
  }

 private:
  void broken(Soundness is, std::string cause) {
    part_.kind = Kind::broken;
    part_.is = is;
    part_.cause = std::move(cause);
    part_.end = std::min(archive_.size(), part_.at + tar_block);
  }

  [[nodiscard]] bool holds(std::uint64_t size) const {
    const std::size_t left = archive_.size() - at_ - tar_block;
    return size <= left && tar_padded(static_cast<std::size_t>(size)) <= left;
  }

  /// Whether there is a header; `part_` says what else there is.
  bool read_header() {
    const std::string_view rest = archive_.substr(at_);
    if (rest.size() < tar_block || all_zero(rest.substr(0, tar_block))) {
      if (at_ == part_.at && rest.size() >= 2 * tar_block && all_zero(rest.substr(0, 2 * tar_block))) {
        part_.kind = Kind::end;
        part_.end = at_ + 2 * tar_block;
      } else if (rest.empty()) {
        broken(Soundness::damaged, "the shard ends without its two blocks of zeros");
      } else if (rest.size() < tar_block) {
        broken(Soundness::damaged, fmt::format("the shard ends within the header at {}", at_));
      } else {
        broken(Soundness::damaged, fmt::format("there is one block of zeros at {}", at_));
      }
      return false;
    }
    header_ = rest.substr(0, tar_block);
    const TarNumber sum = tar_number(tar_field::sum.of(header_));
    if (sum.is == Soundness::damaged || sum.value != tar_sum(header_)) {
      if (sum.is == Soundness::damaged || std::cmp_not_equal(sum.value, signed_tar_sum(header_))) {
        broken(Soundness::damaged, fmt::format("the header at {} has a wrong checksum", at_));
        return false;
      }
      said_.doubt("a checksum of bytes with signs");
    } else if (sum.is == Soundness::unsure) {
      said_.doubt("a checksum that not all readers take");
    }
    const TarNumber size = tar_number(tar_field::size.of(header_));
    if (size.is == Soundness::damaged) {
      broken(Soundness::damaged, fmt::format("the header at {} has a size that is none", at_));
      return false;
    }
    if (size.is == Soundness::unsure) {
      said_.doubt("a size that not all readers take");
    }
    for (const TarField field : {tar_field::mode, tar_field::user, tar_field::group, tar_field::time}) {
      if (tar_number(field.of(header_)).is == Soundness::damaged) {
        said_.doubt("a field of the header is no number");
      }
    }
    return true;
  }

  void global(std::string_view records) {
    part_.kind = Kind::other;
    part_.end = at_;
    Said all;
    read_pax(records, all);
    if (all.name || all.size || all.is != Soundness::sound || said_.name || said_.size ||
        said_.is != Soundness::sound) {
      part_.next = TarPart::Next::unsure;
    }
  }

  std::string header_name() {
    const std::string_view magic = tar_field::magic.of(header_);
    if (magic != ustar_magic && magic != gnu_magic && !all_zero(magic)) {
      said_.doubt("a header that is neither of ustar nor of GNU");
    }
    const std::string_view name = tar_field::name.text(header_);
    const std::string_view prefix = tar_field::prefix.text(header_);
    if (prefix.empty()) {
      return std::string(name);
    }
    if (tar_field::magic.of(header_) != ustar_magic) {
      said_.doubt("a prefix that not all readers take for one");
    }
    return fmt::format("{}/{}", prefix, name);
  }

  void set(Soundness is, std::string cause) {
    if (is > part_.is) {
      part_.is = is;
      part_.cause = std::move(cause);
    }
  }

  void member(char type) {
    part_.kind = Kind::member;
    const std::string in_header = header_name();
    part_.name = said_.name.value_or(in_header);
    part_.name.erase(0, part_.name.starts_with("./") ? 2 : 0);
    const std::uint64_t in_field = tar_number(tar_field::size.of(header_)).value;
    const std::uint64_t size = said_.size.value_or(in_field);
    if (size != in_field) {
      said_.doubt("a pax record says another size");
    }
    part_.is = said_.is;
    part_.cause = said_.cause;
    if (said_.is != Soundness::sound) {
      part_.next = TarPart::Next::unsure;  // to some this is no header, or another size counts
    }
    const bool regular = type == '0' || type == '\0' || type == '7';
    if (type == '5') {
      part_.kind = Kind::other;
    } else if (std::string_view("12346").find(type) != std::string_view::npos) {
      set(Soundness::damaged, fmt::format("\"{}\" is no regular file", part_.name));
    } else if (!regular) {
      set(Soundness::unsure,
          fmt::format("\"{}\" is of the type {:#04x}", part_.name, static_cast<unsigned char>(type)));
    }
    if (!regular && size != 0) {
      part_.next = TarPart::Next::unsure;  // whether there is data behind such a header
    }
    if (leads_out(part_.name)) {
      set(Soundness::damaged, fmt::format("the name \"{}\" leads out of the dataset", part_.name));
    }
    const std::string_view rest = archive_.substr(at_ + tar_block);
    part_.data = rest.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(size, rest.size())));
    if (size > rest.size()) {
      set(Soundness::damaged,
          fmt::format("\"{}\" is cut: {} bytes are said, and there are {}", part_.name, size, rest.size()));
      part_.whole = TarPart::Whole::no;
      part_.end = archive_.size();
    } else if (!holds(size)) {
      set(Soundness::unsure, fmt::format("the shard ends within the padding of \"{}\"", part_.name));
      part_.end = archive_.size();
    } else {
      part_.end = at_ + tar_block + tar_padded(static_cast<std::size_t>(size));
    }
  }

  std::string_view archive_;
  std::size_t at_;
  std::string_view header_;
  Said said_;
  TarPart part_;
};

}  // namespace

TarPart tar_part(std::string_view archive, std::size_t at) { return Reading(archive, at).part(); }

TarKey tar_key(std::string_view name) {
  const std::size_t slash = name.rfind('/');
  const std::size_t base = slash == std::string_view::npos ? 0 : slash + 1;
  const std::size_t dot = name.find('.', base);
  if (dot == std::string_view::npos || dot == base || dot + 1 == name.size()) {
    return {};
  }
  return {name.substr(0, dot), name.substr(dot + 1)};
}

}  // namespace proofload
