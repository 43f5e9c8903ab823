#include "proofload/loader.hpp"
#include "reference/image_folder_declaration.hpp"

PROOFLOAD_LOADER(image_folder_upright) {
  return proofload::reference::image_folder_upright(proofload::reference::PixelLayout::chw);
}
