/// The smallest case of a specimen is made by hand: the least that shows its defect, and one clause that must break.
#pragma once

#include <string_view>

#include "proofload/case.hpp"
#include "proofload/clause.hpp"

namespace proofload::zoo {

struct SmallestCase {
  Case value;
  Clause clause = Clause::declared_shape;
};

/// Of the specimen with that id. Throws `std::out_of_range` when there is none.
SmallestCase smallest_case(std::string_view id);

}  // namespace proofload::zoo
