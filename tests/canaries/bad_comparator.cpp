// A comparator that says "less" of equal values: std::sort walks out of the range. Its body is not inlined.
#include <algorithm>

#include "canary.hpp"

namespace {
std::size_t overrun(std::size_t size) {
  std::vector<std::size_t> values(size, 1);
  std::sort(values.begin(), values.end(), [](std::size_t a, std::size_t b) { return a <= b; });
  return values.front();
}
}  // namespace

CANARY_LOADER(bad_comparator) { return canary(overrun); }
