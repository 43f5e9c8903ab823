#include "oracles/hearing.hpp"

#include <algorithm>
#include <utility>

namespace proofload {

HeardRun::HeardRun(Case varied, const RegisteredLoader& loader, const RunPlan& plan)
    : value(std::move(varied)),
      effective(proofload::apply(value.dataset, value.faults)),
      trace(run_case(value, effective, loader, plan)),
      truth(find_truth(value, effective, loader.declaration, trace)),
      reading(read_rows(value, loader.declaration, truth, trace)) {}

Hearing::Hearing(const Case& value, const RegisteredLoader& loader) : loader_(loader), main_(value, loader, {}) {}

bool Hearing::asks_for(Comparison comparison) const {
  return std::ranges::find(value().comparisons, comparison) != value().comparisons.end();
}

const HeardRun& Hearing::run(const std::string& name, const Case& varied, const RunPlan& plan) {
  const auto found = runs_.find(name);
  if (found != runs_.end()) {
    return found->second;
  }
  return runs_.try_emplace(name, varied, loader_, plan).first->second;
}

const HeardRun& Hearing::undamaged() {
  Case clean = value();
  // Names and their listing are no damage: with others the classes could have other ids. Nor, unless the ids are
  // declared, is a folder in a file's place, which may leave a class without samples.
  const bool any_order = declaration().labels.order == Labels::Order::undeclared;
  std::erase_if(clean.faults, [&](const Fault& fault) {
    return fault.kind != FaultKind::rename && fault.kind != FaultKind::listing_order &&
           !(any_order && fault.kind == FaultKind::directory);
  });
  clean.options.shuffle = Shuffle::off;
  clean.epochs = 1;
  const HeardRun& first = run("undamaged", clean);
  // Files that are bad by themselves go, too; their folders stay, for an empty class keeps its id.
  std::vector<std::string> bad;
  for (const SampleTruth& sample : first.truth.samples) {
    if (sample.state != SampleTruth::State::intact) {
      bad.push_back(sample.path);
    }
  }
  // Unless the ids are declared, a class that loses all of its files may lose its id.
  const bool class_gone = std::ranges::any_of(first.truth.samples, [&](const SampleTruth& sample) {
    return std::ranges::none_of(first.truth.samples, [&](const SampleTruth& other) {
      return other.class_name == sample.class_name && other.state == SampleTruth::State::intact;
    });
  });
  if (bad.empty() || (any_order && class_gone)) {
    return first;
  }
  std::vector<std::string> gone;
  for (const EffectiveNode& node : first.effective.nodes) {
    if (std::ranges::find(bad, node.path) != bad.end()) {
      gone.push_back(node.clean_path);
      clean.dataset.folders.push_back(node.clean_path.substr(0, node.clean_path.rfind('/')));
    }
  }
  std::erase_if(clean.dataset.files,
                [&](const DataFile& file) { return std::ranges::find(gone, file.path) != gone.end(); });
  std::ranges::sort(clean.dataset.folders);
  const auto [begin, end] = std::ranges::unique(clean.dataset.folders);
  clean.dataset.folders.erase(begin, end);
  return run("undamaged_and_whole", clean);
}

BadSample Hearing::bad_sample() const {
  const BadSample chosen = value().options.bad_sample;
  return declaration().heeds(Option::bad_sample) && chosen != BadSample::undeclared ? chosen : declaration().bad_sample;
}

LastBatch Hearing::last_batch() const {
  const LastBatch chosen = value().options.last_batch;
  return declaration().heeds(Option::last_batch) && chosen != LastBatch::undeclared ? chosen : declaration().last_batch;
}

std::string Hearing::cannot_identify() const {
  if (std::holds_alternative<std::monostate>(declaration().reads)) {
    return "declare what the loader reads: without it nobody knows the samples";
  }
  if (!main().reading.can_identify) {
    return "rows cannot be told apart by their content, and the loader gives no sample ids";
  }
  return {};
}

std::uint64_t Hearing::loader_nanoseconds() const {
  std::uint64_t sum = main().trace.loader_nanoseconds;
  for (const auto& [name, run] : runs_) {
    sum += run.trace.loader_nanoseconds;
  }
  return sum;
}

Judgement kept() { return {Judgement::State::kept, {}, {}}; }

Judgement broken(Because because) { return {Judgement::State::broken, {}, {std::move(because)}}; }

Judgement not_applicable(std::string note) { return {Judgement::State::not_applicable, std::move(note), {}}; }

Judgement not_exercised() { return {Judgement::State::not_exercised, {}, {}}; }

Judgement could_not_tell(std::string note) { return {Judgement::State::could_not_tell, std::move(note), {}}; }

Judgement kept_unless(std::vector<Because> because) {
  if (because.empty()) {
    return kept();
  }
  return {Judgement::State::broken, {}, std::move(because)};
}

std::vector<std::string> paths_of(const Truth& truth, std::vector<std::size_t> samples) {
  std::ranges::sort(samples);
  const auto [first, last] = std::ranges::unique(samples);
  samples.erase(first, last);
  std::vector<std::string> paths;
  paths.reserve(samples.size());
  for (const std::size_t sample : samples) {
    paths.push_back(truth.samples[sample].path);
  }
  return paths;
}

}  // namespace proofload
