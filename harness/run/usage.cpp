#include "run/usage.hpp"

#include <dirent.h>

#include <chrono>
#include <memory>
#include <thread>

#include "run/thread_states.hpp"

namespace proofload {
namespace {

constexpr int most_looks = 20;
constexpr std::chrono::milliseconds between_looks{1};

std::uint64_t open_descriptors() {
  struct Close {
    void operator()(DIR* folder) const { closedir(folder); }
  };
  const std::unique_ptr<DIR, Close> folder(opendir("/proc/self/fd"));
  if (!folder) {
    return 0;
  }
  std::uint64_t count = 0;
  while (readdir(folder.get()) != nullptr) {  // NOLINT(concurrency-mt-unsafe): a folder of this function's own
    ++count;
  }
  return count - 3;  // ".", "..", and the folder itself
}

}  // namespace

Usage measure_usage(std::uint64_t threads_before) {
  Usage usage;
  usage.threads = threads().size();
  for (int look = 0; look < most_looks && usage.threads > threads_before; ++look) {
    std::this_thread::sleep_for(between_looks);
    usage.threads = threads().size();
  }
  usage.descriptors = open_descriptors();
  return usage;
}

}  // namespace proofload
