// Damage in blocks: what disks, file systems and wrong byte orders do.
#include "faults/block_faults.hpp"

#include <algorithm>

#include "faults/byte_faults.hpp"
#include "faults/place.hpp"

namespace proofload {
namespace {

using Offset = std::ptrdiff_t;

const Blob* other_file(const Damage& damage) {
  const auto found = std::ranges::find(damage.dataset.files, damage.fault.text, &DataFile::path);
  return found == damage.dataset.files.end() ? nullptr : &found->bytes;
}

}  // namespace

std::optional<Blob> write_torn(const Damage& damage) {
  const auto at = resolve(damage.fault.at, damage.before.bytes());
  if (!at) {
    return std::nullopt;
  }
  std::vector<std::byte> bytes = copy_of(damage.before);
  if (const Blob* older = other_file(damage)) {
    bytes.resize(*at);
    if (older->size() > *at) {
      const auto rest = older->bytes().subspan(*at);
      bytes.insert(bytes.end(), rest.begin(), rest.end());
    }
  } else if (damage.fault.text == "zeros") {
    std::ranges::fill(std::span(bytes).subspan(*at), std::byte{0});
  } else {
    return std::nullopt;
  }
  return Blob(std::move(bytes));
}

std::optional<Blob> bytes_swapped(const Damage& damage) {
  const auto at = resolve(damage.fault.at, damage.before.bytes());
  if (!at) {
    return std::nullopt;
  }
  const std::uint64_t wanted = damage.fault.amount;
  const std::size_t width = wanted == 4 || wanted == 8 ? static_cast<std::size_t>(wanted) : 2;
  std::vector<std::byte> bytes = copy_of(damage.before);
  for (std::size_t start = *at; bytes.size() - start >= width; start += width) {
    std::ranges::reverse(std::span(bytes).subspan(start, width));
  }
  return Blob(std::move(bytes));
}

std::optional<Blob> block_changed(const Damage& damage) {
  const auto at = resolve(damage.fault.at, damage.before.bytes());
  if (!at || *at == damage.before.size()) {
    return std::nullopt;
  }
  std::vector<std::byte> bytes = copy_of(damage.before);
  const std::uint64_t wanted = std::max<std::uint64_t>(damage.fault.amount, 1);
  const auto count = static_cast<Offset>(std::min<std::uint64_t>(wanted, bytes.size() - *at));
  const auto begin = bytes.begin() + static_cast<Offset>(*at);
  if (damage.fault.text == "drop") {
    bytes.erase(begin, begin + count);
  } else if (damage.fault.text == "double") {
    const std::vector<std::byte> block(begin, begin + count);
    bytes.insert(begin, block.begin(), block.end());
  } else if (damage.fault.text == "exchange") {
    const Offset both = std::min(count, (bytes.end() - begin) / 2);
    std::swap_ranges(begin, begin + both, begin + both);
  } else {
    return std::nullopt;
  }
  return Blob(std::move(bytes));
}

}  // namespace proofload
