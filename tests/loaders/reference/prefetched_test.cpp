#include "reference/prefetched.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstring>
#include <set>
#include <stdexcept>
#include <thread>

#include "reference/batched.hpp"
#include "reference/lent.hpp"
#include "reference/shuffled.hpp"

namespace proofload::reference {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// What all copies of a reader see together.
struct Seen {
  std::atomic<int> reading = 0;
  std::atomic<int> most_reading = 0;
  std::atomic<int> reads = 0;
};

/// Sample i has the feature i; it takes longer the sooner its turn is. Some are bad, and one throws.
class Slow final : public Reader {
 public:
  Slow(std::uint64_t samples, std::set<std::uint64_t> bad, std::shared_ptr<Seen> seen)
      : samples_(samples), bad_(std::move(bad)), seen_(std::move(seen)) {}
  Slow(const Slow&) = default;

  [[nodiscard]] std::uint64_t size() const override { return samples_; }
  [[nodiscard]] std::vector<std::int64_t> shape() const override { return {1}; }
  [[nodiscard]] std::string path(std::uint64_t index) const override { return "sample " + std::to_string(index); }
  [[nodiscard]] std::int64_t label(std::uint64_t index) const override { return static_cast<std::int64_t>(index); }
  std::expected<void, LoadError> get(std::uint64_t index, std::span<float> into) override {
    ++seen_->reads;
    seen_->most_reading = std::max(seen_->most_reading.load(), ++seen_->reading);
    std::this_thread::sleep_for(std::chrono::microseconds((samples_ - index) % 4 * 300));
    --seen_->reading;
    if (index == throws_at) {
      throw std::runtime_error("thrown");
    }
    if (bad_.contains(index)) {
      return std::unexpected(LoadError{path(index), index, "bad"});
    }
    into[0] = static_cast<float>(index);
    return {};
  }

  std::uint64_t throws_at = ~std::uint64_t{0};

