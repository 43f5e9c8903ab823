#include "zoo/members_by_order.hpp"

#include "proofload/loader.hpp"

PROOFLOAD_LOADER(members_by_order) { return proofload::zoo::members_by_order<proofload::zoo::Variant::specimen>(); }
