#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "cli/find_loader.hpp"
#include "cli/fuzz_target.hpp"
#include "cli/output.hpp"
#include "cli/progress_line.hpp"
#include "cli/quantity.hpp"
#include "cli/read_argument.hpp"
#include "cli/stop_request.hpp"
#include "cli/verbs.hpp"
#include "minimize/cover.hpp"
#include "proofload/check.hpp"
#include "proofload/coverage.hpp"
#include "proofload/finding.hpp"
#include "proofload/worker.hpp"
#include "report/printable.hpp"
#include "report/stored_file.hpp"
#include "report/verdict_json.hpp"

namespace proofload::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest = std::size_t{64} << 20U;

struct Entry {
  std::string path;
  std::uint64_t bytes = 0;
  std::set<Signature> signatures;
};

/// Regular files below a folder; of a campaign's folder those of its corpus and the cases of its findings.
std::vector<std::string> cases_in(const std::string& folder) {
  std::vector<std::string> roots = {folder};
  if (fs::is_regular_file(folder + "/summary.json") && fs::is_directory(folder + "/corpus")) {
    roots = {folder + "/corpus", folder + "/findings"};
  }
  std::vector<std::string> found;
  for (const std::string& root : roots) {
    std::error_code error;
    for (fs::recursive_directory_iterator at(root, error), end; !error && at != end; at.increment(error)) {
      std::error_code ignored;
      const fs::path path = at->path();
      const bool verdict = path.extension() == ".json" && fs::exists(fs::path(path).replace_extension(".tar"), ignored);
      if (at->is_regular_file(ignored) && !verdict) {
        found.push_back(fs::absolute(path).string());
      }
    }
  }
  std::ranges::sort(found);
  return found;
}

/// As the campaign says, or the first case that names one.
std::string loader_named_by(const std::string& folder, const std::vector<std::string>& cases) {
  std::ifstream summary(folder + "/summary.json");
  const Json json = Json::parse(summary, nullptr, false);
  if (json.is_object() && json.contains("loader") && json["loader"].is_string()) {
    return json["loader"];
  }
  for (const std::string& path : cases) {
    if (const auto argument = read_argument(path); argument && !argument->value.loader.empty()) {
      return argument->value.loader;
    }
  }
  return {};
}

/// Signatures of each; what cannot be judged is left without any, and counted.
std::size_t judge(std::vector<Entry>& entries, const RegisteredLoader& loader, const WorkerLimits& limits) {
  Worker worker(loader, limits);
  ProgressLine progress;
  std::size_t failures = 0;
  for (std::size_t i = 0; i < entries.size() && !stop_requested(); ++i) {
    progress.show(fmt::format("judging case {} of {}", i + 1, entries.size()));
    if (const auto finding = read_finding(entries[i].path)) {
      entries[i].signatures.insert(finding->signature);
    }
    const auto argument = read_argument(entries[i].path);
    if (!argument) {
      ++failures;
      continue;
    }
    const Verdict verdict = worker.check(fit(argument->value, loader.declaration));
    failures += verdict.tool_failure.empty() ? 0 : 1;
    for (const Signature& signature : signatures(verdict)) {
      entries[i].signatures.insert(signature);
    }
  }
  return failures;
}

/// Which to keep: what they cover, with each signature as one feature more. What was not measured stays.
std::vector<std::size_t> chosen(const std::vector<Entry>& entries, const Coverage& coverage) {
  std::map<Signature, std::uint64_t> numbers;
  std::vector<Coverable> all;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    all.push_back({entries[i].bytes, coverage.features[i]});
    for (const Signature& signature : entries[i].signatures) {
      const auto [number, is_new] = numbers.emplace(signature, numbers.size());
      all.back().features.push_back(~number->second);
    }
    if (!coverage.measured[i] && entries[i].signatures.empty()) {
      all.back().features.push_back((std::uint64_t{1} << 63U) + i);  // its own, so that it is needed
    }
  }
  return small_cover(all);
}

/// Into a folder beside, which then takes the name.
std::string write_all(const std::vector<Entry>& entries, const std::vector<std::size_t>& kept, const std::string& out) {
  const std::string next = out + ".next";
  std::error_code error;
  fs::remove_all(next, error);
  fs::create_directories(next, error);
  for (const std::size_t place : kept) {
    const auto bytes = read_whole(entries[place].path, largest);
    const auto written =
        bytes ? write_whole(next, fmt::format("{:04}-{}", place, fs::path(entries[place].path).filename().string()),
                            *bytes, {})
              : std::unexpected(bytes.error());
    if (!written) {
      fs::remove_all(next, error);
      return written.error();
    }
  }
  fs::remove(out, error);  // an empty folder
  fs::rename(next, out, error);
  return error ? fmt::format("cannot write {}: {}", printable(out), error.message()) : std::string();
}

