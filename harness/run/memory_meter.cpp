#include "run/memory_meter.hpp"

#include <sys/mman.h>

#include <atomic>
#include <cstddef>
#include <cstring>
#include <mutex>
#include <utility>

// NOLINTBEGIN(bugprone-reserved-identifier): the runtime's own name, there only when a sanitizer is linked
extern "C" {
[[gnu::weak]] int __sanitizer_install_malloc_and_free_hooks(void (*malloc_hook)(const volatile void*, std::size_t),
                                                            void (*free_hook)(const volatile void*));
[[gnu::weak]] const void* __sanitizer_get_allocated_begin(const void* address);
[[gnu::weak]] void* __asan_region_is_poisoned(void* begin, std::size_t size);
}
// NOLINTEND(bugprone-reserved-identifier)

namespace proofload {
namespace {

/// A lock that never allocates and that any thread may take inside of malloc.
class SpinLock {
 public:
  void lock() {
    while (flag_.test_and_set(std::memory_order_acquire)) {
      while (flag_.test(std::memory_order_relaxed)) {
      }
    }
  }
  void unlock() { flag_.clear(std::memory_order_release); }

 private:
  std::atomic_flag flag_;
};

/// Counted blocks and their sizes: open addressing in memory straight from the system, since malloc would call us.
class Blocks {
 public:
  bool insert(std::uintptr_t block, std::uint64_t size) {
    if ((count_ + 1) * 2 > capacity_ && !grow()) {
      return false;
    }
    place(block, size);
    ++count_;
    return true;
  }

  /// The size of a block taken out; nothing when it is not there.
  std::optional<std::uint64_t> take(std::uintptr_t block) {
    if (count_ == 0) {
      return std::nullopt;
    }
    std::size_t at = home(block);
    while (slots_[at].block != block) {
      if (slots_[at].block == 0) {
        return std::nullopt;
      }
      at = next(at);
    }
    const std::uint64_t size = slots_[at].size;
    close_gap(at);
    --count_;
    return size;
  }

  void clear() {
    if (capacity_ > 65536) {  // one case's crowd is not to cost every later one
      munmap(slots_, capacity_ * sizeof(Slot));
      *this = {};
    } else if (count_ != 0) {
      for (std::size_t i = 0; i < capacity_; ++i) {
        slots_[i] = {};
      }
      count_ = 0;
    }
  }

 private:
  struct Slot {
    std::uintptr_t block = 0;
    std::uint64_t size = 0;
  };

  [[nodiscard]] std::size_t home(std::uintptr_t block) const {
    return static_cast<std::size_t>((block >> 4U) * 0x9E3779B97F4A7C15U >> shift_);
  }
  [[nodiscard]] std::size_t next(std::size_t at) const { return (at + 1) & (capacity_ - 1); }

  void place(std::uintptr_t block, std::uint64_t size) {
    std::size_t at = home(block);
    while (slots_[at].block != 0) {
      at = next(at);
    }
    slots_[at] = {block, size};
  }

  /// Moves later entries of the run up, so that a search never meets a hole before its block.
  void close_gap(std::size_t gap) {
    for (std::size_t at = next(gap); slots_[at].block != 0; at = next(at)) {
      const std::size_t distance_home = (at - home(slots_[at].block)) & (capacity_ - 1);
      const std::size_t distance_gap = (at - gap) & (capacity_ - 1);
      if (distance_home >= distance_gap) {
        slots_[gap] = slots_[at];
        gap = at;
      }
    }
    slots_[gap] = {};
  }

  bool grow() {
    const std::size_t larger = capacity_ == 0 ? 4096 : capacity_ * 2;
    void* memory = mmap(nullptr, larger * sizeof(Slot), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
      return false;
    }
    Slot* const old = std::exchange(slots_, static_cast<Slot*>(memory));
    const std::size_t old_capacity = std::exchange(capacity_, larger);
    shift_ = capacity_ == 4096 ? 52 : shift_ - 1;
    for (std::size_t i = 0; i < old_capacity; ++i) {
      if (old[i].block != 0) {
        place(old[i].block, old[i].size);
      }
    }
    if (old != nullptr) {
      munmap(old, old_capacity * sizeof(Slot));
    }
    return true;
  }

