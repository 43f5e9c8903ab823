/// empty-is-silent: a glob that finds nothing gives an empty list, and training goes through epochs of no batches.
///
/// Origin: open-edge-platform/datumaro#151; pytorch/vision PR#3496.
#pragma once

#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

class NoBatches final : public Loader, public Epochs, public Length, public Reports {
 public:
  std::expected<std::optional<Batch>, LoadError> next() override { return std::nullopt; }
  void begin_epoch() override {}
  [[nodiscard]] std::uint64_t batches() const override { return 0; }
  [[nodiscard]] std::span<const SampleReport> reports() const override { return {}; }
};

template <Variant variant>
Declaration empty_is_silent() {
  Declaration declaration = image_folder_with<reference::Batched>({});
  if constexpr (variant == Variant::specimen) {
    declaration.make = [make = declaration.make](Source& source,
                                                 const LoadOptions& options) -> std::unique_ptr<Loader> {
      try {
        return make(source, options);
      } catch (const LoadFailure&) {
        return std::make_unique<NoBatches>();
      }
    };
  }
  return declaration;
}

}  // namespace proofload::zoo
