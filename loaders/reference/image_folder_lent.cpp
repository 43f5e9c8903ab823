#include "proofload/loader.hpp"
#include "reference/image_folder_declaration.hpp"

PROOFLOAD_LOADER(image_folder_lent) {
  return proofload::reference::image_folder_lent(proofload::reference::PixelLayout::chw);
}
