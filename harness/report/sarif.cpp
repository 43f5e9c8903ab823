#include <fmt/format.h>

#include "report/campaign_report.hpp"
#include "report/clause_guide.hpp"
#include "report/finding_text.hpp"
#include "report/printable.hpp"
#include "report/verdict_json.hpp"

namespace proofload {
namespace {

Json rule(Clause clause) {
  const ClauseGuide& text = guide(clause);
  Json json;
  json["id"] = name(clause);
  json["shortDescription"]["text"] = sentence(clause);
  json["fullDescription"]["text"] = text.says;
  json["help"]["text"] = fmt::format("{}\n\nA real bug: {}\n\nHow to fix it: {}", text.matters, text.real, text.fix);
  json["defaultConfiguration"]["level"] = "error";
  return json;
}

/// As the path of a URI: what is not plain is percent-encoded.
std::string uri_of(const std::string& path) {
  std::string uri;
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '_' || c == '.' || c == '/';
    uri += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return uri;
}

Json result(const RecordedFinding& found) {
  const Finding& finding = found.finding;
  Json json;
  json["ruleId"] = name(finding.signature.clause);
  json["ruleIndex"] = static_cast<std::size_t>(finding.signature.clause);
  json["level"] = "error";
  std::string text;
  for (const auto& [label, value] : fields_of(finding)) {
    text += fmt::format("{}{}: {}", text.empty() ? "" : "\n", label, value);
  }
  json["message"]["text"] = text;
  Json location;
  location["physicalLocation"]["artifactLocation"] = {{"uri", uri_of(found.path)}, {"uriBaseId", "CAMPAIGN"}};
  json["locations"] = Json::array({std::move(location)});
  json["partialFingerprints"]["signature/v1"] = printable(finding.loader + "/" + describe(finding.signature));
  json["properties"] = {{"loader", printable(finding.loader)},
                        {"digest", printable(finding.digest)},
                        {"replay", printable(finding.replay)},
                        {"because", json_of(finding.because)}};
  return json;
}

}  // namespace

std::string sarif_text(const CampaignRecord& record) {
  Json driver;
  driver["name"] = "Proofload";
  driver["semanticVersion"] = "0.1.0";
  driver["rules"] = Json::array();
  for (const Clause clause : all_clauses) {
    driver["rules"].push_back(rule(clause));
  }
  Json run;
  run["tool"]["driver"] = std::move(driver);
  run["originalUriBaseIds"]["CAMPAIGN"]["description"]["text"] = "the folder of the campaign";
  Json invocation;
  invocation["executionSuccessful"] = true;
  invocation["toolExecutionNotifications"] = Json::array();
  for (const std::string& problem : record.problems) {
    invocation["toolExecutionNotifications"].push_back(
        {{"level", "warning"}, {"message", {{"text", printable(problem)}}}});
  }
  run["invocations"] = Json::array({std::move(invocation)});
  run["results"] = Json::array();
  for (const RecordedFinding& found : record.findings) {
    run["results"].push_back(result(found));
  }
  Json json;
  json["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json";
  json["version"] = "2.1.0";
  json["runs"] = Json::array({std::move(run)});
  return text_of(json);
}

}  // namespace proofload
