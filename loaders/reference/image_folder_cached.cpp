#include "proofload/loader.hpp"
#include "reference/image_folder_declaration.hpp"

PROOFLOAD_LOADER(image_folder_cached) {
  return proofload::reference::image_folder_cached(proofload::reference::PixelLayout::chw);
}
