#include "zoo/view_of_member.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(view_of_member) { return proofload::zoo::view_of_member<proofload::zoo::Variant::specimen>(); }
