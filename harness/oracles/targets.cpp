// The oracle of labels that are numbers: pairing.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "oracles/oracle.hpp"
#include "oracles/series_places.hpp"

namespace proofload {
namespace {

/// What converting a number to the labels' type may change of it.
double rounding(double value, Dtype dtype) {
  const double size = std::abs(value);
  switch (dtype) {
    case Dtype::float64:
      return size * 4 * std::numeric_limits<double>::epsilon() + 1e-300;
    case Dtype::float32:
      return size * 4 * std::numeric_limits<float>::epsilon() + 1e-30;
    case Dtype::float16:
      return size / 512 + 1e-7;
    default:
      return value == std::round(value) ? 0 : 1;
  }
}

}  // namespace

Judgement judge_targets(Hearing& hearing) {
  if (const std::string why = hearing.cannot_identify(); !why.empty()) {
    return could_not_tell(why);
  }
  const HeardRun& run = hearing.main();
  const Dtype dtype = hearing.declaration().labels.dtype;
  std::vector<std::size_t> culprits;
  std::optional<Because> because;
  bool exercised = false;
  for (std::size_t e = 0; e < run.reading.epochs.size(); ++e) {
    for (const RowReading& row : run.reading.epochs[e].rows) {
      const bool identified = row.identified() || row.by == RowReading::By::wrapped;
      if (!identified || !row.class_is_sure || !row.sample || !row.target) {
        continue;
      }
      const SampleTruth& sample = run.truth.samples[*row.sample];
      if (sample.state != SampleTruth::State::intact || !sample.target) {
        continue;
      }
      exercised = true;
      if (std::abs(*row.target - *sample.target) <= rounding(*sample.target, dtype)) {
        continue;
      }
      culprits.push_back(*row.sample);
      if (!because) {
        const SeriesPlaces places(run.truth, hearing.declaration());
        const auto with_row = [&](double target) {
          const std::string where = places.row_of_target(target);
          return where.empty() ? fmt::format("target {:.9g}", target) : fmt::format("target {:.9g}, {}", target, where);
        };
        because = Because{.cause = "target-of-another-row",
                          .what = "a window has the target of another row of its series, or none of them",
                          .epoch = e,
                          .batch = row.batch,
                          .row = row.row,
                          .expected = with_row(*sample.target),
                          .found = with_row(*row.target),
                          .advice =
                              "the target stands the declared horizon behind the window's last step: count from "
                              "that step, in rows of the file"};
      }
    }
  }
  if (because) {
    because->samples = paths_of(run.truth, culprits);
    return broken(std::move(*because));
  }
  return exercised ? kept() : not_exercised();
}

}  // namespace proofload
