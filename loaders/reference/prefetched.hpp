/// A prefetched reader is a view over a reader that loads samples ahead, in threads of its own, in the announced order.
///
/// Whatever the number of threads and whichever is faster, `get` gives what the reader itself would have given there:
/// samples in their order, errors and exceptions at the place of their sample. So the views over it (order, batches,
/// what becomes of bad samples) need not know of it. What was not announced is read in the calling thread.
///
/// It may be destroyed, and announced anew, at any moment: a thread ends the sample that it reads, and no other.
/// Threads start with the first announcement and live as long as the reader. Where the system gives no more threads,
/// fewer do the work, or none.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "proofload/load_options.hpp"
#include "reference/reader.hpp"

namespace proofload::reference {

class Prefetched final : public Reader {
 public:
  /// The first reader is for the calling thread, each other for a thread of its own. At most `ahead` (at least 1)
  /// samples are held that were not asked for yet. They are asked for `batch` at a time.
  Prefetched(std::vector<std::unique_ptr<Reader>> readers, std::uint64_t ahead, std::uint64_t batch);
  ~Prefetched() override;

  [[nodiscard]] std::uint64_t size() const override { return readers_.front()->size(); }
  [[nodiscard]] std::vector<std::int64_t> shape() const override { return readers_.front()->shape(); }
  [[nodiscard]] std::string path(std::uint64_t index) const override { return readers_.front()->path(index); }
  [[nodiscard]] std::int64_t label(std::uint64_t index) const override { return readers_.front()->label(index); }
  std::expected<void, LoadError> get(std::uint64_t index, std::span<float> into) override;
  void announce(std::span<const std::uint64_t> order) override;

 private:
  /// What came of one sample.
  struct Loaded {
    enum class State : std::uint8_t { waited_for, ready } state = State::waited_for;
    std::vector<float> features;
    std::expected<void, LoadError> outcome;
    std::exception_ptr thrown;
  };

  void start_threads();
  void await(std::unique_lock<std::mutex>& lock, std::uint64_t place);
  void work(Reader& reader);
  static void load(Reader& reader, std::uint64_t index, std::size_t values, Loaded& into);

  std::vector<std::unique_ptr<Reader>> readers_;
  std::size_t values_;   ///< of one sample
  std::uint64_t batch_;  ///< samples that are asked for one after the other

  std::mutex mutex_;  // for all that follows
  std::condition_variable room_;
  std::condition_variable ready_;
  std::vector<std::uint64_t> order_;
  std::uint64_t epoch_ = 0;    ///< number of the announcement
  std::uint64_t claimed_ = 0;  ///< place in the order: the next to be loaded
  std::uint64_t taken_ = 0;    ///< place in the order: the next to be asked for
  std::uint64_t awaited_ = 0;  ///< place in the order: whoever loads it wakes the one who asks
  std::vector<Loaded> slots_;  ///< place p is in slot p modulo their number
  enum class Stop : std::uint8_t { no, yes } stop_ = Stop::no;

  std::vector<std::jthread> threads_;  // the last member: they end before anything that they use
};

/// Samples that are held ahead are bounded whatever the options say.
inline constexpr std::size_t most_bytes_ahead = std::size_t{16} << 20U;

/// The reader itself when no workers are asked for, else a view that loads ahead with copies of it: `prefetch` batches,
/// at least one, at most 16 MiB.
template <class Kind>
std::unique_ptr<Reader> with_workers(std::unique_ptr<Kind> reader, const LoadOptions& options) {
  if (options.workers == 0) {
    return reader;
  }
  const std::uint64_t most = std::max<std::size_t>(most_bytes_ahead / (values_of(*reader) * sizeof(float)), 1);
  const std::uint64_t batches = std::max<std::uint64_t>(options.prefetch, 1);
  const std::uint64_t ahead = std::min(most, std::min(options.batch_size, most) * batches);
  std::vector<std::unique_ptr<Reader>> readers;
  for (std::uint32_t i = 0; i < options.workers; ++i) {
    readers.push_back(std::make_unique<Kind>(*reader));
  }
  readers.insert(readers.begin(), std::move(reader));
  return std::make_unique<Prefetched>(std::move(readers), ahead, options.batch_size);
}

}  // namespace proofload::reference
