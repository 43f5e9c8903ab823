#include "run/runner.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <utility>

#include "dataset/data_kind.hpp"
#include "run/cache_leftovers.hpp"
#include "run/folder_source.hpp"
#include "run/held_batches.hpp"
#include "run/memory_meter.hpp"
#include "run/memory_source.hpp"
#include "run/pulse.hpp"
#include "run/row_digest.hpp"
#include "run/source_log.hpp"
#include "run/source_tree.hpp"
#include "run/tensor_values.hpp"
#include "run/usage.hpp"

namespace proofload {
namespace {

constexpr std::uint64_t most_bytes_traced = std::uint64_t{512} << 20U;

std::uint64_t now() { return static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count()); }

/// One call into the loader: the watchdog sees it, its time and memory are the loader's.
class Call {
 public:
  Call(Trace& trace, MemoryMeter& meter) : trace_(trace), meter_(meter), start_(now()) {
    pulse().source_calls = 0;
    ++pulse().calls;
    pulse().call_started = start_;
    meter_.resume();
  }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;
  ~Call() {
    meter_.pause();
    pulse().call_started = 0;
    trace_.loader_nanoseconds += now() - start_;
  }

 private:
  Trace& trace_;
  MemoryMeter& meter_;
  std::uint64_t start_;
};

class Run {
 public:
  Run(const Case& value, const EffectiveDataset& effective, const RegisteredLoader& loader, const RunPlan& plan)
      : value_(value),
        effective_(effective),
        loader_(loader),
        plan_(plan),
        held_(loader.declaration.batches, value.options.prefetch) {}

  Trace trace(Source& source, const SourceLog& log) {
    log_ = &log;
    meter_.start(plan_.fill, plan_.measure == RunPlan::Measure::usage_over_runs ? MemoryMeter::Earlier::counts
                                                                                : MemoryMeter::Earlier::forgotten);
    make(source);
    if (loader_object_) {
      look_for_interfaces();
      epochs();
      held_.let_go(trace_);
      const Call call(trace_, meter_);
      loader_object_.reset();
    }
    measure(trace_.usage_at_end);
    trace_.peak_memory = meter_.peak();
    return std::move(trace_);
  }

 private:
  void make(Source& source) {
    const Call call(trace_, meter_);
    try {
      loader_object_ = loader_.declaration.make(source, value_.options);
      if (!loader_object_) {
        trace_.refused = LoadError{{}, std::nullopt, "the factory returned no loader"};
      }
    } catch (const LoadFailure& failure) {
      const MemoryMeter::NotCounted own;
      trace_.refused = failure.error();
      trace_.refused_with_path = true;
    } catch (const std::exception& exception) {
      const MemoryMeter::NotCounted own;
      trace_.refused = LoadError{{}, std::nullopt, exception.what()};
    } catch (...) {
      trace_.refused = LoadError{{}, std::nullopt, "an exception that is no std::exception"};
    }
  }

  void look_for_interfaces() {
    epochs_ = dynamic_cast<Epochs*>(loader_object_.get());
    reports_ = dynamic_cast<const Reports*>(loader_object_.get());
    length_ = dynamic_cast<const Length*>(loader_object_.get());
    trace_.has_epochs = epochs_ != nullptr;
    trace_.has_reports = reports_ != nullptr;
    trace_.has_length = length_ != nullptr;
  }

  void epochs() {
    const std::uint64_t extra = plan_.abandon_after && epochs_ != nullptr ? 1 : 0;
    const std::uint64_t count = epochs_ == nullptr ? 1 : plan_.epochs.value_or(value_.epochs) + extra;
    for (std::uint64_t epoch = 0; epoch < count; ++epoch) {
      trace_.epochs.emplace_back();
      if (epoch != 0 && !begin_epoch()) {
        return;
      }
      one_epoch(trace_.epochs.back(), epoch == 0 && extra != 0 ? plan_.abandon_after : plan_.destroy_after);
      measure(trace_.epochs.back().usage);
      if (plan_.destroy_after) {
        return;
      }
    }
  }

  void measure(std::optional<Usage>& usage) {
    if (plan_.measure != RunPlan::Measure::nothing) {
      usage = measure_usage(threads_);
      threads_ = usage->threads;
      usage->open_files = log_->open_files();
      usage->memory = meter_.held();
    }
  }

  bool begin_epoch() {
    held_.before_call(trace_);
    const Call call(trace_, meter_);
    return guarded([&] { epochs_->begin_epoch(); });
  }

  /// Runs a call that can only fail by an exception; that ends the epoch.
  template <class Function>
  bool guarded(const Function& function) {
    TracedEpoch& epoch = trace_.epochs.back();
    try {
      function();
      return true;
    } catch (const std::exception& exception) {
      const MemoryMeter::NotCounted own;
      epoch.error = LoadError{{}, std::nullopt, exception.what()};
    } catch (...) {
      epoch.error = LoadError{{}, std::nullopt, "an exception that is no std::exception"};
    }
    epoch.end = TracedEpoch::End::threw;
    return false;
  }

