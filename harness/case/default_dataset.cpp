#include "case/default_dataset.hpp"

#include <algorithm>
#include <span>

#include "dataset/data_kind.hpp"
#include "proofload/images.hpp"
#include "proofload/random.hpp"

namespace proofload {
namespace {

constexpr std::uint64_t any_number = 20;  // but always the same
constexpr std::size_t samples = 6;
constexpr std::size_t classes = 3;

bool is_default_around_first(const Dataset& dataset) {
  const auto& usual = default_dataset().files;
  return dataset.files.size() == usual.size() && dataset.files.front().path == usual.front().path &&
         std::ranges::equal(std::span(dataset.files).subspan(1), std::span(usual).subspan(1));
}

}  // namespace

const Dataset& default_dataset() {
  static const Dataset dataset = [] {
    Random random(any_number);
    return render(random_images(random, ImageKinds{}, samples, classes));
  }();
  return dataset;
}

void take_kind(Dataset& dataset, const Declaration& declaration) {
  const DataKind* kind = data_kind(declaration);
  if (kind == nullptr || kind == &image_kind() || !is_default_around_first(dataset)) {
    return;
  }
  if (kind->around != nullptr) {
    dataset = kind->around(dataset.files.front().bytes, declaration);
    return;
  }
  Random random(any_number);
  Dataset own = kind->random_dataset(random, declaration, samples, classes);
  const auto first =
      std::ranges::find_if(own.files, [kind](const DataFile& file) { return kind->names_sample(file.path); });
  if (first != own.files.end()) {
    first->bytes = dataset.files.front().bytes;
    dataset = std::move(own);
  }
}

}  // namespace proofload
