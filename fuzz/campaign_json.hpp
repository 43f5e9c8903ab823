/// A campaign's figures as JSON, for `summary.json` and for programs.
#pragma once

#include <string>
#include <string_view>

#include "proofload/campaign.hpp"

namespace proofload {

std::string_view name(CampaignSummary::End end);

/// `end` is "running" in what is written on the way.
std::string json_text(const CampaignPlan& plan, const CampaignProgress& progress, std::string_view end);

}  // namespace proofload
