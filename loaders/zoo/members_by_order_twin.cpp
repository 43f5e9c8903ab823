#include "proofload/loader.hpp"
#include "zoo/members_by_order.hpp"

PROOFLOAD_LOADER(members_by_order_twin) { return proofload::zoo::members_by_order<proofload::zoo::Variant::twin>(); }
