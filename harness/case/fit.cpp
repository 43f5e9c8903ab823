#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "case/default_dataset.hpp"
#include "case/draw.hpp"
#include "dataset/data_kind.hpp"
#include "proofload/check.hpp"
#include "proofload/generate.hpp"

namespace proofload {
namespace {

bool says_something(Repeats repeats) { return repeats != Repeats::undeclared && repeats != Repeats::nothing; }

/// Whether a comparison run can say anything of this case.
bool makes_sense(Comparison comparison, const Case& value, const Declaration& declaration) {
  const bool by_number = std::ranges::any_of(value.faults, [](const Fault& fault) { return counts_calls(fault.kind); });
  if (by_number &&
      (value.options.workers != 0 || (comparison != Comparison::again && comparison != Comparison::other_fill))) {
    return false;
  }
  switch (comparison) {
    case Comparison::again:
      return says_something(declaration.repeats.again);
    case Comparison::other_seed:
      return value.options.shuffle == Shuffle::on;
    case Comparison::other_batch_size:
      return says_something(declaration.repeats.other_batch_size);
    case Comparison::other_listing:
      return value.dataset.files.size() > 1;
    case Comparison::fewer_faults:
      return !value.faults.empty();
    case Comparison::abandoned_epoch:
      return declaration.heeds(Option::abandoned_epochs);
    case Comparison::other_workers:
      return declaration.heeds(Option::workers) && says_something(declaration.repeats.other_workers);
    case Comparison::other_fill:
      return says_something(declaration.repeats.again);
    case Comparison::many_epochs:
      return !value.dataset.files.empty();
    case Comparison::many_orders:
      return declaration.sampling.kind == Sampling::Kind::uniform &&
             declaration.sampling.replacement == Sampling::Replacement::without &&
             value.options.shuffle == Shuffle::on && value.options.shards == 1;
  }
  return false;
}

LoadOptions fit_options(LoadOptions options, const Declaration& declaration) {
  const CaseLimits limits;
  const LoadOptions defaults;
  options.batch_size = std::clamp<std::uint64_t>(options.batch_size, 1, limits.batch_size);
  if (!declaration.heeds(Option::shuffle)) {
    options.shuffle = defaults.shuffle;
    options.seed = defaults.seed;
  }
  options.workers = declaration.heeds(Option::workers) ? std::min(options.workers, limits.workers) : defaults.workers;
  // Batches loaded ahead are held in memory, so they are bounded as threads are.
  options.prefetch =
      declaration.heeds(Option::prefetch) ? std::min(options.prefetch, limits.workers) : defaults.prefetch;
  if (declaration.heeds(Option::shards) || declaration.heeds(Option::shards_padded)) {
    options.shards = std::clamp<std::uint32_t>(options.shards, 1, limits.workers);
    options.shard = std::min(options.shard, options.shards - 1);
  } else {
    options.shards = defaults.shards;
    options.shard = defaults.shard;
  }
  // A policy left open is the declared one, also where the loader would heed another.
  if (!declaration.heeds(Option::bad_sample) || options.bad_sample == BadSample::undeclared) {
    options.bad_sample = declaration.bad_sample;
  }
  if (!declaration.heeds(Option::last_batch) || options.last_batch == LastBatch::undeclared) {
    options.last_batch = declaration.last_batch;
  }
  return options;
}

}  // namespace

Case fit(Case value, const Declaration& declaration) {
  const CaseLimits limits;
  take_kind(value.dataset, declaration);
  value.options = fit_options(value.options, declaration);
  value.epochs = declaration.heeds(Option::epochs) ? std::clamp<std::uint32_t>(value.epochs, 1, limits.epochs) : 1;
  if (declaration.files.cache != Files::Cache::outside) {
    std::erase_if(value.faults, [](const Fault& fault) { return fault.kind == FaultKind::cache_leftover; });
  }
  if (value.faults.size() > limits.faults) {
    value.faults.resize(limits.faults);
  }
  if (declaration.files.needs_path == Files::Path::needed) {
    value.carrier = Carrier::directory;
  }
  std::ranges::sort(value.comparisons);
  const auto doubled = std::ranges::unique(value.comparisons);
  value.comparisons.erase(doubled.begin(), doubled.end());
  std::erase_if(value.comparisons, [&](Comparison comparison) { return !makes_sense(comparison, value, declaration); });
  return value;
}

Case fit_generated(Case value, const Declaration& declaration) {
  take_kind(value.dataset, declaration);
  const DataKind* kind = data_kind(declaration);
  if (declaration.labels.classes && kind != nullptr && kind->find == nullptr) {
    const auto most = static_cast<std::size_t>(std::max<std::int64_t>(*declaration.labels.classes, 0));
    std::set<std::string, std::less<>> kept;
    const auto surplus = [&](std::string_view folder) {
      // Classes are the folders at the root, so what lies deeper or at the root makes none of its own.
      const std::string_view top = folder.substr(0, folder.find('/'));
      if (top.empty() || kept.contains(top)) {
        return false;
      }
      if (kept.size() >= most) {
        return true;
      }
      kept.emplace(top);
      return false;
    };
    std::erase_if(value.dataset.files, [&](const DataFile& file) { return surplus(parent_of(file.path)); });
    std::erase_if(value.dataset.folders, [&](const std::string& folder) { return surplus(folder); });
  }
  // A batch that alone comes near the budget is no fault of the loader that makes it.
  value.options.batch_size =
      std::min(value.options.batch_size, std::max<std::uint64_t>(samples_in_budget(declaration) / 4, 1));
  return fit(std::move(value), declaration);
}

std::string_view parent_of(std::string_view path) {
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
}

}  // namespace proofload
