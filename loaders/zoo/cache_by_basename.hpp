/// cache-by-basename: records are kept in memory by their file name without its folder, so a
/// file of the same name in another folder gives the first one's record.
///
/// Origin: webdataset/webdataset#471; pixelsdb/pixels#524.
#pragma once

#include <algorithm>
#include <cstdint>
#include <expected>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "zoo/sequences_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class CacheByBasename final : public reference::SequenceFolderReader {
 public:
  using SequenceFolderReader::SequenceFolderReader;

  std::expected<void, LoadError> get(std::uint64_t index, std::span<float> into) override {
    std::string key = path(index);
    if constexpr (variant == Variant::specimen) {
      key.erase(0, key.rfind('/') + 1);
    }
    if (const auto kept = kept_.find(key); kept != kept_.end()) {
      std::ranges::copy(kept->second, into.begin());
      return {};
    }
    auto got = SequenceFolderReader::get(index, into);
    if (got) {
      kept_[key].assign(into.begin(), into.end());
    }
    return got;
  }

 private:
  std::map<std::string, std::vector<float>> kept_;
};

template <Variant variant>
Declaration cache_by_basename() {
  return sequences_with<reference::Padded, CacheByBasename<variant>>(reference::csv_sequences(reference::pad_behind),
                                                                     reference::csv_plan(reference::pad_behind));
}

}  // namespace proofload::zoo