  /// Of the dataset as it is now: one in each file, or as many as a file holds.
  [[nodiscard]] std::uint64_t most_samples() const {
    const DataKind* kind = data_kind(loader_.declaration);
    std::uint64_t samples = effective_.nodes.size();
    for (const EffectiveNode& node : effective_.nodes) {
      if (kind != nullptr && kind->count != nullptr && node.state == EffectiveNode::State::file) {
        samples += kind->count(node.path, node.bytes, loader_.declaration);
        for (const OtherVersion& version : node.versions) {
          samples += kind->count(node.path, version.bytes, loader_.declaration);
        }
      }
    }
    return samples;
  }

  void one_epoch(TracedEpoch& epoch, std::optional<std::uint64_t> abandon_after) {
    if (length_ != nullptr) {
      const Call call(trace_, meter_);
      if (!guarded([&] { epoch.promised = length_->batches(); })) {
        return;
      }
    }
    // More than twice the samples, one to a batch, can only be a loader that does not end. A large dataset may well
    // fill the memory: what there is of it is no ground to call its epoch endless.
    const std::uint64_t samples = most_samples();
    const std::uint64_t most = 2 * samples + 16;
    std::uint64_t rows = 0;
    std::uint64_t batches = 0;
    for (;;) {
      if (abandon_after && batches >= *abandon_after) {
        epoch.end = TracedEpoch::End::abandoned;
        break;
      }
      if (batches >= most || rows > 4 * (samples + value_.options.batch_size) + 64 ||
          (bytes_traced_ > most_bytes_traced && rows > samples + value_.options.batch_size)) {
        epoch.end = TracedEpoch::End::unbounded;
        break;
      }
      if (!next(epoch)) {
        break;
      }
      ++batches;
      rows += rows_of_last_;
    }
    if (epoch.end == TracedEpoch::End::finished || epoch.end == TracedEpoch::End::error) {
      ask_after_end(epoch);
    }
    if (reports_ != nullptr) {
      const Call call(trace_, meter_);
      guarded([&] {
        const auto reports = reports_->reports();
        const MemoryMeter::NotCounted own;
        for (const SampleReport& report : reports) {
          epoch.reports.push_back({report.error, report.deed});
        }
      });
    }
  }

  bool next(TracedEpoch& epoch) {
    std::optional<std::expected<std::optional<Batch>, LoadError>> got;
    held_.before_call(trace_);
    {
      const Call call(trace_, meter_);
      if (!guarded([&] { got.emplace(loader_object_->next()); })) {
        return false;
      }
    }
    held_.after_call(trace_);
    if (!*got) {
      epoch.end = TracedEpoch::End::error;
      epoch.error = got->error();
      return false;
    }
    if (!**got) {
      epoch.end = TracedEpoch::End::finished;
      return false;
    }
    keep(***got, epoch);
    return true;
  }

  void keep(Batch& batch, TracedEpoch& epoch) {
    TracedBatch traced = copy(batch);
    rows_of_last_ = static_cast<std::uint64_t>(std::max<std::int64_t>(0, traced.features.rows()));
    if (plan_.keep == RunPlan::Keep::digests) {
      for (std::size_t row = 0; row < whole_rows(traced.features); ++row) {
        epoch.digests.push_back(row_digest(traced.features, row, loader_.declaration));
      }
      bytes_traced_ = 0;
      return;
    }
    epoch.batches.push_back(std::move(traced));
    if (plan_.measure == RunPlan::Measure::nothing) {  // what is held would count as in use
      for (const Tensor* tensor : {&batch.features, &batch.labels}) {
        if (loader_.declaration.batches == BatchLife::owned && !tensor->bytes.empty()) {
          meter_.handed_out(tensor->bytes.data());
        }
      }
      held_.hold(std::move(batch), trace_);
    }
  }

  void ask_after_end(TracedEpoch& epoch) {
    held_.before_call(trace_);
    const TracedEpoch before = {.end = epoch.end, .error = epoch.error};
    std::optional<std::expected<std::optional<Batch>, LoadError>> got;
    const Call call(trace_, meter_);
    if (guarded([&] { got.emplace(loader_object_->next()); })) {
      epoch.more_after_end = !*got || (*got)->has_value();
    } else {
      epoch.more_after_end = true;
      epoch.end = before.end;
      epoch.error = before.error;
    }
  }

