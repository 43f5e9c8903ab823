/// Reports of a campaign for other programs and for people. Each is whole and valid whatever the record holds, also
/// when it holds nothing: names from datasets are shown, never obeyed.
#pragma once

#include <string>

#include "report/campaign_record.hpp"

namespace proofload {

/// JUnit XML, plain ASCII: a test case for each clause; one that is broken fails, one that was never exercised is
/// skipped. Without a summary only the broken ones are known.
std::string junit_text(const CampaignRecord& record);

/// SARIF 2.1.0: a rule for each clause of the contract, a result for each finding, with its signature as fingerprint.
std::string sarif_text(const CampaignRecord& record);

/// One HTML page that loads nothing and runs nothing.
std::string html_text(const CampaignRecord& record);

}  // namespace proofload
