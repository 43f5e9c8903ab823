#include "run/memory_meter.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <thread>
#include <vector>

namespace {

/// This program has no sanitizer: the tests play its runtime, and tell of allocations that never were.
struct Runtime {
  bool present = false;
  void (*malloc_hook)(const volatile void*, std::size_t) = nullptr;
  void (*free_hook)(const volatile void*) = nullptr;
};
Runtime runtime;

}  // namespace

// NOLINTNEXTLINE(bugprone-reserved-identifier): the runtime's own name
extern "C" int __sanitizer_install_malloc_and_free_hooks(void (*malloc_hook)(const volatile void*, std::size_t),
                                                         void (*free_hook)(const volatile void*)) {
  if (!runtime.present) {
    return 0;
  }
  runtime.malloc_hook = malloc_hook;
  runtime.free_hook = free_hook;
  return 1;
}

namespace proofload {
namespace {

TEST(MemoryMeter, SaysThatItCannotCountWithoutASanitizer) {
  if (runtime.malloc_hook != nullptr) {
    GTEST_SKIP() << "an earlier test of this process has played the runtime";
  }
  MemoryMeter meter;
  meter.start();
  meter.resume();
  EXPECT_EQ(meter.peak(), std::nullopt);
}

class MemoryMeterTest : public testing::Test {
 protected:
  void SetUp() override { runtime.present = true; }
  static void allocate(const char& block, std::size_t size) { runtime.malloc_hook(&block, size); }
  static void release(const char& block) { runtime.free_hook(&block); }

  MemoryMeter meter_;
  std::array<char, 1600> blocks_{};
};

TEST_F(MemoryMeterTest, RemembersThePeakOfWhatIsHeld) {
  meter_.start();
  meter_.resume();
  allocate(blocks_[0], 1000);
  allocate(blocks_[16], 500);
  release(blocks_[0]);
  allocate(blocks_[32], 700);
  EXPECT_EQ(meter_.peak(), 1500U);
  allocate(blocks_[48], 700);
  EXPECT_EQ(meter_.peak(), 1900U);
}

TEST_F(MemoryMeterTest, DoesNotCountTheHarness) {
  meter_.start();
  allocate(blocks_[0], 1 << 20U);
  meter_.resume();
  allocate(blocks_[16], 10);
  {
    const MemoryMeter::NotCounted own;
    allocate(blocks_[32], 1 << 20U);
  }
  meter_.pause();
  allocate(blocks_[48], 1 << 20U);
  EXPECT_EQ(meter_.peak(), 10U);
}

TEST_F(MemoryMeterTest, WhatWasNotCountedIsNotTakenOffWhenItIsFreed) {
  meter_.start();
  allocate(blocks_[0], 1000);
  meter_.resume();
  release(blocks_[0]);
  release(blocks_[16]);
  allocate(blocks_[32], 10);
  EXPECT_EQ(meter_.peak(), 10U);
}

TEST_F(MemoryMeterTest, TakesOffWhatTheHarnessFreesForTheLoader) {
  meter_.start();
  meter_.resume();
  allocate(blocks_[0], 1000);
  meter_.pause();
  release(blocks_[0]);
  meter_.resume();
  allocate(blocks_[16], 1000);
  EXPECT_EQ(meter_.peak(), 1000U);
}

TEST_F(MemoryMeterTest, ABlockHandedOutIsTheCallersOwn) {
  meter_.start();
  meter_.resume();
  allocate(blocks_[0], 1000);
  meter_.handed_out(&blocks_[0]);
  meter_.handed_out(&blocks_[16]);
  allocate(blocks_[32], 1000);
  release(blocks_[0]);
  EXPECT_EQ(meter_.peak(), 1000U);
}

TEST_F(MemoryMeterTest, TheLoadersOwnThreadsCountAlways) {
  meter_.start();
  std::thread([&] { allocate(blocks_[0], 1000); }).join();
  EXPECT_EQ(meter_.peak(), 1000U);
}

TEST_F(MemoryMeterTest, WhatIsLeftFromBeforeCountsUntilItIsFreed) {
  constexpr auto on = MemoryMeter::Earlier::counts;
  meter_.start(std::nullopt, on);
  meter_.resume();
  allocate(blocks_[0], 1000);
  meter_.stop();
  meter_.start(std::nullopt, on);
  meter_.resume();
  EXPECT_EQ(meter_.held(), 1000U);
  EXPECT_EQ(meter_.peak(), 0U) << "the peak is of this count alone";
  allocate(blocks_[16], 10);
  meter_.stop();
  release(blocks_[0]);  // as a cache does that is emptied between two runs
  meter_.start(std::nullopt, on);
  EXPECT_EQ(meter_.held(), 10U);
  meter_.start();
  EXPECT_EQ(meter_.held(), 0U);
}

TEST_F(MemoryMeterTest, CountsExactlyThroughCollisionsAndGrowth) {
  std::vector<char> many(std::size_t{100} * 1000);
  for (int round = 0; round < 3; ++round) {
    meter_.start();
    meter_.resume();
    for (const char& block : many) {
      allocate(block, 1);
    }
    EXPECT_EQ(meter_.peak(), many.size());
    for (std::size_t i = 0; i < many.size(); i += 2) {
      release(many[i]);
    }
    for (std::size_t i = 0; i < many.size(); i += 2) {
      allocate(many[i], 2);
    }
    EXPECT_EQ(meter_.peak(), many.size() / 2 * 3);
    for (const char& block : many) {
      release(block);
    }
    allocate(blocks_[0], many.size() * 3);
    EXPECT_EQ(meter_.peak(), many.size() * 3) << "nothing is left of what was freed";
    meter_.stop();
    EXPECT_EQ(meter_.peak(), many.size() * 3);
  }
}

}  // namespace
}  // namespace proofload
