#include "proofload/minimize.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <utility>

#include "cli/find_loader.hpp"
#include "cli/gtest_file.hpp"
#include "cli/minimize_command.hpp"
#include "cli/minimize_output.hpp"
#include "cli/minimize_text.hpp"
#include "cli/output.hpp"
#include "cli/read_argument.hpp"
#include "cli/stop_request.hpp"
#include "cli/verbs.hpp"
#include "minimize/opened.hpp"
#include "proofload/check.hpp"
#include "proofload/finding.hpp"
#include "report/printable.hpp"
#include "report/verdict_json.hpp"
#include "report/verdict_text.hpp"

namespace proofload::cli {
namespace {

namespace fs = std::filesystem;

/// What is to be minimized: a case, and which of its failures.
struct Aim {
  Case value;
  Signature signature;
  Because because;
};

/// Runs of a case of which nobody says that it fails: it may do so by chance.
constexpr int first_tries = 3;
/// Further runs of a case that has been found to fail, before it is said not to.
constexpr std::uint64_t patience = 180;

bool is_meant(const Signature& signature, const MinimizeRequest& request) {
  return request.clause.empty() || request.clause == name(signature.clause) || request.clause == describe(signature);
}

/// A campaign's folder is a dataset, too, but hardly meant as one.
std::string campaign_hint(const std::string& path) {
  return fs::is_regular_file(path + "/summary.json") && fs::is_directory(path + "/findings")
             ? fmt::format("; this is the folder of a campaign: name one of {}/findings/", printable(path))
             : std::string();
}

/// Which of the broken clauses is meant; complains when there is none.
std::optional<Signature> chosen(const std::vector<Signature>& broken, const MinimizeRequest& request,
                                const std::string& path) {
  for (const Signature& signature : broken) {
    if (is_meant(signature, request)) {
      if (request.clause.empty() && broken.size() > 1) {
        std::string others;
        for (const Signature& other : broken) {
          others += other == signature ? "" : fmt::format(" {}", printable(describe(other)));
        }
        complain(fmt::format("{} breaks {} clauses; {} is minimized (choose with --clause:{})", printable(path),
                             broken.size(), printable(describe(signature)), others));
      }
      return signature;
    }
  }
  std::string seen;
  for (const Signature& signature : broken) {
    seen += fmt::format(" {}", printable(describe(signature)));
  }
  complain(broken.empty()
               ? fmt::format("{} does not fail: no clause was broken in {} runs, so there is nothing to minimize{}",
                             printable(path), first_tries, campaign_hint(path))
               : fmt::format("{} does not break {}, but:{}", printable(path), printable(request.clause), seen));
  return std::nullopt;
}

std::optional<Aim> aim_of(const MinimizeRequest& request, const std::string& path, const RegisteredLoader& loader,
                          const WorkerLimits& limits) {
  Aim aim;
  bool is_read = false;
  // A finding says what it is about; anything else is judged first, and so is a finding of which another failure is
  // meant.
  if (fs::path(path).extension() == ".json" || fs::exists(fs::path(path).replace_extension(".json"))) {
    auto finding = read_finding(path);
    if (finding && is_meant(finding->signature, request)) {
      return Aim{fit(std::move(finding->value), loader.declaration), finding->signature, finding->because};
    }
    if (!finding && fs::path(path).extension() == ".json") {
      complain(finding.error());
      return std::nullopt;
    }
    if (finding) {
      aim.value = std::move(finding->value);
      is_read = true;
    }
  }
  if (!is_read) {
    auto argument = read_argument(path);
    if (!argument) {
      complain(argument.error());
      return std::nullopt;
    }
    if (!argument->note.empty()) {
      complain(fmt::format("{}: {}", printable(path), argument->note));
    }
    aim.value = std::move(argument->value);
  }
  aim.value = fit(aim.value, loader.declaration);
  aim.value.loader = loader.name;
  Worker worker(loader, limits);
  Verdict verdict = worker.check(aim.value);
  for (int run = 1; run < first_tries && verdict.tool_failure.empty() && verdict.broken().empty(); ++run) {
    verdict = worker.check(aim.value);
  }
  if (!verdict.tool_failure.empty()) {
    complain(fmt::format("{}: the tester itself failed: {}", printable(path), printable(verdict.tool_failure)));
    return std::nullopt;
  }
  const auto signature = chosen(signatures(verdict), request, path);
  if (!signature) {
    return std::nullopt;
  }
  aim.signature = *signature;
  aim.because = verdict[signature->clause].because.front();
  return aim;
}

/// What the failure was seen to be about is tried first; where nothing was seen, the file that was opened last.
void add_hints(const Aim& aim, const RegisteredLoader& loader, MinimizeSettings& settings) {
  settings.likely = aim.because.samples;
  for (const Fault& fault : aim.value.faults) {
    settings.likely.push_back(fault.path);
  }
  std::map<std::string_view, std::uint64_t> digests;
  for (const DataFile& file : aim.value.dataset.files) {
    digests.emplace(file.path, file.bytes.digest());
  }
  for (const Opened& opened : opened_files(aim.value, loader)) {
    settings.opened.push_back(opened.path);
    settings.read[digests.at(opened.path)] = opened.read;
  }
  if (settings.likely.empty() && !settings.opened.empty()) {
    settings.likely.push_back(settings.opened.back());
  }
}

/// Paths of the findings that were made of other failures met.
std::vector<std::string> keep_others(const LoaderPredicate& predicate, const RegisteredLoader& loader,
                                     const std::string& folder) {
  std::vector<std::string> paths;
  for (const auto& [signature, other] : predicate.others()) {
    Finding finding;
    finding.signature = signature;
    finding.loader = loader.name;
    finding.value = other.value;
    finding.because = other.because;
    const auto path = write_finding(folder, finding);
    if (path) {
      paths.push_back(*path);
    } else {
      complain(path.error());
    }
  }
  return paths;
}

}  // namespace

ExitCode minimize(const MinimizeRequest& request) {
  if (!request.command.empty() || !request.interesting.empty()) {
    return minimize_by_command(request);
  }
  if (request.words.size() != 2) {
    complain("expected a loader and a case, or --command and a folder; see `proofload minimize --help`");
    return ExitCode::usage;
  }
  const RegisteredLoader* loader = find_loader(request.words[0]);
  if (loader == nullptr) {
    return ExitCode::usage;
  }
  const std::string& input = request.words[1];
  WorkerLimits limits;
  limits.memory = request.memory != 0 ? request.memory : limits.memory;
  const auto aim = aim_of(request, input, *loader, limits);
  if (!aim) {
    return ExitCode::usage;
  }
  if (!MinimizeOutput::is_file(request.out)) {
    complain(fmt::format("{}: a case is kept as a file: expected a path that ends in .tar", printable(request.out)));
    return ExitCode::usage;
  }
  if (const std::string problem = gtest_misuse(request.gtest); !problem.empty()) {
    complain(problem);
    return ExitCode::usage;
  }
  const auto output = MinimizeOutput::open(request.out, input, digest(aim->value) + " " + describe(aim->signature));
  if (!output) {
    complain(output.error());
    return ExitCode::usage;
  }
  catch_stop_requests();
  MinimizeSettings settings;
  settings.simplest = simplest_case(loader->declaration);
  add_hints(*aim, *loader, settings);
  settings.patience = patience;
  LoaderPredicate predicate(*loader, aim->signature, limits);
  predicate.learn_places(aim->value);
  const Minimized result = (*output)->run(aim->value, predicate, settings, request, {});
  ExitCode code = code_of(result);
  if (result.end == Minimized::End::no_failure) {
    complain(fmt::format("{} does not fail: {} was not broken in {} runs, so there is nothing to minimize",
                         printable(input), printable(describe(aim->signature)), result.runs));
    return code;
  }
  const std::vector<std::string> others = keep_others(predicate, *loader, request.out + ".others");
  if (const auto written = request.gtest.empty() || result.end == Minimized::End::not_kept
                               ? std::expected<void, std::string>()
                               : write_gtest_of_loader(request.gtest, result.best, describe(aim->signature));
      !written) {
    complain(written.error());
    code = ExitCode::failure;
  }
  if (request.format == Format::json) {
    Json json = minimized_json(result, settings.simplest);
    json["loader"] = loader->name;
    json["signature"] = printable(describe(aim->signature));
    json["out"] = printable(request.out);
    json["others"] = others;
    json["crashes"] = predicate.anywhere() ? "anywhere" : "at-its-place";
    json["because"] = json_of(predicate.because());
    put(text_of(json));
    return code;
  }
  put(fmt::format("{} on {}\n{}", loader->name, describe(result.best), minimized_text(result, settings.simplest)));
  put(because_text(aim->signature.clause, predicate.because()));
  if (predicate.anywhere()) {
    put("  It crashes now and then, at changing places (do threads share what only one may use?): any crash was taken "
        "for this one\n");
  }
  if (!others.empty()) {
    put(fmt::format("  Other failures were met, and kept: {} in {}\n", others.size(),
                    printable(request.out + ".others")));
  }
  put(place_text(result, request.out));
  if (result.end != Minimized::End::not_kept) {
    put(fmt::format("  again     proofload check {} {}\n  keep      copy it into the folder of REGRESSIONS\n",
                    loader->name, shell_quoted(request.out)));
  }
  if (!request.gtest.empty() && code == ExitCode::well) {
    put(fmt::format("  test      {}\n", printable(request.gtest)));
  }
  return code;
}

}  // namespace proofload::cli
