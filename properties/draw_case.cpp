#include <rapidcheck.h>

#include <algorithm>
#include <ostream>
#include <utility>
#include <vector>

#include "drawn_case.hpp"
#include "proofload/check.hpp"
#include "proofload/generate.hpp"
#include "proofload/random.hpp"

namespace proofload {
namespace {

namespace gen = rc::gen;

/// Uniform in [low, high], whatever the size is.
std::uint64_t between(std::uint64_t low, std::uint64_t high) {
  return *gen::resize(rc::kNominalSize, gen::inRange<std::uint64_t>(low, high + 1));
}

bool one_in(std::uint64_t n) { return between(1, n) == 1; }

Random seeded() { return Random(*gen::resize(rc::kNominalSize, gen::arbitrary<std::uint64_t>())); }

const ImageKinds* kinds_of(const Declaration& declaration) { return std::get_if<ImageFolder>(&declaration.reads); }

/// None and one now and then, 17 for batches of 16, else more with a growing size.
std::size_t draw_samples() {
  switch (between(0, 15)) {
    case 0:
      return between(0, 1);
    case 1:
      return 17;
    default:
      const int size = *gen::withSize([](int now) { return gen::just(now); });
      return between(2, 4 + static_cast<std::uint64_t>(size) / 8);
  }
}

std::size_t draw_classes(const Declaration& declaration, std::size_t samples) {
  std::uint64_t most = 4;
  if (declaration.labels.classes) {
    most = std::clamp<std::uint64_t>(static_cast<std::uint64_t>(std::max<std::int64_t>(*declaration.labels.classes, 1)),
                                     1, 5);
  }
  return one_in(8) || samples < 2 ? 1 : between(std::min<std::uint64_t>(2, most), most);
}

void draw_dataset(DrawnCase& drawn, const Declaration& declaration) {
  const std::size_t few = draw_samples();
  Random random = seeded();
  const std::size_t samples = draw_many_samples(random, declaration).value_or(few);
  const auto many_classes = draw_many_classes(random, declaration);
  const std::size_t classes = many_classes ? *many_classes : draw_classes(declaration, samples);
  const ImageDatasetPlan plan = random_images(random, *kinds_of(declaration), samples, classes);
  drawn.value.dataset = render(plan);
  for (const ImagePlan& image : plan.images) {
    drawn.plans.push_back(std::make_shared<const ImagePlan>(image));
  }
}

/// One kind of fault several times, or a few kinds: a case with all kinds ends at the first and hides the others.
void draw_faults(Case& value, const Declaration& declaration, const Swarm& swarm) {
  const std::uint64_t count = one_in(3) ? 0 : between(1, one_in(4) ? 5 : 2);
  Random random = seeded();
  const std::vector<FaultKind> kinds = swarm.among(fitting_kinds(value.dataset));
  const auto any_kind = [&] { return kinds[between(0, kinds.size() - 1)]; };
  const FaultKind main_kind = any_kind();
  for (std::uint64_t i = 0; i < count; ++i) {
    const bool other = i > 0 && one_in(2);
    const FaultKind kind = other ? any_kind() : main_kind;
    value.faults.push_back(random_fault(random, value.dataset, kind));
  }
  if (auto leftover = draw_leftover(random, value.dataset, declaration)) {
    value.faults.push_back(*std::move(leftover));
  }
}

std::uint64_t draw_batch_size(std::uint64_t samples) {
  switch (between(0, 7)) {
    case 0:
      return 1;
    case 1:
      return std::max<std::uint64_t>(samples, 2) - 1;  // a last batch of one
    case 2:
      return std::max<std::uint64_t>(samples, 1);
    case 3:
      return samples + 1;
    case 4:
      return samples == 17 ? 16 : 4;
    default:
      return between(2, std::max<std::uint64_t>(3, samples / 2 + 1));
  }
}

void draw_options(Case& value, const Declaration& declaration) {
  LoadOptions& options = value.options;
  const std::uint64_t samples = value.dataset.files.size();
  options.batch_size = draw_batch_size(samples);
  options.shuffle = one_in(2) ? Shuffle::on : Shuffle::off;
  options.seed = between(0, 999);
  if (declaration.heeds(Option::bad_sample) && !one_in(5)) {
    options.bad_sample = static_cast<BadSample>(between(1, 4));
  }
  if (declaration.heeds(Option::last_batch) && !one_in(5)) {
    options.last_batch = static_cast<LastBatch>(between(1, 4));
  }
  if (declaration.heeds(Option::workers)) {
    options.workers = static_cast<std::uint32_t>(between(0, 4));
  }
  if (declaration.heeds(Option::prefetch)) {
    options.prefetch = static_cast<std::uint32_t>(between(0, 3));
  }
  if (declaration.heeds(Option::shards) || declaration.heeds(Option::shards_padded)) {
    options.shards = static_cast<std::uint32_t>(between(1, 3));
    options.shard = static_cast<std::uint32_t>(between(0, options.shards - 1));
  }
  value.epochs = static_cast<std::uint32_t>(one_in(2) ? 1 : between(1, 3));
  value.carrier = one_in(6) ? Carrier::directory : Carrier::memory;
}

/// Each comparison is a further run: few at once, each often. The clause that it is for needs a premise of its own,
/// which is drawn with it.
void draw_comparisons(Case& value, const Declaration& declaration) {
  Random random = seeded();
  for (std::size_t i = 0; i < comparison_count; ++i) {
    const auto comparison = static_cast<Comparison>(i);
    if (!draw_comparison(random, comparison)) {
      continue;
    }
    value.comparisons.push_back(comparison);
    set_stage(comparison, declaration, value);
  }
}

DrawnCase draw(const RegisteredLoader& loader, const Swarm& swarm) {
  const Declaration& declaration = loader.declaration;
  DrawnCase drawn;
  if (kinds_of(declaration) == nullptr) {
    Random random = seeded();
    drawn.value = random_case(random, loader, swarm);
    drawn.plans.resize(drawn.value.dataset.files.size());
    return drawn;
  }
  drawn.value.loader = loader.name;
  draw_dataset(drawn, declaration);
  draw_faults(drawn.value, declaration, swarm);
  draw_options(drawn.value, declaration);
  draw_comparisons(drawn.value, declaration);
  const std::size_t before = drawn.value.dataset.files.size();
  drawn.value = fit_generated(std::move(drawn.value), declaration);
  if (drawn.value.dataset.files.size() != before) {
    drawn.plans.assign(drawn.value.dataset.files.size(), nullptr);
  }
  return drawn;
}

}  // namespace

void showValue(const DrawnCase& drawn, std::ostream& stream) { stream << describe(drawn.value); }

rc::Gen<DrawnCase> drawn_case(const RegisteredLoader& loader, const Swarm& swarm) {
  return gen::noShrink(gen::exec([&loader, swarm] { return draw(loader, swarm); }));
}

}  // namespace proofload
