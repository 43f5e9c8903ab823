/// A shadow runs ahead of a search that waits for an answer, by guesses for the answers that are not there yet.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "minimize/search.hpp"

namespace proofload {

struct Search::Shadow {
  /// Answers that are taken for granted, and how likely they all are.
  struct Path {
    double chance = 1;
    std::map<std::string, Answer> guessed;  ///< by key of a run
  };

  Search& of;
  const std::string& asked;   ///< what the other search waits for
  double left = 1;            ///< of the usual time of a run, until that is there
  std::size_t room = 0;       ///< for runs to begin
  Path path;                  ///< what this one goes by
  std::vector<Path>& others;  ///< those that could be gone by as well
};

}  // namespace proofload
