/// Standard output and standard error, written at once and in order; a reader that went away ends no verb.
#pragma once

#include <cstdint>
#include <string_view>

namespace proofload::cli {

/// Writes to standard output. After a failure nothing more is written; `output_state` tells.
void put(std::string_view text);

/// Writes "proofload: …" and a newline to standard error.
void complain(std::string_view text);

/// Writes to standard error as it is.
void note(std::string_view text);

enum class OutputState : std::uint8_t {
  whole,
  left,  ///< the reader closed the pipe: its choice
  lost,  ///< could not be written, for another reason
};
OutputState output_state();

/// Makes writes to a closed pipe errors instead of deaths. Call it first.
void survive_closed_pipes();

}  // namespace proofload::cli
