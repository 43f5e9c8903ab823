#include "zoo/world_of.hpp"

#include <algorithm>
#include <numeric>

#include "dataset/truth.hpp"
#include "proofload/fault.hpp"

namespace proofload::zoo {
namespace {

World::Sample::State state_of(SampleTruth::State state) {
  using From = SampleTruth::State;
  using To = World::Sample::State;
  switch (state) {
    case From::intact:
      return To::intact;
    case From::absent:
      return To::absent;
    case From::damaged:
      return To::damaged;
    case From::altered:
      return To::altered;
    case From::unknown:
      break;
  }
  return To::unknown;
}

World::Sample::Pixels pixels_of(const SampleTruth& sample) {
  if (!sample.picture) {
    return World::Sample::Pixels::varied;
  }
  const Picture& picture = *sample.picture;
  const std::uint32_t colors = picture.channels >= 3 ? 3 : 1;  // alpha is dropped
  for (std::size_t at = 0; at < picture.values.size(); ++at) {
    if (at % picture.channels < colors && picture.values[at] != picture.values.front()) {
      return World::Sample::Pixels::varied;
    }
  }
  return World::Sample::Pixels::flat;
}

}  // namespace

std::optional<World> world_of(const Case& value, const Declaration& declaration) {
  const bool timed = std::ranges::any_of(
      value.faults, [](const Fault& fault) { return traits(fault.kind).time == FaultTime::in_time; });
  const bool relisted = std::ranges::find(value.comparisons, Comparison::other_listing) != value.comparisons.end();
  if (timed || relisted || value.options.shuffle == Shuffle::on) {
    return std::nullopt;
  }
  const Truth truth = find_truth(value, proofload::apply(value.dataset, value.faults), declaration, Trace{});
  World world;
  for (const SampleTruth& sample : truth.samples) {
    const auto state = state_of(sample.state);
    if (sample.presence == SampleTruth::Presence::optional || state == World::Sample::State::altered ||
        state == World::Sample::State::unknown) {
      return std::nullopt;
    }
    world.samples.push_back(
        {.path = sample.path, .class_name = sample.class_name, .state = state, .pixels = pixels_of(sample)});
  }
  world.listed_classes = truth.listed_classes;
  world.order.resize(world.samples.size());
  std::iota(world.order.begin(), world.order.end(), std::uint64_t{0});
  world.batch_size = value.options.batch_size;
  return world;
}

}  // namespace proofload::zoo
