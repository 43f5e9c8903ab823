#include "minimize/containers.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "dataset/tar.hpp"
#include "dataset/zip.hpp"

namespace proofload {
namespace {

constexpr std::size_t most_members = 1U << 20U;
constexpr std::size_t deepest = 16;

std::size_t padded(std::size_t size, std::size_t to) { return (size + to - 1) / to * to; }

bool all_zero(std::string_view bytes) {
  return std::ranges::all_of(bytes, [](char c) { return c == '\0'; });
}

std::optional<Container> tar_of(std::string_view file) {
  Container tar{.kind = Container::Kind::tar, .members = {}, .tail = 0};
  std::size_t at = 0;
  for (const TarMember& member : tar_members(file)) {
    tar.members.push_back(
        {std::string(file.substr(member.at, tar_block)), std::string(file.substr(member.data(), member.size)), 0});
    at = member.end();
  }
  tar.tail = file.size() - at;
  return !tar.members.empty() && all_zero(file.substr(at)) ? std::optional(std::move(tar)) : std::nullopt;
}

std::optional<Container> zip_of(std::string_view file) {
  if (!is_zip(file)) {
    return std::nullopt;
  }
  const ZipArchive archive = look_at_zip(file);
  Container zip{.kind = Container::Kind::zip, .members = {}, .tail = 0};
  bool whole = archive.structure == Soundness::sound && !archive.members.empty();
  for (const ZipMember& member : archive.members) {
    whole = whole && member.data && std::max({member.decodes, member.structure, member.checksums}) == Soundness::sound;
    zip.members.push_back({member.name, member.data.value_or(""), 0});
  }
  return whole ? std::optional(std::move(zip)) : std::nullopt;
}

std::string bytes_of_zip(const Container& zip) {
  std::vector<ZipEntry> entries;
  for (const Member& member : zip.members) {
    entries.push_back({.name = member.head, .data = member.data});
  }
  return zip_bytes(entries);
}

std::uint64_t little_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) {
    value = value << 8U | static_cast<unsigned char>(bytes[i]);
  }
  return value;
}

std::string to_little_endian(std::uint64_t value) {
  std::string bytes;
  for (unsigned i = 0; i < 4; ++i) {
    bytes += static_cast<char>(value >> (8 * i));
  }
  return bytes;
}

/// Whether these bytes are chunks one after the other; they are added.
bool add_chunks(std::string_view bytes, std::size_t depth, std::vector<Member>& into) {
  while (!bytes.empty()) {
    if (bytes.size() < 8 || depth > deepest || into.size() >= most_members) {
      return false;
    }
    const std::string_view id = bytes.substr(0, 4);
    const std::uint64_t size = little_endian(bytes.substr(4, 4));
    const std::uint64_t whole = 8 + padded(size, 2);
    if (size > bytes.size() - 8 || whole > bytes.size()) {
      return false;
    }
    const std::string_view data = bytes.substr(8, size);
    if ((id == "RIFF" || id == "LIST") && size >= 4) {
      into.push_back({std::string(id) + std::string(data.substr(0, 4)), {}, depth});
      if (!add_chunks(data.substr(4), depth + 1, into)) {
        return false;
      }
    } else {
      into.push_back({std::string(id), std::string(data), depth});
    }
    bytes.remove_prefix(whole);
  }
  return true;
}

std::optional<Container> riff_of(std::string_view file) {
  Container riff{.kind = Container::Kind::riff, .members = {}, .tail = 0};
  if (!file.starts_with("RIFF") || !add_chunks(file, 0, riff.members) || riff.members.front().head.size() != 8) {
    return std::nullopt;
  }
  return riff;
}

std::string bytes_of_tar(const Container& tar) {
  std::string bytes;
  for (const Member& member : tar.members) {
    std::string head = member.head;
    if (tar_number(tar_field::size.of(head)).value != member.data.size()) {
      set_tar_number(head, tar_field::size, member.data.size());
      set_tar_sum(head);
    }
    bytes += head + member.data;
    bytes.resize(tar_padded(bytes.size()));
  }
  bytes.resize(bytes.size() + tar.tail);
  return bytes;
}

/// The chunk at `next` with all that it holds.
std::string riff_chunk(const std::vector<Member>& members, std::size_t& next) {
  const Member& member = members[next++];
  std::string inside = member.data;
  if (member.head.size() == 8) {
    inside = member.head.substr(4);
    while (next < members.size() && members[next].depth > member.depth) {
      inside += riff_chunk(members, next);
    }
  }
  std::string bytes = member.head.substr(0, 4) + to_little_endian(inside.size()) + inside;
  bytes.resize(padded(bytes.size(), 2));
  return bytes;
}

}  // namespace

std::optional<Container> container_of(const Blob& file) {
  if (auto riff = riff_of(file.text())) {
    return riff;
  }
  if (auto zip = zip_of(file.text())) {
    return zip;
  }
  return tar_of(file.text());
}

std::string bytes_of(const Container& container) {
  if (container.kind == Container::Kind::tar) {
    return bytes_of_tar(container);
  }
  if (container.kind == Container::Kind::zip) {
    return bytes_of_zip(container);
  }
  std::string bytes;
  for (std::size_t next = 0; next < container.members.size();) {
    bytes += riff_chunk(container.members, next);
  }
  return bytes;
}

}  // namespace proofload
