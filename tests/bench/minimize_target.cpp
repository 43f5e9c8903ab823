// A scenario as byte minimizers see it: any bytes, leniently taken as the case file, and a crash. It speaks libFuzzer's
// language, and AFL's as `minimize_target FILE` under a fork server. PROOFLOAD_SCENARIO is "number seed"; every call is
// one byte more in the file PROOFLOAD_CALLS; the smallest input that crashed is kept in PROOFLOAD_BEST.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <sstream>
#include <string>

#include "harness/minimize/scenarios.hpp"

namespace {

using namespace proofload;

const scenarios::Scenario& chosen() {
  static const scenarios::Scenario scenario = [] {
    std::istringstream text(std::getenv("PROOFLOAD_SCENARIO"));
    std::size_t number = 0;
    std::uint64_t seed = 1;
    text >> number >> seed;
    return scenarios::numbered(number, seed);
  }();
  return scenario;
}

void keep_best(std::span<const std::byte> bytes) {
  const char* path = std::getenv("PROOFLOAD_BEST");
  std::error_code error;
  if (path == nullptr || (std::filesystem::file_size(path, error) <= bytes.size() && !error)) {
    return;
  }
  const std::string next = std::string(path) + ".next";
  std::ofstream(next, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  std::filesystem::rename(next, path, error);
}

void other_bug() { std::raise(SIGSEGV); }

void run(std::span<const std::byte> bytes) {
  static const int calls = ::open(std::getenv("PROOFLOAD_CALLS"), O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (::write(calls, "x", 1) != 1) {
    return;
  }
  const scenarios::Outcome outcome = chosen().load(read_case(bytes).value);
  if (outcome == scenarios::Outcome::fine) {
    return;
  }
  keep_best(bytes);
  if (outcome == scenarios::Outcome::failure) {
    std::abort();
  }
  other_bug();
}

// AFL's: a word on the second for hello; then for each run a word comes on the first, and process and status go back.
constexpr int orders = 198;
constexpr int answers = 199;

bool send(int word) { return ::write(answers, &word, sizeof word) == sizeof word; }

void serve_forks(const char* path) {
  if (!send(0)) {
    return;  // nobody is there
  }
  chosen();
  int order = 0;
  while (::read(orders, &order, sizeof order) == sizeof order) {
    const pid_t child = ::fork();
    if (child == 0) {
      ::close(orders);
      ::close(answers);
      std::ifstream file(path, std::ios::binary);
      const std::string content((std::istreambuf_iterator<char>(file)), {});
      run(std::as_bytes(std::span(content)));
      ::_exit(0);
    }
    int status = 0;
    if (child < 0 || !send(child) || ::waitpid(child, &status, 0) < 0 || !send(status)) {
      break;
    }
  }
  ::_exit(0);
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  if (std::getenv("__AFL_SHM_ID") != nullptr) {
    serve_forks((*argv)[*argc - 1]);
  }
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  run(std::as_bytes(std::span(data, size)));
  return 0;
}
