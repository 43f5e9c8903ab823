/// batch-std-of-one: the brightness of a batch is standardized by the standard deviation over its images, with
/// `sum / (m - 1)`. A last batch of one image divides zero by zero.
///
/// Origin: the question why a model stops training after the first step of an epoch (17 samples, batches of 16);
/// pytorch/pytorch#7716.
#pragma once

#include <cmath>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class BatchStdOfOne final : public reference::Batched {
 public:
  using Batched::Batched;

 private:
  Batch collate(reference::Rows rows) override {
    const auto count = static_cast<double>(rows.size());
    const std::size_t values = rows.features.size() / rows.size();
    std::vector<double> brightness;
    for (std::size_t k = 0; k < rows.size(); ++k) {
      const std::span image = std::span(rows.features).subspan(k * values, values);
      brightness.push_back(std::accumulate(image.begin(), image.end(), 0.0) / static_cast<double>(values));
    }
    const double mean = std::accumulate(brightness.begin(), brightness.end(), 0.0) / count;
    double squares = 0;
    for (const double image : brightness) {
      squares += (image - mean) * (image - mean);
    }
    const double deviation = std::sqrt(squares / (variant == Variant::specimen ? count - 1 : count));
    for (float& value : rows.features) {
      value = static_cast<float>((value - mean) / (deviation + epsilon));
    }
    return Batched::collate(std::move(rows));
  }

  static constexpr double epsilon = 0.01;  // images of equal brightness
};

template <Variant variant>
Declaration batch_std_of_one() {
  Declaration declaration = image_folder_with<BatchStdOfOne<variant>>({});
  declaration.features.range.reset();
  declaration.transform.kind = Transform::Kind::augmented;  // what a sample becomes depends on its batch
  return declaration;
}

}  // namespace proofload::zoo
