/// A list is anything that a case can be made smaller by taking elements out of: files with their rows, lines, columns,
/// faults, bytes. One routine minimizes them all.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "minimize/search.hpp"

namespace proofload {

struct List {
  std::size_t size = 0;
  /// The case with only these elements (ascending).
  std::function<Case(std::span<const std::size_t> kept)> render;
  std::vector<std::size_t> likely = {};  ///< elements that the failure is likely to need, ascending
};

/// Whether few elements are likely to be needed, so that bisection finds them, or most.
enum class Density : std::uint8_t { few, most };

/// Takes out what can be taken out; what is left, ascending. It is 1-minimal unless the search is over: no single
/// element can go, as far as the predicate tells.
std::vector<std::size_t> minimize_list(Search& search, const List& list, Density density = Density::few);

/// The smallest number in [low, high] that a candidate can have, `high` being what the best case has: first `low`, then
/// by bisection. Says what the best case has now.
std::size_t minimize_number(Search& search, std::size_t low, std::size_t high,
                            const std::function<Case(std::size_t)>& make);

}  // namespace proofload
