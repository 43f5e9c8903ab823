#include "proofload/loader.hpp"
#include "reference/image_manifest_declaration.hpp"

PROOFLOAD_LOADER(image_manifest) { return proofload::reference::image_manifest(); }
