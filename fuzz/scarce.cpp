#include "scarce.hpp"

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace proofload {
namespace {

using State = Judgement::State;

std::uint64_t exercised(const CampaignPage& page, std::size_t clause) {
  const auto& counts = page.clauses[clause];
  return counts[static_cast<std::size_t>(State::kept)] + counts[static_cast<std::size_t>(State::broken)];
}

}  // namespace

void Scarce::note(const Case& value, const Verdict& verdict) {
  std::size_t bytes = 0;
  for (const DataFile& file : value.dataset.files) {
    bytes += file.bytes.size();
  }
  if (bytes > largest) {
    return;
  }
  std::shared_ptr<const Case> copy;
  const auto remember = [&](std::shared_ptr<const Case>& place) {
    if (!copy) {
      copy = std::make_shared<const Case>(value);
    }
    place = copy;
  };
  for (std::size_t i = 0; i < clause_count; ++i) {
    const State state = verdict.judgements[i].state;
    if (state == State::kept || state == State::broken) {
      remember(clauses_[i]);
    }
  }
  for (std::size_t i = 0; i < value.faults.size() && i < verdict.fired.size(); ++i) {
    if (verdict.fired[i] > 0) {
      remember(faults_[static_cast<std::size_t>(value.faults[i].kind)]);
    }
  }
}

const Case* Scarce::pick(Random& random, const CampaignPage& page) const {
  constexpr std::uint64_t scale = std::uint64_t{1} << 40U;
  std::vector<std::pair<std::uint64_t, const Case*>> choices;
  std::uint64_t sum = 0;
  const auto consider = [&](const std::shared_ptr<const Case>& known, std::uint64_t count) {
    if (known) {
      sum += scale / (count + 1) + 1;
      choices.emplace_back(sum, known.get());
    }
  };
  for (std::size_t i = 0; i < clause_count; ++i) {
    consider(clauses_[i], exercised(page, i));
  }
  for (std::size_t i = 0; i < fault_kind_count; ++i) {
    consider(faults_[i], page.fired[i]);
  }
  const std::uint64_t at = random.below(sum);
  for (const auto& [end, known] : choices) {
    if (at < end) {
      return known;
    }
  }
  return nullptr;
}

}  // namespace proofload
