/// The rows of a manifest of images: CSV of `path,label`, read strictly. What is not plainly a row is a bad one, and so
/// is a blank line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace proofload::reference {

struct ManifestRow {
  std::string path;
  std::int64_t label = 0;
  std::string wrong;  ///< why it is a bad row, which then has no path nor label; empty: it is not
};

/// Whether a path leads nowhere but to what is below the root.
using StaysInside = bool(std::string_view path);

/// Relative, and without a "..".
StaysInside stays_inside;

struct ManifestRules {
  std::int64_t classes = 16;  ///< labels are below
  StaysInside* inside = stays_inside;
};

/// The error: why it is no manifest.
std::expected<std::vector<ManifestRow>, std::string> read_manifest(std::span<const std::byte> file,
                                                                   const ManifestRules& rules);

}  // namespace proofload::reference
