/// A deathbed is the page on which a process that dies by its loader leaves its last words for another process.
///
/// It lies in shared memory: made before a fork it is simply inherited; over an exec its descriptor is passed on and
/// mapped again (`SharedDeathbed::descriptor`, then `attach` in the child). The dying side writes without allocating;
/// the surviving side reads after the death. The first to claim the page keeps it: what follows is its echo.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>

namespace proofload {

struct Deathbed {
  enum class Kind : std::uint32_t {
    none,                ///< nothing was said: a plain signal, an exit
    writing,             ///< claimed, the words are not whole
    sanitizer,           ///< a sanitizer's report
    stuck,               ///< `live` is broken, by evidence
    no_evidence,         ///< a call did not return within the hard cap, nothing shows that it never would
    memory,              ///< too much resident memory while a call into the loader was pending
    memory_outside_call  ///< … while none was
  };

  std::atomic<std::uint32_t> kind{0};
  std::atomic<std::uint32_t> ticks{0};     ///< of the watchdog: as long as it changes, the process is watched
  std::atomic<std::uint64_t> calls{0};     ///< into the loader so far, as of the last tick
  std::atomic<std::uint64_t> resident{0};  ///< bytes of memory, likewise
  char cause[256] = {};                    ///< short and stable; NUL-terminated, as all of these
  char what[1024] = {};                    ///< one sentence
  char report[32768] = {};                 ///< of a sanitizer: its beginning, unsymbolized

  [[nodiscard]] Kind spoken() const { return static_cast<Kind>(kind.load(std::memory_order_acquire)); }
};
static_assert(std::is_standard_layout_v<Deathbed> && std::atomic<std::uint32_t>::is_always_lock_free);

/// A deathbed in shared memory, empty at first.
class SharedDeathbed {
 public:
  /// Throws `std::system_error` when there is no memory.
  SharedDeathbed();
  SharedDeathbed(const SharedDeathbed&) = delete;
  SharedDeathbed& operator=(const SharedDeathbed&) = delete;
  ~SharedDeathbed();

  Deathbed& operator*() const { return *page_; }
  Deathbed* operator->() const { return page_; }
  /// Closed on exec: clear that, or duplicate it, for a child that is to have it.
  [[nodiscard]] int descriptor() const { return descriptor_; }
  void clear();

 private:
  int descriptor_ = -1;
  Deathbed* page_ = nullptr;
};

/// Where this process speaks its last words. Without any, they go to a page of its own that nobody reads.
void speak_at(Deathbed& page);
/// The same with the page behind a descriptor; false when it is none.
bool speak_at(int descriptor);
Deathbed& deathbed();

/// Copies as much as fits, NUL-terminated. Async-signal-safe.
void copy_text(std::span<char> to, std::string_view text);

/// Says the last words unless something was said before: true when they were taken. Async-signal-safe.
bool say(Deathbed::Kind kind, std::string_view cause, std::string_view what, std::string_view report = {});

}  // namespace proofload
