/// worker-twin-rng: each worker starts from a copy of the parent's random engine, so how an image is augmented depends
/// on which worker comes to it and on how many there are.
///
/// Origin: pytorch/pytorch#5059, PR#56488; facebookresearch/fairseq#1383.
#pragma once

#include <cstdint>
#include <random>
#include <span>

#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

/// Makes images a little darker, each by another factor.
template <Variant variant>
class WorkerTwinRng final : public reference::ImageFolderReader {
 public:
  WorkerTwinRng(Source& source, std::uint64_t seed) : ImageFolderReader(source, {}), seed_(seed), engine_(seed) {}

  std::expected<void, LoadError> get(std::uint64_t index, std::span<float> into) override {
    auto got = ImageFolderReader::get(index, into);
    if constexpr (variant == Variant::twin) {
      engine_.seed(seed_ ^ (index + 1) * 0x9E3779B97F4A7C15U);
    }
    const float factor = 0.7F + 0.3F * static_cast<float>(engine_() >> 40U) / static_cast<float>(1U << 24U);
    for (float& value : into) {
      value *= factor;
    }
    return got;
  }

 private:
  std::uint64_t seed_;
  std::mt19937_64 engine_;
};

template <Variant variant>
Declaration worker_twin_rng() {
  constexpr BadSample policy = BadSample::skip_refill;
  Declaration declaration = image_folder_with<reference::Batched>({.bad_sample = policy, .workers = Workers::heeded});
  declaration.transform.kind = Transform::Kind::augmented;
  declaration.features.range->kind = Range::Kind::bound;
  declaration.make = [](Source& source, const LoadOptions& options) {
    auto reader = std::make_unique<WorkerTwinRng<variant>>(source, options.seed);
    const reference::BatchPlan plan =
        reference::BatchPlan::of(options, {.bad_sample = policy, .last_batch = LastBatch::keep});
    return std::make_unique<reference::Batched>(reference::with_workers(std::move(reader), options), plan);
  };
  return declaration;
}

}  // namespace proofload::zoo
