#include "oracles/meant_samples.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace proofload {
namespace {

using Presence = SampleTruth::Presence;
using State = SampleTruth::State;

/// More records that one error may mean than this are not looked at.
constexpr std::size_t most_meant = 1024;

/// Those that must be refused come first, then those that must be accounted for; what need not count comes last, and of
/// it what may be delivered.
int tier(const SampleTruth& sample) {
  if (sample.presence == Presence::optional) {
    return sample.must_be_refused() ? 2 : 3;
  }
  return sample.must_be_refused() ? 0 : 1;
}

/// Gives each sample a report of its own, as far as that can be: samples that have one keep one, be it another.
class Matching {
 public:
  /// For each report the samples that it may mean.
  explicit Matching(const std::vector<std::vector<std::size_t>>& meant) : owner_(meant.size()) {
    for (std::size_t report = 0; report < meant.size(); ++report) {
      for (const std::size_t sample : meant[report]) {
        reports_[sample].push_back(report);
      }
    }
  }

  void give(std::size_t sample) {
    ++round_;
    steps_ = 0;
    find(sample);
  }

  [[nodiscard]] std::vector<std::size_t> samples() const {
    std::vector<std::size_t> result;
    result.reserve(reports_.size());
    for (const auto& [sample, reports] : reports_) {
      result.push_back(sample);
    }
    return result;
  }
  [[nodiscard]] std::optional<std::size_t> owner(std::size_t report) const { return owner_[report]; }

 private:
  bool find(std::size_t sample) {
    constexpr std::size_t most_steps = 4096;  // of one chain, so that its depth is bounded, too
    for (const std::size_t report : reports_[sample]) {
      if (!owner_[report]) {
        owner_[report] = sample;
        return true;
      }
    }
    for (const std::size_t report : reports_[sample]) {
      std::uint64_t& seen = seen_[report];
      if (seen == round_ || ++steps_ > most_steps) {
        continue;
      }
      seen = round_;
      if (const auto owner = owner_[report]; !owner || find(*owner)) {
        owner_[report] = sample;
        return true;
      }
    }
    return false;
  }

  std::vector<std::optional<std::size_t>> owner_;  ///< of each report
  std::unordered_map<std::size_t, std::vector<std::size_t>> reports_;
  std::unordered_map<std::size_t, std::uint64_t> seen_;
  std::uint64_t round_ = 0;
  std::size_t steps_ = 0;
};

}  // namespace

MeantSamples::MeantSamples(const Truth& truth) : truth_(truth) {
  for (std::size_t i = 0; i < truth.samples.size(); ++i) {
    const SampleTruth& sample = truth.samples[i];
    for (const std::string* named : {&sample.path, &sample.other_path}) {
      if (!named->empty()) {
        AtPath& path = paths_[*named];
        (sample.record ? path.records : path.files).push_back(i);
      }
    }
    for (const std::string& content : sample.content_paths) {
      if (std::vector<std::size_t>& records = paths_[content].records; records.empty() || records.back() != i) {
        records.push_back(i);
      }
    }
  }
}

const MeantSamples::AtPath* MeantSamples::at(std::string_view path) const {
  const auto found = paths_.find(path);
  return found == paths_.end() ? nullptr : &found->second;
}

std::span<const std::size_t> MeantSamples::range(const AtPath& path, const LoadError& error) const {
  // Numbers are `counted`, or less by some of what need not be counted; both ends rise from sample to sample.
  const auto between = [&](std::uint64_t number, const auto& counted, const auto& optional) {
    const auto first = std::ranges::lower_bound(path.records, number, {}, counted);
    const auto last = std::upper_bound(first, path.records.end(), number, [&](std::uint64_t value, std::size_t s) {
      return value + optional(s) < counted(s);
    });
    return std::span(first, last);
  };
  if (error.record) {
    return between(
        *error.record, [this](std::size_t s) { return *truth_.samples[s].record; },
        [this](std::size_t s) { return truth_.samples[s].optional_in_file; });
  }
  if (error.index) {
    return between(
        *error.index, [this](std::size_t s) { return truth_.samples[s].index; },
        [this](std::size_t s) { return truth_.samples[s].optional_before; });
  }
  return {};
}

