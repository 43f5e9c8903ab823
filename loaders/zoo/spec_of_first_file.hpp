/// spec-of-first-file: the shape of batches is that of the first file, whatever is declared.
///
/// Origin: why training stops after the first step of an epoch ("check that the input layer agrees").
#pragma once

#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class SpecOfFirstFile final : public reference::ImageFolderReader {
 public:
  SpecOfFirstFile(Source& source, const reference::ImageFolderPlan& plan)
      : ImageFolderReader(source, variant == Variant::specimen ? as_the_first(source, plan) : plan) {}

 private:
  static reference::ImageFolderPlan as_the_first(Source& source, reference::ImageFolderPlan plan) {
    const std::string first = ImageFolderReader(source, plan).path(0);
    const auto file = read_file(source, first, plan.file_limit);
    const auto pixels = file ? plan.decode(*file, plan.decode_budget) : std::unexpected(std::string());
    if (pixels) {
      plan.height = pixels->height;
      plan.width = pixels->width;
    }
    return plan;
  }
};

template <Variant variant>
Declaration spec_of_first_file() {
  return image_folder_with<reference::Batched, SpecOfFirstFile<variant>>({});
}

}  // namespace proofload::zoo
