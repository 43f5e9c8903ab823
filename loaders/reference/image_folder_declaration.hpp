/// What the image folder loaders promise and how they are made: one declaration, for either layout.
#pragma once

#include "proofload/declaration.hpp"
#include "reference/batched.hpp"
#include "reference/image_folder_reader.hpp"

namespace proofload::reference {

/// Policies where the options set none.
inline constexpr BatchPlan image_folder_policies = {.bad_sample = BadSample::fail, .last_batch = LastBatch::keep};

Declaration image_folder(PixelLayout layout);

/// The same, but batches are lent until the next call.
Declaration image_folder_lent(PixelLayout layout);

}  // namespace proofload::reference
