#include "model/training.hpp"

#include <fmt/format.h>

#include <Eigen/Core>
#include <algorithm>
#include <cmath>

#include "proofload/random.hpp"
#include "run/tensor_values.hpp"

namespace proofload {
namespace {

// More inputs than this tell nothing more about where a NaN came from, and cost 20 times the step.
constexpr std::size_t most_inputs = 64;
// Class ids beyond this share an output, so that a declared number of classes never asks for gigabytes.
constexpr std::size_t most_outputs = 4096;

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Row = Eigen::Matrix<float, 1, Eigen::Dynamic>;

Eigen::Index index(std::size_t value) { return static_cast<Eigen::Index>(value); }

/// Brings features to [-1, 1].
class Scale {
 public:
  explicit Scale(const std::optional<ValueRange>& range) {
    if (range && std::isfinite(range->low) && std::isfinite(range->high) && range->low <= range->high) {
      declared_ = true;
      // Halves first: the difference of two doubles may be infinite.
      middle_ = range->low / 2 + range->high / 2;
      const double half = range->high / 2 - range->low / 2;
      half_ = half > 0 ? half : 1;
    }
  }

  [[nodiscard]] double operator()(double x) const { return declared_ ? (x - middle_) / half_ : x / (1 + std::abs(x)); }

  [[nodiscard]] double mean(std::span<const float> part) const {
    const Eigen::Map<const Eigen::ArrayXf> x(part.data(), index(part.size()));
    const auto n = static_cast<double>(part.size());
    if (declared_) {
      return (*this)(x.cast<double>().sum() / n);  // in doubles no sum of floats overflows
    }
    return static_cast<double>((x / (1.0F + x.abs())).sum()) / n;
  }

  [[nodiscard]] double mean(std::span<const double> part) const {
    double sum = 0;
    for (const double x : part) {
      sum += (*this)(x);
    }
    return sum / static_cast<double>(part.size());
  }

 private:
  bool declared_ = false;
  double middle_ = 0;
  double half_ = 1;
};

std::optional<std::uint64_t> first_row_not_finite(const Matrix& values) {
  for (Eigen::Index row = 0; row < values.rows(); ++row) {
    if (!values.row(row).allFinite()) {
      return static_cast<std::uint64_t>(row);
    }
  }
  return std::nullopt;
}

template <class Values>
double first_not_finite(const Values& values) {
  for (Eigen::Index row = 0; row < values.rows(); ++row) {
    for (Eigen::Index column = 0; column < values.cols(); ++column) {
      if (!std::isfinite(values(row, column))) {
        return static_cast<double>(values(row, column));
      }
    }
  }
  return 0;
}

NonFinite found(NonFinite::Where where, const Matrix& rows) {
  NonFinite result;
  result.where = where;
  result.row = first_row_not_finite(rows);
  result.value = first_not_finite(rows);
  return result;
}

}  // namespace

std::string_view name(NonFinite::Where where) {
  switch (where) {
    case NonFinite::Where::input:
      return "input";
    case NonFinite::Where::hidden:
      return "hidden";
    case NonFinite::Where::logits:
      return "logits";
    case NonFinite::Where::loss:
      return "loss";
    case NonFinite::Where::gradient:
      return "gradient";
    case NonFinite::Where::parameter:
      return "parameter";
  }
  return "unknown";
}

std::string_view name(Unfit::Why why) {
  switch (why) {
    case Unfit::Why::features_per_sample:
      return "features-per-sample";
    case Unfit::Why::missing_bytes:
      return "missing-bytes";
    case Unfit::Why::label_count:
      return "label-count";
    case Unfit::Why::label_not_integral:
      return "label-not-integral";
    case Unfit::Why::label_outside_classes:
      return "label-outside-classes";
  }
  return "unknown";
}

struct TinyModel::Layers {
  explicit Layers(const ModelPlan& the_plan)
      : plan(the_plan),
        scale(plan.range),
        inputs(std::min(plan.inputs, most_inputs)),
        outputs(plan.labels == ModelPlan::Labels::numbers ? 1 : std::min(plan.classes, most_outputs)),
        weights_in(index(inputs), index(plan.hidden)),
        bias_in(Row::Zero(index(plan.hidden))),
        weights_out(index(plan.hidden), index(outputs)),
        bias_out(Row::Zero(index(outputs))) {
    Random random(plan.seed);
    fill(weights_in, random);
    fill(weights_out, random);
  }

  /// Uniform within 1 / sqrt(inputs of the layer).
  static void fill(Matrix& weights, Random& random) {
    const double bound = 1 / std::sqrt(static_cast<double>(std::max<Eigen::Index>(weights.rows(), 1)));
    for (float& weight : weights.reshaped()) {
      weight = static_cast<float>(bound * (static_cast<double>(random.next() >> 11U) * 0x1p-52 - 1));
    }
  }

