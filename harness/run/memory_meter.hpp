/// A memory meter counts the bytes that a loader holds on the heap, and remembers the peak.
///
/// It sees every allocation of the process where a sanitizer's runtime serves them (its malloc hooks); elsewhere it
/// cannot count and says so. Allocations of the thread that drives the loader count between `resume()` and `pause()`
/// only; those of other threads count always, unless under `NotCounted`. What was allocated before `start()` or while
/// not counting never counts, also not when it is freed.
///
/// One for the process at a time: the last one started counts. All members from the driving thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

namespace proofload {

class MemoryMeter {
 public:
  MemoryMeter() = default;
  MemoryMeter(const MemoryMeter&) = delete;
  MemoryMeter& operator=(const MemoryMeter&) = delete;
  ~MemoryMeter() { stop(); }

  /// Whether what was counted since an earlier start, and is not freed yet, still counts as held.
  enum class Earlier : std::uint8_t { forgotten, counts };

  /// Counts, paused. What is counted is filled with `fill`, in blocks of at most `largest_filled`, as far as
  /// `can_fill()`. Blocks that such a count, with `Earlier::counts`, leaves behind are watched until the next start.
  void start(std::optional<std::byte> fill = std::nullopt, Earlier earlier = Earlier::forgotten);
  void resume();
  void pause();
  /// Counts nothing any more. The peak stays.
  void stop();

  /// The loader has handed over to its caller the block that holds this address: it does not count any more. Does
  /// nothing for an address in no counted block, nor, without a runtime that knows its blocks, for one inside a block.
  void handed_out(const void* address);

  /// Most bytes held at any time since the start, beyond those held at the start; nothing where they cannot be counted.
  [[nodiscard]] std::optional<std::uint64_t> peak() const;

  /// Bytes held now; nothing where they cannot be counted.
  [[nodiscard]] std::optional<std::uint64_t> held() const;

  /// Whether the runtime lets fresh memory be filled without touching what `calloc` promises.
  static bool can_fill();
  static constexpr std::size_t largest_filled = std::size_t{64} << 10U;

  /// While it lives, this thread's allocations are the harness's own: for the code behind a source, which runs in the
  /// loader's threads.
  class NotCounted {
   public:
    NotCounted();
    NotCounted(const NotCounted&) = delete;
    NotCounted& operator=(const NotCounted&) = delete;
    ~NotCounted();
  };

 private:
  enum class State : std::uint8_t { stopped, paused, counting };
  State state_ = State::stopped;
  Earlier earlier_ = Earlier::forgotten;
  std::optional<std::uint64_t> final_;
};

}  // namespace proofload
