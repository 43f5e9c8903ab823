/// A refusal is how the checks leave a damaged file, from however deep; it never passes their public functions.
#pragma once

#include <string>
#include <utility>

namespace proofload::reference {

struct Refusal {
  std::string reason;
};

[[noreturn]] inline void refuse(std::string reason) { throw Refusal{std::move(reason)}; }

}  // namespace proofload::reference
