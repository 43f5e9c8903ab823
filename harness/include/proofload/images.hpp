/// Traceable image datasets: every image carries its own id in its pixels, so that a row can be told on any loader.
///
/// A plan says what is in a dataset; rendering it is deterministic. Layout and rates of reading: the 8 x 8 code is read
/// from images of at least 16 pixels a side brought to at least 24 x 24.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "proofload/dataset.hpp"
#include "proofload/declaration.hpp"
#include "proofload/random.hpp"

namespace proofload {

/// Samples that no id fits in. At most one of each kind is in a dataset.
enum class Probe : std::uint8_t { none, black, white, one_color, ramp, one_pixel, mask };

struct ImagePlan {
  std::string folder;  ///< the class
  std::string stem;    ///< file name without extension
  ImageFormat format = ImageFormat::png;
  ColorType color = ColorType::rgb;
  std::uint8_t bit_depth = 8;  ///< 8 or 16; palettes also 1, 2, 4 for probes
  enum class Scan : std::uint8_t {
    sequential,
    interlaced
  } scan = {};  ///< interlaced: PNG Adam7, JPEG progressive, BMP top row first
  std::uint8_t orientation =
      1;                      ///< 1 to 8, as EXIF numbers them: JPEG only; it is stored so that turning makes it right
  std::uint8_t restarts = 0;  ///< a restart marker after every so many MCUs: JPEG only; 0: none
  std::uint32_t width = 24;   ///< as it is to be looked at
  std::uint32_t height = 20;
  std::uint32_t id = 0;  ///< below 2^24
  Probe probe = Probe::none;
  enum class Extension : std::uint8_t {
    of_format,
    in_capitals,
    of_other,  ///< a PNG named .jpg, others .png
  } extension = {};

  bool operator==(const ImagePlan&) const = default;
};

struct ImageDatasetPlan {
  std::vector<ImagePlan> images;
  std::vector<std::string> empty_folders;

  bool operator==(const ImageDatasetPlan&) const = default;
};

/// The plan with what no file can hold brought to what one can: a JPEG is grey or RGB of 8 bits, alone has an
/// orientation and restart markers, a BMP is RGB, RGBA or a palette of 8 bits or less, a palette has 8 bits or less,
/// sides are 1 to 1024, one pixel is one by one. `render(plan)` is `render(fitting(plan))`.
ImagePlan fitting(ImagePlan plan);

/// "folder/stem.png", or "stem.png" without a folder.
std::string path_of(const ImagePlan& plan);

/// The image file of a plan. Threads: may be called from any.
Blob render(const ImagePlan& plan);

/// The dataset of a plan, files in the order of the images. An extension follows from the format.
Dataset render(const ImageDatasetPlan& plan);

/// A plan that fits what the loader reads: odd and not square sizes, several classes of unequal counts, mixed colors
/// and formats, probes now and then. `samples` is the number of images.
ImageDatasetPlan random_images(Random& random, const ImageKinds& kinds, std::size_t samples, std::size_t classes);

/// One plan for one image, of given folder, stem and id.
ImagePlan random_image(Random& random, const ImageKinds& kinds);

}  // namespace proofload
