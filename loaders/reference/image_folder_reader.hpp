/// An image folder reader reads a folder of classes: one folder per class, PNG, JPEG and BMP files in it.
///
/// Samples are the entries of class folders with an image's extension: .png, .jpg, .jpeg or .bmp, in any case.
/// Everything else in them, files beside them, and folders whose names begin with a dot are ignored. Their order is by
/// class and then by file name, as bytes. What stands in place of a file (a folder, a device) is a bad sample. The
/// format of a file is known by its content. A class has its id even when its folder is empty. Copies share the listing
/// and the source; each has buffers of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "proofload/source.hpp"
#include "reference/image_loader.hpp"
#include "reference/reader.hpp"

namespace proofload::reference {

/// From class names in the order in which the source lists them to class names in the order of their ids.
using NumberClasses = std::vector<std::string>(std::vector<std::string> listed);

/// By the bytes of the names.
NumberClasses by_name;

/// Whether a folder of this name is a class.
using NamesClass = bool(std::string_view name);

/// Those that do not begin with a dot, as `.ipynb_checkpoints` does.
NamesClass names_class;

/// Whether a file of this name is a sample.
using NamesSample = bool(std::string_view name);

/// By its extension: .png, .jpg, .jpeg or .bmp, in any case.
NamesSample names_image;

/// The loader's plan, and what is a folder's own: flat, so that any of it can be named in one place.
struct ImageFolderPlan {
  static constexpr ImageLoaderPlan usual = {};
  std::uint32_t height = usual.height;
  std::uint32_t width = usual.width;
  PixelLayout layout = usual.layout;
  std::size_t classes = 16;  ///< at most so many
  std::size_t file_limit = usual.file_limit;
  std::size_t decode_budget = usual.decode_budget;
  NamesClass* folder = names_class;
  NamesSample* sample = names_image;
  NumberClasses* number = by_name;
  DecodeImage* decode = usual.decode;

  [[nodiscard]] ImageLoaderPlan images() const { return {height, width, layout, file_limit, decode_budget, decode}; }
};

class ImageFolderReader : public Reader {
 public:
  /// Lists the dataset. Throws `LoadFailure` when that fails, or when there are no samples or too many classes.
  /// The source outlives the reader.
  ImageFolderReader(Source& source, const ImageFolderPlan& plan);

  [[nodiscard]] std::uint64_t size() const override { return samples_->size(); }
  [[nodiscard]] std::vector<std::int64_t> shape() const override { return loader_.shape(); }
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

  ImageFolderPlan plan_;
  ImageLoader loader_;
  std::vector<std::string> classes_;
  std::shared_ptr<const std::vector<Place>> samples_;
};

}  // namespace proofload::reference
