#include "dataset/idx.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "dataset/gzip.hpp"
#include "dataset/look.hpp"
#include "dataset/recent.hpp"

namespace proofload {
namespace {

constexpr std::string_view images_end = "-images-idx3-ubyte";
constexpr std::string_view labels_end = "-labels-idx1-ubyte";
constexpr std::string_view gzip_end = ".gz";

/// More is not looked at.
constexpr std::size_t most_bytes = std::size_t{256} << 20U;

std::size_t axes_of(IdxName::Role role) { return role == IdxName::Role::images ? 3 : 1; }

void damaged(IdxEvidence& of, std::string cause, Soundness decodes) {
  if (of.structure != Soundness::damaged) {
    of.cause = std::move(cause);
  }
  of.structure = Soundness::damaged;
  of.checksums = Soundness::damaged;
  of.decodes = std::max(of.decodes, decodes);
}

/// The product, or nothing when it is beyond all bytes.
std::optional<std::uint64_t> bytes_of(std::span<const std::uint32_t> shape) {
  std::uint64_t bytes = 1;
  for (const std::uint32_t size : shape) {
    if (__builtin_mul_overflow(bytes, std::uint64_t{size}, &bytes)) {
      return std::nullopt;
    }
  }
  return bytes;
}

void look_at_bytes(IdxEvidence& result, std::span<const std::byte> bytes, std::size_t axes) {
  const std::size_t header = 4 + 4 * axes;
  if (bytes.size() < header) {
    return damaged(result, fmt::format("the header has {} bytes, and {} are expected", bytes.size(), header),
                   Soundness::damaged);
  }
  constexpr std::uint32_t unsigned_bytes = 0x08;
  if (big32(bytes, 0) != (unsigned_bytes << 8U | axes)) {
    return damaged(
        result, fmt::format("the magic number is {}, and {} is expected", big32(bytes, 0), unsigned_bytes << 8U | axes),
        Soundness::unsure);
  }
  for (std::size_t axis = 0; axis < axes; ++axis) {
    result.shape.push_back(big32(bytes, 4 + 4 * axis));
  }
  const auto claimed = bytes_of(result.shape);
  const std::span data = bytes.subspan(header);
  result.data.assign(data.begin(), data.begin() + static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(
                                                      claimed.value_or(data.size()), data.size())));
  if (claimed != data.size()) {
    damaged(result,
            fmt::format("{} bytes are there, and the header says {}", data.size(), fmt::join(result.shape, " x ")),
            Soundness::unsure);
  }
}

IdxEvidence look(const Blob& file, IdxName::Role role) {
  IdxEvidence result;
  if (!is_gzip(file.bytes())) {
    look_at_bytes(result, file.bytes(), axes_of(role));
    return result;
  }
  Gunzipped inside = gunzip(file.bytes(), most_bytes);
  result.packed = IdxName::Packed::gzip;
  result.decodes = inside.decodes;
  result.structure = inside.structure;
  result.checksums = inside.checksums;
  result.cause = std::move(inside.cause);
  if (inside.end == Gunzipped::End::not_looked_for) {
    result.cause = "it is too large to be looked at";
    result.decodes = Soundness::unsure;
    result.structure = Soundness::unsure;
    result.checksums = Soundness::unsure;
    return result;
  }
  look_at_bytes(result, inside.bytes, axes_of(role));
  return result;
}

}  // namespace

std::string IdxName::path() const {
  return fmt::format("{}{}{}", front, role == Role::images ? images_end : labels_end,
                     packed == Packed::gzip ? gzip_end : std::string_view());
}

std::optional<IdxName> idx_name(std::string_view path) {
  std::string small(path);
  std::ranges::transform(small, small.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  IdxName name;
  std::size_t end = path.size();
  if (small.ends_with(gzip_end)) {
    name.packed = IdxName::Packed::gzip;
    end -= gzip_end.size();
  }
  const std::string_view plain = std::string_view(small).substr(0, end);
  if (!plain.ends_with(images_end) && !plain.ends_with(labels_end)) {
    return std::nullopt;
  }
  name.role = plain.ends_with(images_end) ? IdxName::Role::images : IdxName::Role::labels;
  name.front = path.substr(0, end - images_end.size());
  name.letters = name.path() == path ? IdxName::Letters::as_declared : IdxName::Letters::others;
  return name;
}

std::uint64_t IdxEvidence::item() const {
  return shape.empty() ? 0 : bytes_of(std::span(shape).subspan(1)).value_or(most_bytes + 1);
}

std::shared_ptr<const IdxEvidence> look_at_idx(const Blob& file, IdxName::Role role) {
  struct Key {
    std::uint64_t digest;
    IdxName::Role role;
    bool operator==(const Key&) const = default;
  };
  struct Hash {
    std::size_t operator()(const Key& key) const { return key.digest ^ static_cast<std::size_t>(key.role); }
  };
  static Recent<Key, std::shared_ptr<const IdxEvidence>, Hash> looked(std::size_t{256} << 20U);
  const Key key{file.digest(), role};
  if (auto found = looked.find(key)) {
    return *std::move(found);
  }
  auto evidence = std::make_shared<const IdxEvidence>(look(file, role));
  looked.put(key, evidence, evidence->data.size() + sizeof(IdxEvidence));
  return evidence;
}

std::size_t idx_samples(const Blob& file) {
  constexpr std::size_t header = 16;
  std::vector<std::byte> front(file.bytes().begin(),
                               file.bytes().begin() + static_cast<std::ptrdiff_t>(std::min(header, file.size())));
  std::uint64_t room = file.size();
  if (is_gzip(file.bytes())) {
    front = gunzip(file.bytes(), header).bytes;
    room *= 1032;  // deflate packs no better
  }
  if (front.size() < header || big32(front, 0) != 0x0803) {
    return 0;
  }
  const std::uint64_t item = std::uint64_t{big32(front, 8)} * big32(front, 12);
  return static_cast<std::size_t>(std::min<std::uint64_t>(big32(front, 4), room / std::max<std::uint64_t>(item, 1)));
}

std::vector<std::byte> idx_bytes(std::span<const std::uint32_t> shape, std::span<const std::byte> data) {
  std::vector<std::byte> bytes = {std::byte{0}, std::byte{0}, std::byte{0x08}, static_cast<std::byte>(shape.size())};
  for (const std::uint32_t size : shape) {
    for (const unsigned shift : {24U, 16U, 8U, 0U}) {
      bytes.push_back(static_cast<std::byte>(size >> shift & 0xFFU));
    }
  }
  bytes.insert(bytes.end(), data.begin(), data.end());
  return bytes;
}

}  // namespace proofload
