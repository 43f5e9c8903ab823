/// An image manifest reader reads the images that the rows of a manifest name, in their order; a row may come twice.
///
/// What the manifest does not name is no sample. A path that leads out of the dataset is never opened. A row that
/// cannot be read, or whose label is none of the classes, is a bad sample, named by its number in the manifest. Copies
/// share the rows and the source.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "reference/image_loader.hpp"
#include "reference/manifest_rows.hpp"
#include "reference/reader.hpp"

namespace proofload::reference {

struct ImageManifestPlan {
  std::string manifest = "manifest.csv";
  std::int64_t of_bad = -1;  ///< the label of bad rows
  ManifestRules rules = {};
  ImageLoaderPlan images = {};
};

class ImageManifestReader : public Reader {
 public:
  /// Reads the manifest. Throws `LoadFailure` when that fails, or when it has no rows. The source outlives the reader.
  ImageManifestReader(Source& source, const ImageManifestPlan& plan);

  [[nodiscard]] std::uint64_t size() const override { return rows_->size(); }
  [[nodiscard]] std::vector<std::int64_t> shape() const override { return loader_.shape(); }
  /// The image's, or of a bad row the manifest's.
  [[nodiscard]] std::string path(std::uint64_t index) const override;
  [[nodiscard]] std::int64_t label(std::uint64_t index) const override;
  std::expected<void, LoadError> get(std::uint64_t index, std::span<float> into) override;

 private:
  ImageManifestPlan plan_;
  ImageLoader loader_;
  std::shared_ptr<const std::vector<ManifestRow>> rows_;
};

}  // namespace proofload::reference
