#include "run/memory_meter.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace proofload {
namespace {

// This program has no sanitizer, so there is nobody to tell of allocations. What is counted where there is one is
// tested by a program of its own that plays the runtime.
TEST(MemoryMeter, SaysThatItCannotCountWithoutASanitizer) {
  MemoryMeter meter;
  meter.start();
  meter.resume();
  const auto block = std::make_unique<int[]>(1000);
  meter.pause();
  EXPECT_EQ(meter.peak(), std::nullopt);
  EXPECT_NE(block, nullptr);
}

}  // namespace
}  // namespace proofload
