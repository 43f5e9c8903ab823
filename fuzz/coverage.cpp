#include "proofload/coverage.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <utility>

#include "campaign_page.hpp"
#include "run/private_folder.hpp"
#include "target_process.hpp"

namespace proofload {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

/// Names that say nothing but the place in the plan.
std::string link_name(std::size_t file) { return fmt::format("{:08}", file); }

/// The numbers that a text consists of.
std::vector<std::uint64_t> numbers_in(std::string_view text) {
  std::vector<std::uint64_t> numbers;
  const char* at = text.data();
  const char* end = text.data() + text.size();
  while (at < end) {
    std::uint64_t number = 0;
    const auto read = std::from_chars(at, end, number);
    if (read.ec == std::errc()) {
      numbers.push_back(number);
    }
    at = read.ec == std::errc() ? read.ptr : at + 1;
  }
  return numbers;
}

/// libFuzzer's control file of a merge: how many files, how many of them are in the first corpus, their paths; then for
/// each one that was run "STARTED n size", and when that ended "FT n feature…" and "COV n …".
Coverage read_control(const std::string& path, std::size_t files) {
  Coverage coverage;
  coverage.features.resize(files);
  coverage.measured.resize(files);
  std::ifstream stream(path);
  std::string line;
  std::size_t listed = 0;
  if (std::getline(stream, line)) {
    const auto counts = numbers_in(line);
    listed = counts.empty() ? 0 : counts.front();
  }
  std::getline(stream, line);
  std::vector<std::size_t> order;  // of the plan, by place in the control file
  for (std::size_t i = 0; i < listed && std::getline(stream, line); ++i) {
    const auto named = numbers_in(fs::path(line).filename().string());
    order.push_back(named.empty() ? files : named.front());
  }
  while (std::getline(stream, line)) {
    if (!line.starts_with("FT ")) {
      continue;
    }
    std::vector<std::uint64_t> features = numbers_in(line);
    if (features.empty() || features.front() >= order.size() || order[features.front()] >= files) {
      continue;
    }
    const std::size_t file = order[features.front()];
    features.erase(features.begin());
    std::ranges::sort(features);
    coverage.features[file] = std::move(features);
    coverage.measured[file] = true;
  }
  return coverage;
}

std::vector<std::string> arguments_of(const CoveragePlan& plan, const std::string& folder) {
  return {
      "-set_cover_merge=1",  // the only kind of merge that tells all features of each file
      fmt::format("-merge_control_file={}/control", folder),
      "-max_len=1048576",
      fmt::format("-rss_limit_mb={}", plan.memory >> 20U),
      "-timeout=90",
      "-detect_leaks=0",
      folder + "/merged",
      folder + "/files",
  };
}

}  // namespace

std::expected<Coverage, std::string> measure_coverage(const CoveragePlan& plan) {
  if (!fs::exists(plan.target)) {
    return std::unexpected(fmt::format("there is no fuzz target {}", plan.target));
  }
  try {
    const PrivateFolder folder;
    for (const char* name : {"files", "merged", "findings"}) {
      fs::create_directory(fmt::format("{}/{}", folder.path(), name));
    }
    for (std::size_t file = 0; file < plan.files.size(); ++file) {
      fs::create_symlink(plan.files[file], fmt::format("{}/files/{}", folder.path(), link_name(file)));
    }
    const auto page = SharedPage::make();
    if (!page) {
      return std::unexpected(page.error());
    }
    // A broken clause is recorded, so that the target goes on.
    auto target = TargetProcess::start(plan.target, arguments_of(plan, folder.path()),
                                       {"ASAN_OPTIONS=symbolize=0", "UBSAN_OPTIONS=symbolize=0",
                                        fmt::format("{}={}/findings", record_variable, folder.path()),
                                        fmt::format("{}={}", loader_variable, plan.loader)},
                                       **page);
    if (!target) {
      return std::unexpected(target.error());
    }
    const auto begun = Clock::now();
    int status = 0;
    while (!target->ended(status)) {
      constexpr int glance = 100;
      pollfd output{.fd = target->output(), .events = POLLIN, .revents = 0};
      ::poll(&output, 1, glance);
      target->read_output();
      if ((plan.stop && plan.stop()) || (plan.duration.count() > 0 && Clock::now() - begun >= plan.duration)) {
        target->kill_group();
      }
    }
    Coverage coverage = read_control(folder.path() + "/control", plan.files.size());
    if (std::ranges::find(coverage.measured, true) == coverage.measured.end() && status != 0 && !plan.stop) {
      return std::unexpected("the fuzz target ended without a result: " + target->printed());
    }
    return coverage;
  } catch (const std::exception& error) {
    return std::unexpected(std::string(error.what()));
  }
}

}  // namespace proofload
