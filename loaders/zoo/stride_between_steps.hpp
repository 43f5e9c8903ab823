/// stride-between-steps: stride and sampling rate are taken for each other: windows begin `rate` rows apart, and their
/// steps stand `stride` rows apart.
///
/// Origin: folklore (`sequence_stride` and `sampling_rate` by position).
#pragma once

#include <utility>

#include "zoo/variant.hpp"
#include "zoo/windows_with.hpp"

namespace proofload::zoo {

template <Variant variant>
class StrideBetweenSteps final : public reference::WindowLayout {
 public:
  explicit StrideBetweenSteps(const Windows& declared) : WindowLayout(declared), taken_(declared) {
    if (variant == Variant::specimen) {
      std::swap(taken_.stride, taken_.rate);
    }
  }

  [[nodiscard]] std::uint64_t windows(std::uint64_t rows) const override { return taken_.windows(rows); }
  [[nodiscard]] std::uint64_t begin(std::uint64_t window) const override { return window * taken_.stride; }
  [[nodiscard]] std::uint64_t step(std::uint64_t begin, std::uint64_t number) const override {
    return begin + number * taken_.rate;
  }

 private:
  Windows taken_;
};

template <Variant variant>
Declaration stride_between_steps() {
  return windows_with<StrideBetweenSteps<variant>>();
}

}  // namespace proofload::zoo
