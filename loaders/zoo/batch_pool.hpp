/// A batch pool is a loader whose worker threads make whole batches, as the best known loaders do; and the ways in
/// which that goes wrong. With the flaw `none` batches come in their order, and everything ends when it should.
///
/// Errors end the epoch. Worker w makes batches w, w + workers, w + 2 · workers, …; at most `prefetch` + 1 of each
/// worker wait to be taken.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "proofload/loader.hpp"
#include "reference/image_folder_declaration.hpp"
#include "reference/image_folder_reader.hpp"
#include "reference/shuffled.hpp"

namespace proofload::zoo {

enum class Flaw : std::uint8_t {
  none,
  completion_order,         ///< the batch that is ready first comes first
  every_worker_everything,  ///< each worker makes all batches
  lost_error,               ///< a worker that meets a bad sample ends without a word
  join_before_drain,        ///< threads are joined that wait for room
  pool_per_epoch,           ///< the threads of an epoch are not ended before those of the next start
  none_in_shares,           ///< none; worker 0 makes the first batches, worker 1 those behind them, and so on
  first_end_is_end,         ///< in such shares, and the first worker that is through is taken for the end
  drop_per_worker,          ///< each worker cuts batches from a stripe of its own, and drops what is left of it
};

template <Flaw flaw>
class BatchPool final : public Loader, public Epochs, public Length {
 public:
  BatchPool(Source& source, const LoadOptions& options, LastBatch last_batch)
      : listing_(source, {}), options_(options), last_batch_(last_batch) {}
  ~BatchPool() override {
    end_epoch();
    for (const auto& pool : forgotten_) {
      pool->stop();
    }
    forgotten_.clear();  // joins
  }

  std::expected<std::optional<Batch>, LoadError> next() override {
    if (!pool_ && !over_) {
      start();
    }
    if (over_) {
      return std::nullopt;
    }
    Made made = options_.workers == 0 ? make(listing_, pool_->plan.at(0)) : pool_->take();
    if (!made || !*made) {
      over_ = true;
    }
    return made;
  }

  void begin_epoch() override {
    ++epoch_;
    if (flaw == Flaw::pool_per_epoch && pool_) {
      forgotten_.push_back(std::move(pool_));
    }
    end_epoch();
    over_ = false;
  }

  [[nodiscard]] std::uint64_t batches() const override {
    const std::uint64_t size = listing_.size();
    return size / options_.batch_size + (last_batch_ == LastBatch::keep && size % options_.batch_size != 0 ? 1 : 0);
  }

 private:
  static constexpr bool in_shares = flaw == Flaw::none_in_shares || flaw == Flaw::first_end_is_end;

  using Made = std::expected<std::optional<Batch>, LoadError>;
  using Rows = std::vector<std::uint64_t>;

  /// The batches that one thread makes, one after the other.
  struct Plan {
    std::deque<Rows> batches;
  };

  struct Pool {
    explicit Pool(std::uint64_t most) : room(most) {}
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;
    ~Pool() {
      if constexpr (flaw != Flaw::join_before_drain) {
        stop();
      }
    }

    void stop() {
      {
        const std::scoped_lock lock(mutex);
        stopped = true;
      }
      changed.notify_all();
    }

    /// Gives false when the epoch is over.
    bool put(std::size_t worker, Made made) {
      std::unique_lock lock(mutex);
      changed.wait(lock, [&] { return stopped || ready[worker].size() < room; });
      if (stopped) {
        return false;
      }
      ready[worker].push_back(std::move(made));
      arrivals.push_back(worker);
      changed.notify_all();
      return true;
    }

    Made take() {
      std::unique_lock lock(mutex);
      std::size_t from = turn;
      if constexpr (flaw == Flaw::completion_order || flaw == Flaw::every_worker_everything) {
        changed.wait(lock, [&] { return ended == ready.size() || !arrivals.empty(); });
        if (arrivals.empty()) {
          return std::nullopt;
        }
        from = arrivals.front();
        arrivals.pop_front();
      } else if constexpr (in_shares) {
        for (;; from = ++turn) {
          changed.wait(lock, [&] { return !ready[from].empty() || done[from]; });
          if (!ready[from].empty()) {
            break;
          }
          if (flaw == Flaw::first_end_is_end || from + 1 == ready.size()) {
            return std::nullopt;
          }
        }
      } else {
        changed.wait(lock, [&] { return !ready[from].empty() || done[from]; });
        if (ready[from].empty()) {
          return std::nullopt;  // by turns, so nobody behind it has one either
        }
        turn = (turn + 1) % ready.size();
      }
      Made made = std::move(ready[from].front());
      ready[from].pop_front();
      changed.notify_all();
      return made;
    }

    void end(std::size_t worker) {
      const std::scoped_lock lock(mutex);
      done[worker] = true;
      ++ended;
      changed.notify_all();
    }

