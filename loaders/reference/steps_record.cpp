#include "reference/steps_record.hpp"

#include <algorithm>
#include <cstddef>

namespace proofload::reference {

std::expected<void, std::string> write_steps(std::span<const float> steps, const StepsRules& rules,
                                             std::span<float> into) {
  const std::size_t most = std::size_t{rules.longest} * rules.channels;
  if (steps.empty() && rules.empty == Ragged::Empty::refused) {
    return std::unexpected("expected at least one step, found none");
  }
  if (steps.size() > most && rules.cut != Ragged::Side::head && rules.cut != Ragged::Side::tail) {
    return std::unexpected("expected at most " + std::to_string(rules.longest) + " steps, found " +
                           std::to_string(steps.size() / rules.channels));
  }
  if (steps.size() > most) {
    steps = rules.cut == Ragged::Side::head ? steps.last(most) : steps.first(most);
  }
  into.front() = static_cast<float>(steps.size() / rules.channels);
  const auto behind = std::ranges::copy(steps, into.begin() + 1).out;
  std::fill(behind, into.end(), 0.0F);
  return {};
}

}  // namespace proofload::reference
