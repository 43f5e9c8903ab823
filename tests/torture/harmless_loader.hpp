/// The harmless loader reads every file below its root and yields a digest of each: whatever dies beneath it is the
/// harness.
#pragma once

#include <cstdint>

#include "proofload/registry.hpp"

namespace proofload {

const RegisteredLoader& harmless_loader();

/// How many loaders were made in this process.
std::uint64_t harmless_loaders_made();

}  // namespace proofload
