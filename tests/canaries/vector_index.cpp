// A loop over a vector that ends one too late.
#include "canary.hpp"

namespace {
std::size_t overrun(std::size_t size) {
  const std::vector<std::size_t> values(size, 1);
  std::size_t sum = 0;
  for (std::size_t i = 0; i <= size; ++i) {
    sum += values[i];
  }
  return sum;
}
}  // namespace

CANARY_LOADER(vector_index) { return canary(overrun); }
