// How few calls the minimizer needs, beside textbook ddmin, libFuzzer's -minimize_crash and afl-tmin, on scenarios of
// known smallest form. Exit code 1 when a result is not the known one or an aim is missed.
#include <fmt/format.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "bench/ddmin.hpp"
#include "harness/minimize/scenarios.hpp"
#include "proofload/minimize.hpp"
#include "proofload/random.hpp"

namespace {

using namespace proofload;
using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

struct Row {
  std::uint64_t calls = 0;
  double seconds = 0;
  Measure size;
  bool same = false;  ///< the same failure, not an easier one
  bool reached = false;
};

Row judged(const scenarios::Scenario& scenario, const Case& best, std::uint64_t calls, double seconds) {
  Row row{calls, seconds, measure(best, simplest_case()), false, false};
  row.same = scenario.load(best) == scenarios::Outcome::failure;
  row.reached = row.same && row.size.files <= scenario.files && row.size.bytes <= scenario.bytes + scenario.bytes / 20;
  return row;
}

Row ours(const scenarios::Scenario& scenario) {
  FunctionPredicate predicate([&](const Case& value) { return scenario.load(value) == scenarios::Outcome::failure; });
  const auto start = Clock::now();
  const Minimized result = minimize(scenario.start, predicate, {});
  return judged(scenario, result.best, result.spent.calls, since(start));
}

Row textbook(const scenarios::Scenario& scenario, double seconds) {
  const auto start = Clock::now();
  const auto result = bench::ddmin(
      scenario.start, [&](const Case& value) { return scenario.load(value) == scenarios::Outcome::failure; }, 20'000,
      seconds);
  return judged(scenario, result.best, result.calls, since(start));
}

/// Minimizers of bytes, as programs: they are given the scenario as a case file that is read leniently.
struct Outsider {
  std::string name;
  std::string line;  ///< for a shell; {start} and {out} are files
};

/// The target keeps the smallest input that crashed, which is what these take for their result.
Row outsider(const Outsider& who, const scenarios::Scenario& scenario, std::size_t number, std::uint64_t seed,
             int seconds) {
  namespace fs = std::filesystem;
  std::string folder = (fs::temp_directory_path() / "proofload-bench-XXXXXX").string();
  if (::mkdtemp(folder.data()) == nullptr) {
    throw std::runtime_error("no folder can be made below " + fs::temp_directory_path().string());
  }
  const auto bytes = write_case(scenario.start);
  std::ofstream(folder + "/start", std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  const auto start = Clock::now();
  const std::string line = fmt::format(
      "cd '{0}' && PROOFLOAD_SCENARIO='{1} {2}' PROOFLOAD_CALLS='{0}/calls' PROOFLOAD_BEST='{0}/best' timeout {3} {4} "
      ">log 2>&1",
      folder, number, seed, seconds, who.line);
  [[maybe_unused]] const int code = std::system(line.c_str());
  const double took = since(start);
  const std::string best = fs::exists(folder + "/best") ? folder + "/best" : folder + "/start";
  std::ifstream file(best, std::ios::binary);
  const std::string content((std::istreambuf_iterator<char>(file)), {});
  std::error_code none;
  const auto calls = fs::file_size(folder + "/calls", none);
  const Case value = read_case(std::as_bytes(std::span(content))).value;
  if (none) {
    throw std::runtime_error(who.name + " did not run: see " + folder + "/log");
  }
  fs::remove_all(folder, none);
  return judged(scenario, value, calls, took);
}

std::vector<Outsider> outsiders(const std::string& target, const std::string& afl_tmin) {
  std::vector<Outsider> all;
  if (!target.empty()) {
    all.push_back({"libFuzzer",
                   fmt::format("'{}' -minimize_crash=1 -max_total_time=3600 -exact_artifact_path=at start", target)});
  }
  if (!target.empty() && !afl_tmin.empty()) {
    all.push_back({"afl-tmin", fmt::format("'{}' -i start -o out -t 10000 -m none -- '{}' @@", afl_tmin, target)});
  }
  return all;
}

void print(const std::string& who, const Row& row) {
  fmt::print("    {:12} {:>7} calls {:>8.2f} s  {:>5} files {:>8} bytes  {}{}\n", who, row.calls, row.seconds,
             row.size.files, row.size.bytes, row.same ? "same failure" : "ANOTHER FAILURE",
             row.reached ? "" : ", smallest not reached");
}

template <class T>
T median(std::vector<T> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

/// A predicate that takes a while, as a command does.
class Slow final : public Predicate {
 public:
  Slow(const scenarios::Scenario& scenario, std::size_t workers, std::chrono::milliseconds time)
      : scenario_(scenario), workers_(workers), time_(time) {}
  Answer ask(const Case& candidate, std::size_t /*worker*/) override {
    std::this_thread::sleep_for(time_);
    return scenario_.load(candidate) == scenarios::Outcome::failure ? Answer::same : Answer::other;
  }
  [[nodiscard]] std::size_t workers() const override { return workers_; }

 private:
  const scenarios::Scenario& scenario_;
  std::size_t workers_;
  std::chrono::milliseconds time_;
};

/// A failure that shows in nine of ten runs, against the same one that always shows.
bool flaky() {
  std::vector<double> ratios;
  std::size_t small = 0;
  std::size_t noticed = 0;
  std::size_t ddmin_there = 0;
  constexpr std::uint64_t chances = 15;
  for (std::uint64_t chance = 1; chance <= chances; ++chance) {
    scenarios::Scenario scenario = scenarios::one_bad_image(1 + chance % 5);
    const Row steady = ours(scenario);
    const auto load = scenario.load;
    const auto sometimes = [&load](const std::shared_ptr<Random>& random) {
      return [load, random](const Case& value) { return random->one_in(10) ? scenarios::Outcome::fine : load(value); };
    };
    scenario.load = sometimes(std::make_shared<Random>(chance));
    FunctionPredicate predicate([&](const Case& value) { return scenario.load(value) == scenarios::Outcome::failure; });
    const Minimized result = minimize(scenario.start, predicate, {});
    scenario.load = sometimes(std::make_shared<Random>(chance));
    const bench::DdminResult book = bench::ddmin(
        scenario.start, [&](const Case& value) { return scenario.load(value) == scenarios::Outcome::failure; }, 20'000,
        1);
    scenario.load = load;
    small += judged(scenario, result.best, 0, 0).reached ? 1 : 0;
    ddmin_there += judged(scenario, book.best, 0, 0).reached ? 1 : 0;
    noticed += result.failures < result.runs ? 1 : 0;
    ratios.push_back(static_cast<double>(result.spent.calls) / static_cast<double>(steady.calls));
  }
  fmt::print("flaky: one bad image of 1,000 that fails in 9 of 10 runs\n");
  fmt::print("    smallest reached in {} of {} (ddmin: {}); seen to be flaky before the search in {}\n", small, chances,
             ddmin_there, noticed);
  fmt::print("  {:64} {:8.2f}   aim <= 1.5\n", "calls over those of the steady failure, median", median(ratios));
  return median(ratios) <= 1.5 && small * 10 >= chances * 9;
}

struct Baseline {
  std::string name;
  std::uint64_t calls = 0;
};

double speculation() {
  std::vector<double> ratios;
  for (const auto& scenario : scenarios::all(1)) {
    if (scenario.start.dataset.files.size() < 2) {
      continue;
    }
    std::vector<double> times;
    for (const std::size_t workers : {1U, 2U, 4U}) {
      Slow predicate(scenario, workers, std::chrono::milliseconds(50));
      const auto start = Clock::now();
      minimize(scenario.start, predicate, {});
      times.push_back(since(start));
    }
    ratios.push_back(times[0] / times[1]);
    fmt::print("  {:28} {:6.2f} s with 1 worker, {:6.2f} with 2, {:6.2f} with 4: {:.2f} and {:.2f} times faster\n",
               scenario.name, times[0], times[1], times[2], times[0] / times[1], times[0] / times[2]);
  }
  fmt::print("  {:64} {:8.2f}   aim >= 1.6\n", "speculation of 2 workers, median", median(ratios));
  return median(ratios);
}

int measure_all(int count, char** words) {
  CLI::App app("The minimizer beside others");
  std::uint64_t seeds = 5;
  std::string target;
  std::string afl_tmin;
  int seconds = 20;
  double ddmin_seconds = 20;
  app.add_option("--seeds", seeds, "of each scenario; 0 leaves them out");
  app.add_option("--target", target, "minimize_target, to run libFuzzer's -minimize_crash on the first seed");
  app.add_option("--afl-tmin", afl_tmin, "the program, to run it on the same");
  app.add_option("--seconds", seconds, "for each of these, a scenario");
  app.add_option("--ddmin-seconds", ddmin_seconds, "for ddmin, a scenario");
  CLI11_PARSE(app, count, words);
  std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);  // it takes minutes: each line is shown when it is known
  bool well = true;
  std::vector<double> ratios;
  for (std::size_t number = 0; seeds > 0 && number < scenarios::count(); ++number) {
    std::vector<std::uint64_t> our_calls;
    std::vector<std::uint64_t> their_calls;
    std::vector<Baseline> others;  ///< that get there with the first seed
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      const scenarios::Scenario scenario = scenarios::numbered(number, seed);
      const Row own = ours(scenario);
      const Row book = textbook(scenario, ddmin_seconds);
      our_calls.push_back(own.calls);
      if (book.reached) {
        their_calls.push_back(book.calls);
      }
      well &= own.reached && own.calls <= scenario.most_calls;
      if (seed == 1) {
        fmt::print("{} (smallest: {} files, {} bytes; at most {} calls)\n", scenario.name, scenario.files,
                   scenario.bytes, scenario.most_calls);
        print("proofload", own);
        print("ddmin", book);
        for (const Outsider& who : outsiders(target, afl_tmin)) {
          const Row row = outsider(who, scenario, number, seed, seconds);
          print(who.name, row);
          if (row.reached) {
            others.push_back({who.name, row.calls});
          }
        }
      }
    }
    fmt::print("    median of {} seeds: {} calls", seeds, median(our_calls));
    if (their_calls.size() == our_calls.size()) {
      others.push_back({"ddmin", median(their_calls)});
    } else {
      fmt::print("; ddmin gets there in {} of {}", their_calls.size(), seeds);
    }
    if (const auto best = std::ranges::min_element(others, {}, &Baseline::calls); best != others.end()) {
      const double ratio = static_cast<double>(median(our_calls)) / static_cast<double>(best->calls);
      ratios.push_back(ratio);
      fmt::print(", best baseline {} with {}: ratio {:.3f}", best->name, best->calls, ratio);
    }
    fmt::print("\n");
  }
  if (!ratios.empty()) {
    fmt::print("{:66} {:8.3f}   aim <= 0.45\n", "calls over the best baseline's that gets there, median",
               median(ratios));
    fmt::print("{:66} {:8.3f}   aim <= 1\n", "… the worst", *std::ranges::max_element(ratios));
    well &= median(ratios) <= 0.45 && *std::ranges::max_element(ratios) <= 1.0;
  }
  well &= flaky();
  well &= speculation() >= 1.6;
  return well ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
  try {
    return measure_all(count, words);
  } catch (const std::exception& error) {
    fmt::print(stderr, "minimize_bench: {}\n", error.what());
    return 3;
  }
}