  std::optional<Unfit> read_labels(const TracedTensor& labels, std::size_t rows);
  template <class Value>
  std::optional<NonFinite> read_features(std::span<const Value> all, std::size_t rows);
  std::optional<NonFinite> learn(double& loss);

  ModelPlan plan;
  Scale scale;
  std::size_t inputs;
  std::size_t outputs;
  Matrix weights_in;
  Row bias_in;
  Matrix weights_out;
  Row bias_out;

  // Of the step being made.
  Matrix features;
  std::vector<Eigen::Index> targets;  // -1: contributes nothing
  std::vector<float> numbers;         // what the one output is to be, where labels are numbers
};

std::optional<Unfit> TinyModel::Layers::read_labels(const TracedTensor& labels, std::size_t rows) {
  Unfit unfit;
  if (whole_rows(labels) != rows || values_per_row(labels) != 1U) {
    unfit.why = Unfit::Why::label_count;
    unfit.what = fmt::format("{} rows of features come with {} labels of {} values each", rows, whole_rows(labels),
                             values_per_row(labels).value_or(0));
    return unfit;
  }
  targets.resize(rows);
  if (plan.labels == ModelPlan::Labels::numbers) {
    numbers.resize(rows);
    for (std::size_t row = 0; row < rows; ++row) {
      const double target = value_at(labels, row);
      numbers[row] = static_cast<float>(target / (1 + std::abs(target)));
    }
    return std::nullopt;
  }
  for (std::size_t row = 0; row < rows; ++row) {
    const auto label = integer_at(labels, row);
    unfit.row = row;
    if (!label) {
      unfit.why = Unfit::Why::label_not_integral;
      unfit.what = fmt::format("the label {} is not the id of a class", value_at(labels, row));
      return unfit;
    }
    if (label == plan.ignore_index) {
      targets[row] = -1;
      continue;
    }
    // Unsigned: the difference of two 64-bit numbers may not fit; a label below the base becomes huge.
    const std::uint64_t id = static_cast<std::uint64_t>(*label) - static_cast<std::uint64_t>(plan.label_base);
    if (*label < plan.label_base || id >= plan.classes) {
      unfit.why = Unfit::Why::label_outside_classes;
      unfit.what =
          fmt::format("the label {} is not among the {} classes from {} on", *label, plan.classes, plan.label_base);
      return unfit;
    }
    targets[row] = index(id % outputs);
  }
  return std::nullopt;
}

template <class Value>
std::optional<NonFinite> TinyModel::Layers::read_features(std::span<const Value> all, std::size_t rows) {
  features.resize(index(rows), index(inputs));
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t i = 0; i < inputs; ++i) {
      const std::size_t begin = i * plan.inputs / inputs;
      const std::size_t end = (i + 1) * plan.inputs / inputs;
      features(index(row), index(i)) =
          static_cast<float>(scale.mean(all.subspan(row * plan.inputs + begin, end - begin)));
    }
  }
  if (features.allFinite()) {
    return std::nullopt;
  }
  NonFinite result = found(NonFinite::Where::input, features);
  const auto row = all.subspan(result.row.value_or(0) * plan.inputs, plan.inputs);
  const auto culprit = std::ranges::find_if(row, [](Value value) { return !std::isfinite(value); });
  if (culprit != row.end()) {
    result.feature = static_cast<std::uint64_t>(culprit - row.begin());
    result.value = static_cast<double>(*culprit);
  }
  return result;
}