std::string misuse(const MinimizeCorpusRequest& request) {
  std::error_code error;
  if (!fs::is_directory(request.folder, error)) {
    return fmt::format("{}: expected a campaign's folder, or one with cases", printable(request.folder));
  }
  if (fs::exists(request.out, error) && !(fs::is_directory(request.out) && fs::is_empty(request.out, error))) {
    return fmt::format("{} is there: remove it or choose another -o", printable(request.out));
  }
  return {};
}

}  // namespace

ExitCode minimize_corpus(const MinimizeCorpusRequest& request) {
  if (const std::string problem = misuse(request); !problem.empty()) {
    complain(problem);
    return ExitCode::usage;
  }
  std::vector<Entry> entries;
  std::uint64_t bytes_before = 0;
  const std::vector<std::string> paths = cases_in(request.folder);
  for (const std::string& path : paths) {
    std::error_code error;
    entries.push_back({path, fs::file_size(path, error), {}});
    bytes_before += entries.back().bytes;
  }
  const std::string name = request.loader.empty() ? loader_named_by(request.folder, paths) : request.loader;
  if (entries.empty() || name.empty()) {
    complain(entries.empty() ? fmt::format("{} holds no case", printable(request.folder))
                             : fmt::format("no case in {} names its loader: say --loader", printable(request.folder)));
    return ExitCode::usage;
  }
  const RegisteredLoader* loader = find_loader(name);
  if (loader == nullptr) {
    return ExitCode::usage;
  }
  catch_stop_requests();
  WorkerLimits limits;
  CoveragePlan plan{.loader = loader->name,
                    .target = fuzz_target_of(loader->name),
                    .files = paths,
                    .duration = request.duration,
                    .stop = stop_requested};
  if (request.memory != 0) {
    limits.memory = request.memory;
    plan.memory = request.memory;
  }
  if (!fs::is_regular_file(plan.target)) {
    complain(no_fuzz_target(loader->name));
    return ExitCode::usage;
  }
  note(fmt::format("{}: measuring the coverage of {} cases\n", loader->name, show(std::uint64_t{entries.size()})));
  const auto coverage = measure_coverage(plan);
  if (!coverage) {
    complain(coverage.error());
    return ExitCode::failure;
  }
  const std::size_t failures = judge(entries, *loader, limits);
  if (stop_requested()) {
    complain("stopped on request: nothing was written");
    return ExitCode::failure;
  }
  const std::vector<std::size_t> kept = chosen(entries, *coverage);
  if (const std::string problem = write_all(entries, kept, request.out); !problem.empty()) {
    complain(problem);
    return ExitCode::failure;
  }
  std::set<std::uint64_t> features;
  std::set<Signature> all_signatures;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    features.insert(coverage->features[i].begin(), coverage->features[i].end());
    all_signatures.insert(entries[i].signatures.begin(), entries[i].signatures.end());
  }
  std::uint64_t bytes_after = 0;
  for (const std::size_t place : kept) {
    bytes_after += entries[place].bytes;
  }
  const auto unmeasured = static_cast<std::uint64_t>(std::ranges::count(coverage->measured, false));
  if (request.format == Format::json) {
    Json json = {{"loader", loader->name},
                 {"before", {{"cases", entries.size()}, {"bytes", bytes_before}}},
                 {"after", {{"cases", kept.size()}, {"bytes", bytes_after}}},
                 {"features", features.size()},
                 {"signatures", Json::array()},
                 {"without_coverage", unmeasured},
                 {"not_judged", failures},
                 {"out", printable(request.out)}};
    for (const Signature& signature : all_signatures) {
      json["signatures"].push_back(printable(describe(signature)));
    }
    put(text_of(json));
    return ExitCode::well;
  }
  put(fmt::format(
      "{}: {} cases of {} bytes, of {} cases of {} bytes, have all {} features of coverage and all {} "
      "signatures\n",
      loader->name, show(std::uint64_t{kept.size()}), show(bytes_after), show(std::uint64_t{entries.size()}),
      show(bytes_before), show(std::uint64_t{features.size()}), all_signatures.size()));
  for (const Signature& signature : all_signatures) {
    put(fmt::format("  signature {}\n", printable(describe(signature))));
  }
  if (unmeasured > 0) {
    put(fmt::format(
        "  {} cases have no coverage: they end the target, or there was no time; kept for their signatures, "
        "or because nothing is known of them\n",
        show(unmeasured)));
  }
  if (failures > 0) {
    complain(fmt::format("{} cases could not be judged", failures));
  }
  put(fmt::format("  written   {}\n", printable(request.out)));
  return ExitCode::well;
}

}  // namespace proofload::cli
