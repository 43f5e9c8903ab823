// Two threads that add to one sum, with nothing between them.
#include <thread>

#include "canary.hpp"

namespace {
std::size_t sum = 0;

std::size_t overrun(std::size_t size) {
  const auto add = [size] {
    for (std::size_t i = 0; i < size; ++i) {
      sum += i;
    }
  };
  std::thread other(add);
  add();
  other.join();
  return sum;
}
}  // namespace

CANARY_LOADER(data_race) { return canary(overrun); }
