/// A cache folder is where a loader may keep on disk, outside of the dataset, what it wants to find again in a later
/// run. A loader that uses one declares `Files::Cache::outside`, and is then given one by its source.
///
/// Whatever a loader finds there is a leftover: of a run that ended in the middle of a write, of a dataset that has
/// changed since, or of another loader that writes at the same time. It may do without, or refuse the sample; it must
/// not deliver what the files of the dataset do not hold.
#pragma once

#include <optional>
#include <string>

#include "proofload/source.hpp"

namespace proofload {

/// What a source implements beside `Source` when it has one.
class HasCacheFolder {
 public:
  HasCacheFolder() = default;
  HasCacheFolder(const HasCacheFolder&) = delete;
  HasCacheFolder& operator=(const HasCacheFolder&) = delete;
  virtual ~HasCacheFolder() = default;

  /// The folder's path on disk; nothing when there is none for this run. It need not be there, nor take files. It
  /// outlives the loader. Threads: any.
  [[nodiscard]] virtual std::optional<std::string> cache_folder() const = 0;
};

/// The cache folder of a source, if it has one.
inline std::optional<std::string> cache_folder(const Source& source) {
  const auto* has = dynamic_cast<const HasCacheFolder*>(&source);
  return has == nullptr ? std::nullopt : has->cache_folder();
}

}  // namespace proofload
