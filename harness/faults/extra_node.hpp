/// What people, editors and systems leave beside a dataset's files.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "proofload/fault.hpp"

namespace proofload {

inline constexpr std::array<std::string_view, 11> extra_nodes = {"ds_store",    "apple_double", "thumbs", "desktop_ini",
                                                                 "tilde",       "part",         "backup", "swap",
                                                                 "checkpoints", "macosx",       "loop"};

/// The node that lies beside a file; nothing when the kind is not known, or a name would be too long.
std::optional<EffectiveNode> extra_node(std::string_view path, const Blob& bytes, std::string_view kind);

}  // namespace proofload
