/// The smallest case of a specimen is made by hand: the least that shows its defect, and one clause that must break.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "proofload/case.hpp"
#include "proofload/clause.hpp"

namespace proofload::zoo {

struct SmallestCase {
  Case value;
  Clause clause = Clause::declared_shape;
  std::string cause = {};  ///< empty: any
};

/// Of the specimen with that id. Throws `std::out_of_range` when there is none.
SmallestCase smallest_case(std::string_view id);

/// Of the same specimen, for causes that the smallest case does not show: the least that shows each. None of many.
std::vector<SmallestCase> further_cases(std::string_view id);

}  // namespace proofload::zoo
