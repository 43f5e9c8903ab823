/// Parts of the tool that can be switched off, so that what each is worth can be measured: ./dev bench power. The
/// environment names them, with commas between.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace proofload {

inline constexpr const char* without_variable = "PROOFLOAD_WITHOUT";

enum class Part : std::uint8_t {
  generator,     ///< no whole case is drawn: all come from the built-in one
  mutator,       ///< cases are changed as bytes
  crossover,     ///< cases are changed, never mixed
  counters,      ///< the engine is told of edges only
  swarm,         ///< all kinds of fault are drawn all the time
  traceability,  ///< images carry no id: they are known by their look
  scarce,        ///< nothing is gone back to
};

inline constexpr std::array<std::string_view, 7> part_names = {"generator", "mutator",      "crossover", "counters",
                                                               "swarm",     "traceability", "scarce"};

/// Whether the environment switched the part off when this was asked first.
bool without(Part part);

/// What the environment names that is no part; empty when all are.
std::string unknown_part();

}  // namespace proofload
