/// What the image folder loaders promise and how they are made: one declaration, for either layout.
#pragma once

#include "proofload/declaration.hpp"
#include "reference/batched.hpp"
#include "reference/image_folder_reader.hpp"

namespace proofload::reference {

/// Policies where the options set none.
inline constexpr BatchPlan image_folder_policies = {.bad_sample = BadSample::fail, .last_batch = LastBatch::keep};

Declaration image_folder(PixelLayout layout);

/// The same, but features are kept: in memory, up to 16 MiB, and in the cache folder that the source may have.
Declaration image_folder_cached(PixelLayout layout);

/// As the first, but JPEGs are turned as their EXIF blocks say.
Declaration image_folder_upright(PixelLayout layout);

/// The same as the first, but batches are lent until the next call.
Declaration image_folder_lent(PixelLayout layout);

}  // namespace proofload::reference
