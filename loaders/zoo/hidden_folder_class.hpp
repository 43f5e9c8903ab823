/// hidden-folder-class: folders that begin with a dot are classes, and all ids behind them are one more.
///
/// Origin: tensorflow/tensorflow#46595.
#pragma once

#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

inline bool every_folder(std::string_view /*name*/) { return true; }

template <Variant variant>
Declaration hidden_folder_class() {
  return image_folder_with<reference::Batched>(
      {.plan = {.folder = variant == Variant::specimen ? every_folder : reference::names_class}});
}

}  // namespace proofload::zoo
