/// cache-inside-dataset: a list of labels is kept beside the data, so that the next start is faster.
///
/// Origin: well known (`labels.cache` beside the labels, in loaders of the YOLO family).
#pragma once

#include <cstdint>
#include <fstream>
#include <string>

#include "zoo/sequences_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class CacheInsideDataset final : public reference::SequenceFolderReader {
 public:
  CacheInsideDataset(Source& source, const reference::SequencePlan& plan) : SequenceFolderReader(source, plan) {
    if (const auto root = source.root(); root && variant == Variant::specimen) {
      std::ofstream list(*root + "/labels.cache");
      for (std::uint64_t i = 0; i < size(); ++i) {
        list << label(i) << '\n';
      }
    }
  }
};

template <Variant variant>
Declaration cache_inside_dataset() {
  return sequences_with<reference::Padded, CacheInsideDataset<variant>>(reference::csv_sequences(reference::pad_behind),
                                                                        reference::csv_plan(reference::pad_behind));
}

}  // namespace proofload::zoo
