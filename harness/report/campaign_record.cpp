#include "report/campaign_record.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <tuple>
#include <utility>

#include "report/printable.hpp"
#include "report/stored_file.hpp"
#include "report/verdict_json.hpp"

namespace proofload {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_summary = std::size_t{16} << 20U;

std::uint64_t number(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

std::string text(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

const Json& object(const Json& json, const char* key) {
  static const Json none = Json::object();
  const auto found = json.find(key);
  return found != json.end() && found->is_object() ? *found : none;
}

void take_summary(const Json& json, CampaignRecord& record) {
  record.loader = text(json, "loader");
  record.seed = number(json, "seed");
  record.milliseconds = number(json, "elapsed_ms");
  record.executions = number(json, "executions");
  record.coverage = number(json, "coverage");
  record.deaths = number(json, "deaths");
  record.end = text(json, "end");
  const Json& clauses = object(json, "clauses");
  for (const Clause clause : all_clauses) {
    const Json& counts = object(clauses, std::string(name(clause)).c_str());
    record.clauses.push_back({clause, number(counts, "exercised"), number(counts, "broken")});
  }
  for (const auto& [kind, counts] : object(json, "faults").items()) {
    if (counts.is_object()) {
      record.faults.push_back({kind, number(counts, "drawn"), number(counts, "fired")});
    }
  }
}

/// Whether there was a summary, readable or not.
bool read_summary(const std::string& path, CampaignRecord& record) {
  std::error_code error;
  if (!fs::exists(path, error)) {
    return false;
  }
  const auto bytes = read_whole(path, largest_summary);
  Json json;
  if (bytes) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes seen as characters
    const auto* first = reinterpret_cast<const char*>(bytes->data());
    json = Json::parse(first, first + bytes->size(), nullptr, false);
  }
  if (json.is_object()) {
    take_summary(json, record);
  } else {
    record.problems.push_back(
        fmt::format("{}: expected the JSON object that a campaign writes, found {}; its figures are left out", path,
                    bytes ? "something else" : "nothing that can be read"));
  }
  return true;
}

}  // namespace

std::expected<CampaignRecord, std::string> read_campaign(const std::string& folder) {
  std::error_code error;
  if (!fs::is_directory(folder, error)) {
    return std::unexpected(fmt::format("{}: expected the folder of a campaign, as --out names it{}", folder,
                                       error ? "; " + error.message() : ""));
  }
  CampaignRecord record;
  record.folder = folder;
  const bool summarized = read_summary(folder + "/summary.json", record);
  const std::string findings = folder + "/findings";
  if (!summarized && !fs::is_directory(findings, error)) {
    return std::unexpected(
        fmt::format("{}: expected summary.json or findings/ in the folder of a campaign, found neither", folder));
  }
  for (const std::string& path : list_findings(findings)) {
    if (auto finding = read_finding(path)) {
      record.findings.push_back({"findings/" + fs::path(path).filename().string(), std::move(*finding)});
    } else {
      record.problems.push_back(finding.error());
    }
  }
  std::ranges::sort(record.findings, {},
                    [](const RecordedFinding& found) { return std::tie(found.finding.signature, found.path); });
  if (record.loader.empty() && !record.findings.empty()) {
    record.loader = record.findings.front().finding.loader;
  }
  return record;
}

}  // namespace proofload
