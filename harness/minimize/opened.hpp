/// What a loader opened of a case before it failed, and how much it read: hints, never evidence.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "proofload/case.hpp"
#include "proofload/registry.hpp"

namespace proofload {

struct Opened {
  std::string path;
  std::uint64_t read = 0;  ///< bytes, over all times it was open
};

/// In the order of the first opening. The case is run once, in memory and in a process of its own that has some
/// seconds and 2 GiB; what it did until then counts. Empty where nothing is known. Before the process has threads.
std::vector<Opened> opened_files(const Case& value, const RegisteredLoader& loader);

}  // namespace proofload
