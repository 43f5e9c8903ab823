#include "cli/minimize_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <utility>
#include <vector>

#include "cli/gtest_file.hpp"
#include "cli/minimize_output.hpp"
#include "cli/minimize_text.hpp"
#include "cli/output.hpp"
#include "cli/read_argument.hpp"
#include "cli/stop_request.hpp"
#include "proofload/command_predicate.hpp"
#include "report/printable.hpp"
#include "report/stored_file.hpp"

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
  return gtest_misuse(request.gtest);
}

/// A program knows nothing of our built-in dataset: any file that is no case is a dataset of its own.
std::string take_alone(const std::string& path, Case& start) {
  constexpr std::size_t most_bytes = std::size_t{1} << 30U;
  const std::string name = std::filesystem::path(path).filename().string();
  auto bytes = read_whole(path, most_bytes);
  if (!bytes || !is_plain_path(name)) {
    return fmt::format("{}: expected a folder with a dataset, or a case file", printable(path));
  }
  start.dataset = {};
  start.dataset.files.push_back({name, Blob(std::move(*bytes))});
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

/// How the failure shows in a test of its own.
CommandBug bug_of(const MinimizeRequest& request, const CommandSettings& settings, const CommandFailure& failure) {
  CommandBug bug{settings.command, describe(failure), failure.status, request.match};
  if (failure.hung) {
    constexpr int of_timeout = 124;
    const std::chrono::milliseconds limit = request.timeout.count() > 0 ? request.timeout : std::chrono::minutes(5);
    bug.command = fmt::format("timeout {:.3f} sh -c {}", static_cast<double>(limit.count()) / 1000.0,
                              shell_quoted(settings.command));
    bug.status = of_timeout;
  }
  return bug;
}

/// Paths of the cases that failed in other ways.
std::vector<std::string> keep_others(const CommandPredicate& predicate, const std::string& folder) {
  std::vector<std::string> paths;
  std::error_code error;
  for (const auto& [failure, value] : predicate.others()) {
    std::filesystem::create_directories(folder, error);
    std::string name;
    for (const char c : failure) {
      name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '-';
    }
    name.resize(std::min<std::size_t>(name.size(), 100));
    name += ".tar";
    if (const auto written = write_whole(folder, name, write_case(value), {}); !written) {
      complain(written.error());
    } else {
      paths.push_back(fmt::format("{}/{}", folder, name));
    }
  }
  return paths;
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
  Case start = simplest_case();
  start.dataset = std::move(argument->value.dataset);
  if (argument->as_raw) {
    if (const std::string problem = take_alone(input, start); !problem.empty()) {
      complain(problem);
      return ExitCode::usage;
    }
    complain(fmt::format("{}: this is no case file, so the dataset is this file alone", printable(input)));
  } else if (!argument->note.empty()) {
    complain(fmt::format("{}: {}", printable(input), argument->note));
  }
  const std::string about =
      fmt::format("{} {} {} {}", digest(start), request.command, request.interesting, request.match);
  const auto output = MinimizeOutput::open(request.out, input, about);
  if (!output) {
    complain(output.error());
    return ExitCode::usage;
  }
  catch_stop_requests();
  const std::filesystem::path beside = std::filesystem::absolute((*output)->out()).parent_path();
  const CommandSettings settings = settings_of(request, beside.string());
  auto predicate = CommandPredicate::make(start, settings);
  if (!predicate) {
    (*output)->abandon();
    complain(fmt::format("{}: {}", printable(input), predicate.error()));
    return ExitCode::usage;
  }
  MinimizeSettings hints;
  hints.opened = (*predicate)->read_first();
  if (!hints.opened.empty() && hints.opened.size() < start.dataset.files.size()) {
    hints.likely.push_back(hints.opened.back());  // it stopped there
  }
  const Minimized result = (*output)->run(start, **predicate, hints, request, [&](const Case& best) {
    return (*predicate)->write_folder(best, (*output)->out());
  });
  ExitCode code = code_of(result);
  if (result.end == Minimized::End::no_failure) {
    complain(fmt::format("{} failed the first time ({}), but not in {} further runs, so there is nothing to go by",
                         printable(input), describe((*predicate)->failure()), result.runs));
    return code;
  }
  const std::vector<std::string> others = keep_others(**predicate, (*output)->out() + ".others");
  if (const auto written =
          request.gtest.empty() || result.end == Minimized::End::not_kept
              ? std::expected<void, std::string>()
              : write_gtest_of_command(request.gtest, result.best, bug_of(request, settings, (*predicate)->failure()));
      !written) {
    complain(written.error());
    code = ExitCode::failure;
  }
  if (request.format == Format::json) {
    Json json = minimized_json(result, simplest_case());
    json["failure"] = describe((*predicate)->failure());
    json["out"] = printable((*output)->out());
    json["slips"] = (*predicate)->slips();
    json["others"] = others;
    put(text_of(json));
    return code;
  }
  put(fmt::format("{}: {}\n{}", printable(input), describe((*predicate)->failure()),
                  minimized_text(result, simplest_case())));
  if ((*predicate)->slips() > 0) {
    put(fmt::format("  {} runs failed in another way, and were not followed: {} kept in {}\n", (*predicate)->slips(),
                    others.size(), printable((*output)->out() + ".others")));
  }
  put(place_text(result, (*output)->out()));
  if (!request.gtest.empty() && code == ExitCode::well) {
    put(fmt::format("  test      {}\n", printable(request.gtest)));
  }
  return code;
}

}  // namespace proofload::cli
