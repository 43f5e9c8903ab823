/// The reference image loader under libFuzzer with nothing that judges it: a case is read, run once, and forgotten.
#include <cstddef>
#include <cstdint>
#include <span>

#include "proofload/case.hpp"
#include "proofload/check.hpp"
#include "proofload/generate.hpp"
#include "proofload/registry.hpp"
#include "run/memory_source.hpp"
#include "run/source_log.hpp"
#include "run/source_tree.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace proofload;
  static const RegisteredLoader& loader = loaders().front();
  const Case value = fit_generated(read_case(std::as_bytes(std::span(data, size))).value, loader.declaration);
  const EffectiveDataset effective = proofload::apply(value.dataset, value.faults);
  const SourceTree tree(effective, value.faults);
  SourceLog log(value.faults.size());
  MemorySource source(tree, log);
  try {
    const auto made = loader.declaration.make(source, value.options);
    auto* epochs = dynamic_cast<Epochs*>(made.get());
    for (std::uint32_t epoch = 0; epoch < value.epochs; ++epoch) {
      if (epoch != 0 && epochs != nullptr) {
        epochs->begin_epoch();
      }
      for (auto got = made->next(); got && *got; got = made->next()) {
      }
    }
  } catch (const LoadFailure&) {
  }
  return 0;
}
