/// While it lives, an interrupt guard takes SIGINT, SIGTERM and SIGHUP as the wish to end.
#pragma once

#include <array>
#include <csignal>

namespace proofload {

class InterruptGuard {
 public:
  InterruptGuard() {
    asked() = 0;
    struct sigaction action{};
    action.sa_handler = [](int) { asked() = 1; };
    sigemptyset(&action.sa_mask);
    for (std::size_t i = 0; i < signals.size(); ++i) {
      sigaction(signals[i], &action, &before_[i]);
    }
  }
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;
  ~InterruptGuard() {
    for (std::size_t i = 0; i < signals.size(); ++i) {
      sigaction(signals[i], &before_[i], nullptr);
    }
  }

  [[nodiscard]] static bool interrupted() { return asked() != 0; }

 private:
  static constexpr std::array<int, 3> signals{SIGINT, SIGTERM, SIGHUP};
  static volatile std::sig_atomic_t& asked() {
    static volatile std::sig_atomic_t flag = 0;
    return flag;
  }
  std::array<struct sigaction, 3> before_{};
};

}  // namespace proofload
