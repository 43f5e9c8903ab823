/// stale-tail: the buffer of a batch is used again, and the last batch is yielded at its full size: behind its own rows
/// stand those of the batch before.
///
/// Origin: apache/mxnet#6941, apache/mxnet#11883; coxlab/prednet#67.
#pragma once

#include <algorithm>
#include <utility>

#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class StaleTail final : public reference::Batched {
 public:
  using Batched::Batched;

 private:
  Fate complete(reference::Rows& rows) override {
    if (variant == Variant::specimen && before_.size() != 0) {
      const std::size_t values = before_.features.size() / before_.size();
      for (std::uint64_t k = rows.size(); k < before_.size(); ++k) {
        const auto stale = std::span(before_.features).subspan(k * values, values);
        std::ranges::copy(stale, add_row(rows, before_.labels[k], before_.ids[k]).begin());
      }
      return Fate::yielded;
    }
    return Batched::complete(rows);
  }

  Batch collate(reference::Rows rows) override {
    before_ = rows;
    return Batched::collate(std::move(rows));
  }

  reference::Rows before_;
};

template <Variant variant>
Declaration stale_tail() {
  return image_folder_with<StaleTail<variant>>({});
}

}  // namespace proofload::zoo
