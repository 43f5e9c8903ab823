#include "reference/idx_array.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "reference/idx_stream.hpp"

namespace proofload::reference {
namespace {

std::string sizes(std::span<const std::uint32_t> shape) {
  std::string text;
  for (const std::uint32_t size : shape) {
    text += (text.empty() ? "" : " x ") + std::to_string(size);
  }
  return text;
}

std::uint32_t big32(std::span<const std::byte> bytes) {
  std::uint32_t value = 0;
  for (const std::byte byte : bytes.first(4)) {
    value = value << 8U | std::to_integer<std::uint32_t>(byte);
  }
  return value;
}

}  // namespace

std::expected<std::vector<std::uint32_t>, std::string> idx_shape(std::span<const std::byte> header,
                                                                 const IdxRules& rules) {
  constexpr std::uint32_t unsigned_bytes = 0x08;
  const std::uint32_t magic = unsigned_bytes << 8U | static_cast<std::uint32_t>(rules.axes);
  if (big32(header) != magic) {
    return std::unexpected("magic number: expected " + std::to_string(magic) + " (unsigned bytes of " +
                           std::to_string(rules.axes) + " axes), found " + std::to_string(big32(header)));
  }
  std::vector<std::uint32_t> shape;
  shape.reserve(rules.axes);
  for (std::size_t axis = 0; axis < rules.axes; ++axis) {
    shape.push_back(big32(header.subspan(4 + 4 * axis)));
  }
  if (!std::ranges::equal(std::span(shape).subspan(1), rules.item)) {
    return std::unexpected("header at byte 8: expected samples of " + sizes(rules.item) + ", found " +
                           sizes(std::span(shape).subspan(1)));
  }
  std::uint64_t one = 1;
  for (const std::uint32_t size : rules.item) {
    one *= size;  // as the rules say, so it does not overflow
  }
  if (one != 0 && shape.front() > rules.most_bytes / one) {
    return std::unexpected("header at byte 4: expected at most " + std::to_string(rules.most_bytes / one) +
                           " samples, found " + std::to_string(shape.front()));
  }
  return shape;
}

std::expected<IdxArray, std::string> read_idx(Source& source, const std::string& path, const IdxRules& rules) {
  auto stream = open_idx(source, path);
  if (!stream) {
    return std::unexpected(std::move(stream.error()));
  }
  std::vector<std::byte> header(idx_header_size(rules.axes));
  const auto front = (*stream)->read(header);
  if (!front) {
    return std::unexpected(front.error());
  }
  if (*front < header.size()) {
    return std::unexpected("header: expected " + std::to_string(header.size()) + " bytes, found " +
                           std::to_string(*front));
  }
  auto shape = idx_shape(header, rules);
  if (!shape) {
    return std::unexpected(std::move(shape.error()));
  }
  IdxArray array{std::move(*shape), {}};
  std::uint64_t all = 1;
  for (const std::uint32_t size : array.shape) {
    all *= size;
  }
  for (;;) {
    constexpr std::size_t piece = std::size_t{1} << 20U;
    const std::size_t before = array.data.size();
    if (before == all) {
      break;
    }
    // Twice as much each time, but never more than is wanted.
    array.data.reserve(std::min<std::uint64_t>(all, std::max(piece, 2 * before)));
    array.data.resize(std::min<std::uint64_t>(all, before + piece));
    const auto got = (*stream)->read(std::span(array.data).subspan(before));
    if (!got) {
      return std::unexpected(got.error());
    }
    if (*got < array.data.size() - before) {
      return std::unexpected("expected " + std::to_string(all) + " bytes behind the header, found " +
                             std::to_string(before + *got));
    }
  }
  std::array<std::byte, 1> behind{};
  const auto more = (*stream)->read(behind);
  if (!more) {
    return std::unexpected(more.error());
  }
  if (*more != 0) {
    return std::unexpected("expected the end behind " + std::to_string(all) + " bytes of " + sizes(array.shape) +
                           ", found more");
  }
  return array;
}

}  // namespace proofload::reference