std::optional<NonFinite> TinyModel::Layers::learn(double& loss) {
  const Eigen::Index rows = features.rows();
  const auto counted = std::ranges::count_if(targets, [](Eigen::Index target) { return target >= 0; });

  Matrix hidden = features * weights_in;
  hidden.rowwise() += bias_in;
  if (!hidden.allFinite()) {  // before tanh, whose fast form would hide a NaN
    return found(NonFinite::Where::hidden, hidden);
  }
  hidden = hidden.array().tanh();
  Matrix logits = hidden * weights_out;
  logits.rowwise() += bias_out;
  if (!logits.allFinite()) {
    return found(NonFinite::Where::logits, logits);
  }

  // In place: from logits to the gradient of the mean loss by each logit.
  Matrix losses = Matrix::Zero(rows, 1);
  const float share = counted > 0 ? 1.0F / static_cast<float>(counted) : 0.0F;
  for (Eigen::Index row = 0; row < rows; ++row) {
    const Eigen::Index target = targets[static_cast<std::size_t>(row)];
    if (target < 0) {
      logits.row(row).setZero();
      continue;
    }
    if (plan.labels == ModelPlan::Labels::numbers) {
      const float off = logits(row, 0) - numbers[static_cast<std::size_t>(row)];
      losses(row, 0) = std::abs(off) > 1 ? std::abs(off) - 0.5F : off * off / 2;
      logits(row, 0) = share * std::clamp(off, -1.0F, 1.0F);
      continue;
    }
    const float top = logits.row(row).maxCoeff();
    const float aimed = logits(row, target) - top;
    logits.row(row) = (logits.row(row).array() - top).exp();
    const float sum = logits.row(row).sum();  // at least 1: the top one's own
    losses(row, 0) = std::log(sum) - aimed;
    logits.row(row) *= share / sum;
    logits(row, target) -= share;
  }
  loss = static_cast<double>(share) * losses.cast<double>().sum();
  if (!std::isfinite(loss)) {
    return found(NonFinite::Where::loss, losses);
  }

  Matrix backward = (logits * weights_out.transpose()).array() * (1.0F - hidden.array().square());
  const Matrix by_weights_out = hidden.transpose() * logits;
  const Matrix by_weights_in = features.transpose() * backward;
  const Row by_bias_out = logits.colwise().sum();
  const Row by_bias_in = backward.colwise().sum();
  for (const Matrix* gradient : {&by_weights_in, &by_weights_out}) {
    if (!gradient->allFinite() || !by_bias_in.allFinite() || !by_bias_out.allFinite()) {
      NonFinite result;
      result.where = NonFinite::Where::gradient;
      result.value = first_not_finite(*gradient);
      for (Eigen::Index row = 0; row < rows && !result.row; ++row) {
        const Matrix own = features.row(row).transpose() * backward.row(row);
        if (!own.allFinite()) {
          result.row = static_cast<std::uint64_t>(row);
        }
      }
      return result;
    }
  }

  const auto rate = static_cast<float>(plan.learning_rate);
  weights_in -= rate * by_weights_in;
  weights_out -= rate * by_weights_out;
  bias_in -= rate * by_bias_in;
  bias_out -= rate * by_bias_out;
  for (const Matrix* weights : {&weights_in, &weights_out}) {
    if (!weights->allFinite() || !bias_in.allFinite() || !bias_out.allFinite()) {
      NonFinite result;
      result.where = NonFinite::Where::parameter;
      result.value = first_not_finite(*weights);
      return result;
    }
  }
  return std::nullopt;
}

TinyModel::TinyModel(const ModelPlan& plan) : layers_(std::make_unique<Layers>(plan)) {}
TinyModel::~TinyModel() = default;

TrainingStep TinyModel::step(const TracedBatch& batch) {
  TrainingStep result;
  const TracedTensor& features = batch.features;
  const ModelPlan& plan = layers_->plan;
  const std::size_t rows = whole_rows(features);
  const auto per_row = values_per_row(features);
  if (per_row != plan.inputs || features.dtype == Dtype::undeclared) {
    auto& unfit = result.unfit.emplace();
    unfit.why = Unfit::Why::features_per_sample;
    unfit.what = fmt::format("the model has {} inputs, a row has {} values of dtype {}", plan.inputs,
                             per_row.value_or(0), name(features.dtype));
  } else if (features.rows() < 0 || static_cast<std::uint64_t>(features.rows()) != rows) {
    auto& unfit = result.unfit.emplace();
    unfit.why = Unfit::Why::missing_bytes;
    unfit.row = rows;
    unfit.what = fmt::format("the shape says {} rows, the bytes are of {}", features.rows(), rows);
  } else {
    result.unfit = layers_->read_labels(batch.labels, rows);
  }
  if (result.unfit || rows == 0) {
    return result;
  }
  if (features.dtype == Dtype::float32) {
    result.non_finite = layers_->read_features(FloatRows(features).all(), rows);
  } else {
    const std::vector<double> all = values(features);
    result.non_finite = layers_->read_features(std::span<const double>(all), rows);
  }
  if (!result.non_finite) {
    result.non_finite = layers_->learn(result.loss);
  }
  return result;
}

std::vector<float> TinyModel::parameters() const {
  std::vector<float> all;
  for (const Matrix* weights : {&layers_->weights_in, &layers_->weights_out}) {
    all.insert(all.end(), weights->data(), weights->data() + weights->size());
  }
  for (const Row* bias : {&layers_->bias_in, &layers_->bias_out}) {
    all.insert(all.end(), bias->data(), bias->data() + bias->size());
  }
  return all;
}

TrainingLog train(const ModelPlan& plan, std::span<const TracedEpoch> epochs) {
  TrainingLog log;
  TinyModel model(plan);
  for (std::size_t epoch = 0; epoch < epochs.size(); ++epoch) {
    for (std::size_t batch = 0; batch < epochs[epoch].batches.size(); ++batch) {
      TrainingStep step = model.step(epochs[epoch].batches[batch]);
      if (step.unfit) {
        log.unfit = std::move(step.unfit);
        log.unfit->epoch = epoch;
        log.unfit->batch = batch;
        return log;
      }
      if (step.non_finite) {
        log.first = step.non_finite;
        log.first->epoch = epoch;
        log.first->batch = batch;
        return log;
      }
      ++log.steps;
      log.losses.push_back(step.loss);
    }
  }
  return log;
}

}  // namespace proofload
