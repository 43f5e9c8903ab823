/// The fuzz target of a loader is the sibling of this program: a build puts both in one folder.
#pragma once

#include <string>

namespace proofload::cli {

/// Where it is, when it was built.
std::string fuzz_target_of(const std::string& loader);

/// What to say when it was not.
std::string no_fuzz_target(const std::string& loader);

}  // namespace proofload::cli
