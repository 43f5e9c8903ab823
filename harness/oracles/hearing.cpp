#include "oracles/hearing.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "dataset/data_kind.hpp"

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

const Trace& Hearing::observe(const std::string& name, const Case& varied, const RunPlan& plan) {
  const auto found = traces_.find(name);
  if (found != traces_.end()) {
    return found->second;
  }
  // Options and epochs do not change what lies there.
  const bool same = varied.dataset == value().dataset && varied.faults == value().faults;
  Trace trace = same ? run_case(varied, main_.effective, loader_, plan)
                     : run_case(varied, proofload::apply(varied.dataset, varied.faults), loader_, plan);
  return traces_.emplace(name, std::move(trace)).first->second;
}

const HeardRun& Hearing::undamaged() {
  Case clean = value();
  // Names and their listing are no damage: with others the classes could have other ids. Nor, unless the ids are
  // declared, is a folder in a file's place, which may leave a class without samples.
  const bool any_order = declaration().labels.order == Labels::Order::undeclared;
  std::erase_if(clean.faults, [&](const Fault& fault) {
    return !changes_names(fault.kind) &&
           !(any_order && (fault.kind == FaultKind::directory || fault.kind == FaultKind::special_node));
  });
  clean.options.shuffle = Shuffle::off;
  clean.epochs = 1;
  const HeardRun& first = run("undamaged", clean);
  // Files that are bad by themselves become good ones, in their places: without them the listing would be another.
  const DataKind* kind = data_kind(declaration());
  std::set<std::string> bad;
  for (const EffectiveNode& node : first.effective.nodes) {
    const bool any_bad = std::ranges::any_of(first.truth.samples, [&](const SampleTruth& sample) {
      const bool here = sample.path == node.path || sample.other_path == node.path ||
                        std::ranges::find(sample.content_paths, node.path) != sample.content_paths.end();
      return here && sample.state != SampleTruth::State::intact;
    });
    if (any_bad) {
      bad.insert(node.clean_path);
    }
  }
  if (bad.empty() || kind == nullptr) {
    return first;
  }
  Random random(0xBAD000);
  for (DataFile& file : clean.dataset.files) {
    if (bad.contains(file.path)) {
      file.bytes = kind->good_content(random, declaration(), clean.dataset, file.path);
    }
  }
  return run("undamaged_and_whole", clean);
}

BadSample Hearing::bad_sample() const {
  const BadSample chosen = value().options.bad_sample;
  return declaration().heeds(Option::bad_sample) && chosen != BadSample::undeclared ? chosen : declaration().bad_sample;
}

bool Hearing::draws_with_replacement() const {
  return proofload::draws_with_replacement(declaration(), value().options);
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
    const auto with_ids = [](const TracedEpoch& epoch) {
      return std::ranges::any_of(epoch.batches, [](const TracedBatch& batch) { return batch.sample_ids.has_value(); });
    };
    return std::ranges::any_of(main().trace.epochs, with_ids)
               ? "rows cannot be told apart by their content, and what the loader's ids count does not show here"
               : "rows cannot be told apart by their content, and the loader gives no sample ids";
  }
  if (declaration().remainder != Remainder::whole && last_batch() == LastBatch::wrap) {
    return "which rows come once more is only known where one last batch is wrapped: declare remainder whole";
  }
  return {};
}

std::uint64_t Hearing::loader_nanoseconds() const {
  std::uint64_t sum = main().trace.loader_nanoseconds;
  for (const auto& [name, run] : runs_) {
    sum += run.trace.loader_nanoseconds;
  }
  for (const auto& [name, trace] : traces_) {
    sum += trace.loader_nanoseconds;
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
    paths.push_back(truth.samples[sample].name());
  }
  return paths;
}

}  // namespace proofload
