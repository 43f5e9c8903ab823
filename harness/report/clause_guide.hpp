/// What `proofload explain` says of a clause beyond its sentence.
#pragma once

#include <string_view>

#include "proofload/clause.hpp"

namespace proofload {

struct ClauseGuide {
  Clause clause = Clause::declared_shape;
  std::string_view says;     ///< what exactly is judged, and what is not
  std::string_view matters;  ///< what becomes of a training run that meets it broken
  std::string_view real;     ///< a bug that was shipped; where it was seen, as owner/repository#number
  std::string_view fix;      ///< what to do
};

const ClauseGuide& guide(Clause clause);

}  // namespace proofload
