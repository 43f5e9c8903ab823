#include "minimize/cover.hpp"

#include <algorithm>
#include <queue>
#include <unordered_map>
#include <unordered_set>

namespace proofload {
namespace {

struct Offer {
  std::size_t gain = 0;
  std::uint64_t bytes = 0;
  std::size_t place = 0;

  /// The better offer is the greater one.
  bool operator<(const Offer& other) const {
    if (gain != other.gain) {
      return gain < other.gain;
    }
    return bytes != other.bytes ? bytes > other.bytes : place > other.place;
  }
};

}  // namespace

std::vector<std::size_t> small_cover(std::span<const Coverable> all) {
  std::unordered_set<std::uint64_t> covered;
  const auto gain_of = [&](std::size_t place) {
    return static_cast<std::size_t>(
        std::ranges::count_if(all[place].features, [&](std::uint64_t feature) { return !covered.contains(feature); }));
  };
  std::priority_queue<Offer> offers;
  for (std::size_t place = 0; place < all.size(); ++place) {
    offers.push({all[place].features.size(), all[place].bytes, place});
  }
  std::vector<std::size_t> chosen;
  while (!offers.empty() && offers.top().gain > 0) {
    Offer best = offers.top();
    offers.pop();
    // What an offer adds only falls: one that is still as good as it was is the best.
    if (const std::size_t gain = gain_of(best.place); gain < best.gain) {
      best.gain = gain;
      offers.push(best);
      continue;
    }
    covered.insert(all[best.place].features.begin(), all[best.place].features.end());
    chosen.push_back(best.place);
  }
  std::unordered_map<std::uint64_t, std::size_t> holders;
  for (const std::size_t place : chosen) {
    for (const std::uint64_t feature : all[place].features) {
      ++holders[feature];
    }
  }
  std::ranges::sort(chosen, [&](std::size_t a, std::size_t b) { return all[a].bytes > all[b].bytes; });
  std::erase_if(chosen, [&](std::size_t place) {
    const auto& features = all[place].features;
    if (std::ranges::any_of(features, [&](std::uint64_t feature) { return holders.at(feature) == 1; })) {
      return false;
    }
    for (const std::uint64_t feature : features) {
      --holders.at(feature);
    }
    return true;
  });
  std::ranges::sort(chosen);
  return chosen;
}

}  // namespace proofload
