#include "proofload/minimize.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <utility>

#include "cli/find_loader.hpp"
#include "cli/minimize_text.hpp"
#include "cli/output.hpp"
#include "cli/progress_line.hpp"
#include "cli/read_argument.hpp"
#include "cli/stop_request.hpp"
#include "cli/verbs.hpp"
#include "proofload/check.hpp"
#include "proofload/finding.hpp"
#include "report/printable.hpp"
#include "report/stored_file.hpp"
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

/// Which of the broken clauses is meant; complains when there is none.
std::optional<Signature> chosen(const std::vector<Signature>& broken, const MinimizeRequest& request,
                                const std::string& path) {
  for (const Signature& signature : broken) {
    if (request.clause.empty() || request.clause == name(signature.clause) || request.clause == describe(signature)) {
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
               ? fmt::format("{} does not fail: no clause was broken in 1 run, so there is nothing to minimize",
                             printable(path))
               : fmt::format("{} does not break {}, but:{}", printable(path), printable(request.clause), seen));
  return std::nullopt;
}

std::optional<Aim> aim_of(const MinimizeRequest& request, const RegisteredLoader& loader, const WorkerLimits& limits) {
  const std::string& path = request.what;
  // A finding says what it is about; anything else is judged first.
  if (fs::path(path).extension() == ".json" || fs::exists(fs::path(path).replace_extension(".json"))) {
    if (auto finding = read_finding(path)) {
      return Aim{fit(std::move(finding->value), loader.declaration), finding->signature, finding->because};
    } else if (fs::path(path).extension() == ".json") {
      complain(finding.error());
      return std::nullopt;
    }
  }
  const auto argument = read_argument(path);
  if (!argument) {
    complain(argument.error());
    return std::nullopt;
  }
  if (!argument->note.empty()) {
    complain(fmt::format("{}: {}", printable(path), argument->note));
  }
  Aim aim;
  aim.value = fit(argument->value, loader.declaration);
  aim.value.loader = loader.name;
  Worker worker(loader, limits);
  const Verdict verdict = worker.check(aim.value);
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

/// Folder and name of a path.
std::pair<std::string, std::string> split(const std::string& path) {
  const fs::path given(path);
  return {given.has_parent_path() ? given.parent_path().string() : ".", given.filename().string()};
}

/// Whether a path is the other one or below it, as far as both are there.
bool is_within(const std::string& path, const std::string& input) {
  std::error_code error;
  for (fs::path at = fs::absolute(path);; at = at.parent_path()) {
    if (fs::equivalent(at, input, error)) {
      return true;
    }
    if (at == at.parent_path()) {
      return false;
    }
  }
}

/// What the failure was seen to be about is tried first.
std::vector<std::string> hints(const Aim& aim) {
  std::vector<std::string> paths = aim.because.samples;
  for (const Fault& fault : aim.value.faults) {
    paths.push_back(fault.path);
  }
  return paths;
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

ExitCode code_of(const Minimized& result) {
  switch (result.end) {
    case Minimized::End::no_failure:
      return ExitCode::usage;
    case Minimized::End::not_kept:
      return ExitCode::failure;
    default:
      return ExitCode::well;
  }
}

}  // namespace

ExitCode minimize(const MinimizeRequest& request) {
  const RegisteredLoader* loader = find_loader(request.loader);
  if (loader == nullptr) {
    return ExitCode::usage;
  }
  WorkerLimits limits;
  limits.memory = request.memory != 0 ? request.memory : limits.memory;
  const auto aim = aim_of(request, *loader, limits);
  if (!aim) {
    return ExitCode::usage;
  }
  const auto [folder, name_of_out] = split(request.out);
  if (is_within(request.out, request.what)) {
    complain(fmt::format("{} is within the input, which is never changed: choose another -o", printable(request.out)));
    return ExitCode::usage;
  }
  std::error_code error;
  fs::create_directories(folder, error);
  sweep_temporaries(folder);
  const std::string answers_path = request.out + ".answers";
  const auto answers = open_answers(answers_path, digest(aim->value) + " " + describe(aim->signature));
  if (!answers) {
    complain(answers.error());
    return ExitCode::usage;
  }
  catch_stop_requests();

  MinimizeSettings settings;
  settings.simplest = simplest_case(loader->declaration);
  settings.duration = request.duration;
  settings.calls = request.calls;
  settings.likely = hints(*aim);
  settings.answers = answers->get();
  settings.stop = stop_requested;
  // A run that goes on comes by its earlier steps again: what is on disk is already beyond them.
  std::optional<Case> on_disk;
  if (const auto bytes = read_whole(request.out, std::size_t{1} << 30U)) {
    ReadCase read = read_case(*bytes, {.files = 200'000, .bytes = std::size_t{1} << 30U});
    if (read.as == ReadCase::As::tar && (*answers)->known(digest(read.value)) == Answer::same) {
      on_disk = std::move(read.value);
    }
  }
  settings.keep = [&](const Case& best) -> std::expected<void, std::string> {
    if (on_disk && smaller(*on_disk, best, settings.simplest)) {
      return {};
    }
    on_disk.reset();
    return write_whole(folder, name_of_out, write_case(best), {});
  };
  LoaderPredicate predicate(*loader, aim->signature, limits);
  Minimized result;
  {
    ProgressLine progress;
    settings.progress = [&](const MinimizeProgress& now) { progress.show(progress_text(now)); };
    result = minimize(aim->value, predicate, settings);
  }
  if (result.end == Minimized::End::no_failure) {
    fs::remove(answers_path, error);
    complain(fmt::format("{} does not fail: {} was not broken in {} runs, so there is nothing to minimize",
                         printable(request.what), printable(describe(aim->signature)), result.runs));
    return ExitCode::usage;
  }
  if (result.end == Minimized::End::smallest) {
    if (result.steps.empty()) {
      if (const auto written = settings.keep(result.best); !written) {
        result.end = Minimized::End::not_kept;
        result.error = written.error();
      }
    }
    fs::remove(answers_path, error);
  }
  const std::vector<std::string> others = keep_others(predicate, *loader, request.out + ".others");
  if (!result.error.empty()) {
    complain(result.error);
  }
  if (request.format == Format::json) {
    Json json = minimized_json(result, settings.simplest);
    json["loader"] = loader->name;
    json["signature"] = printable(describe(aim->signature));
    json["out"] = printable(request.out);
    json["others"] = others;
    json["because"] = json_of(predicate.because());
    put(text_of(json));
    return code_of(result);
  }
  put(fmt::format("{} on {}\n{}", loader->name, describe(result.best), minimized_text(result, settings.simplest)));
  put(because_text(aim->signature.clause, predicate.because()));
  if (!others.empty()) {
    put(fmt::format("  Other failures were met, and kept: {} in {}\n", others.size(),
                    printable(request.out + ".others")));
  }
  put(fmt::format("  written   {}\n  again     proofload check {} {}\n", printable(request.out), loader->name,
                  shell_quoted(request.out)));
  return code_of(result);
}

}  // namespace proofload::cli
