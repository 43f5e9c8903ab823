/// The declaration of the reference loader of IDX files, with another way to read or to pair them; of images that are
/// not square.
#pragma once

#include "proofload/declaration.hpp"
#include "reference/idx_declaration.hpp"

namespace proofload::zoo {

inline constexpr reference::IdxTablePlan wide_images = {.rows = 20, .columns = 28};

inline Declaration idx_with(const reference::IdxTablePlan& plan) {
  Declaration declaration = reference::idx(plan);
  declaration.bad_sample = BadSample::skip_refill;
  declaration.supports = {Option::shuffle, Option::epochs, Option::abandoned_epochs};
  return declaration;
}

}  // namespace proofload::zoo
