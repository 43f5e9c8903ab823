/// The pixels of a plan before they are encoded.
#pragma once

#include "dataset/picture.hpp"
#include "proofload/images.hpp"

namespace proofload {

/// What an exact decoder gives for the file of a plan. A palette's picture is RGB, of at most 2^bit_depth colors.
Picture paint(const ImagePlan& plan);

}  // namespace proofload
