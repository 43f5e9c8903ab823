#include "proofload/loader.hpp"
#include "reference/image_folder_declaration.hpp"

PROOFLOAD_LOADER(image_folder_hwc) {
  return proofload::reference::image_folder(proofload::reference::PixelLayout::hwc);
}
