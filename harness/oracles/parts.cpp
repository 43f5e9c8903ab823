#include "oracles/parts.hpp"

#include <algorithm>

#include "dataset/sequence.hpp"

namespace proofload {

std::optional<std::size_t> delivered_steps(const HeardRun& run, std::size_t sample, const Declaration& declaration) {
  const SampleTruth& truth = run.truth.samples[sample];
  const auto shape = sequence_shape(declaration.features);
  if (!shape || !truth.sequence || truth.state != SampleTruth::State::intact) {
    return std::nullopt;
  }
  const Ragged::Side cut = declaration.ragged.cut;
  const bool cuts = cut == Ragged::Side::head || cut == Ragged::Side::tail;
  return cuts ? std::min(truth.sequence->steps(), shape->longest) : truth.sequence->steps();
}

std::optional<std::size_t> Parts::count() const {
  const Declaration& declaration = hearing_.declaration();
  switch (declaration.remainder) {
    case Remainder::whole:
      return 1;
    case Remainder::each_worker:
      return std::max<std::size_t>(hearing_.value().options.workers, 1);
    case Remainder::each_bucket:
      return declaration.sampling.buckets.empty() ? std::nullopt
                                                  : std::optional(declaration.sampling.buckets.size() + 1);
    case Remainder::each_shard:
      break;
  }
  return std::nullopt;
}

std::optional<std::size_t> Parts::of(const HeardRun& run, std::size_t sample) const {
  const Declaration& declaration = hearing_.declaration();
  const auto& borders = declaration.sampling.buckets;
  const auto steps = delivered_steps(run, sample, declaration);
  if (borders.empty() || !steps) {
    return std::nullopt;
  }
  const auto above = std::ranges::upper_bound(borders, static_cast<std::int64_t>(*steps));
  return static_cast<std::size_t>(above - borders.begin());
}

std::optional<std::size_t> Parts::of(const HeardRun& run, std::size_t epoch, const RowReading& row) const {
  // What stands in place of a sample that was reported has any length.
  const bool known = row.sample && row.by == RowReading::By::code && !row.wrong_at &&
                     run.reading.epochs[epoch].reported[*row.sample] == 0;
  return known ? of(run, *row.sample) : std::nullopt;
}

std::optional<std::size_t> Parts::of_batch(const HeardRun& run, std::size_t epoch, std::uint64_t batch) const {
  for (const RowReading& row : run.reading.epochs[epoch].rows) {
    if (row.batch == batch) {
      if (const auto part = of(run, epoch, row)) {
        return part;
      }
    }
  }
  return std::nullopt;
}

}  // namespace proofload
