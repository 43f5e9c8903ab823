/// A canary is a loader that makes one memory error on every case and yields nothing.
#pragma once

#include <memory>
#include <proofload/loader.hpp>

/// The error, on memory of `size` elements of its own. What it returns keeps it from being optimized away.
using Overrun = std::size_t (*)(std::size_t size);

class Canary final : public proofload::Loader {
 public:
  Canary(Overrun overrun, std::size_t size) : overrun_(overrun), size_(size) {}

  std::expected<std::optional<proofload::Batch>, proofload::LoadError> next() override {
    seen_ = overrun_(size_);
    return std::nullopt;
  }

 private:
  Overrun overrun_;
  std::size_t size_;
  volatile std::size_t seen_ = 0;
};

inline proofload::Declaration canary(Overrun overrun) {
  proofload::Declaration declaration;
  declaration.reads = proofload::ImageFolder{};
  declaration.transform = proofload::Transform::Kind::opaque;
  declaration.make = [overrun](proofload::Source&, const proofload::LoadOptions& options) {
    return std::make_unique<Canary>(overrun, 32 + options.batch_size % 2);
  };
  return declaration;
}

#ifdef CANARY_AT_O0
#define CANARY_LOADER(NAME) PROOFLOAD_LOADER(NAME##_o0)
#else
#define CANARY_LOADER(NAME) PROOFLOAD_LOADER(NAME)
#endif
