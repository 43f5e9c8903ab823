/// A manifest is a text file whose records name other files of the dataset. It is found by what is in it, never by its
/// own name: CSV, TSV, JSON lines or a plain list.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "proofload/dataset.hpp"

namespace proofload {

struct Manifest {
  std::size_t file = 0;                           ///< index of the manifest itself
  std::vector<std::string_view> records;          ///< into the dataset's blob
  std::vector<std::vector<std::size_t>> targets;  ///< for each record: the files that it names
};

/// Views into the dataset, which must live on. A file counts when most of its records (its first one aside) name some.
std::vector<Manifest> find_manifests(const Dataset& dataset);

/// The content of a manifest after its files were renamed: `paths` by file index.
std::string renamed(const Manifest& manifest, const Dataset& dataset, const std::vector<std::string>& paths);

}  // namespace proofload
