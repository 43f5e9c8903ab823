// The `proofload` command: reads the command line and calls a verb. The only file that knows CLI11.
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "cli/output.hpp"
#include "cli/quantity.hpp"
#include "cli/verbs.hpp"
#include "report/printable.hpp"

namespace proofload::cli {
namespace {

constexpr const char* version = "proofload 0.1.0";

constexpr const char* about =
    "Proofload fuzzes and property-tests data loaders: the code between a dataset on disk and the batches that a model "
    "trains on.";

constexpr const char* exit_codes =
    "Exit codes: 0 all well, 1 a clause is broken (replay: it reproduces; test: or none of many cases met its "
    "premise), 2 bad usage, unreadable input or nothing to "
    "do, 3 the tool's own failure.\nTimes are written 90s, 10m; sizes 64M.";

/// What the chosen verb will do.
using Action = std::function<ExitCode()>;

void add_format(CLI::App& verb, Format& format) {
  verb.add_flag_callback("--json", [&format] { format = Format::json; }, "print JSON");
}

void add_loader(CLI::App& verb, std::string& loader) {
  verb.add_option("LOADER", loader, "one of `proofload loaders`")->required();
}

void add_duration(CLI::App& verb, const std::string& flag, std::chrono::milliseconds& duration,
                  const std::string& meaning) {
  verb.add_option_function<std::string>(
          flag,
          [&duration, flag](const std::string& text) {
            const auto parsed = parse_duration(text);
            if (!parsed || parsed->count() == 0) {
              throw CLI::ValidationError(flag, parsed ? "a time of nothing: expected at least 1ms" : parsed.error());
            }
            duration = *parsed;
          },
          meaning)
      ->type_name("TIME");
}

void add_memory(CLI::App& verb, std::uint64_t& memory) {
  verb.add_option_function<std::string>(
          "--memory",
          [&memory](const std::string& text) {
            constexpr std::uint64_t least = std::uint64_t{64} << 20U;
            const auto parsed = parse_size(text);
            if (!parsed || *parsed < least) {
              throw CLI::ValidationError("--memory", parsed ? "expected at least 64M" : parsed.error());
            }
            memory = *parsed;
          },
          "resident memory at which the loader's process is ended")
      ->type_name("SIZE");
}

/// Holds what the options are written to until the verb runs.
template <class Request>
std::shared_ptr<Request> act(CLI::App& verb, Action& action, ExitCode (*run)(const Request&)) {
  auto request = std::make_shared<Request>();
  verb.callback([&action, request, run] { action = [request, run] { return run(*request); }; });
  return request;
}

void add_verbs(CLI::App& app, Action& action) {
  {
    CLI::App& verb = *app.add_subcommand("loaders", "what there is: what each reads and declares");
    const auto request = act(verb, action, list_loaders);
    verb.add_option("LOADER", request->loaders, "only these");
    verb.add_flag_callback(
        "--clauses", [request] { request->show = LoadersRequest::Show::clauses; },
        "which clauses are judged on each, and why the others are not");
    add_format(verb, request->format);
  }
  {
    CLI::App& verb = *app.add_subcommand("fuzz", "a fuzzing campaign; goes on from DIR when it exists");
    const auto request = act(verb, action, fuzz);
    add_loader(verb, request->loader);
    add_duration(verb, "--for", request->duration, "how long (60s)");
    verb.add_option("--jobs", request->jobs, "fuzz targets at once (1)")->check(CLI::Range(1, 256));
    verb.add_option("--out", request->folder, "folder of the campaign (findings/LOADER)")->type_name("DIR");
    verb.add_option("--corpus", request->corpora, "further cases or raw files to begin with")->type_name("DIR");
    verb.add_option("--dict", request->dictionary, "a libFuzzer dictionary")->type_name("FILE");
    verb.add_option("--seed", request->seed, "of everything random (1)");
    verb.add_option("--runs", request->runs, "end after about so many executions");
    add_duration(verb, "--flat", request->flat, "end when no edge of the loader was new for so long");
    verb.add_option_function<std::string>(
            "--first",
            [request](const std::string& clause) {
              request->until = FuzzRequest::Until::finding;
              request->until_clause = clause;
            },
            "end with the first new finding (of this clause)")
        ->expected(0, 1)
        ->type_name("[CLAUSE]");
    add_memory(verb, request->memory);
    add_format(verb, request->format);
  }
  {
    CLI::App& verb = *app.add_subcommand("test", "the property suite, without a fuzzer");
    const auto request = act(verb, action, test);
    add_loader(verb, request->loader);
    verb.add_option("--cases", request->cases, "generated cases (1000)")->check(CLI::PositiveNumber);
    verb.add_option("--seed", request->seed, "of everything random (1)");
    add_duration(verb, "--for", request->duration, "end after this time at the latest");
    verb.add_option("--out", request->folder, "where findings go, in DIR/findings (findings/LOADER)")->type_name("DIR");
    add_memory(verb, request->memory);
    add_format(verb, request->format);
  }
  {
    CLI::App& verb = *app.add_subcommand("check", "judge cases: a case file, a raw file, or a folder with a dataset");
    const auto request = act(verb, action, check_cases);
    add_loader(verb, request->loader);
    verb.add_option("CASE", request->cases, "files and folders")->required();
    add_memory(verb, request->memory);
    add_format(verb, request->format);
  }
  {
    CLI::App& verb = *app.add_subcommand("trace", "a line for each batch of a case: shape, range, labels, model step");
    const auto request = act(verb, action, trace);
    add_loader(verb, request->loader);
    verb.add_option("CASE", request->path, "a file or folder, as for check")->required();
    add_duration(verb, "--for", request->duration, "give up after this time (60s)");
    add_format(verb, request->format);
  }
  {
    CLI::App& verb = *app.add_subcommand("replay", "does a finding still reproduce?");
    const auto request = act(verb, action, replay);
    verb.add_option("FINDING", request->finding, "its .tar or .json")->required();
    add_memory(verb, request->memory);
    add_format(verb, request->format);
  }
  {
    CLI::App& verb = *app.add_subcommand("minimize", "the smallest case that fails in the same way");
    const auto request = act(verb, action, minimize);
    verb.add_option("LOADER CASE", request->words,
                    "a loader and a case, a folder with a dataset, or a finding; with --command only the folder")
        ->required()
        ->expected(1, 2);
    verb.add_option("-o,--out", request->out,
                    "where the smallest so far is kept: a case file that ends in .tar; with --command also a folder")
        ->type_name("OUT")
        ->required();
    verb.add_option(
        "--command", request->command,
        "a program instead of a loader; {} becomes the dataset's folder, and what is kept is its failure as "
        "first seen: exit status or signal, sanitizer or Python stack");
    verb.add_option("--match", request->match, "with --command: its output must match this, too")->type_name("REGEX");
    verb.add_option("--interesting", request->interesting,
                    "a script as for C-Reduce or Shrink Ray: it is given the folder, and exit status 0 means keep")
        ->type_name("SCRIPT");
    verb.add_option("--jobs", request->jobs, "runs of the command at the same time (1)")->check(CLI::Range(1, 256));
    add_duration(verb, "--timeout", request->timeout, "a run of the command that is longer counts as hung");
    verb.add_option("--gtest", request->gtest,
                    "write a stand-alone GoogleTest source as well, that fails while the bug is there")
        ->type_name("FILE");
    verb.add_option("--clause", request->clause, "which failure, when there are several (the first)");
    add_duration(verb, "--for", request->duration, "end after this time at the latest; the same command goes on");
    verb.add_option("--calls", request->calls, "end after so many runs of the loader");
    add_memory(verb, request->memory);
    add_format(verb, request->format);
  }
  {
    CLI::App& verb = *app.add_subcommand(
        "minimize-corpus", "the fewest and smallest cases that keep all coverage and all signatures of a folder");
    const auto request = act(verb, action, minimize_corpus);
    verb.add_option("DIR", request->folder, "of a campaign (its corpus and findings), or with cases and raw files")
        ->required();
    verb.add_option("-o,--out", request->out, "a new folder for the cases that are kept")->type_name("DIR")->required();
    verb.add_option("--loader", request->loader, "one of `proofload loaders` (what the campaign or a case says)");
    add_duration(verb, "--for", request->duration, "measure coverage so long at most; what is not reached is kept");
    add_memory(verb, request->memory);
    add_format(verb, request->format);
  }
  {
    CLI::App& verb = *app.add_subcommand("report", "HTML, SARIF and JUnit from the folder of a campaign");
    const auto request = act(verb, action, report);
    verb.add_option("DIR", request->folder, "the campaign's folder, as --out names it")->required();
    verb.add_option("--out", request->out, "where report.html, report.sarif and report.xml go (DIR)")->type_name("DIR");
    add_format(verb, request->format);
  }
  {
    CLI::App& verb =
        *app.add_subcommand("explain", "a clause: what it says, why it matters, a real bug, how to fix it");
    const auto request = act(verb, action, explain);
    verb.add_option("CLAUSE", request->clause, "its name; without one, all are listed");
    add_format(verb, request->format);
  }
}

int finish(ExitCode code) {
  if (output_state() == OutputState::lost) {
    complain("standard output could not be written in full");
    return static_cast<int>(ExitCode::failure);
  }
  return static_cast<int>(code);
}

int run(int count, char** words) {
  survive_closed_pipes();
  CLI::App app(about, "proofload");
  app.footer(exit_codes);
  app.set_version_flag("--version", version);
  app.require_subcommand(1);
  app.get_formatter()->column_width(28);
  Action action;
  add_verbs(app, action);
  try {
    app.parse(count, words);
  } catch (const CLI::CallForVersion&) {
    put(fmt::format("{}\n", version));
    return finish(ExitCode::well);
  } catch (const CLI::CallForHelp&) {
    const auto chosen = app.get_subcommands();
    put(chosen.empty() ? app.help() : chosen.front()->help());
    return finish(ExitCode::well);
  } catch (const CLI::CallForAllHelp&) {
    put(app.help("", CLI::AppFormatMode::All));
    return finish(ExitCode::well);
  } catch (const CLI::ParseError& error) {
    const auto chosen = app.get_subcommands();
    complain(fmt::format("{}; see `proofload{}{} --help`", printable(error.what()), chosen.empty() ? "" : " ",
                         chosen.empty() ? std::string() : chosen.front()->get_name()));
    return finish(ExitCode::usage);
  }
  return finish(action());
}

}  // namespace
}  // namespace proofload::cli

int main(int count, char** words) {
  try {
    return proofload::cli::run(count, words);
  } catch (const std::exception& error) {
    proofload::cli::complain(
        fmt::format("the tool itself failed: {}; nothing is said of the loader", proofload::printable(error.what())));
  } catch (...) {
    proofload::cli::complain("the tool itself failed, nothing is said of the loader");
  }
  return static_cast<int>(proofload::cli::ExitCode::failure);
}
