/// Distilling a campaign's corpus: only cases stay that it takes to reach what all of them together reach, edges and
/// outcomes alike. As `proofload minimize-corpus` does, in place.
///
/// A target judges its corpus anew at each start; one that only grows takes all of a short run.
#pragma once

#include "campaign_folder.hpp"
#include "proofload/coverage.hpp"

namespace proofload {

/// Measures the corpus as the plan says (whose files it names itself) and removes the cases that the others make
/// needless. What was not measured stays: when the time was too short, or the measuring failed, everything does.
void distill(CampaignFolder& folder, CoveragePlan plan);

}  // namespace proofload
