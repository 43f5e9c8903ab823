/// What an error of the source says, for people.
#pragma once

#include <string>
#include <system_error>

#include "proofload/source.hpp"

namespace proofload::reference {

inline std::string text_of(IoError error) { return std::generic_category().message(error.code); }

}  // namespace proofload::reference
