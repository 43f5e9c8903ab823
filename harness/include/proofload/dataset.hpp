/// A dataset is what lies on the disk before any fault: files with their content, and folders.
#pragma once

#include <string>
#include <vector>

#include "proofload/blob.hpp"

namespace proofload {

struct DataFile {
  std::string path;  ///< relative, '/' between names, any bytes but NUL; no empty name, no "." and no ".."
  Blob bytes;

  bool operator==(const DataFile&) const = default;
};

struct Dataset {
  std::vector<DataFile> files;       ///< in the order in which they are listed; paths are distinct
  std::vector<std::string> folders;  ///< folders to be there even when no file is in them

  bool operator==(const Dataset&) const = default;
};

/// Whether a path is of the form above: it can be put below any folder without leaving it.
bool is_plain_path(std::string_view path);

}  // namespace proofload
