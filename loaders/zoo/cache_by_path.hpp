/// cache-by-path: decoded images are kept on disk by their path, and those of a file that has changed since are
/// still taken.
///
/// Origin: slint-ui/slint#6030; artemsen/swayimg#514.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "zoo/stored_images_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

inline std::string by_path(std::string_view path, std::span<const std::byte> /*file*/,
                           const reference::ImageFolderPlan& plan) {
  return reference::by_content({}, std::as_bytes(std::span(path)), plan);
}

template <Variant variant>
Declaration cache_by_path() {
  return stored_images_with({.key = variant == Variant::specimen ? by_path : reference::by_content});
}

}  // namespace proofload::zoo