 private:
  std::uint64_t samples_;
  std::set<std::uint64_t> bad_;
  std::shared_ptr<Seen> seen_;
};

struct Plan {
  std::uint32_t workers = 2;
  std::uint32_t prefetch = 2;
  std::uint64_t samples = 23;
  std::set<std::uint64_t> bad = {};
  BatchPlan batches = {.batch_size = 4};
};

template <class View = Batched>
std::unique_ptr<View> loader(const Plan& plan, const std::shared_ptr<Seen>& seen = std::make_shared<Seen>()) {
  return std::make_unique<View>(
      with_workers(std::make_unique<Slow>(plan.samples, plan.bad, seen),
                   {.batch_size = plan.batches.batch_size, .workers = plan.workers, .prefetch = plan.prefetch}),
      plan.batches);
}

std::vector<float> features(const Batch& batch) {
  std::vector<float> copy(batch.features.bytes.size() / sizeof(float));
  std::memcpy(copy.data(), batch.features.bytes.data(), batch.features.bytes.size());
  return copy;
}

/// Everything that an epoch gives, in words; at most `batches` of it.
std::string epoch_of(Batched& loader, std::size_t batches = 1000) {
  std::string told;
  for (std::size_t i = 0; i < batches; ++i) {
    const auto got = loader.next();
    if (!got) {
      told += "error at " + got.error().path;
      break;
    }
    if (!*got) {
      told += "end";
      break;
    }
    for (const float value : features(**got)) {
      told += std::to_string(static_cast<int>(value)) + " ";
    }
    told += "| ";
  }
  for (const SampleReport& report : loader.reports()) {
    told += "; " + report.error.path;
  }
  return told;
}

TEST(Prefetched, GivesWhatTheReaderItselfWouldGiveWhateverTheWorkersThePolicyAndTheBatches) {
  for (const BadSample policy :
       {BadSample::fail, BadSample::skip_refill, BadSample::skip_shrink, BadSample::substitute}) {
    for (const std::uint64_t batch_size : {1U, 3U, 8U, 40U}) {
      Plan plan{.workers = 0,
                .bad = {2, 9, 10, 22},
                .batches = {.batch_size = batch_size, .shuffle = Shuffle::on, .seed = 5, .bad_sample = policy}};
      const auto alone = loader(plan);
      for (int epoch = 0; epoch < 2; ++epoch) {
        const std::string expected = epoch_of(*alone);
        for (const std::uint32_t workers : {1U, 2U, 7U}) {
          for (const std::uint32_t prefetch : {0U, 1U, 5U}) {
            plan.workers = workers;
            plan.prefetch = prefetch;
            const auto ahead = loader(plan);
            for (int before = 0; before < epoch; ++before) {
              epoch_of(*ahead, 1);
              ahead->begin_epoch();
            }
            EXPECT_EQ(epoch_of(*ahead), expected) << workers << " workers, " << prefetch << " batches ahead";
          }
        }
        alone->begin_epoch();
      }
    }
  }
}

TEST(Prefetched, LoadsInSeveralThreadsAtOnceAndNoFurtherThanItMay) {
  const auto seen = std::make_shared<Seen>();
  const auto ahead = loader({.workers = 3, .prefetch = 2, .samples = 100}, seen);
  EXPECT_EQ(seen->reads, 0) << "nothing is read before it is asked for";
  ASSERT_TRUE(ahead->next().has_value());
  for (int i = 0; i < 10000 && seen->reads < 12; ++i) {  // on a busy machine
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(5));
  EXPECT_EQ(seen->reads, 12) << "a batch of four, and two ahead";
  EXPECT_GT(seen->most_reading, 1);
  EXPECT_LE(seen->most_reading, 3);
}

TEST(Prefetched, MayBeDestroyedAtAnyMoment) {
  for (std::size_t batches = 0; batches < 8; ++batches) {
    for (const std::uint32_t workers : {1U, 4U}) {
      const auto seen = std::make_shared<Seen>();
      {
        const auto ahead = loader({.workers = workers, .prefetch = 8}, seen);
        epoch_of(*ahead, batches);
      }
      EXPECT_EQ(seen->reading, 0);
      EXPECT_EQ(seen.use_count(), 1) << "every copy of the reader is gone";
    }
  }
}

TEST(Prefetched, AnEpochLeftInTheMiddleLeavesNothingToTheNext) {
  for (std::size_t batches = 0; batches < 8; ++batches) {
    const auto ahead = loader({.workers = 3, .prefetch = 3, .bad = {13}});
    epoch_of(*ahead, batches);
    ahead->begin_epoch();
    EXPECT_EQ(epoch_of(*ahead), "0 1 2 3 | 4 5 6 7 | 8 9 10 11 | error at sample 13");
  }
}

TEST(Prefetched, AnExceptionComesAtThePlaceOfItsSample) {
  auto reader = std::make_unique<Slow>(10, std::set<std::uint64_t>{}, std::make_shared<Seen>());
  reader->throws_at = 5;
  Batched ahead(with_workers(std::move(reader), {.batch_size = 2, .workers = 2, .prefetch = 4}), {.batch_size = 2});
  EXPECT_TRUE(ahead.next().has_value());
  EXPECT_TRUE(ahead.next().has_value());
  EXPECT_THROW(static_cast<void>(ahead.next()), std::runtime_error);
}

TEST(Prefetched, WhatWasNotAnnouncedIsReadAllTheSame) {
  const auto seen = std::make_shared<Seen>();
  const auto reader = with_workers(std::make_unique<Slow>(10, std::set<std::uint64_t>{4}, seen), {.workers = 2});
  float value = -1;
  EXPECT_TRUE(reader->get(7, std::span(&value, 1)).has_value());
  EXPECT_EQ(value, 7);
  const std::vector<std::uint64_t> order = {3, 1};
  reader->announce(order);
  EXPECT_TRUE(reader->get(9, std::span(&value, 1)).has_value());
  EXPECT_EQ(value, 9);
  EXPECT_TRUE(reader->get(3, std::span(&value, 1)).has_value());
  EXPECT_EQ(value, 3);
  EXPECT_FALSE(reader->get(4, std::span(&value, 1)).has_value());
  EXPECT_EQ(value, 3) << "an error leaves it as it was";
  EXPECT_TRUE(reader->get(1, std::span(&value, 1)).has_value());
  EXPECT_TRUE(reader->get(1, std::span(&value, 1)).has_value()) << "beyond the end of what was announced";
}

TEST(Prefetched, WithoutWorkersThereIsNoView) {
  const auto reader = with_workers(std::make_unique<Slow>(1, std::set<std::uint64_t>{}, std::make_shared<Seen>()), {});
  EXPECT_EQ(dynamic_cast<const Prefetched*>(reader.get()), nullptr);
}

TEST(Batches, OwnedOnesStayAndLentOnesAreOverwritten) {
  const auto owning = loader({.samples = 8});
  const auto first = owning->next();
  const auto lending = loader<Lent>({.samples = 8});
  const auto lent = lending->next();
  ASSERT_TRUE(first && *first && lent && *lent);
  EXPECT_THAT(features(**lent), ElementsAre(0, 1, 2, 3));
  ASSERT_TRUE(owning->next() && lending->next());
  EXPECT_THAT(features(**first), ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(features(**lent), ElementsAre(4, 5, 6, 7)) << "the same buffer";
}

}  // namespace
}  // namespace proofload::reference
