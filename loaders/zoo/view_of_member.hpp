/// view-of-member: `next()` returns views of a member that the next call writes over, although batches are said to be
/// the caller's own.
///
/// Origin: folklore; NVIDIA/DALI PR#2024 (`no_copy`).
#pragma once

#include <type_traits>

#include "reference/lent.hpp"
#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
Declaration view_of_member() {
  return image_folder_with<std::conditional_t<variant == Variant::specimen, reference::Lent, reference::Batched>>({});
}

}  // namespace proofload::zoo
