// The oracle of orders over many epochs and seeds: fair-order.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "oracles/fairness.hpp"
#include "oracles/oracle.hpp"
#include "run/row_digest.hpp"

namespace proofload {
namespace {

constexpr double false_alarm = 1e-12;      // for one case
constexpr std::size_t fewest_samples = 4;  // of fewer, each order tells too little
constexpr std::uint64_t most_loads = 30000;

// Orders that look fair by then are not looked at any longer: most of the fair ones by the first look.
struct Look {
  std::uint64_t loads = 0;
  double unevenness = 0;
};
constexpr std::array<Look, 4> looks = {{{800, 0.3}, {2000, 0.9}, {4000, 1.5}, {10000, 2.2}}};
constexpr std::uint64_t epochs_at_once = 10;
constexpr std::uint64_t seeds_at_once = 1;

/// Orders as they come: a row is known by the digest of its features, whoever it is.
class Orders {
 public:
  Orders(std::size_t samples, const Declaration& declaration)
      : samples_(samples), declaration_(declaration), fairness_(samples) {}

  /// Takes in an epoch; false when it tells nothing: a row comes twice, or there are more kinds of rows than samples.
  bool take(const TracedEpoch& epoch) {
    if (epoch.end != TracedEpoch::End::finished || epoch.digests.empty()) {
      return false;
    }
    std::vector<std::size_t> order;
    std::vector<bool> seen(samples_);
    for (const std::uint64_t digest : std::span(epoch.digests).first(std::min(samples_, epoch.digests.size()))) {
      const std::size_t symbol = symbols_.try_emplace(digest, symbols_.size()).first->second;
      if (symbol >= samples_ || seen[symbol]) {
        return false;
      }
      seen[symbol] = true;
      order.push_back(symbol);
    }
    fairness_.see(order);
    repeated_ += order == last_ ? 1 : 0;
    last_ = std::move(order);
    return true;
  }

  /// Most epochs have the order of the one before. That is the matter of seed-varies.
  [[nodiscard]] bool stand_still() const { return repeated_ * 2 > fairness_.orders(); }

  [[nodiscard]] const Fairness& fairness() const { return fairness_; }

  /// The path of a symbol, by the rows of a run that was read.
  [[nodiscard]] std::string path_of(std::size_t symbol, const HeardRun& run) const {
    for (std::size_t e = 0; e < run.reading.epochs.size(); ++e) {
      for (const RowReading& row : run.reading.epochs[e].rows) {
        const TracedTensor& features = run.trace.epochs[e].batches[row.batch].features;
        const auto found = symbols_.find(row_digest(features, row.row, declaration_));
        if (row.sample && found != symbols_.end() && found->second == symbol) {
          return run.truth.samples[*row.sample].name();
        }
      }
    }
    return {};
  }

 private:
  std::size_t samples_;
  const Declaration& declaration_;
  std::map<std::uint64_t, std::size_t> symbols_;
  Fairness fairness_;
  std::vector<std::size_t> last_;
  std::uint64_t repeated_ = 0;
};

/// The rows of all epochs, one after the other.
std::vector<std::uint64_t> epoch_digests(const Trace& trace) {
  std::vector<std::uint64_t> digests;
  for (const TracedEpoch& epoch : trace.epochs) {
    digests.insert(digests.end(), epoch.digests.begin(), epoch.digests.end());
  }
  return digests;
}

Judgement unfair(const Orders& orders, const HeardRun& run) {
  const auto strongest = orders.fairness().strongest();
  const std::string path = orders.path_of(strongest.symbol, run);
  return broken({.cause = "uneven",
                 .what = "over many epochs some samples come at some places more often than others",
                 .samples = path.empty() ? std::vector<std::string>{} : std::vector{path},
                 .expected = fmt::format("each sample about {:.0f} times of {} at each place", strongest.expected,
                                         orders.fairness().orders()),
                 .found = fmt::format("{} {} times at place {}", path.empty() ? "one sample" : escape(path),
                                      strongest.times, strongest.place),
                 .advice = "shuffle all samples before the tail is dropped, by Fisher-Yates: swap each place with one "
                           "of those not yet settled"});
}

}  // namespace

Judgement judge_fair_order(Hearing& hearing) {
  const Declaration& declaration = hearing.declaration();
  if (!declaration.heeds(Option::shuffle) || declaration.sampling.kind != Sampling::Kind::uniform ||
      declaration.sampling.replacement == Sampling::Replacement::with) {
    return not_applicable("declare that shuffle is supported, and uniform sampling without replacement");
  }
  if (!hearing.asks_for(Comparison::many_orders)) {
    return not_exercised();
  }
  const HeardRun& run = hearing.main();
  const auto& samples = run.truth.samples;
  const bool whole = std::ranges::all_of(
      samples, [](const SampleTruth& sample) { return sample.state == SampleTruth::State::intact; });
  // Samples that are refused or lost, rightly or not, come at no place: that is the matter of other clauses.
  const bool any_report =
      std::ranges::any_of(run.trace.epochs, [](const TracedEpoch& epoch) { return !epoch.reports.empty(); });
  if (samples.size() < fewest_samples || !whole || any_report || run.trace.epochs.empty()) {
    return not_exercised();
  }
  const bool in_epochs = run.trace.has_epochs && declaration.sampling.reshuffle == Sampling::Reshuffle::each_epoch;
  Case other = hearing.value();
  other.options.workers = 0;  // the order of the shuffle, not of who is faster
  other.options.prefetch = 0;
  other.epochs = 1;
  Orders orders(samples.size(), declaration);
  std::uint64_t epochs = 0;
  std::vector<std::uint64_t> earliest;
  const auto* look = looks.begin();
  bool seed_unused = false;  // all seeds give the same orders
  for (std::uint64_t part = 0; epochs * samples.size() < most_loads; ++part) {
    other.options.seed = hearing.value().options.seed + part * 0x9E3779B97F4A7C15U;
    const Trace& trace =
        hearing.observe(fmt::format("orders_{}", part), other,
                        {.epochs = in_epochs ? epochs_at_once : seeds_at_once, .keep = RunPlan::Keep::digests});
    const auto first = epoch_digests(trace);
    seed_unused = part == 1 ? first == earliest : seed_unused;
    earliest = part == 0 ? first : earliest;
    for (const TracedEpoch& epoch : trace.epochs) {
      if (!orders.take(epoch)) {
        return not_exercised();
      }
      if (orders.fairness().evidence() > -std::log(false_alarm)) {
        return orders.stand_still() || seed_unused ? not_exercised() : unfair(orders, run);
      }
    }
    epochs += std::max<std::size_t>(trace.epochs.size(), 1);
    if (look != looks.end() && epochs * samples.size() > look->loads) {
      if (orders.fairness().unevenness() < look->unevenness) {
        return kept();
      }
      ++look;
    }
  }
  return kept();
}

}  // namespace proofload
