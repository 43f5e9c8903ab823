#include "proofload/worker.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <vector>

#include "proofload/loader.hpp"

namespace proofload {
namespace {

using namespace std::chrono_literals;

enum class Act : std::uint8_t {
  yields,
  segmentation_fault,
  aborts,
  divides_by_zero,
  terminates_in_a_thread,
  exits,
  spins,
  waits_forever,
  waits_with_its_thread,
  naps,
  calls_the_source_forever,
  eats_memory,
  yields_much,
};

/// One batch of two rows; before it, the act, when the dataset holds a file named "act".
class Actor final : public Loader {
 public:
  Actor(Source& source, Act act) : source_(source), act_(act) {}

  std::expected<std::optional<Batch>, LoadError> next() override {
    if (source_.stat("act")) {
      perform();
    }
    if (yielded_++ > 0) {
      return much_ && yielded_ < 20 ? Next(much()) : Next(std::nullopt);
    }
    return Batch{.features = Tensor::own<float>({0, 1, 1, 0}, {2, 2}),
                 .labels = Tensor::own<std::int64_t>({0, static_cast<std::int64_t>(getpid())}, {2})};
  }

 private:
  using Next = std::expected<std::optional<Batch>, LoadError>;

  /// A row of 32 MiB, which is not kept.
  static Batch much() {
    constexpr std::int64_t values = std::int64_t{8} << 20;
    return Batch{.features = Tensor::own<float>(std::vector<float>(values, 1), {1, values}),
                 .labels = Tensor::own<std::int64_t>({0}, {1})};
  }

  void perform() {
    switch (act_) {
      case Act::yields:
        return;
      case Act::segmentation_fault:
        raise(SIGSEGV);
        return;
      case Act::aborts:
        std::abort();
      case Act::divides_by_zero:
        raise(SIGFPE);
        return;
      case Act::terminates_in_a_thread:
        std::thread([] { std::terminate(); }).join();
        return;
      case Act::exits:
        std::_Exit(3);
      case Act::spins:
        for (std::atomic<std::uint64_t> i = 0;; ++i) {
        }
      case Act::waits_forever: {
        std::unique_lock guard(mutex_);
        condition_.wait(guard, [] { return false; });
        return;
      }
      case Act::waits_with_its_thread: {
        std::thread other([this] {
          std::unique_lock guard(mutex_);
          condition_.wait(guard, [] { return false; });
        });
        other.join();
        return;
      }
      case Act::naps:
        std::this_thread::sleep_for(1200ms);
        return;
      case Act::calls_the_source_forever:
        for (;;) {
          (void)source_.stat("act");
        }
      case Act::eats_memory:
        for (;;) {
          const std::size_t size = std::size_t{16} << 20U;
          eaten_.emplace_back(size, 'x');
        }
      case Act::yields_much:
        much_ = true;
        return;
    }
  }

