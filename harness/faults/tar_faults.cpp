#include "faults/tar_faults.hpp"

#include <algorithm>
#include <cctype>
#include <string>
#include <utility>
#include <vector>

#include "dataset/tar.hpp"
#include "dataset/tar_walk.hpp"
#include "faults/byte_faults.hpp"

namespace proofload {
namespace {

/// A member as it stands in the archive, with the headers in front that say something of it.
struct Item {
  std::string bytes;
  std::string name;
  std::string data;
  std::size_t header = 0;  ///< where its own begins

  [[nodiscard]] std::string_view key() const { return tar_key(name).key; }
};

struct Archive {
  std::vector<Item> items;
  std::string rest;  ///< the end, or what cannot be read
};

Archive archive_of(std::string_view file) {
  Archive archive;
  std::size_t at = 0;
  for (TarPart part = tar_part(file, at); part.kind == TarPart::Kind::member && part.whole == TarPart::Whole::yes;
       part = tar_part(file, at)) {
    const auto data = static_cast<std::size_t>(part.data.data() - file.data());
    archive.items.push_back({.bytes = std::string(file.substr(at, part.end - at)),
                             .name = part.name,
                             .data = std::string(part.data),
                             .header = data - tar_block - at});
    at = part.end;
  }
  archive.rest = file.substr(at);
  return archive;
}

std::optional<Blob> bytes_of(const Archive& archive) {
  std::string bytes;
  for (const Item& item : archive.items) {
    bytes += item.bytes;
  }
  return Blob(std::string_view(bytes + archive.rest));
}

std::string header_of(const Item& item) { return item.bytes.substr(item.header, tar_block); }

void set_header(Item& item, const std::string& header) { item.bytes.replace(item.header, tar_block, header); }

void rename(Item& item, std::string name) {
  const std::string header = header_of(item);
  const auto form = tar_field::magic.of(header) == gnu_magic     ? TarEntry::Form::gnu
                    : tar_field::magic.of(header) == ustar_magic ? TarEntry::Form::ustar
                                                                 : TarEntry::Form::v7;
  item.bytes = tar_bytes({.name = std::move(name), .data = item.data, .form = form});
}

/// Becomes what has no data.
void retype(Item& item, char type) {
  std::string header = header_of(item);
  header[tar_field::type.at] = type;
  set_tar_number(header, tar_field::size, 0);
  if (type == '1' || type == '2') {
    constexpr std::string_view target = "/etc/hostname";
    header.replace(tar_field::link.at, target.size(), target);
  }
  set_tar_sum(header);
  item.bytes = item.bytes.substr(0, item.header) + header;
}

bool change_size(Item& item, std::string_view change) {
  std::string header = header_of(item);
  const auto field = [&](char first, char others) {
    std::string text(tar_field::size.width, others);
    text.front() = first;
    header.replace(tar_field::size.at, tar_field::size.width, text);
  };
  const std::size_t size = item.data.size();
  if (change == "size_letters") {
    field('a', 'b');
  } else if (change == "size_negative") {
    field('\xFF', '\xFF');
  } else if (change == "size_huge") {
    set_tar_number(header, tar_field::size, (std::uint64_t{1} << 33U) - 1);
  } else if (change == "size_more") {
    set_tar_number(header, tar_field::size, size + tar_block);
  } else if (change == "size_less") {
    set_tar_number(header, tar_field::size, size / 2);
  } else if (change == "size_none") {
    set_tar_number(header, tar_field::size, 0);
  } else {
    return false;
  }
  set_tar_sum(header);
  set_header(item, header);
  return true;
}

std::optional<std::string> other_name(const std::string& name, std::string_view change, std::string_view before) {
  const TarKey parts = tar_key(name);
  std::string key(parts.key);
  const std::string extension(parts.extension);
  if (change == "parent") {
    return "../" + name;
  }
  if (change == "absolute") {
    return "/" + name;
  }
  if (key.empty()) {
    return std::nullopt;
  }
  if (change == "no_extension") {
    return key;
  }
  if (change == "no_key") {
    return "." + extension;
  }
  if (change == "other_case") {
    std::string capitals = extension;
    std::ranges::transform(capitals, capitals.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return key + "." + capitals;
  }
  if (change == "other_key") {
    return key + "0." + extension;
  }
  return change == "key_of_before" && !before.empty() ? std::optional(std::string(before) + "." + extension)
                                                      : std::nullopt;
}

bool change_name(Item& item, std::string_view change, std::string_view before) {
  auto name = other_name(item.name, change, before);
  if (name) {
    rename(item, std::move(*name));
  }
  return name.has_value();
}

bool change_type(Item& item, std::string_view change) {
  constexpr std::array<std::pair<std::string_view, char>, 6> types = {{{"symbolic_link", '2'},
                                                                       {"hard_link", '1'},
                                                                       {"device", '3'},
                                                                       {"pipe", '6'},
                                                                       {"folder", '5'},
                                                                       {"other_type", 'Z'}}};
  const auto* type = std::ranges::find(types, change, &std::pair<std::string_view, char>::first);
  if (type == types.end()) {
    return false;
  }
  retype(item, type->second);
  return true;
}

bool break_checksum(Item& item) {
  std::string header = header_of(item);
  char& digit = header[tar_field::sum.at + 5];
  digit = digit == '7' ? '0' : static_cast<char>(digit + 1);
  set_header(item, header);
  return true;
}

/// The key of a sample that stands in front of the one that the member is of.
std::string_view key_before(const Archive& archive, std::size_t at) {
  for (std::size_t i = at; i-- > 0;) {
    if (const std::string_view key = archive.items[i].key(); !key.empty() && key != archive.items[at].key()) {
      return key;
    }
  }
  return {};
}

void add_sample_again(Archive& archive, std::size_t at) {
  const std::string key(archive.items[at].key());
  std::vector<Item> again;
  std::ranges::copy_if(archive.items, std::back_inserter(again), [&](const Item& item) { return item.key() == key; });
  archive.items.insert(archive.items.end(), again.begin(), again.end());
}

bool change_order(Archive& archive, std::size_t at, std::string_view change) {
  std::vector<Item>& items = archive.items;
  const auto member = items.begin() + static_cast<std::ptrdiff_t>(at);
  if (change == "dropped") {
    items.erase(member);
  } else if (change == "twice") {
    items.insert(member, Item(*member));
  } else if (change == "again_at_end") {
    items.push_back(Item(*member));
  } else if (change == "sample_again") {
    add_sample_again(archive, at);
  } else if (change == "moved_to_end") {
    std::rotate(member, member + 1, items.end());
  } else if (change == "to_the_front") {
    std::rotate(items.begin(), member, member + 1);
  } else if (change == "exchanged") {
    std::swap(items[at], items[(at + 1) % items.size()]);
  } else {
    return false;
  }
  return true;
}

bool change_between(Archive& archive, std::size_t at, std::string_view change) {
  std::string& bytes = archive.items[at].bytes;
  if (change == "no_end") {
    archive.rest.clear();
  } else if (change == "half_end") {
    archive.rest.resize(std::min(archive.rest.size(), tar_block));
  } else if (change == "garbage_between") {
    bytes.insert(0, tar_block, 'x');
  } else if (change == "zeros_between") {
    bytes.insert(0, tar_block, '\0');
  } else if (change == "pax_in_front") {
    bytes.insert(0, tar_bytes({.name = "PaxHeaders/0", .data = pax_record("comment", "none"), .type = 'x'}));
  } else if (change == "pax_beyond_end") {
    std::string header = tar_bytes({.name = "PaxHeaders/0", .data = "", .type = 'x'});
    set_tar_number(header, tar_field::size, (std::uint64_t{1} << 33U) - 1);
    set_tar_sum(header);
    bytes.insert(0, header);
  } else {
    return false;
  }
  return true;
}

}  // namespace

std::optional<Blob> tar_header_changed(const Damage& damage) {
  Archive archive = archive_of(damage.before.text());
  if (archive.items.empty()) {
    return std::nullopt;
  }
  const std::string_view change = damage.fault.text;
  const std::size_t at = damage.fault.amount % archive.items.size();
  const std::string before(key_before(archive, at));
  Item& item = archive.items[at];
  const bool done = change == "checksum"
                        ? break_checksum(item)
                        : change_size(item, change) || change_type(item, change) || change_name(item, change, before);
  return done ? bytes_of(archive) : std::nullopt;
}

std::optional<Blob> tar_members_changed(const Damage& damage) {
  Archive archive = archive_of(damage.before.text());
  if (archive.items.empty()) {
    return std::nullopt;
  }
  const std::size_t at = damage.fault.amount % archive.items.size();
  const bool done = change_order(archive, at, damage.fault.text) || change_between(archive, at, damage.fault.text);
  return done ? bytes_of(archive) : std::nullopt;
}

}  // namespace proofload
