/// What the exit code of a verb says.
#pragma once

#include <cstdint>

namespace proofload::cli {

enum class ExitCode : std::uint8_t {
  well = 0,     ///< nothing broken; `replay`: no longer reproduces
  broken = 1,   ///< a clause is broken; `replay`: it reproduces
  usage = 2,    ///< bad usage, unreadable input, or nothing to do
  failure = 3,  ///< the tool's own failure
};

}  // namespace proofload::cli
