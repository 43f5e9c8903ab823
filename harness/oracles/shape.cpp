// Oracles of what every batch must look like: shape, dtype, range, finite.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "oracles/oracle.hpp"
#include "oracles/parts.hpp"
#include "run/tensor_values.hpp"

namespace proofload {
namespace {

std::string shape_text(const std::vector<std::int64_t>& shape) { return fmt::format("[{}]", fmt::join(shape, ", ")); }

std::string shape_text(const std::vector<Axis>& sample) {
  std::string text = "[rows";
  for (const Axis& axis : sample) {
    text += fmt::format(", {}{}", axis.extent == Axis::Extent::ragged ? "at most " : "", axis.size);
  }
  return text + "]";
}

bool fits(const TracedTensor& tensor, const std::vector<Axis>& sample) {
  if (tensor.shape.size() != sample.size() + 1) {
    return false;
  }
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const std::int64_t size = tensor.shape[i + 1];
    if (sample[i].extent == Axis::Extent::fixed ? size != sample[i].size : size < 0 || size > sample[i].size) {
      return false;
    }
  }
  return true;
}

bool has_all_bytes(const TracedTensor& tensor) {
  const auto per_row = values_per_row(tensor);
  return per_row && tensor.rows() >= 0 && whole_rows(tensor) == static_cast<std::size_t>(tensor.rows());
}

/// Calls `look(batch, epoch, number)` for every batch of the run until it gives a because.
template <class Look>
Judgement each_batch(const Hearing& hearing, const Look& look) {
  bool any = false;
  const auto& epochs = hearing.main().trace.epochs;
  for (std::size_t e = 0; e < epochs.size(); ++e) {
    for (std::size_t b = 0; b < epochs[e].batches.size(); ++b) {
      any = true;
      std::optional<Because> because = look(epochs[e].batches[b], e, b);
      if (because) {
        because->epoch = e;
        because->batch = b;
        return broken(std::move(*because));
      }
    }
  }
  return any ? kept() : not_exercised();
}

std::optional<Because> wrong_tensor(const TracedTensor& tensor, const std::vector<Axis>& sample, const char* what,
                                    std::int64_t rows) {
  Because because;
  because.advice = "check the order of the axes and what is done with files of another size";
  if (!fits(tensor, sample)) {
    because.cause = fmt::format("{}-shape", what);
    because.what = fmt::format("the {} do not have the declared shape", what);
    because.expected = shape_text(sample);
    because.found = shape_text(tensor.shape);
    return because;
  }
  if (tensor.rows() != rows) {
    because.cause = fmt::format("{}-rows", what);
    because.what = fmt::format("the {} have another number of rows than the features", what);
    because.expected = fmt::format("{} rows", rows);
    because.found = fmt::format("{} rows", tensor.rows());
    return because;
  }
  if (!has_all_bytes(tensor)) {
    because.cause = fmt::format("{}-bytes", what);
    because.what = fmt::format("the {} lend fewer bytes than their shape says", what);
    because.expected = fmt::format("{} of {}", shape_text(tensor.shape), name(tensor.dtype));
    because.found = fmt::format("{} bytes", tensor.claimed);
    return because;
  }
  return std::nullopt;
}

/// "fewer than 4 steps", "4 to 11 steps", "12 steps and more".
std::string bucket_text(const std::vector<std::int64_t>& borders, std::size_t bucket) {
  return bucket == 0                ? fmt::format("fewer than {} steps", borders.front())
         : bucket == borders.size() ? fmt::format("{} steps and more", borders.back())
                                    : fmt::format("{} to {} steps", borders[bucket - 1], borders[bucket] - 1);
}

/// Rows of one batch whose lengths are not of one bucket.
std::optional<Because> mixed_buckets(const Hearing& hearing) {
  const auto& borders = hearing.declaration().sampling.buckets;
  const HeardRun& run = hearing.main();
  const Parts parts(hearing);
  for (std::size_t e = 0; !borders.empty() && e < run.reading.epochs.size(); ++e) {
    const RowReading* first = nullptr;  // of the batch, of those that can be told
    std::size_t begun = 0;              // its bucket
    for (const RowReading& row : run.reading.epochs[e].rows) {
      const auto bucket = parts.of(run, e, row);
      if (!bucket) {
        continue;
      }
      if (first == nullptr || first->batch != row.batch) {
        first = &row;
        begun = *bucket;
      } else if (begun != *bucket) {
        return Because{.cause = "mixed-buckets",
                       .what = "a batch holds sequences of two buckets",
                       .samples = paths_of(run.truth, {*first->sample, *row.sample}),
                       .epoch = e,
                       .batch = row.batch,
                       .row = row.row,
                       .expected = "like the first: " + bucket_text(borders, begun),
                       .found = bucket_text(borders, *bucket),
                       .advice =
                           "choose the bucket by a sequence's own length, after cutting; a border belongs to the "
                           "bucket that begins with it"};
      }
    }
  }
  return std::nullopt;
}

}  // namespace

Judgement judge_declared_shape(Hearing& hearing) {
  const Declaration& declaration = hearing.declaration();
  if (declaration.features.shape.empty()) {
    return not_applicable("declare features.shape");
  }
  if (auto because = mixed_buckets(hearing)) {
    return broken(std::move(*because));
  }
  return each_batch(hearing, [&](const TracedBatch& batch, std::size_t, std::size_t) -> std::optional<Because> {
    if (auto because = wrong_tensor(batch.features, declaration.features.shape, "features", batch.features.rows())) {
      return because;
    }
    if (declaration.labels.dtype == Dtype::undeclared || declaration.labels.kind == Labels::Kind::none) {
      return std::nullopt;
    }
    return wrong_tensor(batch.labels, declaration.labels.shape, "labels", batch.features.rows());
  });
}

