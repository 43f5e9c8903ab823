#include "proofload/loader.hpp"
#include "zoo/symlink_circle.hpp"

PROOFLOAD_LOADER(symlink_circle_twin) { return proofload::zoo::symlink_circle<proofload::zoo::Variant::twin>(); }
