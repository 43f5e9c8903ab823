/// What can stand in a file's place and is no file.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "proofload/fault.hpp"

namespace proofload {

inline constexpr std::array<std::string_view, 3> special_nodes = {"fifo", "socket", "link_loop"};

inline std::optional<EffectiveNode::State> special_state(std::string_view kind) {
  using State = EffectiveNode::State;
  constexpr std::array states = {State::fifo, State::socket, State::link_loop};
  const auto found = std::ranges::find(special_nodes, kind);
  return found == special_nodes.end() ? std::nullopt
                                      : std::optional(states[static_cast<std::size_t>(found - special_nodes.begin())]);
}

}  // namespace proofload