Judgement judge_declared_dtype(Hearing& hearing) {
  const Declaration& declaration = hearing.declaration();
  if (declaration.features.dtype == Dtype::undeclared) {
    return not_applicable("declare features.dtype");
  }
  return each_batch(hearing, [&](const TracedBatch& batch, std::size_t, std::size_t) -> std::optional<Because> {
    const auto wrong = [](const TracedTensor& tensor, Dtype dtype, const char* what) {
      return Because{.cause = fmt::format("{}-dtype", what),
                     .what = fmt::format("the {} do not have the declared dtype", what),
                     .expected = std::string(name(dtype)),
                     .found = std::string(name(tensor.dtype)),
                     .advice = "convert where the batch is put together, not where a file happens to need it"};
    };
    if (batch.features.dtype != declaration.features.dtype) {
      return wrong(batch.features, declaration.features.dtype, "features");
    }
    if (declaration.labels.dtype != Dtype::undeclared && batch.labels.dtype != declaration.labels.dtype) {
      return wrong(batch.labels, declaration.labels.dtype, "labels");
    }
    return std::nullopt;
  });
}

Judgement judge_declared_range(Hearing& hearing) {
  const Declaration& declaration = hearing.declaration();
  if (!declaration.features.range) {
    return not_applicable("declare features.range");
  }
  const Range range = *declaration.features.range;
  const double width = range.high - range.low;
  const double slack = 1e-5 * std::max(1.0, width);
  const HeardRun& run = hearing.main();
  // Padding is none of the values that are in a range.
  std::optional<float> padding;
  if (declaration.ragged.pad != Ragged::Side::undeclared) {
    padding = static_cast<float>(declaration.ragged.pad_value);
  }
  return each_batch(hearing, [&](const TracedBatch& batch, std::size_t e, std::size_t b) -> std::optional<Because> {
    const FloatRows features(batch.features);
    for (std::size_t r = 0; r < features.rows(); ++r) {
      float low = INFINITY;
      float high = -INFINITY;
      for (const float value : features.row(r)) {
        if (std::isfinite(value) && value != padding) {
          low = std::min(low, value);
          high = std::max(high, value);
        }
      }
      const auto because_of = [&](std::optional<std::size_t> sample) {
        return Because{.samples = sample ? paths_of(run.truth, {*sample}) : std::vector<std::string>{},
                       .row = r,
                       .expected = fmt::format("[{}, {}]", range.low, range.high),
                       .found = fmt::format("[{}, {}]", low, high)};
      };
      if (low < range.low - slack || high > range.high + slack) {
        const RowReading* reading = run.reading.epochs[e].find(b, r);
        Because because = because_of(reading != nullptr ? reading->sample : std::nullopt);
        because.cause = "out-of-range";
        because.what = "a row has values outside of the declared range";
        because.advice = "check the scaling: division by the maximum of the file's own bit depth, once";
        return because;
      }
      if (range.kind != Range::Kind::exact || low > high) {
        continue;
      }
      const RowReading* reading = run.reading.epochs[e].find(b, r);
      if (reading == nullptr || !reading->identified() || !reading->sample) {
        continue;
      }
      const SampleTruth& sample = run.truth.samples[*reading->sample];
      const auto ends = run.reading.content->ends(*reading->sample);
      if (sample.state != SampleTruth::State::intact || !ends) {
        continue;
      }
      const double allowed = declaration.transform.tolerance * width + slack;
      const bool reaches_low = ends->low <= range.low + slack;
      const bool reaches_high = ends->high >= range.high - slack;
      if ((reaches_low && low > range.low + allowed) || (reaches_high && high < range.high - allowed)) {
        Because because = because_of(reading->sample);
        because.cause = "range-not-attained";
        because.what = "a sample that reaches the end of the range does not reach it in the batch";
        because.advice = "check the scaling: the end of the stored range is not the end of the declared one";
        return because;
      }
    }
    return std::nullopt;
  });
}

Judgement judge_finite(Hearing& hearing) {
  const HeardRun& run = hearing.main();
  std::vector<std::size_t> samples;
  std::optional<Because> because;
  bool any = false;
  for (std::size_t e = 0; e < run.reading.epochs.size(); ++e) {
    for (const RowReading& row : run.reading.epochs[e].rows) {
      any = true;
      // What stands in a padded row's place of a label says that there is none.
      const bool label = row.target && !std::isfinite(*row.target) && row.by != RowReading::By::padding;
      if (!row.not_finite && !label) {
        continue;
      }
      if (row.sample) {
        samples.push_back(*row.sample);
      }
      if (!because) {
        because =
            Because{.cause = row.not_finite ? "not-finite-features" : "not-finite-label",
                    .what = row.not_finite ? fmt::format("value {} of a row is not a finite number", *row.not_finite)
                                           : "the label of a row is not a finite number",
                    .epoch = e,
                    .batch = row.batch,
                    .row = row.row,
                    .expected = "finite values",
                    .found = "a NaN or an infinity",
                    .advice = "look for a division by a standard deviation, a length or a count that can be zero"};
      }
    }
  }
  if (because) {
    because->samples = paths_of(run.truth, samples);
    return broken(std::move(*because));
  }
  const Declaration& declaration = hearing.declaration();
  if (!any || (!is_floating(declaration.features.dtype) && !is_floating(declaration.labels.dtype))) {
    return any ? not_applicable("integral features are always finite") : not_exercised();
  }
  return kept();
}

}  // namespace proofload
