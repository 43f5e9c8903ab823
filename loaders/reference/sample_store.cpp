#include "reference/sample_store.hpp"

#include <fmt/format.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <vector>

namespace proofload::reference {
namespace {

/// In front of the features; behind it, nothing but them.
std::uint64_t checksum(std::span<const std::byte> features) { return XXH3_64bits(features.data(), features.size()); }

}  // namespace

bool take_checked(std::span<const std::byte> stored, std::span<float> into) {
  std::uint64_t sum = 0;
  if (stored.size() != sizeof(sum) + into.size_bytes()) {
    return false;
  }
  std::memcpy(&sum, stored.data(), sizeof(sum));
  const auto features = stored.subspan(sizeof(sum));
  if (sum != checksum(features)) {
    return false;
  }
  std::memcpy(into.data(), features.data(), features.size());
  return true;
}

bool SampleStore::take(const std::string& key, std::span<float> into) const {
  if (!folder_) {
    return false;
  }
  std::ifstream file(*folder_ + "/" + key, std::ios::binary);
  if (!file) {
    return false;
  }
  // One byte more than there should be, to see whether there is.
  std::vector<char> bytes(sizeof(std::uint64_t) + into.size_bytes() + 1);
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return take_(std::as_bytes(std::span(bytes)).first(static_cast<std::size_t>(file.gcount())), into);
}

void SampleStore::keep(const std::string& key, std::span<const float> features) const {
  if (!folder_) {
    return;
  }
  static std::atomic<std::uint64_t> written = 0;
  const std::string path = *folder_ + "/" + key;
  const std::string part = fmt::format("{}.{}.{}.part", path, ::getpid(), ++written);
  const auto bytes = std::as_bytes(features);
  const std::uint64_t sum = checksum(bytes);
  std::string all(sizeof(sum) + bytes.size(), '\0');
  std::memcpy(all.data(), &sum, sizeof(sum));
  std::memcpy(all.data() + sizeof(sum), bytes.data(), bytes.size());
  std::ofstream file(part, std::ios::binary);
  file.write(all.data(), static_cast<std::streamsize>(all.size()));
  file.close();
  if (file.fail() || std::rename(part.c_str(), path.c_str()) != 0) {
    static_cast<void>(std::remove(part.c_str()));
  }
}

}  // namespace proofload::reference
