#include "proofload/generate.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "case/draw.hpp"

namespace proofload {
namespace {

/// Loaders break at none, one and few samples; 17 with batches of 16 leave a last batch of one.
constexpr std::size_t seventeen = 17;
constexpr std::uint64_t sixteen = 16;

std::size_t draw_sample_count(Random& random, const Declaration& declaration) {
  if (const auto many = draw_many_samples(random, declaration)) {
    return *many;
  }
  switch (random.below(16)) {
    case 0:
      return random.one_in(2) ? 0 : 1;
    case 1:
      return random.between(1, 2);
    case 2:
      return random.between(13, seventeen);
    default:
      return random.between(3, 12);
  }
}

std::size_t draw_class_count(Random& random, const Declaration& declaration) {
  if (const auto many = draw_many_classes(random, declaration)) {
    return *many;
  }
  const std::size_t drawn = random.one_in(8) ? 1 : random.between(2, 4);
  if (!declaration.labels.classes) {
    return drawn;
  }
  return std::clamp<std::size_t>(drawn, 1,
                                 static_cast<std::size_t>(std::max<std::int64_t>(*declaration.labels.classes, 1)));
}

/// A case has faults of a few kinds only, so that kinds that end an epoch early do not hide the others.
std::vector<Fault> draw_faults(Random& random, const Dataset& dataset, const Swarm& swarm) {
  std::vector<Fault> faults;
  if (random.one_in(3)) {
    return faults;
  }
  const std::size_t count = random.between(1, 4);
  const Fault first = random_fault(random, dataset, swarm);
  faults.push_back(first);
  while (faults.size() < count) {
    faults.push_back(random.one_in(2) ? random_fault(random, dataset, first.kind)
                                      : random_fault(random, dataset, swarm));
  }
  return faults;
}

LoadOptions draw_options(Random& random, const Declaration& declaration, std::size_t samples) {
  LoadOptions options;
  options.batch_size = draw_batch_size(random, samples);
  if (declaration.heeds(Option::shuffle) && random.one_in(2)) {
    options.shuffle = Shuffle::on;
  }
  options.seed = draw_seed(random);
  options.bad_sample = draw_bad_sample(random);
  options.last_batch = draw_last_batch(random);
  options.workers = draw_workers(random, samples);
  options.prefetch = draw_prefetch(random);
  draw_shards(random, samples, options);
  return options;
}

void draw_comparisons(Random& random, const Declaration& declaration, Case& value) {
  // The further ones are drawn apart, so that they leave the cases of a seed as they were without them; and from
  // another stream, or each of them would be there exactly when one of the first is.
  Random apart(~Random(random).next());
  for (std::size_t i = 0; i < comparison_count; ++i) {
    Random& from = static_cast<Comparison>(i) <= Comparison::abandoned_epoch ? random : apart;
    if (const auto comparison = static_cast<Comparison>(i); draw_comparison(from, comparison)) {
      value.comparisons.push_back(comparison);
      set_stage(comparison, declaration, value);
    }
  }
}

}  // namespace

std::optional<std::size_t> draw_many_samples(Random& random, const Declaration& declaration) {
  constexpr std::uint64_t most = 200;  // that are loaded in no time
  const std::uint64_t fitting = samples_in_budget(declaration);
  if (fitting < most && random.one_in(8)) {
    return fitting + random.between(1, 20);
  }
  return std::nullopt;
}

std::optional<std::size_t> draw_many_classes(Random& random, const Declaration& declaration) {
  // With the half of those without samples that are there as empty folders, more than 256 are classes.
  constexpr std::int64_t many = 600;
  if (declaration.labels.classes.value_or(0) >= many && random.one_in(16)) {
    return many;
  }
  return std::nullopt;
}

Case random_case(Random& random, const RegisteredLoader& loader, const Swarm& swarm) {
  const Declaration& declaration = loader.declaration;
  Case value;
  value.loader = loader.name;
  const bool dropping_tail = random.one_in(16);
  const std::size_t samples = dropping_tail ? seventeen : draw_sample_count(random, declaration);
  const std::size_t classes = draw_class_count(random, declaration);
  value.dataset = drawn_kind(declaration).random_dataset(random, declaration, samples, classes);
  value.faults = draw_faults(random, value.dataset, swarm);
  if (auto leftover = draw_leftover(random, value.dataset, declaration)) {
    value.faults.push_back(*std::move(leftover));
  }
  value.options = draw_options(random, declaration, sample_count(value, declaration));
  if (dropping_tail) {
    value.options.batch_size = sixteen;
  }
  value.epochs = static_cast<std::uint32_t>(random.one_in(2) ? 1 : random.between(1, 3));
  value.carrier = random.one_in(16) ? Carrier::directory : Carrier::memory;
  draw_comparisons(random, declaration, value);
  return fit_generated(std::move(value), declaration);
}

}  // namespace proofload
