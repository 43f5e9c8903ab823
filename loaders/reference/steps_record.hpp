/// A steps record is a ragged sequence in a row of fixed size: how many steps it has, the steps, and zeros behind them.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string>

#include "proofload/declaration.hpp"

namespace proofload::reference {

struct StepsRules {
  std::uint32_t channels = 3;                 ///< numbers of a step
  std::uint32_t longest = 32;                 ///< steps
  Ragged::Side cut = Ragged::Side::tail;      ///< which end goes; `neither`: longer ones are refused
  Ragged::Empty empty = Ragged::Empty::kept;  ///< what becomes of sequences without a step
};

/// `into` has 1 + longest * channels values; after an error it is as it was. The error is for people.
std::expected<void, std::string> write_steps(std::span<const float> steps, const StepsRules& rules,
                                             std::span<float> into);

}  // namespace proofload::reference
