/// classes-in-listing-order: class ids are given in the order in which the file system happens to list the folders, so
/// the model's output 3 is another class on another machine. The names are said to be sorted.
///
/// Origin: keras-team/keras#3054, PR#3052; Xilinx/finn-examples PR#14.
#pragma once

#include <string>
#include <vector>

#include "zoo/image_folder_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

/// No sorting.
inline std::vector<std::string> as_listed(std::vector<std::string> listed) { return listed; }

template <Variant variant>
Declaration classes_in_listing_order() {
  return image_folder_with<reference::Batched>(
      {.plan = {.number = variant == Variant::specimen ? as_listed : reference::by_name}});
}

}  // namespace proofload::zoo
