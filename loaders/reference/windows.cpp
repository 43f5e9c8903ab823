#include "proofload/loader.hpp"
#include "reference/window_declaration.hpp"

PROOFLOAD_LOADER(windows) { return proofload::reference::windows(); }