  TracedBatch copy(const Batch& batch) {
    TracedBatch traced;
    traced.features = copy(batch.features);
    traced.labels = copy(batch.labels);
    const auto maybe = [this](const std::optional<Tensor>& tensor) {
      return tensor ? std::optional(copy(*tensor)) : std::nullopt;
    };
    traced.mask = maybe(batch.mask);
    traced.lengths = maybe(batch.lengths);
    traced.sample_ids = maybe(batch.sample_ids);
    return traced;
  }

  TracedTensor copy(const Tensor& tensor) {
    TracedTensor traced;
    traced.dtype = tensor.dtype;
    traced.shape.assign(tensor.shape.begin(), tensor.shape.end());
    traced.claimed = tensor.bytes.size();
    std::uint64_t wanted = size_of(tensor.dtype);
    for (const std::int64_t axis : tensor.shape) {
      if (axis < 0 || __builtin_mul_overflow(wanted, static_cast<std::uint64_t>(axis), &wanted)) {
        wanted = 0;
        break;
      }
    }
    const auto taken = tensor.bytes.first(std::min<std::uint64_t>(wanted, tensor.bytes.size()));
    traced.bytes.assign(taken.begin(), taken.end());
    bytes_traced_ += taken.size();
    pulse().kept_bytes += taken.size();
    return traced;
  }

  const Case& value_;
  const EffectiveDataset& effective_;
  const RegisteredLoader& loader_;
  const RunPlan& plan_;
  Trace trace_;
  MemoryMeter meter_;
  HeldBatches held_;
  const SourceLog* log_ = nullptr;
  std::uint64_t bytes_traced_ = 0;
  std::uint64_t rows_of_last_ = 0;
  std::uint64_t threads_ = ~std::uint64_t{0};  ///< when they were counted last
  std::unique_ptr<Loader> loader_object_;
  Epochs* epochs_ = nullptr;
  const Reports* reports_ = nullptr;
  const Length* length_ = nullptr;
};

template <class CarrierSource>
void set_up(CarrierSource& source, const RunPlan& plan, const CacheLeftovers* cache) {
  if (plan.slow) {
    source.be_slow(*plan.slow);
  }
  if (cache != nullptr) {
    source.give_cache(cache->folder());
  }
}

Trace run_on_carrier(Run& run, const Case& value, const SourceTree& tree, SourceLog& log, const RunPlan& plan,
                     const CacheLeftovers* cache) {
  if (value.carrier == Carrier::memory) {
    MemorySource source(tree, log);
    set_up(source, plan, cache);
    return run.trace(source, log);
  }
  FolderSource source(tree, log);
  if (!source.refused().empty()) {
    throw std::runtime_error("the file system refuses a file of the case: " + escape(source.refused().front()));
  }
  set_up(source, plan, cache);
  Trace trace = run.trace(source, log);
  source.look_at_canary();
  trace.on_disk = true;
  trace.changes = source.changes();
  trace.unavailable = source.unavailable();
  return trace;
}

/// One epoch of a loader of its own, of which only the cache is left.
void leave_behind(const CacheLeftovers& cache, const Case& value, const EffectiveDataset& effective,
                  const RegisteredLoader& loader, RunPlan plan) {
  plan.abandon_after.reset();
  plan.destroy_after.reset();
  plan.epochs = 1;
  const EffectiveDataset before = CacheLeftovers::dataset_before(value, effective);
  const SourceTree tree(before, value.faults);
  SourceLog log(value.faults.size());
  Run run(value, before, loader, plan);
  run_on_carrier(run, value, tree, log, plan, &cache);
}

}  // namespace

Trace run_case(const Case& value, const EffectiveDataset& effective, const RegisteredLoader& loader,
               const RunPlan& plan) {
  const SourceTree tree(effective, value.faults);
  SourceLog log(value.faults.size());
  std::uint64_t bytes = 0;
  for (const EffectiveNode& node : effective.nodes) {
    bytes += node.bytes.size();
  }
  pulse().input_bytes = bytes;
  pulse().input_files = effective.nodes.size();
  // A batch for itself, and what is loaded ahead.
  const LoadOptions& options = value.options;
  const std::uint64_t batches = 1 + std::uint64_t{options.workers} + options.prefetch;
  pulse().rows_asked = std::min<std::uint64_t>(options.batch_size, 4096) * std::min<std::uint64_t>(batches, 256);
  std::optional<CacheLeftovers> cache;
  if (loader.declaration.files.cache == Files::Cache::outside) {
    cache.emplace();
    if (CacheLeftovers::wanted(value, effective)) {
      leave_behind(*cache, value, effective, loader, plan);
      cache->damage(value, effective, log);
    }
  }
  Run run(value, effective, loader, plan);
  Trace trace = run_on_carrier(run, value, tree, log, plan, cache ? &*cache : nullptr);
  log.put_into(trace);
  return trace;
}

Trace run_case(const Case& value, const RegisteredLoader& loader) {
  return run_case(value, proofload::apply(value.dataset, value.faults), loader);
}

}  // namespace proofload
