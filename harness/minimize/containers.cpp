#include "minimize/containers.hpp"

#include <algorithm>
#include <string_view>

namespace proofload {
namespace {

constexpr std::size_t block = 512;
constexpr std::size_t size_at = 124;
constexpr std::size_t size_width = 12;
constexpr std::size_t sum_at = 148;
constexpr std::size_t sum_width = 8;
constexpr std::size_t most_members = 1U << 20U;
constexpr std::size_t deepest = 16;

/// A number in octal digits, with spaces or zero bytes around them.
std::optional<std::uint64_t> octal(std::string_view field) {
  std::uint64_t value = 0;
  bool digits = false;
  for (const char c : field) {
    if (c >= '0' && c <= '7' && value < std::uint64_t{1} << 40U) {
      value = value * 8 + static_cast<std::uint64_t>(c - '0');
      digits = true;
    } else if (c != ' ' && c != '\0') {
      return std::nullopt;
    } else if (digits) {
      break;
    }
  }
  return digits ? std::optional(value) : std::nullopt;
}

std::string to_octal(std::uint64_t value, std::size_t width) {
  std::string digits(width, '0');
  for (std::size_t i = width; i-- > 0; value /= 8) {
    digits[i] = static_cast<char>('0' + value % 8);
  }
  return digits;
}

/// The sum of a header's bytes with its own field as spaces.
std::uint64_t tar_sum(std::string_view header) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < header.size(); ++i) {
    sum += i >= sum_at && i < sum_at + sum_width ? ' ' : static_cast<unsigned char>(header[i]);
  }
  return sum;
}

std::size_t padded(std::size_t size, std::size_t to) { return (size + to - 1) / to * to; }

bool all_zero(std::string_view bytes) {
  return std::ranges::all_of(bytes, [](char c) { return c == '\0'; });
}

std::optional<Container> tar_of(std::string_view file) {
  Container tar{.kind = Container::Kind::tar, .members = {}, .tail = 0};
  std::size_t at = 0;
  while (at + block <= file.size() && !all_zero(file.substr(at, block))) {
    const std::string_view head = file.substr(at, block);
    const auto size = octal(head.substr(size_at, size_width));
    const auto sum = octal(head.substr(sum_at, sum_width));
    const std::size_t left = file.size() - at - block;
    if (!size || !sum || *sum != tar_sum(head) || *size > left || padded(*size, block) > left ||
        tar.members.size() >= most_members) {
      return std::nullopt;
    }
    tar.members.push_back({std::string(head), std::string(file.substr(at + block, *size)), 0});
    at += block + padded(*size, block);
  }
  tar.tail = file.size() - at;
  return !tar.members.empty() && all_zero(file.substr(at)) ? std::optional(std::move(tar)) : std::nullopt;
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

std::string tar_bytes(const Container& tar) {
  std::string bytes;
  for (const Member& member : tar.members) {
    std::string head = member.head;
    if (octal(std::string_view(head).substr(size_at, size_width)) != member.data.size()) {
      head.replace(size_at, size_width, to_octal(member.data.size(), size_width - 1) + '\0');
      head.replace(sum_at, sum_width, to_octal(tar_sum(head), sum_width - 2) + std::string("\0 ", 2));
    }
    bytes += head + member.data;
    bytes.resize(padded(bytes.size(), block));
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
  return tar_of(file.text());
}

std::string bytes_of(const Container& container) {
  if (container.kind == Container::Kind::tar) {
    return tar_bytes(container);
  }
  std::string bytes;
  for (std::size_t next = 0; next < container.members.size();) {
    bytes += riff_chunk(container.members, next);
  }
  return bytes;
}

}  // namespace proofload
