#include "reference/shuffled.hpp"

#include <limits>
#include <numeric>
#include <utility>

namespace proofload::reference {
namespace {

/// SplitMix64: the same numbers everywhere, unlike the standard library's distributions.
class Engine {
 public:
  Engine(std::uint64_t seed, std::uint64_t epoch) : state_(seed) {
    // The epoch goes through the mixer, so that (seed, epoch + 1) is not (seed + 1, epoch).
    state_ = next() ^ (epoch * 0xd1342543de82ef95U);
  }

  /// Below `bound`, all values equally likely.
  std::uint64_t below(std::uint64_t bound) {
    constexpr std::uint64_t top = std::numeric_limits<std::uint64_t>::max();
    const std::uint64_t fair = top - top % bound;
    std::uint64_t value = next();
    while (value >= fair) {
      value = next();
    }
    return value % bound;
  }

 private:
  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
    return mixed ^ (mixed >> 31U);
  }

  std::uint64_t state_;
};

}  // namespace

std::vector<std::uint64_t> in_order(std::uint64_t samples) {
  std::vector<std::uint64_t> order(samples);
  std::iota(order.begin(), order.end(), std::uint64_t{0});
  return order;
}

std::vector<std::uint64_t> shuffled(std::uint64_t samples, std::uint64_t seed, std::uint64_t epoch) {
  std::vector<std::uint64_t> order = in_order(samples);
  Engine engine(seed, epoch);
  for (std::uint64_t left = samples; left > 1; --left) {
    std::swap(order[left - 1], order[engine.below(left)]);
  }
  return order;
}

}  // namespace proofload::reference