std::optional<std::size_t> MeantSamples::of(const LoadError& error, std::span<const std::uint32_t> reported) const {
  const AtPath* path = at(error.path);
  if (path == nullptr) {
    return std::nullopt;
  }
  std::optional<std::size_t> best;
  int best_score = -1;
  // Where the numbers leave several samples, or none, a bad one that was not reported yet is meant.
  const auto look = [&](std::size_t i) {
    const SampleTruth& sample = truth_.samples[i];
    const bool exact = error.record ? error.record == sample.record : error.index == sample.index;
    const bool bad = sample.state != State::intact;
    const bool fresh = reported.empty() || reported[i] == 0;
    const int score = (bad && fresh ? 8 : 0) + (sample.must_be_refused() ? 4 : 0) + (bad ? 2 : 0) + (exact ? 1 : 0);
    if (score > best_score) {
      best = i;
      best_score = score;
    }
  };
  const auto meant = range(*path, error);
  std::ranges::for_each(path->files, look);
  std::ranges::for_each(meant.first(std::min(meant.size(), most_meant)), look);
  if (!best) {
    std::ranges::for_each(path->records, look);
  }
  return best;
}

std::optional<std::size_t> MeantSamples::surely(const LoadError& error) const {
  const AtPath* path = at(error.path);
  if (path == nullptr) {
    return std::nullopt;
  }
  const auto meant = range(*path, error);
  if (path->files.size() + meant.size() != 1) {
    return std::nullopt;
  }
  return meant.empty() ? path->files.front() : meant.front();
}

void MeantSamples::keep_numbered(std::vector<std::size_t>& samples, const LoadError& error) const {
  const auto numbered = [&](std::size_t s) {
    const SampleTruth& sample = truth_.samples[s];
    return numbering_ == Numbering::counted
               ? error.index == sample.index
               : sample.presence == Presence::listed && error.index == sample.index - sample.optional_before;
  };
  if (numbering_ != Numbering::unknown && error.index && std::ranges::any_of(samples, numbered)) {
    std::erase_if(samples, [&](std::size_t s) { return !numbered(s); });
  }
}

void MeantSamples::match(std::span<const LoadError* const> errors, std::vector<std::size_t> told,
                         const std::vector<bool>& came, std::vector<std::optional<std::size_t>>& result) const {
  // Whoever takes the report that will fit no later sample soonest seldom has to give it back.
  std::ranges::sort(told, {}, [&](std::size_t e) {
    const auto records = range(*at(errors[e]->path), *errors[e]);
    return std::pair(records.empty() ? truth_.samples.size() : records.back(), e);
  });
  std::vector<std::vector<std::size_t>> meant;
  for (const std::size_t e : told) {
    const AtPath& path = *at(errors[e]->path);
    auto records = range(path, *errors[e]);
    records = records.first(std::min(records.size(), most_meant));
    auto& list = meant.emplace_back(path.files);
    list.insert(list.end(), records.begin(), records.end());
    std::erase_if(list, [this](std::size_t sample) { return truth_.samples[sample].state == State::intact; });
    keep_numbered(list, *errors[e]);
  }
  Matching matching(meant);
  std::vector<std::size_t> samples = matching.samples();
  std::ranges::sort(samples, {},
                    [&](std::size_t s) { return std::tuple(!came.empty() && came[s], tier(truth_.samples[s]), s); });
  std::ranges::for_each(samples, [&](std::size_t sample) { matching.give(sample); });
  for (std::size_t i = 0; i < told.size(); ++i) {
    result[told[i]] = matching.owner(i);
  }
}

std::vector<std::optional<std::size_t>> MeantSamples::of_all(std::span<const LoadError* const> errors,
                                                             const std::vector<bool>& came) const {
  std::vector<std::optional<std::size_t>> result(errors.size());
  std::vector<std::size_t> told;
  for (std::size_t e = 0; e < errors.size(); ++e) {
    if (at(errors[e]->path) != nullptr) {
      told.push_back(e);
    }
  }
  match(errors, told, came, result);
  std::vector<std::uint32_t> reported(truth_.samples.size(), 0);
  for (const std::size_t e : told) {
    reported[result[e].value_or(0)] += result[e] ? 1 : 0;
  }
  for (const std::size_t e : told) {
    if (!result[e]) {
      const auto meant = of(*errors[e], reported);
      reported[meant.value_or(0)] += meant ? 1 : 0;
      result[e] = meant;
    }
  }
  return result;
}

}  // namespace proofload
