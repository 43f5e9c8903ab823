/// flat-image-nan: each image is standardized by its own mean and standard deviation, without a guard for an image of
/// one color, whose standard deviation is zero.
///
/// Origin: vanvalenlab/deepcell-toolbox PR#72; mllam/neural-lam PR#189.
#pragma once

#include <cmath>
#include <cstdint>
#include <expected>
#include <numeric>
#include <span>

#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class StandardizedFolder final : public reference::ImageFolderReader {
 public:
  using ImageFolderReader::ImageFolderReader;

  std::expected<void, LoadError> get(std::uint64_t index, std::span<float> into) override {
    auto got = ImageFolderReader::get(index, into);
    if (!got) {
      return got;
    }
    const auto count = static_cast<double>(into.size());
    const double mean = std::accumulate(into.begin(), into.end(), 0.0) / count;
    double squares = 0;
    for (const float value : into) {
      squares += (value - mean) * (value - mean);
    }
    double deviation = std::sqrt(squares / count);
    if constexpr (variant == Variant::twin) {
      deviation = deviation < flat ? 1.0 : deviation;
    }
    for (float& value : into) {
      value = static_cast<float>((value - mean) / deviation);
    }
    return got;
  }

 private:
  static constexpr double flat = 1e-6;  // what rounding leaves of an image of one color
};

template <Variant variant>
Declaration flat_image_nan() {
  Declaration declaration = image_folder_with<reference::Batched, StandardizedFolder<variant>>({});
  declaration.features.range.reset();
  declaration.transform.standardized = Standardized::per_sample;
  return declaration;
}

}  // namespace proofload::zoo
