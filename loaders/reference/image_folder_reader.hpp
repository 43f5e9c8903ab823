/// An image folder reader reads a folder of classes: one folder per class, PNG and JPEG files in it.
///
/// Samples are the entries of class folders with an image's extension: .png, .jpg, .jpeg or .bmp, in any case (a BMP is
/// not passed over in silence, but refused). Everything else in them, and files beside them, are ignored. Their order
/// is by class and then by file name, as bytes. What stands in place of a file (a folder, a device) is a bad sample.
/// The format of a file is known by its content. A class has its id even when its folder is empty.
/// Copies share the listing and the source; each has buffers of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "proofload/source.hpp"
#include "reference/decode_image.hpp"
#include "reference/reader.hpp"
#include "reference/resize.hpp"

namespace proofload::reference {

/// From class names in the order in which the source lists them to class names in the order of their ids.
using NumberClasses = std::vector<std::string>(std::vector<std::string> listed);

/// By the bytes of the names.
NumberClasses by_name;

struct ImageFolderPlan {
  std::uint32_t height = 24;
  std::uint32_t width = 32;
  PixelLayout layout = PixelLayout::chw;
  std::size_t classes = 16;            ///< at most so many
  std::size_t file_limit = 8U << 20U;  ///< bytes of a file; a larger one is refused
  std::size_t decode_budget =
      40U << 20U;  ///< bytes that decoding one file may use; with the file and a copy of it below 64 MiB
  NumberClasses* number = by_name;
  DecodeImage* decode = decode_image;
};

class ImageFolderReader : public Reader {
 public:
  /// Lists the dataset. Throws `LoadFailure` when that fails, or when there are no samples or too many classes.
  /// The source outlives the reader.
  ImageFolderReader(Source& source, const ImageFolderPlan& plan);

  [[nodiscard]] std::uint64_t size() const override { return samples_->size(); }
  [[nodiscard]] std::vector<std::int64_t> shape() const override;
  [[nodiscard]] std::string path(std::uint64_t index) const override;
  [[nodiscard]] std::int64_t label(std::uint64_t index) const override;
  std::expected<void, LoadError> get(std::uint64_t index, std::span<float> into) override;

  /// Class names, by id.
  [[nodiscard]] const std::vector<std::string>& classes() const { return classes_; }

 private:
  struct Place {
    std::uint32_t label = 0;
    NodeKind kind = NodeKind::file;
    std::string name;
  };

  std::expected<Pixels, std::string> load(const Place& place, const std::string& path);

  Source& source_;
  ImageFolderPlan plan_;
  Resizer resizer_;
  std::vector<std::string> classes_;
  std::shared_ptr<const std::vector<Place>> samples_;
  std::vector<std::byte> bytes_;  ///< of the file that is being read; kept, so that reading does not allocate
};

}  // namespace proofload::reference
