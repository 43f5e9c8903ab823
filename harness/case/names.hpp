/// The names by which a case's closed choices are written in its file, in both directions.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "proofload/case.hpp"

namespace proofload {

inline constexpr std::array<std::string_view, comparison_count> comparison_names = {
    "again",           "other-seed",    "other-batch-size", "other-listing", "fewer-faults",
    "abandoned-epoch", "other-workers", "other-fill",       "many-epochs",   "many-orders"};
inline constexpr std::array<std::string_view, 2> carrier_names = {"memory", "directory"};
inline constexpr std::array<std::string_view, 2> shuffle_names = {"off", "on"};
inline constexpr std::array<std::string_view, 5> bad_sample_names = {"undeclared", "fail", "skip-refill", "skip-shrink",
                                                                     "substitute"};
inline constexpr std::array<std::string_view, 5> last_batch_names = {"undeclared", "keep", "drop", "pad", "wrap"};

template <class Choice, std::size_t n>
std::optional<Choice> choice_named(const std::array<std::string_view, n>& names, std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) {
    return std::nullopt;
  }
  return static_cast<Choice>(found - names.begin());
}

template <class Choice, std::size_t n>
std::string_view name_of(const std::array<std::string_view, n>& names, Choice choice) {
  const auto index = static_cast<std::size_t>(choice);
  return index < n ? names[index] : names[0];
}

}  // namespace proofload
