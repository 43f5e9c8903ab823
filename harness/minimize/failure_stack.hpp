/// What the output of any program says about where it failed: a sanitizer's report or a Python traceback.
#pragma once

#include <string>
#include <string_view>

namespace proofload {

/// Kind and innermost places, without addresses, process numbers and values: "heap-buffer-overflow at read_row,
/// next, main" or "ValueError at train.py:31". Empty when there is neither.
std::string failure_stack(std::string_view output);

}  // namespace proofload
