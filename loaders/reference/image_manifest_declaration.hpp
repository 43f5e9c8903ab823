/// What the image manifest loader promises and how it is made.
#pragma once

#include "proofload/declaration.hpp"
#include "reference/batched.hpp"
#include "reference/image_folder_declaration.hpp"
#include "reference/image_manifest_reader.hpp"

namespace proofload::reference {

/// As the image folder, but samples and labels are what the rows of a manifest say, in their order.
Declaration image_manifest();

}  // namespace proofload::reference
