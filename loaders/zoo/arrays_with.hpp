/// The declarations of the reference loaders of datasets in two arrays, with another way to read them.
#pragma once

#include <utility>

#include "proofload/declaration.hpp"
#include "reference/array_declarations.hpp"

namespace proofload::zoo {

inline Declaration arrays_with(Declaration declaration) {
  declaration.bad_sample = BadSample::skip_refill;
  declaration.supports = {Option::shuffle, Option::epochs, Option::abandoned_epochs};
  return declaration;
}

}  // namespace proofload::zoo
