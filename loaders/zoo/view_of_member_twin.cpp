#include "proofload/loader.hpp"
#include "zoo/view_of_member.hpp"

PROOFLOAD_LOADER(view_of_member_twin) { return proofload::zoo::view_of_member<proofload::zoo::Variant::twin>(); }
