/// A batched loader is a loader over a reader: order, batches, and what becomes of bad samples and of the last batch.
///
/// Its protected steps are what a loader of another kind may replace: the order of an epoch, what is done with a bad
/// sample, what is done with the last batch, and how rows become tensors. Each step sees the batch in the making.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "proofload/loader.hpp"
#include "reference/reader.hpp"

namespace proofload::reference {

/// What a batched loader needs of options and declaration.
struct BatchPlan {
  std::uint64_t batch_size = 4;
  Shuffle shuffle = Shuffle::off;
  std::uint64_t seed = 0;
  BadSample bad_sample = BadSample::fail;
  LastBatch last_batch = LastBatch::keep;
  std::int64_t ignore_index = -1;  ///< the label of padding

  /// The policies of the options where they are set, else the declared ones. `declared` must have declared both.
  static BatchPlan of(const LoadOptions& options, const BatchPlan& declared);
};

/// A batch in the making: rows of equally many features, each with a label and the sample's index.
struct Rows {
  std::vector<float> features;
  std::vector<std::int64_t> labels;
  std::vector<std::int64_t> ids;  ///< -1: padding
  std::uint64_t first = 0;        ///< position in the epoch's order at which the batch began
  std::uint64_t due = 0;          ///< rows that make the batch complete: the batch size less what was skipped for good

  [[nodiscard]] std::uint64_t size() const { return labels.size(); }
};

class Batched : public Loader, public Epochs, public Length, public Reports {
 public:
  /// Throws `LoadFailure` when the batch size is 0, or a padded batch would pass 1 GiB.
  Batched(std::unique_ptr<Reader> reader, const BatchPlan& plan);

  std::expected<std::optional<Batch>, LoadError> next() override;
  void begin_epoch() override;
  /// How many there would be if no sample were bad.
  [[nodiscard]] std::uint64_t batches() const override;
  [[nodiscard]] std::span<const SampleReport> reports() const override { return reports_; }

 protected:
  /// What to do after a bad sample.
  enum class Deed : std::uint8_t { fail, skip_refill, skip_shrink, substitute };
  /// What to do with an incomplete last batch, once `complete` has seen it.
  enum class Fate : std::uint8_t { yielded, dropped };

  /// The order of an epoch, as indices of the reader's samples.
  virtual std::vector<std::uint64_t> order_of(std::uint64_t epoch);
  /// Decides on a bad sample, and reports it unless it fails.
  virtual Deed judge_bad(const LoadError& error);
  /// Applies the last-batch policy to a batch for which the samples did not suffice. It has at least one row.
  virtual Fate complete(Rows& rows);
  /// Makes tensors of the rows. It has at least one row.
  virtual Batch collate(Rows rows);

  /// Gathers the rows of a batch; fewer than are due: there is no more to fill it with.
  virtual std::expected<Rows, LoadError> gather();
  /// Whether nothing comes behind a batch for which the samples did not suffice.
  [[nodiscard]] virtual bool ended() const { return true; }

  /// Takes the next sample of the order, which did not end, into a row; none where a bad one is skipped.
  std::expected<void, LoadError> take(Rows& rows);
  /// Samples of the order that were not taken yet.
  [[nodiscard]] std::uint64_t left() const { return order_.size() - position_; }

  /// Adds a row of zeros. Returns where its features are.
  std::span<float> add_row(Rows& rows, std::int64_t label, std::int64_t id);

  [[nodiscard]] Reader& reader() { return *reader_; }
  [[nodiscard]] const Reader& reader() const { return *reader_; }
  [[nodiscard]] const BatchPlan& plan() const { return plan_; }
  /// The current epoch's order.
  [[nodiscard]] const std::vector<std::uint64_t>& order() const { return order_; }
  void report(const LoadError& error, SampleReport::Deed deed) { reports_.push_back({error, deed}); }

 private:
  void start();
  void remember(const Rows& rows);

  enum class State : std::uint8_t { fresh, running, over };

  std::unique_ptr<Reader> reader_;
  BatchPlan plan_;
  std::size_t values_ = 0;  ///< of one sample
  std::uint64_t epoch_ = 0;
  std::uint64_t position_ = 0;  ///< in the order: the next sample to take
  State state_ = State::fresh;
  std::vector<std::uint64_t> order_;
  std::vector<SampleReport> reports_;
  Rows earliest_;  ///< the first rows of the epoch, kept for `LastBatch::wrap`
};

}  // namespace proofload::reference
