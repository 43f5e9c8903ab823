// Hands hostile case files to the harness, with a loader that does no harm: it must neither crash nor hang.
//
//   case_torture SEED CASES FOLDER     prints figures as JSON; what went wrong is put into FOLDER as case files
//
// Each case is made from its own number, read, fitted and judged in a child. A crash or a case that does not end costs
// that child only. Exit codes: 0 none; 1 crashes or hangs; 2 bad usage.
#include <fmt/format.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <csignal>
#include <exception>
#include <filesystem>
#include <fstream>
#include <new>
#include <optional>
#include <string>
#include <string_view>

#include "proofload/case.hpp"
#include "proofload/check.hpp"
#include "torture/harmless_loader.hpp"
#include "torture/torn_case.hpp"

namespace proofload {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::duration_cast;
using std::chrono::milliseconds;

constexpr milliseconds longest{1'000};
constexpr milliseconds patience{20'000};  ///< with a case that does not end; slower machines are no hang
constexpr int repeats_of_a_slow_case = 3;

/// What the child has done, shared with its parent.
struct Page {
  std::atomic<std::uint64_t> next{0};  ///< number of the case that is judged now, or next
  std::atomic<std::int64_t> began_ms{0};
  std::atomic<std::uint64_t> mended{0};
  std::atomic<std::uint64_t> as_tar{0};
  std::atomic<std::uint64_t> reached{0};
  std::atomic<std::uint64_t> tool_failures{0};
  std::atomic<std::uint64_t> slow{0};
  std::atomic<std::int64_t> slowest_ms{0};
};

std::int64_t now_ms() { return duration_cast<milliseconds>(Clock::now().time_since_epoch()).count(); }

struct Plan {
  std::uint64_t seed = 0;
  std::uint64_t cases = 0;
  std::string folder;

  [[nodiscard]] TornCase at(std::uint64_t number) const {
    return torn_case(seed * 1'000'000'007U + number, harmless_loader());
  }

  void keep(std::uint64_t number, std::string_view what) const {
    const TornCase torn = at(number);
    std::ofstream file(fmt::format("{}/{}-{}-{}.tar", folder, what, seed, number), std::ios::binary);
    for (const std::byte b : torn.bytes) {
      file.put(static_cast<char>(b));
    }
  }
};

struct Judged {
  milliseconds took{0};
  ReadCase::As as = ReadCase::As::raw;
  std::string tool_failure;
};

Judged judge(const TornCase& torn) {
  const auto began = Clock::now();
  const ReadCase read = read_case(torn.bytes);
  const Verdict verdict = check(fit(read.value, harmless_loader().declaration), harmless_loader());
  return {duration_cast<milliseconds>(Clock::now() - began), read.as, verdict.tool_failure};
}

void judge_all(const Plan& plan, Page& page) {
  for (; page.next < plan.cases; ++page.next) {
    const TornCase torn = plan.at(page.next);
    page.began_ms = now_ms();
    const std::uint64_t made = harmless_loaders_made();
    Judged judged = judge(torn);
    // The slowness of a busy machine passes, that of the harness does not.
    for (int i = 1; i < repeats_of_a_slow_case && judged.took > longest; ++i) {
      page.began_ms = now_ms();
      judged.took = std::min(judged.took, judge(torn).took);
    }
    if (judged.took > longest) {
      ++page.slow;
      plan.keep(page.next, "slow");
    }
    if (!judged.tool_failure.empty()) {
      ++page.tool_failures;
      plan.keep(page.next, "failure");
      std::ofstream(fmt::format("{}/failure-{}-{}.txt", plan.folder, plan.seed, page.next.load()))
          << judged.tool_failure << '\n';
    }
    page.slowest_ms = std::max<std::int64_t>(page.slowest_ms, judged.took.count());
    page.mended += torn.kind == TornCase::Kind::mended ? 1 : 0;
    page.as_tar += judged.as == ReadCase::As::tar ? 1 : 0;
    page.reached += harmless_loaders_made() > made ? 1 : 0;
    page.began_ms = 0;
  }
}

enum class End : std::uint8_t { finished, crash, hang };

/// Runs a child until it ends, or does not get on.
End watch(const Plan& plan, Page& page) {
  page.began_ms = 0;
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() == parent) {
      judge_all(plan, page);
    }
    ::_exit(0);
  }
  for (;;) {
    int status = 0;
    if (::waitpid(child, &status, WNOHANG) != 0) {
      return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? End::finished : End::crash;
    }
    const std::int64_t began = page.began_ms;
    if (began != 0 && now_ms() - began > patience.count()) {
      ::kill(child, SIGKILL);
      ::waitpid(child, &status, 0);
      return End::hang;
    }
    ::poll(nullptr, 0, 20);
  }
}

int torture(const Plan& plan) {
  std::filesystem::create_directories(plan.folder);
  void* shared = ::mmap(nullptr, sizeof(Page), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared == MAP_FAILED) {
    fmt::print(stderr, "case_torture: no shared memory\n");
    return 2;
  }
  Page& page = *new (shared) Page;
  std::uint64_t crashes = 0;
  std::uint64_t hangs = 0;
  while (page.next < plan.cases) {
    const End end = watch(plan, page);
    if (end == End::finished) {
      break;
    }
    crashes += end == End::crash ? 1 : 0;
    hangs += end == End::hang ? 1 : 0;
    plan.keep(page.next, end == End::crash ? "crash" : "hang");
    ++page.next;
  }
  fmt::print(
      "{{\"seed\":{},\"cases\":{},\"mended\":{},\"read_as_tar\":{},\"reached\":{},\"crashes\":{},\"hangs\":{},"
      "\"slowest_ms\":{},\"tool_failures\":{}}}\n",
      plan.seed, page.next.load(), page.mended.load(), page.as_tar.load(), page.reached.load(), crashes,
      hangs + page.slow, page.slowest_ms.load(), page.tool_failures.load());
  return crashes + hangs + page.slow + page.tool_failures == 0 ? 0 : 1;
}

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  return read.ec == std::errc{} && read.ptr == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

}  // namespace
}  // namespace proofload

int main(int count, char** words) {
  try {
    const auto seed = count == 4 ? proofload::number(words[1]) : std::nullopt;
    const auto cases = count == 4 ? proofload::number(words[2]) : std::nullopt;
    if (seed && cases) {
      return proofload::torture({*seed, *cases, words[3]});
    }
    fmt::print(stderr, "usage: case_torture SEED CASES FOLDER\n");
  } catch (const std::exception& error) {
    fmt::print(stderr, "case_torture: {}\n", error.what());
  }
  return 2;
}
