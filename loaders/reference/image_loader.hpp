/// An image loader reads an image file of a source, decodes it, and brings it to a size.
///
/// Copies share the source; each has buffers of its own. Threads: one at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "proofload/source.hpp"
#include "reference/decode_image.hpp"
#include "reference/resize.hpp"

namespace proofload::reference {

struct ImageLoaderPlan {
  std::uint32_t height = 24;
  std::uint32_t width = 32;
  PixelLayout layout = PixelLayout::chw;
  std::size_t file_limit = 8U << 20U;  ///< bytes of a file; a larger one is refused
  std::size_t decode_budget =
      40U << 20U;  ///< bytes that decoding one file may use; with the file and a copy of it below 64 MiB
  DecodeImage* decode = decode_image;
};

class ImageLoader {
 public:
  /// The source outlives the loader.
  ImageLoader(Source& source, const ImageLoaderPlan& plan);

  /// Of the features of one image.
  [[nodiscard]] std::vector<std::int64_t> shape() const;

  /// `into` has as many values as the shape says; after an error it is as it was. The error is the reason, for people.
  std::expected<void, std::string> load(const std::string& path, std::span<float> into);

 private:
  std::expected<std::span<const std::byte>, std::string> read(const std::string& path);

  Source& source_;
  ImageLoaderPlan plan_;
  Resizer resizer_;
  std::vector<std::byte> bytes_;  ///< of the file that is being read; kept, so that reading does not allocate
};

}  // namespace proofload::reference
