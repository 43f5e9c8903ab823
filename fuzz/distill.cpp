#include "distill.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>
#include <vector>

#include "minimize/cover.hpp"

namespace proofload {

void distill(CampaignFolder& folder, CoveragePlan plan) {
  namespace fs = std::filesystem;
  plan.files = folder.cases();
  const auto coverage = measure_coverage(plan);
  if (!coverage) {
    return;
  }
  std::vector<std::size_t> places;  // of what was measured
  std::vector<Coverable> measured;
  for (std::size_t i = 0; i < plan.files.size(); ++i) {
    std::error_code ignored;
    if (coverage->measured[i]) {
      places.push_back(i);
      measured.push_back({fs::file_size(plan.files[i], ignored), coverage->features[i]});
    }
  }
  const std::vector<std::size_t> stay = small_cover(measured);
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (!std::ranges::binary_search(stay, i)) {
      std::error_code ignored;
      fs::remove(plan.files[places[i]], ignored);
    }
  }
  folder.note_distilled();
}

}  // namespace proofload
