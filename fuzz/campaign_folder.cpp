#include "campaign_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <tuple>
#include <utility>

#include "case/without.hpp"
#include "proofload/finding.hpp"
#include "proofload/generate.hpp"

namespace proofload {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t first_cases = 64;
/// A target reads so many cases in a fraction of a second.
constexpr std::size_t quickly_read = 256;
/// … and judges so many in a few seconds.
constexpr std::size_t quickly_judged = 512;
constexpr std::size_t most_deaths = 64;

std::string_view text_of(std::span<const std::byte> bytes) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes seen as characters
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Regular files; those in folders below as well, as engines read a corpus.
std::vector<std::string> files_in(const std::string& folder) {
  std::vector<std::string> found;
  std::error_code error;
  for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    std::error_code ignored;
    if (entry->is_regular_file(ignored)) {
      found.push_back(entry->path().string());
    }
  }
  std::ranges::sort(found);
  return found;
}

bool is_banned(const std::string& path, const std::set<Blob, BySizeAndDigest>& banned) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path, error);
  const bool likely = !error && std::ranges::any_of(banned, [&](const Blob& blob) { return blob.size() == size; });
  if (!likely) {
    return false;
  }
  std::ifstream file(path, std::ios::binary);
  const std::string content((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  return banned.contains(Blob(std::string_view(content)));
}

}  // namespace

bool replace_file(const std::string& path, std::string_view text) {
  const std::string part = path + ".part";
  {
    std::ofstream file(part, std::ios::binary | std::ios::trunc);
    file.write(text.data(), static_cast<std::streamsize>(text.size()));
    if (!file.flush()) {
      return false;
    }
  }
  std::error_code error;
  fs::rename(part, path, error);
  return !error;
}

std::expected<CampaignFolder, std::string> CampaignFolder::open(const std::string& path) {
  CampaignFolder folder(path);
  for (const std::string& part : {folder.corpus(), folder.fresh(), folder.findings(), folder.deaths()}) {
    std::error_code error;
    fs::create_directories(part, error);
    if (error) {
      return std::unexpected(fmt::format("cannot make folder {}: {}", escape(part), error.message()));
    }
  }
  if (const std::string probe = path + "/.writable"; !replace_file(probe, "")) {
    return std::unexpected(fmt::format("cannot write into folder {}", escape(path)));
  } else {
    std::error_code ignored;
    fs::remove(probe, ignored);
  }
  folder.adopt_fresh();
  folder.death_count_ = files_in(folder.deaths()).size();
  for (const CampaignFinding& finding : folder.read_findings()) {
    folder.known_.insert(finding.signature);
  }
  for (auto& [where, finding] : folder.read_) {
    finding.standing = CampaignFinding::Standing::known;
  }
  return folder;
}

std::expected<void, std::string> CampaignFolder::seed(Random& random, const RegisteredLoader& loader) const {
  if (!files_in(corpus()).empty()) {
    return {};
  }
  const bool draws = !without(Part::generator);
  for (std::size_t i = 0; i < (draws ? first_cases : 1); ++i) {
    const std::vector<std::byte> bytes = write_case(draws ? random_case(random, loader) : read_case({}).value);
    const std::string path = fmt::format("{}/generated-{:03}.tar", corpus(), i);
    if (!replace_file(path, text_of(bytes))) {
      return std::unexpected(fmt::format("cannot write {}", escape(path)));
    }
  }
  return {};
}

void CampaignFolder::adopt_fresh() const {
  for (const std::string& path : files_in(fresh())) {
    std::error_code ignored;
    fs::rename(path, fs::path(corpus()) / fs::path(path).filename(), ignored);
  }
}

bool CampaignFolder::wants_distilling() const {
  const std::size_t now = files_in(corpus()).size();
  std::size_t before = 0;
  std::ifstream(path_ + "/distilled-size") >> before;
  return now > quickly_judged && now > before + before / 2;
}

void CampaignFolder::note_distilled() const {
  replace_file(path_ + "/distilled-size", fmt::format("{}\n", files_in(corpus()).size()));
}

std::vector<std::string> CampaignFolder::cases() const {
  std::vector<std::string> paths = files_in(corpus());
  for (std::string& path : paths) {
    std::error_code ignored;
    path = fs::absolute(path, ignored).string();
  }
  return paths;
}

std::vector<std::string> CampaignFolder::inputs(Random& random, const std::vector<std::string>& further,
                                                Start start) const {
  std::vector<std::string> all = files_in(corpus());
  for (const std::string& folder : further) {
    const std::vector<std::string> more = files_in(folder);
    all.insert(all.end(), more.begin(), more.end());
  }
  if (start == Start::sample && all.size() > quickly_read) {
    const auto wanted = static_cast<std::size_t>(std::sqrt(static_cast<double>(all.size()))) * 2;
    for (std::size_t i = 0; i < wanted; ++i) {
      std::swap(all[i], all[random.between(i, all.size() - 1)]);
    }
    all.resize(wanted);
  }
  std::erase_if(all, [&](const std::string& path) { return is_banned(path, banned_); });
  return all;
}

void CampaignFolder::ban(std::span<const std::byte> input) {
  banned_.insert(Blob(std::vector<std::byte>(input.begin(), input.end())));
  for (const std::string& path : files_in(corpus())) {
    if (is_banned(path, banned_)) {
      std::error_code ignored;
      fs::remove(path, ignored);
    }
  }
}

std::string CampaignFolder::keep_death(std::string_view kind, std::string_view input, std::string_view printed) {
  const std::string path = fmt::format("{}/{:04}-{}", deaths(), ++death_count_, kind);
  if (death_count_ <= most_deaths) {  // the findings have what counts
    replace_file(path + ".input", input);
    replace_file(path + ".log", printed);
  }
  return path;
}

std::vector<CampaignFinding> CampaignFolder::read_findings() {
  std::vector<CampaignFinding> all;
  std::map<std::string, CampaignFinding> present;
  for (const std::string& path : list_findings(findings())) {
    if (const auto seen = read_.find(path); seen != read_.end()) {
      present.insert(*seen);
    } else if (auto finding = read_finding(path)) {
      using enum CampaignFinding::Standing;
      present.emplace(path, CampaignFinding{finding->signature, path, finding->because.what, finding->replay,
                                            finding->value.dataset.files.size(),
                                            known_.contains(finding->signature) ? known : fresh});
    }
  }
  read_ = std::move(present);
  for (const auto& [path, finding] : read_) {
    all.push_back(finding);
  }
  std::ranges::sort(all, {}, [](const CampaignFinding& finding) { return std::tie(finding.signature, finding.path); });
  return all;
}

}  // namespace proofload
