/// What the loader of IDX files promises, and how it is made.
#pragma once

#include "proofload/declaration.hpp"
#include "reference/idx_table.hpp"

namespace proofload::reference {

/// Images of the plan's size, as they are stored.
Declaration idx(const IdxTablePlan& plan = {});

}  // namespace proofload::reference
