/// The tiny model is what a training script would be: it takes the batches of each epoch and makes a step with each.
///
/// Features are scaled by their declared range to [-1, 1] (undeclared: x / (1 + |x|)), brought to at most 64 inputs by
/// averaging neighbors, and go through one hidden tanh layer to a softmax with cross-entropy, or where labels are
/// numbers to one output whose error counts squared up to 1 and plainly beyond (target t as t / (1 + |t|)); plain SGD,
/// no batch statistics. So finite features within their range can never give it a NaN: inputs and hidden values are at
/// most 1, the gradient of a logit is at most 1, parameters grow by less than steps x rate (their square in the first
/// layer). Whatever is not finite here came from the loader. An average keeps a NaN or an infinity that is anywhere in
/// its part.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "proofload/trace.hpp"

namespace proofload {

/// The values that features may have, both ends included.
struct ValueRange {
  double low = 0;
  double high = 1;
};

struct ModelPlan {
  std::size_t inputs = 0;  ///< features of a sample, all axes multiplied
  std::size_t classes = 0;
  enum class Labels : std::uint8_t { classes, numbers } labels = Labels::classes;
  std::size_t hidden = 8;
  double learning_rate = 0.05;
  std::int64_t label_base = 0;
  std::optional<std::int64_t> ignore_index;  ///< rows with this label contribute nothing to the loss
  std::optional<ValueRange> range;           ///< of a feature
  std::uint64_t seed = 1;                    ///< of the first parameters
};

/// The first value that is not finite.
struct NonFinite {
  enum class Where : std::uint8_t { input, hidden, logits, loss, gradient, parameter };
  Where where = Where::input;
  std::uint64_t epoch = 0;
  std::uint64_t batch = 0;
  std::optional<std::uint64_t> row;      ///< the first one of the batch whose own contribution is not finite
  std::optional<std::uint64_t> feature;  ///< with `input`: its flat index in the row
  double value = 0;
};

std::string_view name(NonFinite::Where where);

/// Why a batch could not be trained on.
struct Unfit {
  enum class Why : std::uint8_t {
    features_per_sample,  ///< another number than the model has inputs
    missing_bytes,        ///< fewer values were lent than the shape says
    label_count,          ///< not one label for each row
    label_not_integral,
    label_outside_classes,
  };
  Why why = Why::features_per_sample;
  std::uint64_t epoch = 0;
  std::uint64_t batch = 0;
  std::optional<std::uint64_t> row;
  std::string what;  ///< one sentence with what was expected and found
};

/// A stable name, for causes: "features-per-sample".
std::string_view name(Unfit::Why why);

/// What came of one step. With `non_finite` or `unfit` it was not finished, and nothing more can be learned from the
/// model. Epoch and batch are 0 in both.
struct TrainingStep {
  double loss = 0;  ///< mean over the rows that count; 0 when none does, and then the step changes nothing
  std::optional<NonFinite> non_finite;
  std::optional<Unfit> unfit;
};

class TinyModel {
 public:
  explicit TinyModel(const ModelPlan& plan);
  TinyModel(const TinyModel&) = delete;
  TinyModel& operator=(const TinyModel&) = delete;
  ~TinyModel();

  TrainingStep step(const TracedBatch& batch);

  /// All parameters, in a fixed order.
  [[nodiscard]] std::vector<float> parameters() const;

 private:
  struct Layers;
  std::unique_ptr<Layers> layers_;
};

/// One training over all epochs, up to the first step that could not be finished.
struct TrainingLog {
  std::uint64_t steps = 0;  ///< finished
  std::optional<NonFinite> first;
  std::optional<Unfit> unfit;
  std::vector<double> losses;  ///< one for each finished step
};

TrainingLog train(const ModelPlan& plan, std::span<const TracedEpoch> epochs);

}  // namespace proofload
