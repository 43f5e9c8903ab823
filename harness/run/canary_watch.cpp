#include "run/canary_watch.hpp"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <map>
#include <mutex>

#include "run/descriptor.hpp"

namespace proofload {
namespace {

/// One for the process: to close an inotify instance takes up to 16 ms, to end one watch takes nothing.
class Inotify {
 public:
  int add(const std::string& path) {
    const std::lock_guard lock(mutex_);
    if (owner_ != getpid()) {
      // A child would read its parent's events.
      events_ = Descriptor(inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
      owner_ = getpid();
      opened_.clear();
    }
    const int watch = inotify_add_watch(events_.get(), path.c_str(), IN_OPEN | IN_ACCESS);
    if (watch >= 0) {
      opened_[watch] = false;
    }
    return watch;
  }

  void remove(int watch) {
    const std::lock_guard lock(mutex_);
    if (owner_ == getpid() && opened_.erase(watch) != 0) {
      inotify_rm_watch(events_.get(), watch);
      drain();
    }
  }

  bool was_opened(int watch) {
    const std::lock_guard lock(mutex_);
    if (owner_ != getpid()) {
      return false;
    }
    drain();
    const auto found = opened_.find(watch);
    return found != opened_.end() && found->second;
  }

 private:
  void drain() {
    std::array<char, 4096> buffer{};
    for (;;) {
      // NOLINTNEXTLINE(clang-analyzer-unix.BlockInCriticalSection): it does not wait (IN_NONBLOCK)
      const ssize_t got = read(events_.get(), buffer.data(), buffer.size());
      if (got <= 0) {
        return;
      }
      for (std::size_t at = 0; at + sizeof(inotify_event) <= static_cast<std::size_t>(got);) {
        inotify_event event{};
        std::memcpy(&event, buffer.data() + at, sizeof event);
        at += sizeof event + event.len;
        const auto found = opened_.find(event.wd);
        if (found != opened_.end() && (event.mask & (IN_OPEN | IN_ACCESS)) != 0) {
          found->second = true;
        }
      }
    }
  }

  std::mutex mutex_;
  Descriptor events_;
  pid_t owner_ = -1;
  std::map<int, bool> opened_;
};

Inotify& inotify() {
  static auto* const of_this_process = new Inotify;  // never ended: that would take its time at every exit
  return *of_this_process;
}

}  // namespace

CanaryWatch::CanaryWatch(const std::string& path) : watch_(inotify().add(path)) {}

CanaryWatch::~CanaryWatch() {
  if (watch_ >= 0) {
    inotify().remove(watch_);
  }
}

bool CanaryWatch::was_opened() const { return watch_ >= 0 && inotify().was_opened(watch_); }

}  // namespace proofload
