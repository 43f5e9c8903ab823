/// whole-set-in-memory: all samples are decoded when the loader is made, whatever the declared memory budget.
///
/// Origin: folklore.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class WholeSetInMemory final : public reference::ImageFolderReader {
 public:
  WholeSetInMemory(Source& source, const reference::ImageFolderPlan& plan) : ImageFolderReader(source, plan) {
    for (std::uint64_t index = 0; variant == Variant::specimen && index < size(); ++index) {
      std::vector<float> values(reference::values_of(*this));
      if (!ImageFolderReader::get(index, values)) {
        values.clear();  // so that its error is told when its turn comes
      }
      decoded_.push_back(std::move(values));
    }
  }

  std::expected<void, LoadError> get(std::uint64_t index, std::span<float> into) override {
    if (index < decoded_.size() && !decoded_[index].empty()) {
      std::ranges::copy(decoded_[index], into.begin());
      return {};
    }
    return ImageFolderReader::get(index, into);
  }

 private:
  std::vector<std::vector<float>> decoded_;
};

template <Variant variant>
Declaration whole_set_in_memory() {
  Declaration declaration = image_folder_with<reference::Batched, WholeSetInMemory<variant>>(
      {.plan = {.file_limit = std::size_t{64} << 10U, .decode_budget = std::size_t{256} << 10U}});
  declaration.files.memory_budget = std::size_t{1} << 20U;
  return declaration;
}

}  // namespace proofload::zoo
