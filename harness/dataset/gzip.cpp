#include "dataset/gzip.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <utility>

#include "dataset/look.hpp"

namespace proofload {
namespace {

constexpr int no_header = -15;
constexpr std::size_t header_size = 10;
constexpr std::size_t trailer_size = 8;

enum Flag : std::uint8_t { checksum = 2, extra = 4, name = 8, comment = 16, reserved = 0xE0 };

// NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): zlib's bytes
const Bytef* zlib_bytes(std::span<const std::byte> bytes) { return reinterpret_cast<const Bytef*>(bytes.data()); }

std::uint32_t crc_of(std::span<const std::byte> bytes) {
  return static_cast<std::uint32_t>(crc32_z(0, zlib_bytes(bytes), bytes.size()));
}

void note(Gunzipped& of, std::string cause) {
  if (of.cause.empty()) {
    of.cause = std::move(cause);
  }
}

/// Where the deflate stream begins; nothing: the file ends before that.
std::optional<std::size_t> behind_header(std::span<const std::byte> file, Gunzipped& result) {
  if (file.size() < header_size) {
    return std::nullopt;
  }
  const std::uint8_t flags = byte_at(file, 3);
  std::size_t at = header_size;
  if ((flags & Flag::extra) != 0) {
    if (at + 2 > file.size()) {
      return std::nullopt;
    }
    at += 2 + byte_at(file, at) + std::size_t{byte_at(file, at + 1)} * 256;
  }
  for (const Flag text : {Flag::name, Flag::comment}) {
    if ((flags & text) != 0) {
      while (at < file.size() && byte_at(file, at) != 0) {
        ++at;
      }
      ++at;
    }
  }
  if ((flags & Flag::checksum) != 0) {
    at += 2;
  }
  // Some readers pass over what others refuse: flags without a meaning, and the header's own checksum.
  if ((flags & (Flag::reserved | Flag::checksum)) != 0) {
    note(result, "the gzip header has flags that readers treat in several ways");
    result.decodes = Soundness::unsure;
    result.structure = Soundness::unsure;
    result.checksums = Soundness::unsure;
  }
  return at < file.size() ? std::optional(at) : std::nullopt;
}

void damaged(Gunzipped& result, std::string cause, Soundness decodes) {
  result.cause = std::move(cause);
  result.decodes = std::max(result.decodes, decodes);
  result.structure = Soundness::damaged;
  result.checksums = Soundness::damaged;
}

void look_behind(std::span<const std::byte> rest, Gunzipped& result) {
  result.end = Gunzipped::End::seen;
  if (rest.size() < trailer_size) {
    return damaged(result, "the gzip trailer is cut", Soundness::unsure);
  }
  if (little32(rest, 4) != static_cast<std::uint32_t>(result.bytes.size())) {
    return damaged(result, "the gzip trailer says another length", Soundness::unsure);
  }
  if (little32(rest, 0) != crc_of(result.bytes)) {
    note(result, "the gzip checksum is wrong");
    result.decodes = std::max(result.decodes, Soundness::unsure);
    result.structure = std::max(result.structure, Soundness::unsure);
    result.checksums = Soundness::damaged;
  }
  if (rest.size() > trailer_size) {
    note(result, "there are bytes behind the gzip trailer");
    result.decodes = std::max(result.decodes, Soundness::unsure);
    result.structure = std::max(result.structure, Soundness::unsure);
    result.checksums = std::max(result.checksums, Soundness::unsure);
  }
}

}  // namespace

bool is_gzip(std::span<const std::byte> file) {
  return file.size() >= 2 && byte_at(file, 0) == 0x1F && byte_at(file, 1) == 0x8B;
}

Gunzipped gunzip(std::span<const std::byte> file, std::size_t most) {
  Gunzipped result;
  const auto at = behind_header(file, result);
  if (!at || byte_at(file, 2) != 8) {
    damaged(result, at ? "gzip of an unknown method" : "the gzip header is cut", Soundness::damaged);
    return result;
  }
  z_stream stream{};
  if (inflateInit2(&stream, no_header) != Z_OK) {
    throw std::bad_alloc();
  }
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): zlib reads only
  stream.next_in = const_cast<Bytef*>(zlib_bytes(file.subspan(*at)));
  stream.avail_in = static_cast<uInt>(file.size() - *at);
  int code = Z_OK;
  while (code == Z_OK && result.bytes.size() < most) {
    constexpr std::size_t piece = std::size_t{64} << 10U;
    const std::size_t before = result.bytes.size();
    result.bytes.resize(std::min(most, before + std::max(piece, before)));
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): zlib's bytes
    stream.next_out = reinterpret_cast<Bytef*>(result.bytes.data() + before);
    stream.avail_out = static_cast<uInt>(result.bytes.size() - before);
    code = inflate(&stream, Z_NO_FLUSH);
    result.bytes.resize(result.bytes.size() - stream.avail_out);
  }
  const std::span rest = file.last(stream.avail_in);
  inflateEnd(&stream);
  if (code == Z_STREAM_END) {
    look_behind(rest, result);
  } else if (code != Z_OK) {
    result.end = Gunzipped::End::seen;
    damaged(
        result,
        fmt::format("the gzip stream {} at byte {}", rest.empty() ? "ends" : "is damaged", file.size() - rest.size()),
        Soundness::damaged);
  }
  return result;
}

std::vector<std::byte> gzip(std::span<const std::byte> bytes, const GzipForm& form) {
  z_stream stream{};
  constexpr int memory = 8;
  if (deflateInit2(&stream, form.level, Z_DEFLATED, no_header, memory, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::bad_alloc();
  }
  std::vector<std::byte> file(deflateBound(&stream, static_cast<uLong>(bytes.size())));
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): zlib reads only
  stream.next_in = const_cast<Bytef*>(zlib_bytes(bytes));
  stream.avail_in = static_cast<uInt>(bytes.size());
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): zlib's bytes
  stream.next_out = reinterpret_cast<Bytef*>(file.data());
  stream.avail_out = static_cast<uInt>(file.size());
  deflate(&stream, Z_FINISH);
  file.resize(file.size() - stream.avail_out);
  deflateEnd(&stream);

  std::vector<std::byte> front(header_size);
  front[0] = std::byte{0x1F};
  front[1] = std::byte{0x8B};
  front[2] = std::byte{8};
  front[9] = std::byte{3};
  if (!form.name.empty()) {
    front[3] = std::byte{Flag::name};
    std::ranges::transform(form.name, std::back_inserter(front), [](char c) { return static_cast<std::byte>(c); });
    front.push_back(std::byte{0});
  }
  file.insert(file.begin(), front.begin(), front.end());
  for (std::uint32_t number : {crc_of(bytes), static_cast<std::uint32_t>(bytes.size())}) {
    for (int i = 0; i < 4; ++i, number >>= 8U) {
      file.push_back(static_cast<std::byte>(number & 0xFFU));
    }
  }
  return file;
}

}  // namespace proofload
