/// target-past-the-end: windows are counted without their horizon, so the targets of the last ones are read behind the
/// end of their column.
///
/// Origin: folklore.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "zoo/variant.hpp"
#include "zoo/windows_with.hpp"

namespace proofload::zoo {

template <Variant variant>
class WindowsWithoutHorizon final : public reference::WindowLayout {
 public:
  using WindowLayout::WindowLayout;

  [[nodiscard]] std::uint64_t windows(std::uint64_t rows) const override {
    return WindowLayout::windows(variant == Variant::twin ? rows : rows + declared().horizon);
  }
  /// As far as there is a row: of what is beyond nothing is bad.
  [[nodiscard]] std::uint64_t target(std::uint64_t begin) const override {
    return variant == Variant::twin ? WindowLayout::target(begin) : step(begin, declared().length - 1);
  }
};

/// The column of targets of each series, in memory of its own.
template <Variant variant>
class TargetPastTheEnd final : public reference::Forecasts {
 public:
  using Forecasts::Forecasts;

 protected:
  float target(std::uint64_t index) override {
    const auto at = table().place(index);
    if (variant == Variant::twin || at.series.is == reference::RecordTable::Part::Is::one_bad_sample) {
      return Forecasts::target(index);
    }
    const reference::WindowPlan plan = reference::window_plan();
    std::vector<float> column(at.series.count);
    for (std::uint64_t row = 0; row < at.series.count; ++row) {
      const auto values = table().rows().values(at.series.first + row);
      column[row] = values ? (*values)[plan.target] : 0;
    }
    return column[plan.layout->target(at.begin)];
  }
};

template <Variant variant>
Declaration target_past_the_end() {
  return windows_with<WindowsWithoutHorizon<variant>, TargetPastTheEnd<variant>>();
}

}  // namespace proofload::zoo
