/// A case in the words of the specimens: what they are told when they are asked who is to blame.
#pragma once

#include <optional>

#include "proofload/case.hpp"
#include "proofload/declaration.hpp"
#include "zoo/specimen.hpp"

namespace proofload::zoo {

/// Nothing when the case is not one that can be foretold: a sample is altered, unknown or optional, a fault acts in
/// time, the loader draws the order of the samples, or the harness lists them in another one for comparison.
std::optional<World> world_of(const Case& value, const Declaration& declaration);

}  // namespace proofload::zoo
