/// cache-aliased: records are kept in memory, and what is handed out is scaled in place: the second time, what was
/// scaled already.
///
/// Origin: facebookresearch/pycls PR#21; microsoft/human-pose-estimation.pytorch#54.
#pragma once

#include <algorithm>
#include <cstdint>
#include <expected>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "zoo/sequences_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class CacheAliased final : public reference::SequenceFolderReader {
 public:
  static constexpr double scale = 0.01;

  using SequenceFolderReader::SequenceFolderReader;

  std::expected<void, LoadError> get(std::uint64_t index, std::span<float> into) override {
    auto kept = kept_.find(index);
    if (kept == kept_.end()) {
      if (auto got = SequenceFolderReader::get(index, into); !got) {
        return got;
      }
      kept = kept_.emplace(index, std::vector(into.begin(), into.end())).first;
    }
    if constexpr (variant == Variant::specimen) {
      scale_all(kept->second);
      std::ranges::copy(kept->second, into.begin());
    } else {
      std::ranges::copy(kept->second, into.begin());
      scale_all(into);
    }
    return {};
  }

 private:
  /// All but the first value, which is the number of steps.
  static void scale_all(std::span<float> record) {
    for (float& value : record.subspan(1)) {
      value *= static_cast<float>(scale);
    }
  }

  std::map<std::uint64_t, std::vector<float>> kept_;
};

template <Variant variant>
Declaration cache_aliased() {
  Declaration declaration = reference::csv_sequences(reference::pad_behind);
  declaration.transform.scale = {CacheAliased<variant>::scale};
  declaration.features.range = Range{-10, 10, Range::Kind::exact};
  return sequences_with<reference::Padded, CacheAliased<variant>>(std::move(declaration),
                                                                  reference::csv_plan(reference::pad_behind));
}

}  // namespace proofload::zoo
