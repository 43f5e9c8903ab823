// The judge of the zoo: is what was found on a specimen what it does, and are the true culprits named?
//
//   zoo_judge list                     a line for each specimen: loader, clauses it breaks, whether culprits are known
//   zoo_judge findings LOADER PATH…    judges findings; a line for each, then one of figures
//   zoo_judge smallest LOADER FINDING CASE…   pairs of a finding and what it was minimized to: is each still convicted
//                                      of the same cause, and not larger than the smallest case made by hand that
//                                      shows this cause (than the specimen's own, where none does)? A line for each
//                                      with both sizes, then one of figures
//
// Exit codes: 0 all are right and at least one convicts; 1 some are wrong, or none convicts; 2 bad usage or unreadable.
#include <algorithm>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "proofload/check.hpp"
#include "proofload/finding.hpp"
#include "proofload/minimize.hpp"
#include "proofload/registry.hpp"
#include "proofload/worker.hpp"
#include "zoo/smallest_cases.hpp"
#include "zoo/specimen.hpp"
#include "zoo/world_of.hpp"

namespace proofload::zoo {
namespace {

bool holds(const std::vector<Clause>& clauses, Clause clause) {
  return std::ranges::find(clauses, clause) != clauses.end();
}

int list() {
  for (const Specimen& specimen : specimens()) {
    std::cout << specimen.loader << '\t';
    for (std::size_t i = 0; i < specimen.breaks.size(); ++i) {
      std::cout << (i == 0 ? "" : ",") << name(specimen.breaks[i]);
    }
    std::cout << '\t' << (specimen.culprits != nullptr ? "foretold" : "unknown") << '\n';
  }
  return 0;
}

struct Opinion {
  std::string objection;  ///< empty when the finding is right
  enum class Culprits : std::uint8_t { compared, cannot_be_foretold } culprits = Culprits::cannot_be_foretold;
};

/// Who is blamed for a clause, all in all, and the batch where it shows first.
Culprits blamed(const Judgement& judgement) {
  Culprits culprits;
  for (const Because& because : judgement.because) {
    culprits.samples.insert(because.samples.begin(), because.samples.end());
  }
  if (judgement.because.front().batch) {
    culprits.batches.push_back(*judgement.because.front().batch);
  }
  return culprits;
}

/// The case is run once more: a finding keeps the first because of its clause, and culprits are those of all of them.
Opinion judge(const Specimen& specimen, const RegisteredLoader& loader, const Finding& finding) {
  const Case value = fit(finding.value, loader.declaration);
  const Verdict verdict = Worker(loader).check(value);
  if (!verdict.tool_failure.empty()) {
    return {.objection = "the tester failed: " + verdict.tool_failure};
  }
  for (const Clause clause : verdict.broken()) {
    if (!holds(specimen.breaks, clause) && !holds(specimen.may, clause)) {
      return {.objection = std::string(name(clause)) + " is not what this specimen breaks"};
    }
  }
  const Clause clause = finding.signature.clause;
  if (verdict[clause].state != Judgement::State::broken) {
    if (specimen.repeats == Specimen::Repeats::by_chance) {
      return holds(specimen.breaks, clause) || holds(specimen.may, clause)
                 ? Opinion{}
                 : Opinion{.objection = "it is not what this specimen breaks"};
    }
    return {.objection = "it does not show again"};
  }
  const auto world = world_of(value, loader.declaration);
  if (!world || specimen.culprits == nullptr) {
    return {};
  }
  const auto expected = specimen.culprits(*world);
  const auto known = expected.find(clause);
  if (known == expected.end()) {
    return holds(specimen.may, clause) ? Opinion{} : Opinion{.objection = "it has no culprit in this case"};
  }
  Culprits culprits = known->second;
  culprits.batches.resize(std::min<std::size_t>(culprits.batches.size(), 1));  // a verdict shows the first
  const Culprits found = blamed(verdict[clause]);
  if (found.samples != culprits.samples || found.batches != culprits.batches) {
    std::string objection = "blamed:";
    for (const std::string& sample : found.samples) {
      objection += " " + escape(sample);
    }
    objection += "; to blame:";
    for (const std::string& sample : culprits.samples) {
      objection += " " + escape(sample);
    }
    return {.objection = objection};
  }
  for (const std::string& sample : finding.because.samples) {
    if (!culprits.samples.contains(sample)) {
      return {.objection = "the finding blames " + escape(sample)};
    }
  }
  return {.objection = {}, .culprits = Opinion::Culprits::compared};
}

int judge_all(const std::string& loader_name, std::span<char*> paths) {
  const RegisteredLoader* loader = loader_named(loader_name);
  const auto all = specimens();
  const auto specimen =
      std::ranges::find_if(all, [&](const Specimen& candidate) { return candidate.loader == loader_name; });
  if (loader == nullptr || specimen == all.end()) {
    std::cerr << "zoo_judge: no specimen " << escape(loader_name) << '\n';
    return 2;
  }
  int convicting = 0;
  int compared = 0;
  int wrong = 0;
  for (const std::string path : paths) {
    const auto finding = read_finding(path);
    if (!finding) {
      std::cerr << "zoo_judge: " << finding.error() << '\n';
      return 2;
    }
    const Opinion opinion = judge(*specimen, *loader, *finding);
    const bool right = opinion.objection.empty();
    wrong += right ? 0 : 1;
    convicting += right && holds(specimen->breaks, finding->signature.clause) ? 1 : 0;
    compared += right && opinion.culprits == Opinion::Culprits::compared ? 1 : 0;
    std::cout << (right ? "right" : "WRONG") << '\t' << escape(describe(finding->signature)) << '\t' << escape(path)
              << (right ? "" : "\t" + opinion.objection) << '\n';
  }
  std::cout << "figures\tfindings=" << paths.size() << "\tconvicting=" << convicting << "\tculprits=" << compared
            << "\twrong=" << wrong << '\n';
  return wrong == 0 && convicting > 0 ? 0 : 1;
}

std::string text_of(const Measure& size) {
  return std::to_string(size.files) + " files, " + std::to_string(size.rows) + " rows, " + std::to_string(size.parts) +
         " parts, " + std::to_string(size.options) + " options by " + std::to_string(size.distance) + ", " +
         std::to_string(size.bytes) + " bytes";
}

/// What is asked for again where it may not show.
struct Attempts {
  int count = 20;
  bool anywhere = false;  ///< where threads meet is chance: a crash has no place of its own
};

bool shows(const RegisteredLoader& loader, const Case& value, const Signature& signature, Attempts attempts) {
  Worker worker(loader);
  const bool any_cause = attempts.anywhere && signature.clause == Clause::memory_safe;
  for (int attempt = 0; attempt < attempts.count; ++attempt) {
    const Judgement judgement = worker.check(value)[signature.clause];
    if (judgement.state == Judgement::State::broken &&
        (any_cause ||
         std::ranges::find(judgement.because, signature.cause, &Because::cause) != judgement.because.end())) {
      return true;
    }
  }
  return false;
}

int compare_all(const std::string& loader_name, std::span<char*> paths) {
  const RegisteredLoader* loader = loader_named(loader_name);
  const auto all = specimens();
  const auto specimen =
      std::ranges::find_if(all, [&](const Specimen& candidate) { return candidate.loader == loader_name; });
  if (loader == nullptr || specimen == all.end() || paths.size() % 2 != 0) {
    std::cerr << "zoo_judge: expected a specimen, and pairs of a finding and a case\n";
    return 2;
  }
  const Case simplest = simplest_case(loader->declaration);
  const SmallestCase own = smallest_case(specimen->id);
  const std::vector<SmallestCase> further = further_cases(specimen->id);
  const auto size_of = [&](const Case& value) { return measure(fit(value, loader->declaration), simplest); };
  int small = 0;
  int lost = 0;
  int comparable = 0;
  int small_of_them = 0;
  for (std::size_t i = 0; i < paths.size(); i += 2) {
    const auto finding = read_finding(paths[i]);
    std::ifstream stream(paths[i + 1], std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(stream)), {});
    const ReadCase read = read_case(std::as_bytes(std::span(bytes)));
    if (!finding || read.as != ReadCase::As::tar) {
      std::cerr << "zoo_judge: " << (finding ? escape(paths[i + 1]) + " is no case file" : finding.error()) << '\n';
      return 2;
    }
    const Measure size = size_of(read.value);
    const bool by_chance = specimen->repeats == Specimen::Repeats::by_chance;
    const bool convicted = shows(*loader, read.value, finding->signature, {by_chance ? 2000 : 20, by_chance});
    // Another cause may need more than the one that the specimen's own case is about.
    bool same =
        shows(*loader, fit(own.value, loader->declaration), finding->signature, {by_chance ? 200 : 20, by_chance});
    Measure goal = size_of(own.value);
    for (const SmallestCase& by_hand : further) {
      if (by_hand.clause == finding->signature.clause && by_hand.cause == finding->signature.cause) {
        goal = same ? std::min(goal, size_of(by_hand.value)) : size_of(by_hand.value);
        same = true;
      }
    }
    small += size <= goal ? 1 : 0;
    lost += convicted ? 0 : 1;
    comparable += same ? 1 : 0;
    small_of_them += same && size <= goal ? 1 : 0;
    std::cout << (size <= goal ? "small" : "LARGER") << (convicted ? "" : "\tLOST") << (same ? "" : "\tanother cause")
              << '\t' << escape(describe(finding->signature)) << '\t' << text_of(size) << "\tby hand: " << text_of(goal)
              << '\n';
  }
  std::cout << "figures\tfindings=" << paths.size() / 2 << "\tsmall=" << small << "\tlost=" << lost
            << "\tcomparable=" << comparable << "\tsmallofthem=" << small_of_them << '\n';
  return 0;
}

}  // namespace
}  // namespace proofload::zoo

int main(int count, char** words) {
  try {
    const std::span arguments(words, static_cast<std::size_t>(count));
    if (count == 2 && std::string_view(words[1]) == "list") {
      return proofload::zoo::list();
    }
    if (count >= 3 && std::string_view(words[1]) == "findings") {
      return proofload::zoo::judge_all(words[2], arguments.subspan(3));
    }
    if (count >= 3 && std::string_view(words[1]) == "smallest") {
      return proofload::zoo::compare_all(words[2], arguments.subspan(3));
    }
    std::cerr << "usage: zoo_judge list | findings LOADER PATH… | smallest LOADER FINDING CASE…\n";
  } catch (const std::exception& error) {
    std::cerr << "zoo_judge: " << error.what() << '\n';
  }
  return 2;
}
