#include "proofload/finding.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

#include "case/case_json.hpp"
#include "report/finding_steps.hpp"
#include "report/printable.hpp"
#include "report/stored_file.hpp"
#include "report/verdict_json.hpp"

namespace proofload {
namespace {

namespace fs = std::filesystem;

constexpr int format_version = 1;
constexpr std::size_t largest_verdict = std::size_t{16} << 20U;
constexpr std::size_t largest_case = std::size_t{1} << 30U;

/// Smaller cases are better findings; the digest makes the order total, so that of two writers at most one removes.
using Size = std::tuple<std::uint64_t, std::uint64_t, std::uint64_t, std::string>;

/// Bytes are those of the files and of what is said beside them: an archive is as long for a simpler case.
Size size_of(const Finding& finding) {
  std::uint64_t bytes = write_case_json(finding.value).size();
  for (const DataFile& file : finding.value.dataset.files) {
    bytes += file.bytes.size();
  }
  return {finding.value.dataset.files.size(), finding.value.faults.size(), bytes, finding.digest};
}

std::string safe_name(const Signature& signature) {
  std::string safe;
  for (const char c : fmt::format("{}-{}", name(signature.clause), signature.cause)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    safe += plain ? c : '_';
  }
  safe.resize(std::min<std::size_t>(safe.size(), 120));  // file names end at 255 bytes
  return safe;
}

/// A finding in the folder.
struct Stored {
  std::string stem;  ///< path without the ending
  Size size;
};

std::optional<Json> read_json(const std::string& path) {
  const auto bytes = read_whole(path, largest_verdict);
  if (!bytes) {
    return std::nullopt;
  }
  const auto* first = reinterpret_cast<const char*>(bytes->data());
  Json json = Json::parse(first, first + bytes->size(), nullptr, false);
  return json.is_discarded() || !json.is_object() ? std::nullopt : std::optional(std::move(json));
}

/// The whole findings in a folder of the same loader and signature.
std::vector<Stored> same_bug(const std::string& folder, const Finding& finding) {
  std::vector<Stored> found;
  const std::string prefix = safe_name(finding.signature) + "-";
  for (const std::string& path : list_findings(folder)) {
    const fs::path stem = fs::path(path).replace_extension();
    if (!stem.filename().string().starts_with(prefix)) {
      continue;
    }
    const auto json = read_json(stem.string() + ".json");
    if (!json) {
      continue;
    }
    try {
      if (json->at("loader") == printable(finding.loader) && json->at("clause") == name(finding.signature.clause) &&
          json->at("cause") == printable(finding.signature.cause)) {
        const Json& size = json->at("size");
        found.push_back({stem.string(),
                         {size.at("files").get<std::uint64_t>(), size.at("faults").get<std::uint64_t>(),
                          size.at("bytes").get<std::uint64_t>(), json->at("digest").get<std::string>()}});
      }
    } catch (const Json::exception&) {
      continue;  // not one of ours: it is neither counted nor removed
    }
  }
  return found;
}

Json json_of(const Finding& finding, const Size& size, const std::string& path) {
  Json json;
  json["format"] = format_version;
  json["loader"] = printable(finding.loader);
  json["clause"] = name(finding.signature.clause);
  json["sentence"] = sentence(finding.signature.clause);
  json["cause"] = printable(finding.signature.cause);
  json["digest"] = finding.digest;
  json["size"] = {{"files", std::get<0>(size)}, {"faults", std::get<1>(size)}, {"bytes", std::get<2>(size)}};
  json["because"] = proofload::json_of(finding.because);
  json["case"] = proofload::json_of(finding.value);
  json["replay"] = replay_line(path);
  return json;
}

std::function<void(WriteStep)> steps_from(FindingStep first) {
  if (!on_finding_step()) {
    return {};
  }
  return [first](WriteStep step) {
    on_finding_step()(static_cast<FindingStep>(static_cast<std::uint8_t>(first) + static_cast<std::uint8_t>(step)));
  };
}

}  // namespace

std::function<void(FindingStep)>& on_finding_step() {
  static std::function<void(FindingStep)> hook;
  return hook;
}

std::string replay_line(std::string_view path) {
  // A path that begins with a dash would be taken as a flag.
  return "proofload replay " + shell_quoted(path.starts_with('-') ? "./" + std::string(path) : std::string(path));
}

std::expected<std::string, std::string> write_finding(const std::string& folder, const Finding& finding) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    return std::unexpected(fmt::format("cannot make folder {}: {}", printable(folder), error.message()));
  }
  sweep_temporaries(folder);

  Finding written = finding;
  written.digest = digest(finding.value);
  const std::vector<std::byte> bytes = write_case(written.value);
  const Size size = size_of(written);
  const std::vector<Stored> others = same_bug(folder, written);
  const auto smallest = std::ranges::min_element(others, {}, &Stored::size);
  if (smallest != others.end() && smallest->size <= size && read_finding(smallest->stem + ".tar")) {
    return smallest->stem + ".tar";
  }

  const std::string stem = fmt::format("{}-{}", safe_name(written.signature), written.digest);
  const std::string path = folder + "/" + stem + ".tar";
  if (const auto done = write_whole(folder, stem + ".tar", bytes, steps_from(FindingStep::case_begun)); !done) {
    return std::unexpected(done.error());
  }
  const std::string text = text_of(json_of(written, size, path));
  if (const auto done =
          write_whole(folder, stem + ".json", std::as_bytes(std::span(text)), steps_from(FindingStep::verdict_begun));
      !done) {
    return std::unexpected(done.error());
  }
  for (const Stored& larger : others) {
    // The verdict first: what stays behind after a kill is then a case without a verdict, which is no finding.
    fs::remove(larger.stem + ".json", error);
    fs::remove(larger.stem + ".tar", error);
  }
  if (!others.empty() && on_finding_step()) {
    on_finding_step()(FindingStep::larger_removed);
  }
  return path;
}

