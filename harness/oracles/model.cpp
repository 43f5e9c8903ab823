// Oracles of the tiny model: model-finite, model-fits.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>

#include "dataset/label_kind.hpp"
#include "dataset/sequence.hpp"
#include "model/masked_mean.hpp"
#include "model/training.hpp"
#include "oracles/oracle.hpp"

namespace proofload {
namespace {

/// The declared shape of a sample, when all of its axes are fixed.
std::optional<std::vector<std::int64_t>> fixed_shape(const Features& features) {
  std::vector<std::int64_t> shape;
  for (const Axis& axis : features.shape) {
    if (axis.extent != Axis::Extent::fixed || axis.size <= 0) {
      return std::nullopt;
    }
    shape.push_back(axis.size);
  }
  return shape.empty() ? std::nullopt : std::optional(shape);
}

std::optional<std::size_t> declared_inputs(const Declaration& declaration) {
  if (is_ragged(declaration)) {  // the mean over the steps
    const auto ragged = sequence_shape(declaration.features);
    return ragged ? std::optional(ragged->channels) : std::nullopt;
  }
  const auto shape = fixed_shape(declaration.features);
  if (!shape) {
    return std::nullopt;
  }
  std::size_t inputs = 1;
  for (const std::int64_t size : *shape) {
    inputs *= static_cast<std::size_t>(size);
  }
  return inputs;
}

std::int64_t class_count(const Hearing& hearing) {
  const Declaration& declaration = hearing.declaration();
  if (declaration.model && declaration.model->classes > 0) {
    return declaration.model->classes;
  }
  return declaration.labels.classes.value_or(
      std::max<std::int64_t>(1, static_cast<std::int64_t>(hearing.main().truth.class_names.size())));
}

ModelPlan plan_for(const Hearing& hearing, std::size_t inputs) {
  const Declaration& declaration = hearing.declaration();
  ModelPlan plan;
  plan.inputs = inputs;
  plan.classes = static_cast<std::size_t>(class_count(hearing));
  plan.labels = has_number_labels(declaration) ? ModelPlan::Labels::numbers : ModelPlan::Labels::classes;
  plan.label_base = declaration.labels.base;
  plan.ignore_index = declaration.labels.ignore_index;
  if (const auto& range = declaration.features.range) {
    plan.range = ValueRange{range->low, range->high};
  }
  return plan;
}

std::vector<std::string> culprit(const HeardRun& run, std::size_t e, std::size_t b, std::optional<std::uint64_t> r) {
  const RowReading* row = r ? run.reading.epochs[e].find(b, *r) : nullptr;
  return row != nullptr && row->sample ? paths_of(run.truth, {*row->sample}) : std::vector<std::string>{};
}

}  // namespace

Judgement judge_model_finite(Hearing& hearing) {
  const auto inputs = declared_inputs(hearing.declaration());
  if (!inputs) {
    return not_applicable("declare features.shape with fixed axes, or as sequences");
  }
  if (hearing.declaration().features.missing == MissingValues::nan) {
    return not_applicable("declare missing values as refused or filled: a model takes no NaN, which is declared");
  }
  if (hearing.declaration().labels.kind == Labels::Kind::none) {
    return not_applicable("declare labels: without them nothing is trained; see finite and declared-range");
  }
  const HeardRun& run = hearing.main();
  std::vector<TracedEpoch> means;
  if (is_ragged(hearing.declaration())) {
    for (const TracedEpoch& epoch : run.trace.epochs) {
      means.emplace_back();
      for (const TracedBatch& batch : epoch.batches) {
        auto mean = masked_mean(batch, hearing.declaration());
        if (!mean) {
          return could_not_tell("a batch could not be trained on: see declared-shape and mask-matches-lengths");
        }
        means.back().batches.push_back(std::move(*mean));
      }
    }
  }
  const TrainingLog log =
      train(plan_for(hearing, *inputs), is_ragged(hearing.declaration()) ? means : run.trace.epochs);
  if (log.first) {
    const NonFinite& first = *log.first;
    return broken(
        {.cause = fmt::format("not-finite-{}", name(first.where)),
         .what = fmt::format("training breaks after {} step(s): the {} is not finite", log.steps, name(first.where)),
         .samples = culprit(run, first.epoch, first.batch, first.row),
         .epoch = first.epoch,
         .batch = first.batch,
         .row = first.row,
         .expected = "finite activations, loss, gradients and parameters",
         .found = fmt::format("{}", first.value),
         .advice = "look at the features of this row: see finite and declared-range"});
  }
  if (log.unfit) {
    return could_not_tell("a batch could not be trained on: " + log.unfit->what);
  }
  return log.steps == 0 ? not_exercised() : kept();
}

Judgement judge_model_fits(Hearing& hearing) {
  const Declaration& declaration = hearing.declaration();
  if (!declaration.model) {
    return not_applicable("declare the model that the loader is meant for");
  }
  const ModelSpec& model = *declaration.model;
  const auto misfit = [](const char* cause, std::string what, std::string expected, std::string found) {
    return Because{.cause = cause,
                   .what = std::move(what),
                   .expected = std::move(expected),
                   .found = std::move(found),
                   .advice = "make the model's input layer and number of classes agree with the pipeline"};
  };
  const auto shape_of = [](const std::vector<std::int64_t>& shape) {
    return fmt::format("[{}]", fmt::join(shape, ", "));
  };
  const HeardRun& run = hearing.main();
  // Batches of another shape than the declared one are judged by declared-shape; here it is what was declared that must
  // fit, and only without that what is yielded.
  const auto declared =
      is_ragged(declaration) && sequence_shape(declaration.features)
          ? std::optional(std::vector{static_cast<std::int64_t>(sequence_shape(declaration.features)->channels)})
          : fixed_shape(declaration.features);
  if (declared && *declared != model.input) {
    return broken(misfit("input-shape", "the declared batches do not fit the model's input layer",
                         shape_of(model.input), shape_of(*declared)));
  }
  const bool numbers = has_number_labels(declaration);
  if (numbers && model.classes > 1) {
    return broken(misfit("outputs", "labels are numbers, and the model tells classes", "1 output",
                         fmt::format("{} outputs", model.classes)));
  }
  bool exercised = false;
  for (std::size_t e = 0; e < run.trace.epochs.size(); ++e) {
    exercised = exercised || (numbers && !run.reading.epochs[e].rows.empty());
    for (std::size_t b = 0; !declared && b < run.trace.epochs[e].batches.size(); ++b) {
      const TracedTensor& features = run.trace.epochs[e].batches[b].features;
      const std::vector<std::int64_t> sample(features.shape.begin() + (features.shape.empty() ? 0 : 1),
                                             features.shape.end());
      if (sample != model.input) {
        Because because = misfit("input-shape", "a batch does not fit the model's input layer", shape_of(model.input),
                                 shape_of(sample));
        because.epoch = e;
        because.batch = b;
        return broken(std::move(because));
      }
    }
    for (const RowReading& row : run.reading.epochs[e].rows) {
      if (numbers || !row.label || row.by == RowReading::By::padding ||
          (row.label == declaration.labels.ignore_index && row.blank)) {  // what a loss passes over
        continue;
      }
      exercised = true;
      if (*row.label < declaration.labels.base || *row.label >= declaration.labels.base + model.classes) {
        Because because =
            misfit("label-outside-classes", "a label has no output of the model",
                   fmt::format("{} … {}", declaration.labels.base, declaration.labels.base + model.classes - 1),
                   fmt::format("{}", *row.label));
        because.samples = culprit(run, e, row.batch, row.row);
        because.epoch = e;
        because.batch = row.batch;
        because.row = row.row;
        return broken(std::move(because));
      }
    }
  }
  return exercised ? kept() : not_exercised();
}

}  // namespace proofload
