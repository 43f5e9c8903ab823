#include "reference/batched.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "reference/shuffled.hpp"

namespace proofload::reference {
namespace {

constexpr std::uint64_t largest_padded_batch = 1U << 30U;

bool fills_up(LastBatch policy) { return policy == LastBatch::pad || policy == LastBatch::wrap; }

}  // namespace

BatchPlan BatchPlan::of(const LoadOptions& options, const BatchPlan& declared) {
  BatchPlan plan = declared;
  plan.batch_size = options.batch_size;
  plan.shuffle = options.shuffle;
  plan.seed = options.seed;
  if (options.bad_sample != BadSample::undeclared) {
    plan.bad_sample = options.bad_sample;
  }
  if (options.last_batch != LastBatch::undeclared) {
    plan.last_batch = options.last_batch;
  }
  return plan;
}

Batched::Batched(std::unique_ptr<Reader> reader, const BatchPlan& plan)
    : reader_(std::move(reader)), plan_(plan), values_(values_of(*reader_)) {
  if (plan_.batch_size == 0) {
    throw LoadFailure({.reason = "batch size: expected at least 1, found 0"});
  }
  if (fills_up(plan_.last_batch) && plan_.batch_size > largest_padded_batch / (values_ * sizeof(float))) {
    throw LoadFailure({.reason = "batch size: a padded batch of " + std::to_string(plan_.batch_size) +
                                 " rows would have more than 1 GiB"});
  }
}

std::expected<std::optional<Batch>, LoadError> Batched::next() {
  if (state_ == State::fresh) {
    start();
  }
  while (state_ == State::running) {
    auto rows = gather();
    if (!rows) {
      state_ = State::over;
      return std::unexpected(std::move(rows.error()));
    }
    const bool last = rows->size() < rows->due;
    if (last && ended()) {
      state_ = State::over;
    }
    if (rows->size() == 0 || (last && complete(*rows) == Fate::dropped)) {
      continue;
    }
    remember(*rows);
    return collate(std::move(*rows));
  }
  return std::nullopt;
}

void Batched::begin_epoch() {
  ++epoch_;
  state_ = State::fresh;
  reports_.clear();
}

std::uint64_t Batched::batches() const {
  const std::uint64_t whole = reader_->size() / plan_.batch_size;
  const bool rest = reader_->size() % plan_.batch_size != 0;
  return whole + (rest && plan_.last_batch != LastBatch::drop ? 1 : 0);
}

std::vector<std::uint64_t> Batched::order_of(std::uint64_t epoch) {
  return plan_.shuffle == Shuffle::on ? shuffled(reader_->size(), plan_.seed, epoch) : in_order(reader_->size());
}

Batched::Deed Batched::judge_bad(const LoadError& error) {
  switch (plan_.bad_sample) {
    case BadSample::undeclared:
    case BadSample::fail:
      return Deed::fail;
    case BadSample::skip_refill:
      report(error, SampleReport::Deed::skipped);
      return Deed::skip_refill;
    case BadSample::skip_shrink:
      report(error, SampleReport::Deed::skipped);
      return Deed::skip_shrink;
    case BadSample::substitute:
      report(error, SampleReport::Deed::substituted);
      return Deed::substitute;
  }
  return Deed::fail;
}

Batched::Fate Batched::complete(Rows& rows) {
  switch (plan_.last_batch) {
    case LastBatch::undeclared:
    case LastBatch::keep:
      return Fate::yielded;
    case LastBatch::drop:
      return Fate::dropped;
    case LastBatch::pad:
      while (rows.size() < rows.due) {
        add_row(rows, plan_.ignore_index, -1);
      }
      return Fate::yielded;
    case LastBatch::wrap:
      break;
  }
  // Where the epoch itself has fewer rows than are missing, it is begun again as often as it takes.
  remember(rows);
  for (std::uint64_t k = 0; rows.size() < rows.due; k = (k + 1) % earliest_.size()) {
    const std::span<float> row = add_row(rows, earliest_.labels[k], earliest_.ids[k]);
    std::ranges::copy(std::span(earliest_.features).subspan(k * values_, values_), row.begin());
  }
  return Fate::yielded;
}

Batch Batched::collate(Rows rows) {
  const auto count = static_cast<std::int64_t>(rows.size());
  std::vector<std::int64_t> shape = reader_->shape();
  shape.insert(shape.begin(), count);
  Batch batch;
  batch.features = Tensor::own(std::move(rows.features), std::move(shape));
  batch.labels = Tensor::own(std::move(rows.labels), {count});
  batch.sample_ids = Tensor::own(std::move(rows.ids), {count});
  return batch;
}

std::span<float> Batched::add_row(Rows& rows, std::int64_t label, std::int64_t id) {
  rows.features.resize(rows.features.size() + values_);
  rows.labels.push_back(label);
  rows.ids.push_back(id);
  return std::span(rows.features).last(values_);
}

void Batched::start() {
  order_ = order_of(epoch_);
  reader_->announce(order_);
  position_ = 0;
  earliest_ = {};
  state_ = State::running;
}

/// Takes samples until the batch is complete or the order ends. A batch that is not complete is the last.
std::expected<Rows, LoadError> Batched::gather() {
  Rows rows;
  rows.first = position_;
  rows.due = plan_.batch_size;
  // A batch size far beyond the dataset must not be reserved.
  const std::uint64_t expected = std::min<std::uint64_t>(rows.due, order_.size() - position_);
  rows.features.reserve(expected * values_);
  rows.labels.reserve(expected);
  rows.ids.reserve(expected);
  while (rows.size() < rows.due && left() > 0) {
    if (auto taken = take(rows); !taken) {
      return std::unexpected(std::move(taken.error()));
    }
  }
  return rows;
}

std::expected<void, LoadError> Batched::take(Rows& rows) {
  const std::uint64_t index = order_[position_++];
  const std::span<float> row = add_row(rows, reader_->label(index), static_cast<std::int64_t>(index));
  auto got = reader_->get(index, row);
  if (got) {
    return {};
  }
  const Deed deed = judge_bad(got.error());
  if (deed == Deed::fail) {
    return got;
  }
  if (deed == Deed::substitute) {
    return {};  // the row of zeros stays, with the sample's own label
  }
  rows.features.resize(rows.features.size() - values_);
  rows.labels.pop_back();
  rows.ids.pop_back();
  if (deed == Deed::skip_shrink) {
    --rows.due;
  }
  return {};
}

/// Keeps the first rows of the epoch, as many as could be missing at its end.
void Batched::remember(const Rows& rows) {
  if (plan_.last_batch != LastBatch::wrap) {
    return;
  }
  const std::uint64_t missing = plan_.batch_size - 1 - std::min(earliest_.size(), plan_.batch_size - 1);
  const std::uint64_t taken = std::min(rows.size(), missing);
  for (std::uint64_t k = 0; k < taken; ++k) {
    const std::span<float> row = add_row(earliest_, rows.labels[k], rows.ids[k]);
    std::ranges::copy(std::span(rows.features).subspan(k * values_, values_), row.begin());
  }
}

}  // namespace proofload::reference
