/// Encoders of pictures: PNG by libspng, JPEG by libjpeg-turbo, BMP row by row.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "dataset/picture.hpp"
#include "proofload/images.hpp"

namespace proofload {

/// The picture as a file of the plan's format, color, depth and scan. What the plan leaves open (compression level,
/// filters, quality, chroma subsampling, order of the palette, a comment, the header of a BMP) varies with its id.
std::vector<std::byte> encode_png(const Picture& picture, const ImagePlan& plan);
std::vector<std::byte> encode_jpeg(const Picture& picture, const ImagePlan& plan);
std::vector<std::byte> encode_bmp(const Picture& picture, const ImagePlan& plan);

using Rgb = std::array<std::uint8_t, 3>;

/// The colors of an RGB picture, each once, in an order that says nothing about their brightness. Throws when they are
/// more than 256.
std::vector<Rgb> palette_of(const Picture& picture, Random& random);
/// Rows of palette indices, several to a byte when the depth is below 8, the first in the high bits. Each row takes
/// `row_size` bytes.
std::vector<std::uint8_t> indexed_rows(const Picture& picture, const std::vector<Rgb>& palette, std::uint32_t depth,
                                       std::size_t row_size);

}  // namespace proofload
