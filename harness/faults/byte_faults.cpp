#include "faults/byte_faults.hpp"

#include <algorithm>

#include "faults/place.hpp"
#include "proofload/random.hpp"

namespace proofload {
namespace {

constexpr std::uint64_t most_appended = std::uint64_t{1} << 20U;
constexpr std::uint64_t most_flips = 65536;

}  // namespace

std::optional<Blob> emptied(const Damage& /*damage*/) { return Blob{}; }

std::optional<Blob> truncated(const Damage& damage) {
  const auto at = resolve(damage.fault.at, damage.before.bytes());
  if (!at) {
    return std::nullopt;
  }
  const auto kept = damage.before.bytes().first(*at);
  return Blob(std::vector<std::byte>(kept.begin(), kept.end()));
}

std::optional<Blob> bits_flipped(const Damage& damage) {
  const auto at = resolve(damage.fault.at, damage.before.bytes());
  const std::size_t size = damage.before.size();
  if (!at || *at == size) {
    return std::nullopt;
  }
  const std::uint64_t bits = std::uint64_t{size - *at} * 8;
  const std::uint64_t flips = std::min({std::max<std::uint64_t>(damage.fault.amount, 1), bits, most_flips});
  std::vector<std::byte> bytes = copy_of(damage.before);
  Random random(damage.fault.seed);
  for (std::uint64_t i = 0; i < flips; ++i) {
    std::uint64_t bit = random.below(bits);
    // A bit that is flipped already would turn back: the next one that is not yet is taken.
    for (;; bit = (bit + 1) % bits) {
      const std::size_t offset = *at + static_cast<std::size_t>(bit / 8);
      const auto mask = static_cast<std::byte>(1U << (bit % 8));
      if ((bytes[offset] & mask) == (damage.before.bytes()[offset] & mask)) {
        bytes[offset] ^= mask;
        break;
      }
    }
  }
  return Blob(std::move(bytes));
}

std::optional<Blob> range_zeroed(const Damage& damage) {
  const auto at = resolve(damage.fault.at, damage.before.bytes());
  if (!at) {
    return std::nullopt;
  }
  std::vector<std::byte> bytes = copy_of(damage.before);
  const auto count = std::min<std::uint64_t>(damage.fault.amount, bytes.size() - *at);
  std::ranges::fill(std::span(bytes).subspan(*at, static_cast<std::size_t>(count)), std::byte{0});
  return Blob(std::move(bytes));
}

std::optional<Blob> appended(const Damage& damage) {
  const auto count = static_cast<std::size_t>(std::min(damage.fault.amount, most_appended));
  std::vector<std::byte> bytes = copy_of(damage.before);
  const std::size_t size = bytes.size();
  if (damage.fault.text == "zeros") {
    bytes.resize(size + count);
  } else if (damage.fault.text == "random") {
    Random random(damage.fault.seed);
    bytes.resize(size + count);
    std::ranges::generate(std::span(bytes).subspan(size), [&] { return static_cast<std::byte>(random.below(256)); });
  } else if (damage.fault.text == "self" && size != 0) {
    bytes.resize(size + count);
    for (std::size_t i = 0; i < count; ++i) {
      bytes[size + i] = bytes[i % size];
    }
  } else if (const auto other = std::ranges::find(damage.dataset.files, damage.fault.text, &DataFile::path);
             other != damage.dataset.files.end()) {
    const auto more = other->bytes.bytes().first(std::min<std::size_t>(other->bytes.size(), most_appended));
    bytes.insert(bytes.end(), more.begin(), more.end());
  } else {
    return std::nullopt;
  }
  return Blob(std::move(bytes));
}

std::optional<Blob> changed_meanwhile(const Damage& damage) {
  const std::string& how = damage.fault.text;
  std::vector<std::byte> bytes = copy_of(damage.before);
  const std::size_t size = bytes.size();
  if (how == "shrunk") {
    bytes.resize(size / 2);
  } else if (how == "emptied") {
    bytes.clear();
  } else if (how == "grown") {
    bytes.resize(size + std::max<std::size_t>(size / 2, 1));
  } else if (how == "zeroed") {
    std::ranges::fill(bytes, std::byte{0});
  } else if (how == "flipped") {
    return bits_flipped(damage);
  } else {
    return std::nullopt;
  }
  return Blob(std::move(bytes));
}

}  // namespace proofload