  Slot* slots_ = nullptr;
  std::size_t capacity_ = 0;
  std::size_t count_ = 0;
  unsigned shift_ = 52;
};

std::atomic<bool> counting = false;
std::atomic<bool> watching = false;  // what is counted, until it is freed
std::atomic<int> filled_with = -1;
std::atomic<bool> lost = false;  // a block could not be remembered: the figure would be wrong
SpinLock lock;
constinit Blocks blocks;
std::uint64_t held_now = 0;
std::uint64_t held_before = 0;
std::uint64_t most = 0;
thread_local constinit unsigned not_counted = 0;  // how many reasons this thread has

void on_malloc(const volatile void* block, std::size_t size) {
  if (!counting.load(std::memory_order_relaxed) || not_counted != 0 || block == nullptr) {
    return;
  }
  if (const int fill = filled_with.load(std::memory_order_relaxed); fill >= 0 && size <= MemoryMeter::largest_filled) {
    // Before its owner has it, but for its memory being there.
    std::memset(const_cast<void*>(block), fill, size);  // NOLINT(cppcoreguidelines-pro-type-const-cast)
  }
  const std::scoped_lock guard(lock);
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): an address as a key
  if (!blocks.insert(reinterpret_cast<std::uintptr_t>(block), size)) {
    lost = true;
    return;
  }
  held_now += size;
  most = held_now > most ? held_now : most;
}

void take_out(const volatile void* block) {
  const std::scoped_lock guard(lock);
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): an address as a key
  held_now -= blocks.take(reinterpret_cast<std::uintptr_t>(block)).value_or(0);
}

void on_free(const volatile void* block) {
  if (watching.load(std::memory_order_relaxed) && block != nullptr) {
    take_out(block);
  }
}

bool install() {
  static bool installed = false;
  installed = installed || (__sanitizer_install_malloc_and_free_hooks != nullptr &&
                            __sanitizer_install_malloc_and_free_hooks(on_malloc, on_free) != 0);
  return installed;
}

}  // namespace

void MemoryMeter::start(std::optional<std::byte> fill, Earlier earlier) {
  stop();
  final_.reset();
  if (!install()) {
    return;
  }
  {
    const std::scoped_lock guard(lock);
    if (earlier == Earlier::forgotten || !watching) {
      blocks.clear();
      held_now = 0;
    }
    held_before = held_now;
    most = held_now;
  }
  earlier_ = earlier;
  lost = false;
  state_ = State::counting;
  pause();
  filled_with = fill && can_fill() ? static_cast<int>(*fill) : -1;
  watching = true;
  counting = true;
}

void MemoryMeter::resume() {
  if (state_ == State::paused) {
    state_ = State::counting;
    --not_counted;
  }
}

void MemoryMeter::pause() {
  if (state_ == State::counting) {
    state_ = State::paused;
    ++not_counted;
  }
}

void MemoryMeter::stop() {
  if (state_ != State::stopped) {
    final_ = peak();
    counting = false;
    watching = earlier_ == Earlier::counts;
    filled_with = -1;
    resume();
    state_ = State::stopped;
  }
}

void MemoryMeter::handed_out(const void* address) {
  if (state_ == State::stopped || address == nullptr) {
    return;
  }
  const void* block = __sanitizer_get_allocated_begin != nullptr ? __sanitizer_get_allocated_begin(address) : address;
  take_out(block != nullptr ? block : address);
}

std::optional<std::uint64_t> MemoryMeter::peak() const {
  if (state_ == State::stopped) {
    return final_;
  }
  const std::scoped_lock guard(lock);
  return lost ? std::nullopt : std::optional(most - held_before);
}

std::optional<std::uint64_t> MemoryMeter::held() const {
  const std::scoped_lock guard(lock);
  return state_ == State::stopped || lost ? std::nullopt : std::optional(held_now);
}

// Only the address sanitizer's hook comes before `calloc` clears its block; larger ones come cleared from the system,
// and are not cleared again.
bool MemoryMeter::can_fill() { return __asan_region_is_poisoned != nullptr && install(); }

MemoryMeter::NotCounted::NotCounted() { ++not_counted; }
MemoryMeter::NotCounted::~NotCounted() { --not_counted; }

}  // namespace proofload
