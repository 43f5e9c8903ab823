#include "cli/stop_request.hpp"

#include <csignal>
#include <initializer_list>

namespace proofload::cli {
namespace {

volatile std::sig_atomic_t requested = 0;

void request(int signal) {
  requested = 1;
  std::signal(signal, SIG_DFL);
}

}  // namespace

void catch_stop_requests() {
  for (const int signal : {SIGINT, SIGTERM}) {
    struct sigaction action{};
    action.sa_handler = request;
    sigaction(signal, &action, nullptr);
  }
}

bool stop_requested() { return requested != 0; }

}  // namespace proofload::cli
