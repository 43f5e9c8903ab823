/// windows-cross-series: all files are put behind each other first, and windows go on from one series into the next.
///
/// Origin: folklore (frames that are concatenated before `timeseries_dataset_from_array`).
#pragma once

#include "zoo/variant.hpp"
#include "zoo/windows_with.hpp"

namespace proofload::zoo {

template <Variant variant>
class WindowsCrossSeries final : public reference::WindowLayout {
 public:
  using WindowLayout::WindowLayout;
  using Part = reference::RecordTable::Part;

  /// Good files in a row become one, under the first one's name.
  [[nodiscard]] std::vector<Part> series(std::vector<Part> files) const override {
    if (variant == Variant::twin) {
      return files;
    }
    std::vector<Part> joined;
    for (const Part& file : files) {
      if (!joined.empty() && joined.back().is == Part::Is::records && file.is == Part::Is::records) {
        joined.back().count += file.count;
      } else {
        joined.push_back(file);
      }
    }
    return joined;
  }
};

template <Variant variant>
Declaration windows_cross_series() {
  return windows_with<WindowsCrossSeries<variant>>();
}

}  // namespace proofload::zoo
