#include "cli/minimize_text.hpp"

#include <fmt/format.h>

#include <vector>

#include "cli/quantity.hpp"

namespace proofload::cli {
namespace {

/// Longer lists are cut: what is needed is then better seen in the result itself.
constexpr std::size_t most_lines = 12;

std::string count(std::uint64_t number, std::string_view one) {
  return fmt::format("{} {}{}", show(number), one, number == 1 ? "" : "s");
}

std::string line(const Measure& size) {
  return fmt::format("{}, {}, {}, {}", count(size.files, "file"), count(size.rows, "row"), count(size.parts, "part"),
                     count(size.bytes, "byte"));
}

/// Load options that are not at their simplest.
std::vector<std::string> needed_options(const Case& value, const Case& simplest) {
  std::vector<std::string> needed;
  const auto say = [&](std::string_view what, auto now, auto goal) {
    if (now != goal) {
      needed.push_back(fmt::format("{} {}", what, static_cast<std::uint64_t>(now)));
    }
  };
  say("epochs", value.epochs, simplest.epochs);
  say("workers", value.options.workers, simplest.options.workers);
  say("prefetch", value.options.prefetch, simplest.options.prefetch);
  say("shards", value.options.shards, simplest.options.shards);
  say("shard", value.options.shard, simplest.options.shard);
  say("batch size", value.options.batch_size, simplest.options.batch_size);
  say("seed", value.options.seed, simplest.options.seed);
  if (value.options.shuffle != simplest.options.shuffle) {
    needed.emplace_back("shuffling");
  }
  if (value.options.bad_sample != simplest.options.bad_sample) {
    needed.emplace_back("the policy for bad samples");
  }
  if (value.options.last_batch != simplest.options.last_batch) {
    needed.emplace_back("the policy for the last batch");
  }
  if (value.carrier != simplest.carrier) {
    needed.push_back(fmt::format("the dataset as {}", name(value.carrier)));
  }
  return needed;
}

std::vector<std::string> needed(const Case& value, const Case& simplest) {
  std::vector<std::string> all;
  for (const DataFile& file : value.dataset.files) {
    all.push_back(
        fmt::format("{} ({})", escape(file.path),
                    file.bytes.size() == 0 ? "empty: only that it is there" : count(file.bytes.size(), "byte")));
  }
  for (const std::string& folder : value.dataset.folders) {
    all.push_back(fmt::format("folder {}", escape(folder)));
  }
  for (const Fault& fault : value.faults) {
    all.push_back("fault: " + describe(fault));
  }
  for (const std::string& option : needed_options(value, simplest)) {
    all.push_back("option: " + option);
  }
  for (const Comparison comparison : value.comparisons) {
    all.push_back(fmt::format("comparison run: {}", name(comparison)));
  }
  return all;
}

std::string end_text(const Minimized& result) {
  switch (result.end) {
    case Minimized::End::smallest:
      return "nothing that is known makes it smaller";
    case Minimized::End::time:
      return "the time or the calls were used up; the same command goes on from here";
    case Minimized::End::stopped:
      return "stopped on request; the same command goes on from here";
    case Minimized::End::not_kept:
      return "the result could not be written; what was written before is whole";
    case Minimized::End::no_failure:
      return "the case does not fail";
  }
  return "?";
}

std::string_view end_name(Minimized::End end) {
  switch (end) {
    case Minimized::End::smallest:
      return "smallest";
    case Minimized::End::time:
      return "time";
    case Minimized::End::stopped:
      return "stopped";
    case Minimized::End::not_kept:
      return "not-kept";
    case Minimized::End::no_failure:
      return "no-failure";
  }
  return "?";
}

Json json_of(const Measure& size) {
  return {{"files", size.files},     {"rows", size.rows},         {"parts", size.parts},
          {"options", size.options}, {"distance", size.distance}, {"bytes", size.bytes}};
}

}  // namespace

std::string progress_text(const MinimizeProgress& progress) {
  const double seconds = static_cast<double>(progress.elapsed.count()) / 1000.0;
  return fmt::format("{}: {} of {}; {}, {:.0f}/s, {}", progress.pass, line(progress.best),
                     count(progress.first.files, "file"), count(progress.calls, "call"),
                     seconds > 0 ? static_cast<double>(progress.calls) / seconds : 0.0, show(progress.elapsed));
}

std::string minimized_text(const Minimized& result, const Case& simplest) {
  std::string text =
      fmt::format("  before    {}\n  after     {}\n  effort    {}, {} answered without one, {}\n  end       {}\n",
                  line(result.before), line(result.after), count(result.spent.calls, "call"),
                  show(result.spent.answered), show(result.spent.elapsed), end_text(result));
  if (result.failures < result.runs) {
    text += fmt::format(
        "  flaky     it failed in {} of {} runs before, in {} of {} after; what was kept failed again when it was run "
        "again, so that what fails ten times less often is kept with a chance of {:.0f} % at most\n",
        result.failures, result.runs, result.final_failures, result.final_runs, (1.0 - flaky_confidence) * 100.0);
  }
  const std::vector<std::string> all = needed(result.best, simplest);
  text += result.end == Minimized::End::smallest ? "  Without any one of these the failure is lost:\n"
                                                 : "  What is left:\n";
  for (std::size_t i = 0; i < all.size() && i < most_lines; ++i) {
    text += fmt::format("    {}\n", all[i]);
  }
  if (all.size() > most_lines) {
    text += fmt::format("    and {} more\n", all.size() - most_lines);
  }
  return text;
}

Json minimized_json(const Minimized& result, const Case& simplest) {
  Json json;
  json["end"] = end_name(result.end);
  json["before"] = json_of(result.before);
  json["after"] = json_of(result.after);
  json["calls"] = result.spent.calls;
  json["answered"] = result.spent.answered;
  json["milliseconds"] = result.spent.elapsed.count();
  json["runs"] = result.runs;
  json["failures"] = result.failures;
  json["needed"] = needed(result.best, simplest);
  json["error"] = result.error;
  for (const MinimizeStep& step : result.steps) {
    json["steps"].push_back({{"calls", step.calls},
                             {"milliseconds", step.elapsed.count()},
                             {"pass", step.pass},
                             {"size", json_of(step.size)}});
  }
  return json;
}

}  // namespace proofload::cli