std::expected<Finding, std::string> read_finding(const std::string& path) {
  const fs::path given(path);
  if (given.extension() != ".tar" && given.extension() != ".json") {
    return std::unexpected(
        fmt::format("{} is no finding: expected a path that ends in .tar or .json", printable(path)));
  }
  const std::string verdict_path = fs::path(given).replace_extension(".json").string();
  const std::string case_path = fs::path(given).replace_extension(".tar").string();
  const auto bytes = read_whole(case_path, largest_case);
  if (!bytes) {
    return std::unexpected(bytes.error());
  }
  if (const auto readable = read_whole(verdict_path, largest_verdict); !readable) {
    return std::unexpected(
        fmt::format("{}; a finding is a case and its verdict side by side. `proofload check LOADER {}` judges a case "
                    "that stands alone",
                    readable.error(), shell_quoted(case_path)));
  }
  const auto json = read_json(verdict_path);
  if (!json) {
    return std::unexpected(fmt::format("{} is no verdict of a finding: expected JSON", printable(verdict_path)));
  }
  try {
    if (json->at("format").get<int>() != format_version) {
      return std::unexpected(fmt::format("{} has format {}, this program reads format {}", printable(verdict_path),
                                         json->at("format").get<int>(), format_version));
    }
    ReadCase read = read_case(*bytes);
    Finding finding;
    finding.loader = json->at("loader").get<std::string>();
    finding.digest = digest(read.value);
    const auto promised = json->at("digest").get<std::string>();
    if (read.as != ReadCase::As::tar || finding.digest != promised) {
      return std::unexpected(
          fmt::format("{} is not the case that was found: its digest is {}, expected {}. It was changed or damaged "
                      "after it was written; `proofload check {} {}` judges it as it is now",
                      printable(case_path), read.as == ReadCase::As::tar ? finding.digest : "that of no case file",
                      printable(promised), shell_quoted(finding.loader), shell_quoted(case_path)));
    }
    const auto clause_name = json->at("clause").get<std::string>();
    const auto clause = clause_named(clause_name);
    if (!clause) {
      return std::unexpected(
          fmt::format("{} names no clause that is known: {}", printable(verdict_path), printable(clause_name)));
    }
    auto because = because_of(json->at("because"));
    if (!because) {
      return std::unexpected(fmt::format("{}: {}", printable(verdict_path), because.error()));
    }
    finding.signature = {*clause, json->at("cause").get<std::string>()};
    finding.because = std::move(*because);
    finding.value = std::move(read.value);
    finding.replay = replay_line(case_path);
    return finding;
  } catch (const Json::exception& problem) {
    return std::unexpected(
        fmt::format("{} is no verdict of a finding: {}", printable(verdict_path), printable(problem.what())));
  }
}

std::vector<std::string> list_findings(const std::string& folder) {
  std::vector<std::string> found;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    const fs::path& path = entry->path();
    std::error_code ignored;
    if (path.extension() == ".tar" && fs::is_regular_file(fs::path(path).replace_extension(".json"), ignored)) {
      found.push_back(path.string());
    }
  }
  std::ranges::sort(found);
  return found;
}

}  // namespace proofload
