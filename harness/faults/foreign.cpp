#include "faults/foreign.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>

#include "faults/byte_faults.hpp"
#include "proofload/random.hpp"

namespace proofload {
namespace {

constexpr std::string_view text =
    "Please see the shared drive for the images of this class.\nThey were too large to send by mail.\n";

constexpr std::string_view html =
    "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><h1>Quota exceeded</h1>\n"
    "<p>Too many users have viewed or downloaded this file recently.</p></body></html>\n";

constexpr std::string_view not_found = "404: Not Found";

constexpr std::string_view json_error = R"({"error": {"code": 403, "message": "Rate limit exceeded"}})";

// An archive without a member.
constexpr std::array<std::uint8_t, 22> zip = {'P', 'K', 5, 6};

// One red pixel.
constexpr std::array<std::uint8_t, 35> gif = {71, 73, 70, 56, 57, 97, 1, 0, 1, 0, 128, 0, 0, 255, 0, 0, 0, 0,
                                              0,  44, 0,  0,  0,  0,  1, 0, 1, 0, 0,   2, 2, 68,  1, 0, 59};

// Three by two pixels of 24 bits; rows are filled up to 12 bytes.
constexpr std::array<std::uint8_t, 78> bmp = {
    66, 77, 78, 0, 0,   0,  0,  0, 0,  0,   54,  0, 0,  0,  40,  0,   0,  0,  3,   0,   0,   0, 2,   0, 0, 0,
    1,  0,  24, 0, 0,   0,  0,  0, 24, 0,   0,   0, 19, 11, 0,   0,   19, 11, 0,   0,   0,   0, 0,   0, 0, 0,
    0,  0,  16, 8, 240, 90, 30, 0, 64, 128, 255, 0, 0,  0,  200, 100, 50, 25, 125, 225, 255, 5, 250, 0, 0, 0};

template <std::size_t n>
Blob blob(const std::array<std::uint8_t, n>& values) {
  std::vector<std::byte> bytes(n);
  std::ranges::transform(values, bytes.begin(), [](std::uint8_t v) { return static_cast<std::byte>(v); });
  return Blob(std::move(bytes));
}

Blob random_bytes(std::size_t size, std::uint64_t seed) {
  std::vector<std::byte> bytes(std::max<std::size_t>(size, 64));
  Random random(seed);
  std::ranges::generate(bytes, [&] { return static_cast<std::byte>(random.below(256)); });
  return Blob(std::move(bytes));
}

/// The pointer that is left where Git LFS was not installed; the digest is the harness's own, drawn out to 64 digits.
Blob lfs_pointer(const Blob& content) {
  return Blob(
      fmt::format("version https://git-lfs.github.com/spec/v1\noid sha256:{0:016x}{0:016x}{0:016x}{0:016x}\nsize {1}\n",
                  content.digest(), content.size()));
}

/// The content compressed, stored and not deflated: the same bytes with every version of zlib.
std::optional<Blob> gzipped(const Blob& content) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_NO_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    return std::nullopt;
  }
  std::vector<std::byte> bytes(deflateBound(&stream, content.size()) + 64);
  // zlib takes its own byte type, and does not write to its input.
  // NOLINTBEGIN(cppcoreguidelines-pro-type-reinterpret-cast,cppcoreguidelines-pro-type-const-cast)
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(content.bytes().data()));
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
  // NOLINTEND(cppcoreguidelines-pro-type-reinterpret-cast,cppcoreguidelines-pro-type-const-cast)
  stream.avail_out = static_cast<uInt>(bytes.size());
  const int code = deflate(&stream, Z_FINISH);
  bytes.resize(bytes.size() - stream.avail_out);
  deflateEnd(&stream);
  return code == Z_STREAM_END ? std::optional(Blob(std::move(bytes))) : std::nullopt;
}

}  // namespace

std::optional<Blob> replaced_by_foreign(const Damage& damage) {
  const std::string& wanted = damage.fault.text;
  for (const DataFile& file : damage.dataset.files) {
    if (file.path == wanted) {
      return file.bytes;
    }
  }
  if (wanted == "text") {
    return Blob(text);
  }
  if (wanted == "gif") {
    return blob(gif);
  }
  if (wanted == "html") {
    return Blob(html);
  }
  if (wanted == "random") {
    return random_bytes(damage.before.size(), damage.fault.seed);
  }
  if (wanted == "lfs") {
    return lfs_pointer(damage.before);
  }
  if (wanted == "gzip") {
    return gzipped(damage.before);
  }
  if (wanted == "bmp") {
    return blob(bmp);
  }
  if (wanted == "not_found") {
    return Blob(not_found);
  }
  if (wanted == "json_error") {
    return Blob(json_error);
  }
  if (wanted == "zip") {
    return blob(zip);
  }
  return std::nullopt;
}

}  // namespace proofload
