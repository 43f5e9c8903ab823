#include "reference/cached.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "reference/batched.hpp"
#include "reference/prefetched.hpp"

namespace proofload::reference {
namespace {

using testing::ElementsAre;

/// Sample i has the features i and i, and counts how often it is read. Sample 2 is bad the first time.
class Counting final : public Reader {
 public:
  explicit Counting(std::shared_ptr<std::vector<std::atomic<int>>> reads) : reads_(std::move(reads)) {}
  Counting(const Counting&) = default;

  [[nodiscard]] std::uint64_t size() const override { return reads_->size(); }
  [[nodiscard]] std::vector<std::int64_t> shape() const override { return {2}; }
  [[nodiscard]] std::string path(std::uint64_t /*index*/) const override { return "same name"; }
  [[nodiscard]] std::int64_t label(std::uint64_t index) const override { return static_cast<std::int64_t>(index); }
  std::expected<void, LoadError> get(std::uint64_t index, std::span<float> into) override {
    if (++(*reads_)[index] == 1 && index == 2) {
      return std::unexpected(LoadError{path(index), index, "bad"});
    }
    std::ranges::fill(into, static_cast<float>(index));
    return {};
  }

 private:
  std::shared_ptr<std::vector<std::atomic<int>>> reads_;
};

class CachedTest : public testing::Test {
 protected:
  std::shared_ptr<std::vector<std::atomic<int>>> reads = std::make_shared<std::vector<std::atomic<int>>>(4);

  std::vector<int> counts() { return {reads->begin(), reads->end()}; }
  static float first(Reader& reader, std::uint64_t index) {
    std::vector<float> into(2);
    return reader.get(index, into) ? into[0] : -1;
  }
};

TEST_F(CachedTest, ReadsEachGoodSampleOnceAndABadOneAgain) {
  Cached<Counting> cached(Counting(reads), 1000);
  for (int epoch = 0; epoch < 3; ++epoch) {
    for (std::uint64_t index = 0; index < 4; ++index) {
      EXPECT_EQ(first(cached, index), index == 2 && epoch == 0 ? -1.0F : static_cast<float>(index));
    }
  }
  EXPECT_THAT(counts(), ElementsAre(1, 1, 2, 1));
}

TEST_F(CachedTest, WhatIsGivenIsTheCallersToChange) {
  Cached<Counting> cached(Counting(reads), 1000);
  std::vector<float> into(2);
  ASSERT_TRUE(cached.get(3, into));
  into[0] = 77;
  EXPECT_EQ(first(cached, 3), 3.0F);
}

TEST_F(CachedTest, KeepsNoMoreThanItsRoom) {
  Cached<Counting> cached(Counting(reads), 2 * sizeof(float));
  for (int epoch = 0; epoch < 3; ++epoch) {
    for (const std::uint64_t index : {0U, 1U, 3U}) {
      EXPECT_EQ(first(cached, index), static_cast<float>(index));
    }
  }
  EXPECT_THAT(counts(), ElementsAre(1, 3, 0, 3));
}

TEST_F(CachedTest, CopiesInOtherThreadsShareWhatIsKept) {
  Cached<Counting> cached(Counting(reads), 1000);
  ASSERT_EQ(first(cached, 1), 1.0F);
  Cached<Counting> copy(cached);
  std::jthread([&] { EXPECT_EQ(first(copy, 1), 1.0F); }).join();
  EXPECT_EQ(counts()[1], 1);
}

TEST_F(CachedTest, ServesWorkersAndBatches) {
  auto cached = std::make_unique<Cached<Counting>>(Counting(reads), 1000);
  const LoadOptions options{.batch_size = 2, .workers = 3, .prefetch = 2};
  Batched batched(with_workers(std::move(cached), options), {.batch_size = 2, .bad_sample = BadSample::skip_refill});
  std::vector<std::vector<std::int64_t>> epochs;
  for (int epoch = 0; epoch < 3; ++epoch) {
    auto& labels = epochs.emplace_back();
    for (auto batch = batched.next(); batch && *batch; batch = batched.next()) {
      const auto* const first = reinterpret_cast<const std::int64_t*>((*batch)->labels.bytes.data());
      labels.insert(labels.end(), first, first + (*batch)->labels.shape[0]);
    }
    batched.begin_epoch();
  }
  EXPECT_THAT(epochs, ElementsAre(ElementsAre(0, 1, 3), ElementsAre(0, 1, 2, 3), ElementsAre(0, 1, 2, 3)));
  EXPECT_EQ(counts()[0], 1);
}

}  // namespace
}  // namespace proofload::reference
