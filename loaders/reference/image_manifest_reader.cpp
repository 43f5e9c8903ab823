#include "reference/image_manifest_reader.hpp"

#include <utility>

#include "reference/error_text.hpp"

namespace proofload::reference {

ImageManifestReader::ImageManifestReader(Source& source, const ImageManifestPlan& plan)
    : plan_(plan), loader_(source, plan.images) {
  const auto file = read_file(source, plan_.manifest, plan_.images.file_limit);
  if (!file) {
    throw LoadFailure({.path = plan_.manifest, .reason = "cannot be read: " + text_of(file.error())});
  }
  auto rows = read_manifest(*file, plan_.rules);
  if (!rows) {
    throw LoadFailure({.path = plan_.manifest, .reason = std::move(rows.error())});
  }
  if (rows->empty()) {
    throw LoadFailure({.path = plan_.manifest, .reason = "no samples: expected rows below the header, found none"});
  }
  rows_ = std::make_shared<const std::vector<ManifestRow>>(std::move(*rows));
}

std::string ImageManifestReader::path(std::uint64_t index) const {
  const ManifestRow& row = (*rows_)[index];
  return row.wrong.empty() ? row.path : plan_.manifest;
}

std::int64_t ImageManifestReader::label(std::uint64_t index) const {
  const ManifestRow& row = (*rows_)[index];
  return row.wrong.empty() ? row.label : plan_.of_bad;
}

std::expected<void, LoadError> ImageManifestReader::get(std::uint64_t index, std::span<float> into) {
  const ManifestRow& row = (*rows_)[index];
  if (!row.wrong.empty()) {
    return std::unexpected(LoadError{.path = plan_.manifest, .index = index, .reason = row.wrong, .record = index});
  }
  if (auto loaded = loader_.load(row.path, into); !loaded) {
    return std::unexpected(LoadError{.path = row.path, .index = index, .reason = std::move(loaded.error())});
  }
  return {};
}

}  // namespace proofload::reference
