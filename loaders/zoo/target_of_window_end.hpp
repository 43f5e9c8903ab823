/// target-of-window-end: the target is counted from where the window ends, `length * rate` rows behind its start, and
/// not from its last step: the same as long as every row is a step.
///
/// Origin: folklore (a `targets` array shifted by hand for `timeseries_dataset_from_array`, whose sampling rate came
/// later).
#pragma once

#include "zoo/variant.hpp"
#include "zoo/windows_with.hpp"

namespace proofload::zoo {

template <Variant variant>
class TargetOfWindowEnd final : public reference::WindowLayout {
 public:
  using WindowLayout::WindowLayout;

  [[nodiscard]] std::uint64_t windows(std::uint64_t rows) const override {
    const std::uint64_t usual = WindowLayout::windows(rows);
    return variant == Variant::twin || usual == 0 || target(begin(usual - 1)) < rows ? usual : usual - 1;
  }
  [[nodiscard]] std::uint64_t target(std::uint64_t begin) const override {
    return variant == Variant::twin ? WindowLayout::target(begin)
                                    : begin + declared().length * declared().rate - 1 + declared().horizon;
  }
};

template <Variant variant>
Declaration target_of_window_end() {
  return windows_with<TargetOfWindowEnd<variant>>();
}

}  // namespace proofload::zoo
