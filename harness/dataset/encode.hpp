/// Encoders of pictures, by libspng and libjpeg-turbo.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "dataset/picture.hpp"
#include "proofload/images.hpp"

namespace proofload {

/// The picture as a file of the plan's format, color, depth and scan. What the plan leaves open (compression level,
/// filters, quality, chroma subsampling, order of the palette, a comment) varies with its id.
std::vector<std::byte> encode_png(const Picture& picture, const ImagePlan& plan);
std::vector<std::byte> encode_jpeg(const Picture& picture, const ImagePlan& plan);

}  // namespace proofload
