/// Class folders are how a dataset says labels by its tree: one folder per class, samples in it, by their extension.
///
/// Everything else in the folders, and files beside them, are ignored. The order of the samples is by class and then by
/// file name, as bytes. What stands in place of a file (a folder, a device) is a bad sample. A class has its id even
/// when its folder is empty.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "proofload/source.hpp"

namespace proofload::reference {

struct ClassFolders {
  struct Sample {
    std::uint32_t label = 0;
    NodeKind kind = NodeKind::file;
    std::string name;
  };
  std::vector<std::string> classes;  ///< by id
  std::vector<Sample> samples;

  [[nodiscard]] std::string path(std::uint64_t index) const {
    return classes[samples[index].label] + "/" + samples[index].name;
  }
};

/// Lists the dataset. `extension` is in small letters, without the dot. Throws `LoadFailure` when a folder cannot be
/// listed, or when there are no samples or more than `most_classes` classes.
ClassFolders list_class_folders(Source& source, std::string_view extension, std::size_t most_classes);

/// The file of a sample into `bytes`, whose size it may only raise. How many, or why not; more than `limit` are
/// refused.
std::expected<std::size_t, std::string> read_sample(Source& source, const ClassFolders& folders, std::uint64_t index,
                                                    std::size_t limit, std::vector<std::byte>& bytes);

}  // namespace proofload::reference
