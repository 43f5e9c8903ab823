#include "oracles/fairness.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace proofload {

Fairness::Fairness(std::size_t symbols) : symbols_(symbols), counts_(symbols * symbols) {}

void Fairness::see(std::span<const std::size_t> order) {
  double log_uniform = 0;
  for (std::size_t place = 0; place < order.size(); ++place) {
    log_uniform -= std::log(static_cast<double>(symbols_ - place));
  }
  std::vector<bool> used(symbols_);
  for (std::size_t better = 0; better < trust.size(); ++better) {
    used.assign(symbols_, false);
    double log_chance = 0;
    for (std::size_t place = 0; place < order.size(); ++place) {
      double left = 0;
      for (std::size_t symbol = 0; symbol < symbols_; ++symbol) {
        left += used[symbol] ? 0 : count(place, symbol) + trust[better];
      }
      log_chance += std::log((count(place, order[place]) + trust[better]) / left);
      used[order[place]] = true;
    }
    log_stakes_[better] += log_chance - log_uniform;
  }
  for (std::size_t place = 0; place < order.size(); ++place) {
    counts_[place * symbols_ + order[place]] += 1;
  }
  places_ = std::max(places_, order.size());
  ++orders_;
}

double Fairness::evidence() const {
  const double most = *std::ranges::max_element(log_stakes_);
  double sum = 0;
  for (const double stake : log_stakes_) {
    sum += std::exp(stake - most);
  }
  return most + std::log(sum / static_cast<double>(trust.size()));
}

double Fairness::unevenness() const {
  const double expected = static_cast<double>(orders_) / static_cast<double>(symbols_);
  if (expected <= 0 || symbols_ < 2) {
    return 0;
  }
  double distance = 0;
  for (const double count : std::span(counts_).first(places_ * symbols_)) {
    distance += (count - expected) * (count - expected) / expected;
  }
  // The counts of a place add up, and so do those of a symbol when every place is seen.
  const auto symbols = static_cast<double>(symbols_);
  const double free = (symbols - 1) * (places_ == symbols_ ? symbols - 1 : static_cast<double>(places_));
  return (distance - free) / std::sqrt(2 * free);
}

Fairness::Deviation Fairness::strongest() const {
  Deviation strongest;
  strongest.expected = static_cast<double>(orders_) / static_cast<double>(symbols_);
  double widest = -1;
  for (std::size_t place = 0; place < places_; ++place) {
    for (std::size_t symbol = 0; symbol < symbols_; ++symbol) {
      const double distance = std::abs(count(place, symbol) - strongest.expected);
      if (distance > widest) {
        widest = distance;
        strongest.symbol = symbol;
        strongest.place = place;
        strongest.times = static_cast<std::uint64_t>(count(place, symbol));
      }
    }
  }
  return strongest;
}

std::uint64_t Fairness::times(std::size_t symbol) const {
  double sum = 0;
  for (std::size_t place = 0; place < symbols_; ++place) {
    sum += count(place, symbol);
  }
  return static_cast<std::uint64_t>(sum);
}

}  // namespace proofload