  Source& source_;
  Act act_;
  int yielded_ = 0;
  bool much_ = false;
  std::mutex mutex_;
  std::condition_variable condition_;
  std::vector<std::vector<char>> eaten_;
};

RegisteredLoader actor(Act act) {
  RegisteredLoader loader;
  loader.name = "actor";
  loader.declaration.features = {Dtype::float32, {2}, Range{0, 1, Range::Kind::bound}};
  loader.declaration.make = [act](Source& source, const LoadOptions&) { return std::make_unique<Actor>(source, act); };
  return loader;
}

Case with_files(std::vector<std::string> paths) {
  Case value;
  value.loader = "actor";
  for (std::string& path : paths) {
    value.dataset.files.push_back({std::move(path), Blob(std::string_view("content"))});
  }
  return value;
}

const Case harmless = with_files({"a"});
const Case harmful = with_files({"a", "act"});

WorkerLimits quick() {
  WorkerLimits limits;
  limits.deadline = 200ms;
  limits.processor = 500ms;
  limits.memory = std::uint64_t{256} << 20U;
  return limits;
}

/// The harmful case must give this signature, soon, and the case after it be judged as if nothing had been.
void expect_death(Act act, Clause clause, const std::string& cause) {
  const RegisteredLoader loader = actor(act);
  Worker worker(loader, quick());
  const auto start = std::chrono::steady_clock::now();
  const Verdict verdict = worker.check(harmful);
  EXPECT_LT(std::chrono::steady_clock::now() - start, 30s);
  EXPECT_EQ(verdict.tool_failure, "");
  ASSERT_EQ(verdict.broken(), std::vector{clause});
  const Because& because = verdict[clause].because.front();
  EXPECT_EQ(because.cause, cause);
  EXPECT_FALSE(because.what.empty());
  EXPECT_FALSE(because.advice.empty());
  EXPECT_EQ(verdict[Clause::pairing].state, Judgement::State::could_not_tell);

  const Verdict after = worker.check(harmless);
  EXPECT_EQ(after.tool_failure, "");
  EXPECT_EQ(after[Clause::declared_shape].state, Judgement::State::kept);
  EXPECT_NE(after[clause].state, Judgement::State::broken);
}

TEST(Worker, GivesTheVerdictOfACase) {
  const RegisteredLoader loader = actor(Act::yields);
  Worker worker(loader, quick());
  const Verdict verdict = worker.check(harmful);
  EXPECT_EQ(verdict.tool_failure, "");
  EXPECT_EQ(verdict[Clause::declared_shape].state, Judgement::State::kept);
  EXPECT_GT(verdict.total_nanoseconds, 0U);
}

TEST(Worker, ASegmentationFaultIsNotMemorySafe) {
  expect_death(Act::segmentation_fault, Clause::memory_safe, "signal-SEGV");
}
TEST(Worker, AnAbortIsNotMemorySafe) { expect_death(Act::aborts, Clause::memory_safe, "signal-ABRT"); }
TEST(Worker, ADivisionByZeroIsNotMemorySafe) { expect_death(Act::divides_by_zero, Clause::memory_safe, "signal-FPE"); }
TEST(Worker, AnExceptionThatEscapesALoadersThreadIsNotMemorySafe) {
  expect_death(Act::terminates_in_a_thread, Clause::memory_safe, "signal-ABRT");
}
TEST(Worker, ALoaderThatEndsTheProcessIsNotLive) { expect_death(Act::exits, Clause::live, "exit-3"); }
TEST(Worker, ALoaderThatWaitsForNobodyIsNotLive) { expect_death(Act::waits_forever, Clause::live, "stands-still"); }
TEST(Worker, ALoaderThatWaitsForItsOwnWaitingThreadIsNotLive) {
  expect_death(Act::waits_with_its_thread, Clause::live, "stands-still");
}
TEST(Worker, ALoaderThatSpinsIsNotLive) { expect_death(Act::spins, Clause::live, "processor-without-bound"); }
TEST(Worker, ALoaderThatAsksTheSourceForeverIsNotLive) {
  expect_death(Act::calls_the_source_forever, Clause::live, "source-without-bound");
}
TEST(Worker, ALoaderThatEatsMemoryIsNotBounded) {
  expect_death(Act::eats_memory, Clause::memory_bounded, "resident-memory");
}

TEST(Worker, MemoryThatTheHarnessKeepsIsNotTheLoaders) {
  const RegisteredLoader loader = actor(Act::yields_much);
  Worker worker(loader, quick());
  const Verdict verdict = worker.check(with_files({"a", "act", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"}));
  EXPECT_EQ(verdict.tool_failure, "");
  EXPECT_TRUE(verdict.broken().empty());
  const Judgement& memory = verdict[Clause::memory_bounded];
  EXPECT_EQ(memory.state, Judgement::State::could_not_tell);
  EXPECT_NE(memory.note.find("--memory"), std::string::npos) << memory.note;
}

TEST(Worker, TellsHowFarItIs) {
  const RegisteredLoader loader = actor(Act::naps);
  Worker worker(loader, quick());
  std::vector<WorkerProgress> seen;
  worker.on_progress([&seen](const WorkerProgress& now) { seen.push_back(now); });
  (void)worker.check(harmful);
  ASSERT_FALSE(seen.empty());
  EXPECT_GE(seen.back().elapsed, 900ms);
  EXPECT_GE(seen.back().calls, 1U);
  EXPECT_GT(seen.back().memory, 1U << 20U);
}

TEST(Worker, ASlowLoaderIsNotAccused) {
  const RegisteredLoader loader = actor(Act::naps);
  Worker worker(loader, quick());
  const Verdict verdict = worker.check(harmful);
  EXPECT_EQ(verdict.tool_failure, "");
  EXPECT_TRUE(verdict.broken().empty());
  EXPECT_EQ(verdict[Clause::declared_shape].state, Judgement::State::kept);
}

TEST(Worker, OneCrashHasOneSignatureAcrossRestarts) {
  const RegisteredLoader loader = actor(Act::aborts);
  Worker worker(loader, quick());
  const auto first = signatures(worker.check(harmful));
  ASSERT_EQ(first.size(), 1U);
  for (int i = 0; i < 5; ++i) {
    worker.check(harmless);
    EXPECT_EQ(signatures(worker.check(harmful)), first);
  }
}

/// Crashes as soon as it was made for the hundredth time in one process.
TEST(Worker, ACrashThatNeedsEarlierCasesIsReportedAsSuch) {
  static std::atomic<int> made = 0;
  RegisteredLoader loader = actor(Act::yields);
  loader.declaration.make = [](Source& source, const LoadOptions&) {
    if (++made >= 100) {
      raise(SIGSEGV);
    }
    return std::make_unique<Actor>(source, Act::yields);
  };
  Worker worker(loader, quick());
  for (int i = 0; i < 200; ++i) {
    const Verdict verdict = worker.check(harmless);
    if (!verdict.broken().empty()) {
      ASSERT_EQ(verdict.broken(), std::vector{Clause::memory_safe});
      EXPECT_NE(verdict[Clause::memory_safe].because.front().what.find("earlier cases"), std::string::npos);
      EXPECT_EQ(made, 0) << "the loader must not have run in this process";
      return;
    }
  }
  FAIL() << "200 cases in one process and no crash: the process was not kept";
}

TEST(Worker, KeepsOneProcessForManyCases) {
  // What a child notes is seen here: how often the process was another one than the time before.
  struct Seen {
    std::atomic<pid_t> last;
    std::atomic<int> changes;
    std::atomic<int> runs;
  };
  void* page = mmap(nullptr, sizeof(Seen), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  ASSERT_NE(page, MAP_FAILED);
  auto* seen = new (page) Seen{};
  RegisteredLoader loader = actor(Act::yields);
  loader.declaration.make = [seen](Source& source, const LoadOptions&) {
    seen->changes += seen->last.exchange(getpid()) != getpid() ? 1 : 0;
    ++seen->runs;
    return std::make_unique<Actor>(source, Act::yields);
  };
  {
    Worker worker(loader, quick());
    for (int i = 0; i < 300; ++i) {
      ASSERT_EQ(worker.check(harmful).tool_failure, "");
    }
  }
  EXPECT_EQ(seen->changes, 1);
  EXPECT_GE(seen->runs, 300);
  EXPECT_NE(seen->last, getpid());
  munmap(page, sizeof(Seen));
}

TEST(Worker, TakesACaseOf64Megabytes) {
  const RegisteredLoader loader = actor(Act::yields);
  Worker worker(loader, {});
  Case value = harmful;
  value.dataset.files.push_back({"large", Blob(std::vector<std::byte>(std::size_t{64} << 20U, std::byte{7}))});
  EXPECT_EQ(worker.check(value).tool_failure, "");
}

TEST(Worker, WhenNoProcessCanBeHadItIsTheToolsFailure) {
  const RegisteredLoader loader = actor(Act::yields);
  rlimit before{};
  getrlimit(RLIMIT_NOFILE, &before);
  const rlimit none{0, before.rlim_max};
  setrlimit(RLIMIT_NOFILE, &none);
  Worker worker(loader, quick());
  const Verdict verdict = worker.check(harmless);
  setrlimit(RLIMIT_NOFILE, &before);
  EXPECT_NE(verdict.tool_failure, "");
  EXPECT_TRUE(verdict.broken().empty());
  EXPECT_EQ(worker.check(harmless).tool_failure, "");
}

}  // namespace
}  // namespace proofload
