/// zeros-instead: the row of the batch is filled with zeros first; when reading fails it is left as it is, under the
/// sample's own label, and nobody is told. The loader is said to skip bad samples.
///
/// Origin: folklore; iejMac/video2dataset PR#179 does it behind a flag.
#pragma once

#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class ZerosInstead final : public reference::Batched {
 public:
  using Batched::Batched;

 private:
  Deed judge_bad(const LoadError& error) override {
    if constexpr (variant == Variant::specimen) {
      return Deed::substitute;  // except: pass
    }
    return Batched::judge_bad(error);
  }
};

template <Variant variant>
Declaration zeros_instead() {
  return image_folder_with<ZerosInstead<variant>>({.bad_sample = BadSample::skip_refill});
}

}  // namespace proofload::zoo
