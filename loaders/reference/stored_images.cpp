#include "reference/stored_images.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <utility>

#include "proofload/cache_folder.hpp"

namespace proofload::reference {

std::string by_content(std::string_view /*path*/, std::span<const std::byte> file, const ImageFolderPlan& plan) {
  const XXH128_hash_t hash = XXH3_128bits(file.data(), file.size());
  return fmt::format("{:016x}{:016x}-{}x{}-{}", hash.high64, hash.low64, plan.height, plan.width,
                     plan.layout == PixelLayout::hwc ? "hwc" : "chw");
}

StoredImages::StoredImages(Source& source, const ImageFolderPlan& plan, const StorePlan& store)
    : ImageFolderReader(source, plan),
      source_(source),
      plan_(plan),
      key_(store.key),
      store_(cache_folder(source), store.take),
      resizer_(plan.height, plan.width, plan.layout) {}

std::expected<void, LoadError> StoredImages::get(std::uint64_t index, std::span<float> into) {
  std::string where = path(index);
  const auto file = read_file(source_, where, plan_.file_limit);
  if (!file || file->empty()) {
    return ImageFolderReader::get(index, into);  // it says what is wrong
  }
  const std::string key = key_(where, *file, plan_);
  if (store_.take(key, into)) {
    return {};
  }
  const auto pixels = plan_.decode(*file, plan_.decode_budget);
  if (!pixels) {
    return std::unexpected(LoadError{.path = std::move(where), .index = index, .reason = pixels.error()});
  }
  resizer_.resize(*pixels, into);
  store_.keep(key, into);
  return {};
}

}  // namespace proofload::reference
