/// Text made safe to show on a terminal and to paste into a shell.
///
/// Names from datasets go through `escape()` (proofload/case.hpp), which is reversible and plain ASCII. What is here is
/// for prose and for paths that the user gave: readable text stays as it is.
#pragma once

#include <string>
#include <string_view>

namespace proofload {

/// Valid UTF-8 without control and direction-changing characters: those, and bytes that are no UTF-8, become \xNN.
/// Always valid UTF-8, so it can go into JSON.
std::string printable(std::string_view text);

/// The text as one word of a shell (bash, zsh, ksh: control bytes need their $'…').
std::string shell_quoted(std::string_view text);

}  // namespace proofload
