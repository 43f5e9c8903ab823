#include "campaign_json.hpp"

#include <nlohmann/json.hpp>

#include "proofload/case.hpp"

namespace proofload {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const CampaignFinding& finding) {
  return {{"clause", name(finding.signature.clause)},
          {"cause", escape(finding.signature.cause)},
          {"what", escape(finding.what)},
          {"files", finding.files},
          {"path", escape(finding.path)},
          {"replay", escape(finding.replay)},
          {"standing", finding.standing == CampaignFinding::Standing::known ? "known" : "new"}};
}

}  // namespace

std::string_view name(CampaignSummary::End end) {
  switch (end) {
    case CampaignSummary::End::time:
      return "time";
    case CampaignSummary::End::flat:
      return "flat";
    case CampaignSummary::End::finding:
      return "finding";
    case CampaignSummary::End::interrupted:
      return "interrupted";
    case CampaignSummary::End::target:
      return "target";
    case CampaignSummary::End::storage:
      return "storage";
  }
  return "time";
}

std::string json_text(const CampaignPlan& plan, const CampaignProgress& progress, std::string_view end) {
  Json json;
  json["format"] = 1;
  json["loader"] = escape(plan.loader);
  json["seed"] = plan.seed;
  json["end"] = end;
  json["elapsed_ms"] = progress.elapsed.count();
  json["executions"] = progress.executions;
  json["per_second"] = progress.per_second;
  json["coverage"] = progress.coverage;
  json["flat_ms"] = progress.flat.count();
  json["features"] = progress.features;
  json["corpus"] = progress.corpus;
  json["deaths"] = progress.deaths;
  json["repeats"] = progress.repeats;
  json["clauses"] = Json::object();
  for (const Clause clause : all_clauses) {
    const ClauseTally& tally = progress.clauses[static_cast<std::size_t>(clause)];
    json["clauses"][std::string(name(clause))] = {{"exercised", tally.exercised()},
                                                  {"kept", tally.kept},
                                                  {"broken", tally.broken},
                                                  {"could_not_tell", tally.could_not_tell},
                                                  {"not_exercised", tally.not_exercised},
                                                  {"not_applicable", tally.not_applicable}};
  }
  json["faults"] = Json::object();
  for (std::size_t kind = 0; kind < fault_kind_count; ++kind) {
    json["faults"][std::string(name(static_cast<FaultKind>(kind)))] = {{"drawn", progress.faults[kind].drawn},
                                                                       {"fired", progress.faults[kind].fired}};
  }
  json["findings"] = Json::array();
  for (const CampaignFinding& finding : progress.findings) {
    json["findings"].push_back(json_of(finding));
  }
  json["tool_failures"] = progress.tool_failures;
  return json.dump(2, ' ', true, Json::error_handler_t::replace) + "\n";
}

}  // namespace proofload
