/// last-window-missing: the windows of a series are counted as `(n - span) / stride`, and the last one is left out.
///
/// Origin: keras-team/keras PR#17396; QData/spacetimeformer#32.
#pragma once

#include "zoo/variant.hpp"
#include "zoo/windows_with.hpp"

namespace proofload::zoo {

template <Variant variant>
class LastWindowMissing final : public reference::WindowLayout {
 public:
  using WindowLayout::WindowLayout;

  [[nodiscard]] std::uint64_t windows(std::uint64_t rows) const override {
    const std::uint64_t usual = WindowLayout::windows(rows);
    return variant == Variant::twin || usual == 0 ? usual : (rows - declared().span()) / declared().stride;
  }
};

template <Variant variant>
Declaration last_window_missing() {
  return windows_with<LastWindowMissing<variant>>();
}

}  // namespace proofload::zoo
