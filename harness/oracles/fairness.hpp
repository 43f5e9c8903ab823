/// A test of whether orders are drawn uniformly, with a chance of a false alarm that is computed and not estimated.
///
/// It bets against uniformity: before each order it predicts, from those seen so far, which symbol is likely at which
/// place, and multiplies its stake by (chance of the order as predicted) / (chance of the order if all are equally
/// likely). If they are, the stake is a martingale of mean 1, so the chance that it ever exceeds 1/p is at most p
/// (Ville's inequality), however many orders are looked at and whenever one stops. Several betters share the stake;
/// they differ in how much they trust what they have seen.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace proofload {

class Fairness {
 public:
  /// Of orders of `symbols` (at least 1) distinct symbols.
  explicit Fairness(std::size_t symbols);

  /// The first places of an order, all of distinct symbols below `symbols`.
  void see(std::span<const std::size_t> order);

  /// Logarithm (natural) of the stake: above -ln p it is proven, but for a chance of p, that orders are not uniform.
  [[nodiscard]] double evidence() const;

  /// How far the counts are from equal, in standard deviations of what chance does: about 0 for uniform orders. It
  /// says where a longer look pays, and proves nothing.
  [[nodiscard]] double unevenness() const;

  /// Where it shows most.
  struct Deviation {
    std::size_t symbol = 0;
    std::size_t place = 0;
    std::uint64_t times = 0;
    double expected = 0;
  };
  [[nodiscard]] Deviation strongest() const;
  [[nodiscard]] std::uint64_t orders() const { return orders_; }
  /// How often a symbol was seen at any place.
  [[nodiscard]] std::uint64_t times(std::size_t symbol) const;

 private:
  static constexpr std::array<double, 4> trust = {1, 8, 64, 256};  ///< imagined sightings at each place, beforehand

  [[nodiscard]] double count(std::size_t place, std::size_t symbol) const { return counts_[place * symbols_ + symbol]; }

  std::size_t symbols_;
  std::vector<double> counts_;
  std::array<double, trust.size()> log_stakes_{};
  std::uint64_t orders_ = 0;
  std::size_t places_ = 0;  ///< most that were seen of one order
};

}  // namespace proofload
