/// Distilling a campaign's corpus: only cases stay that it takes to reach what all of them together reach, edges and
/// outcomes alike (libFuzzer's merge into a set cover), the smaller ones first.
///
/// A target judges its corpus anew at each start; one that only grows takes all of a short run.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "campaign_folder.hpp"

namespace proofload {

/// The work of one target. Returns when it is done, when it has taken `most`, or when the campaign is interrupted; in
/// the latter cases, and when the target fails, the corpus is as it was. Whether the corpus was replaced.
bool distill(CampaignFolder& folder, const std::string& target, const std::vector<std::string>& environment,
             std::chrono::milliseconds most);

}  // namespace proofload
