#include "cli/minimize_command.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <utility>

#include "cli/minimize_output.hpp"
#include "cli/minimize_text.hpp"
#include "cli/output.hpp"
#include "cli/read_argument.hpp"
#include "cli/stop_request.hpp"
#include "proofload/command_predicate.hpp"
#include "report/printable.hpp"

namespace proofload::cli {
namespace {

/// What went wrong with the words of the request; empty: nothing.
std::string misuse(const MinimizeRequest& request) {
  if (request.words.size() != 1) {
    return "with --command or --interesting only the dataset's folder is given, no loader";
  }
  if (!request.command.empty() && !request.interesting.empty()) {
    return "--command keeps a failure, --interesting keeps exit status 0: expected one of them";
  }
  if (!request.clause.empty()) {
    return "--clause chooses among a loader's failures; with a command use --match";
  }
  if (!request.command.empty() && request.command.find("{}") == std::string::npos) {
    return "--command does not say where the dataset goes: expected {} in it, as in --command './my_test.sh {}'";
  }
  return {};
}

CommandSettings settings_of(const MinimizeRequest& request, const std::string& folder) {
  CommandSettings settings;
  settings.command = request.command;
  if (!request.interesting.empty()) {
    settings.keep = CommandSettings::Keep::exit_zero;
    settings.command = request.interesting;
    if (settings.command.find("{}") == std::string::npos) {
      settings.command += " {}";
    }
  }
  settings.match = request.match;
  settings.folder = folder;
  settings.workers = request.jobs;
  settings.timeout = request.timeout;
  settings.stop = stop_requested;
  return settings;
}

}  // namespace

ExitCode minimize_by_command(const MinimizeRequest& request) {
  if (const std::string problem = misuse(request); !problem.empty()) {
    complain(problem);
    return ExitCode::usage;
  }
  const std::string& input = request.words.front();
  auto argument = read_argument(input);
  if (!argument) {
    complain(argument.error());
    return ExitCode::usage;
  }
  if (!argument->note.empty()) {
    complain(fmt::format("{}: {}", printable(input), argument->note));
  }
  Case start = simplest_case();
  start.dataset = std::move(argument->value.dataset);
  const std::string about =
      fmt::format("{} {} {} {}", digest(start), request.command, request.interesting, request.match);
  const auto output = MinimizeOutput::open(request.out, input, about);
  if (!output) {
    complain(output.error());
    return ExitCode::usage;
  }
  catch_stop_requests();
  const std::filesystem::path beside = std::filesystem::absolute((*output)->out()).parent_path();
  auto predicate = CommandPredicate::make(start, settings_of(request, beside.string()));
  if (!predicate) {
    (*output)->abandon();
    complain(fmt::format("{}: {}", printable(input), predicate.error()));
    return ExitCode::usage;
  }
  const Minimized result = (*output)->run(start, **predicate, {}, request, [&](const Case& best) {
    return (*predicate)->write_folder(best, (*output)->out());
  });
  const ExitCode code = code_of(result);
  if (result.end == Minimized::End::no_failure) {
    complain(fmt::format("{} failed the first time ({}), but not in {} further runs, so there is nothing to go by",
                         printable(input), describe((*predicate)->failure()), result.runs));
    return code;
  }
  if (request.format == Format::json) {
    Json json = minimized_json(result, simplest_case());
    json["failure"] = describe((*predicate)->failure());
    json["out"] = printable((*output)->out());
    json["slips"] = (*predicate)->slips();
    put(text_of(json));
    return code;
  }
  put(fmt::format("{}: {}\n{}", printable(input), describe((*predicate)->failure()),
                  minimized_text(result, simplest_case())));
  if ((*predicate)->slips() > 0) {
    put(fmt::format("  {} runs failed in another way, and were not followed\n", (*predicate)->slips()));
  }
  put(fmt::format("  written   {}\n", printable((*output)->out())));
  return code;
}

}  // namespace proofload::cli