    std::vector<Plan> plan;
    std::uint64_t room;
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<std::deque<Made>> ready;  ///< by worker
    std::deque<std::size_t> arrivals;     ///< workers, in the order in which their batches were ready
    std::vector<bool> done;
    std::size_t ended = 0;
    std::size_t turn = 0;
    bool stopped = false;
    std::vector<std::jthread> threads;  // the last member: they end before what they use
  };

  void end_epoch() { pool_.reset(); }

  void start() {
    const std::size_t workers = std::max<std::uint32_t>(options_.workers, 1);
    pool_ = std::make_unique<Pool>(options_.prefetch + 1U);
    pool_->plan = plans(workers);
    if (options_.workers == 0) {
      return;
    }
    pool_->ready.resize(workers);
    pool_->done.resize(workers);
    for (std::size_t worker = 0; worker < workers; ++worker) {
      pool_->threads.emplace_back([pool = pool_.get(), worker, reader = reference::ImageFolderReader(listing_),
                                   plan = pool_->plan[worker]]() mutable { work(*pool, worker, reader, plan); });
    }
  }

  static void work(Pool& pool, std::size_t worker, reference::ImageFolderReader& reader, Plan& plan) {
    while (!plan.batches.empty()) {
      Made made = make(reader, plan);
      const bool failed = !made;
      if (flaw == Flaw::lost_error && failed) {
        return;  // catch (...) {}
      }
      if (!pool.put(worker, std::move(made)) || failed) {
        break;
      }
    }
    pool.end(worker);
  }

  static Made make(reference::ImageFolderReader& reader, Plan& plan) {
    if (plan.batches.empty()) {
      return std::nullopt;
    }
    const Rows rows = std::move(plan.batches.front());
    plan.batches.pop_front();
    const std::size_t values = reference::values_of(reader);
    std::vector<float> features(rows.size() * values);
    std::vector<std::int64_t> labels;
    for (std::size_t k = 0; k < rows.size(); ++k) {
      const auto got = reader.get(rows[k], std::span(features).subspan(k * values, values));
      if (!got) {
        return std::unexpected(got.error());
      }
      labels.push_back(reader.label(rows[k]));
    }
    const auto count = static_cast<std::int64_t>(rows.size());
    std::vector<std::int64_t> shape = reader.shape();
    shape.insert(shape.begin(), count);
    Batch batch;
    batch.features = Tensor::own(std::move(features), std::move(shape));
    batch.labels = Tensor::own(std::move(labels), {count});
    return batch;
  }

  [[nodiscard]] std::vector<Plan> plans(std::size_t workers) const {
    const auto order = options_.shuffle == Shuffle::on ? reference::shuffled(listing_.size(), options_.seed, epoch_)
                                                       : reference::in_order(listing_.size());
    std::vector<Plan> all(workers);
    if (flaw == Flaw::drop_per_worker && workers > 1) {
      for (std::size_t worker = 0; worker < workers; ++worker) {
        Rows stripe;
        for (std::size_t k = worker; k < order.size(); k += workers) {
          stripe.push_back(order[k]);
        }
        cut(stripe, [&](std::size_t) -> Plan& { return all[worker]; });
      }
    } else if constexpr (in_shares) {
      const std::size_t share = (batches() + workers - 1) / workers;
      cut(order, [&](std::size_t batch) -> Plan& { return all[batch / share]; });
    } else {
      cut(order, [&](std::size_t batch) -> Plan& { return all[batch % workers]; });
    }
    if (flaw == Flaw::every_worker_everything) {
      Plan everything;
      cut(order, [&](std::size_t) -> Plan& { return everything; });
      std::ranges::fill(all, everything);
    }
    return all;
  }

  template <class Whose>
  void cut(const Rows& order, const Whose& whose) const {
    for (std::size_t first = 0; first < order.size(); first += options_.batch_size) {
      const std::size_t count = std::min<std::size_t>(options_.batch_size, order.size() - first);
      if (count == options_.batch_size || last_batch_ == LastBatch::keep) {
        const auto begin = order.begin() + static_cast<std::ptrdiff_t>(first);
        whose(first / options_.batch_size).batches.emplace_back(begin, begin + static_cast<std::ptrdiff_t>(count));
      }
    }
  }

  reference::ImageFolderReader listing_;
  LoadOptions options_;
  LastBatch last_batch_;
  std::uint64_t epoch_ = 0;
  bool over_ = false;
  std::unique_ptr<Pool> pool_;
  std::vector<std::unique_ptr<Pool>> forgotten_;
};

template <Flaw flaw>
Declaration batch_pool(LastBatch last_batch = LastBatch::keep) {
  Declaration declaration = reference::image_folder(reference::PixelLayout::chw);
  declaration.bad_sample = BadSample::fail;
  declaration.last_batch = last_batch;
  declaration.files.memory_budget.reset();  // batches ahead are as large as the options make them
  declaration.supports = {Option::shuffle, Option::epochs, Option::abandoned_epochs, Option::workers, Option::prefetch};
  declaration.make = [last_batch](Source& source, const LoadOptions& options) {
    return std::make_unique<BatchPool<flaw>>(source, options, last_batch);
  };
  return declaration;
}

}  // namespace proofload::zoo
