/// The samples of a dataset of IDX files: pairs of images and labels.
#pragma once

#include "dataset/truth.hpp"

namespace proofload {

void find_idx(Truth& truth, const Scene& scene);

}  // namespace proofload
