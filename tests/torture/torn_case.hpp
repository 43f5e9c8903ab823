/// Torn cases are hostile bytes for the reader of case files: equal seeds give equal bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "proofload/registry.hpp"

namespace proofload {

struct TornCase {
  enum class Kind : std::uint8_t {
    mended,  ///< a valid case file, changed, with the tar's checksums and the JSON's syntax put right again
    broken,  ///< bytes of which nothing was put right
  };
  Kind kind = Kind::mended;
  std::vector<std::byte> bytes;
};

/// Three of five are mended.
TornCase torn_case(std::uint64_t seed, const RegisteredLoader& loader);

}  // namespace proofload
