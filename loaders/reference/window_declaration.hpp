/// What the loader of windows promises, and how it is made.
#pragma once

#include "proofload/declaration.hpp"
#include "reference/window_table.hpp"

namespace proofload::reference {

/// Eight steps of three columns, every second row of the file; a window begins every third row, and its target stands
/// two rows behind its last step.
WindowPlan window_plan();

/// Columns of a time, which is passed over, and three numbers from -1000 to 1000, the last of which is the target, too.
Declaration windows();

}  // namespace proofload::reference
