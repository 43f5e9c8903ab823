/// The header fields of image files that faults can set; "sides" are width and height at once.
#pragma once

#include <array>
#include <string_view>

namespace proofload {

inline constexpr std::array<std::string_view, 8> png_header_fields = {
    "width", "height", "bit_depth", "color_type", "compression", "filter", "interlace", "sides"};
inline constexpr std::array<std::string_view, 5> jpeg_header_fields = {"precision", "height", "width", "components",
                                                                       "sampling"};
/// The first seven are in every header.
inline constexpr std::array<std::string_view, 12> bmp_header_fields = {
    "file_size", "offset",      "header_size", "width",  "height",   "planes",
    "bits",      "compression", "pixels_size", "colors", "red_mask", "alpha_mask"};

}  // namespace proofload
