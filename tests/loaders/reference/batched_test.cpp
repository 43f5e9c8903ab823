#include "reference/batched.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <set>
#include <utility>

#include "reference/shuffled.hpp"

namespace proofload::reference {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::UnorderedElementsAreArray;

/// Sample i has features {i, i + 0.5} and label 100 + i; some are bad.
class Counting final : public Reader {
 public:
  Counting(std::uint64_t samples, std::set<std::uint64_t> bad) : samples_(samples), bad_(std::move(bad)) {}

  [[nodiscard]] std::uint64_t size() const override { return samples_; }
  [[nodiscard]] std::vector<std::int64_t> shape() const override { return {2}; }
  [[nodiscard]] std::string path(std::uint64_t index) const override { return "sample " + std::to_string(index); }
  [[nodiscard]] std::int64_t label(std::uint64_t index) const override {
    return 100 + static_cast<std::int64_t>(index);
  }
  std::expected<void, LoadError> get(std::uint64_t index, std::span<float> into) override {
    if (bad_.contains(index)) {
      return std::unexpected(LoadError{path(index), index, "bad"});
    }
    into[0] = static_cast<float>(index);
    into[1] = into[0] + 0.5F;
    return {};
  }

 private:
  std::uint64_t samples_;
  std::set<std::uint64_t> bad_;
};

std::unique_ptr<Batched> loader(std::uint64_t samples, std::set<std::uint64_t> bad, const BatchPlan& plan) {
  return std::make_unique<Batched>(std::make_unique<Counting>(samples, std::move(bad)), plan);
}

template <class T>
std::vector<T> values(const Tensor& tensor) {
  std::vector<T> copy(tensor.bytes.size() / sizeof(T));
  std::memcpy(copy.data(), tensor.bytes.data(), tensor.bytes.size());
  return copy;
}

/// The ids of a batch, after a look at whether each row has its own features and label.
std::vector<std::int64_t> ids_of(const Batch& batch, bool substituted = false) {
  const auto ids = values<std::int64_t>(*batch.sample_ids);
  const auto labels = values<std::int64_t>(batch.labels);
  const auto features = values<float>(batch.features);
  EXPECT_THAT(batch.features.shape, ElementsAre(static_cast<std::int64_t>(ids.size()), 2));
  EXPECT_THAT(batch.labels.shape, ElementsAre(static_cast<std::int64_t>(ids.size())));
  EXPECT_EQ(features.size(), ids.size() * 2);
  for (std::size_t row = 0; row < ids.size(); ++row) {
    const bool zeros = features[2 * row] == 0 && features[2 * row + 1] == 0;
    EXPECT_EQ(labels[row], ids[row] < 0 ? -1 : 100 + ids[row]) << "row " << row;
    if (ids[row] < 0) {
      EXPECT_TRUE(zeros) << "row " << row;
    } else if (!(substituted && zeros)) {
      EXPECT_EQ(features[2 * row], static_cast<float>(ids[row])) << "row " << row;
      EXPECT_EQ(features[2 * row + 1], static_cast<float>(ids[row]) + 0.5F) << "row " << row;
    }
  }
  return ids;
}

using Epoch = std::vector<std::vector<std::int64_t>>;

/// The ids of each batch up to the end; an error is a batch of -99.
Epoch epoch_of(Batched& loader, bool substituted = false) {
  Epoch batches;
  for (;;) {
    const auto got = loader.next();
    if (!got) {
      batches.push_back({-99});
      return batches;
    }
    if (!*got) {
      EXPECT_FALSE(loader.next()->has_value()) << "the end must stay the end";
      return batches;
    }
    batches.push_back(ids_of(**got, substituted));
  }
}

Epoch epoch_of(std::uint64_t samples, std::set<std::uint64_t> bad, const BatchPlan& plan) {
  return epoch_of(*loader(samples, std::move(bad), plan), plan.bad_sample == BadSample::substitute);
}

TEST(Batched, KeepsDropsPadsOrWrapsTheLastBatch) {
  BatchPlan plan{.batch_size = 3};
  plan.last_batch = LastBatch::keep;
  EXPECT_EQ(epoch_of(5, {}, plan), (Epoch{{0, 1, 2}, {3, 4}}));
  plan.last_batch = LastBatch::drop;
  EXPECT_EQ(epoch_of(5, {}, plan), (Epoch{{0, 1, 2}}));
  plan.last_batch = LastBatch::pad;
  EXPECT_EQ(epoch_of(5, {}, plan), (Epoch{{0, 1, 2}, {3, 4, -1}}));
  plan.last_batch = LastBatch::wrap;
  EXPECT_EQ(epoch_of(5, {}, plan), (Epoch{{0, 1, 2}, {3, 4, 0}}));
}

TEST(Batched, HasNothingToCompleteWhereTheSamplesFillTheBatches) {
  for (const LastBatch policy : {LastBatch::keep, LastBatch::drop, LastBatch::pad, LastBatch::wrap}) {
    const BatchPlan plan{.batch_size = 3, .last_batch = policy};
    EXPECT_EQ(epoch_of(6, {}, plan), (Epoch{{0, 1, 2}, {3, 4, 5}}));
    EXPECT_EQ(loader(6, {}, plan)->batches(), 2U);
  }
}

TEST(Batched, SaysHowManyBatchesThereWouldBeIfNoSampleWereBad) {
  for (std::uint64_t samples = 1; samples < 20; ++samples) {
    for (const LastBatch policy : {LastBatch::keep, LastBatch::drop, LastBatch::pad, LastBatch::wrap}) {
      const auto made = loader(samples, {}, {.batch_size = 4, .last_batch = policy});
      EXPECT_EQ(made->batches(), epoch_of(*made).size()) << samples;
    }
  }
}

TEST(Batched, WrapsSmallEpochsAsOftenAsItTakes) {
  EXPECT_EQ(epoch_of(2, {}, {.batch_size = 5, .last_batch = LastBatch::wrap}), (Epoch{{0, 1, 0, 1, 0}}));
  EXPECT_EQ(epoch_of(5, {0}, {.batch_size = 3, .bad_sample = BadSample::skip_refill, .last_batch = LastBatch::wrap}),
            (Epoch{{1, 2, 3}, {4, 1, 2}}));
}

TEST(Batched, FailsAtTheFirstBadSampleAndEndsTheEpoch) {
  const auto made = loader(6, {4}, {.batch_size = 3, .bad_sample = BadSample::fail});
  EXPECT_EQ(ids_of(**made->next()), (std::vector<std::int64_t>{0, 1, 2}));
  const auto failed = made->next();
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().path, "sample 4");
  EXPECT_EQ(failed.error().index, 4U);
  EXPECT_EQ(failed.error().reason, "bad");
  EXPECT_FALSE(made->next()->has_value()) << "after the error comes the end";
  EXPECT_THAT(made->reports(), IsEmpty());
}

TEST(Batched, RefillsBatchesFromTheSamplesThatFollow) {
  const BatchPlan plan{.batch_size = 3, .bad_sample = BadSample::skip_refill};
  EXPECT_EQ(epoch_of(8, {1, 5}, plan), (Epoch{{0, 2, 3}, {4, 6, 7}}));
  EXPECT_EQ(epoch_of(7, {1, 5}, plan), (Epoch{{0, 2, 3}, {4, 6}}));
}

TEST(Batched, ShrinksBatchesBySkippedSamplesAndYieldsNoEmptyOne) {
  BatchPlan plan{.batch_size = 3, .bad_sample = BadSample::skip_shrink};
  EXPECT_EQ(epoch_of(9, {1, 3, 4, 5}, plan), (Epoch{{0, 2}, {6, 7, 8}}));
  plan.last_batch = LastBatch::drop;
  EXPECT_EQ(epoch_of(8, {1}, plan), (Epoch{{0, 2}, {3, 4, 5}})) << "short by a skip is complete, by the end is not";
  plan.last_batch = LastBatch::pad;
  EXPECT_EQ(epoch_of(5, {3}, plan), (Epoch{{0, 1, 2}, {4, -1}})) << "the end's place is padded, the skipped one not";
}

TEST(Batched, SubstitutesZerosUnderTheSamplesOwnLabel) {
  const auto made = loader(4, {2}, {.batch_size = 2, .bad_sample = BadSample::substitute});
  EXPECT_EQ(epoch_of(*made, true), (Epoch{{0, 1}, {2, 3}}));
  ASSERT_THAT(made->reports(), ElementsAre(Field(&SampleReport::deed, SampleReport::Deed::substituted)));
  EXPECT_EQ(made->reports()[0].error.index, 2U);
}

TEST(Batched, ReportsEveryBadSampleOnceAnEpoch) {
  for (const BadSample policy : {BadSample::skip_refill, BadSample::skip_shrink, BadSample::substitute}) {
    for (const LastBatch last : {LastBatch::keep, LastBatch::drop, LastBatch::pad, LastBatch::wrap}) {
      const auto made = loader(11, {0, 4, 5, 10}, {.batch_size = 4, .bad_sample = policy, .last_batch = last});
      for (int epoch = 0; epoch < 3; ++epoch) {
        epoch_of(*made, true);
        std::vector<std::uint64_t> reported;
        for (const SampleReport& report : made->reports()) {
          reported.push_back(report.error.index.value());
          EXPECT_EQ(report.error.path, "sample " + std::to_string(reported.back()));
        }
        EXPECT_THAT(reported, ElementsAre(0, 4, 5, 10));
        made->begin_epoch();
        EXPECT_THAT(made->reports(), IsEmpty());
      }
    }
  }
}

TEST(Batched, YieldsNothingAndNoErrorWhenAllSamplesAreSkipped) {
  for (const BadSample policy : {BadSample::skip_refill, BadSample::skip_shrink}) {
    for (const LastBatch last : {LastBatch::keep, LastBatch::drop, LastBatch::pad, LastBatch::wrap}) {
      const auto made = loader(3, {0, 1, 2}, {.batch_size = 2, .bad_sample = policy, .last_batch = last});
      EXPECT_THAT(epoch_of(*made), IsEmpty());
      EXPECT_EQ(made->reports().size(), 3U);
    }
  }
}

TEST(Batched, ShufflesEachEpochAnewAndTheSameWhateverTheBatchSize) {
  BatchPlan plan{.batch_size = 4, .shuffle = Shuffle::on, .seed = 9};
  const auto flat = [](const Epoch& epoch) {
    std::vector<std::int64_t> all;
    for (const auto& batch : epoch) {
      all.insert(all.end(), batch.begin(), batch.end());
    }
    return all;
  };
  const auto made = loader(10, {}, plan);
  const auto first = flat(epoch_of(*made));
  made->begin_epoch();
  const auto second = flat(epoch_of(*made));
  EXPECT_THAT(second, UnorderedElementsAreArray(first));
  EXPECT_NE(first, second);
  plan.batch_size = 7;
  EXPECT_EQ(flat(epoch_of(10, {}, plan)), first);
  const auto order = shuffled(10, 9, 0);
  EXPECT_EQ(first, std::vector<std::int64_t>(order.begin(), order.end()));
}

TEST(Batched, BeginsTheNextEpochWhereverItStands) {
  const BatchPlan plan{.batch_size = 4, .shuffle = Shuffle::on, .seed = 9};
  const auto whole = loader(10, {}, plan);
  epoch_of(*whole);
  whole->begin_epoch();
  const auto abandoned = loader(10, {}, plan);
  ASSERT_TRUE(abandoned->next());
  abandoned->begin_epoch();
  EXPECT_EQ(epoch_of(*abandoned), epoch_of(*whole));
}

TEST(Batched, TakesABatchSizeFarBeyondTheDataset) {
  EXPECT_EQ(epoch_of(3, {}, {.batch_size = std::uint64_t{1} << 62U}), (Epoch{{0, 1, 2}}));
}

TEST(Batched, RefusesBatchSizesThatCannotBe) {
  EXPECT_THROW(loader(3, {}, {.batch_size = 0}), LoadFailure);
  EXPECT_THROW(loader(3, {}, {.batch_size = std::uint64_t{1} << 40U, .last_batch = LastBatch::pad}), LoadFailure);
}

TEST(Batched, TakesPoliciesFromTheOptionsWhereTheyAreSet) {
  const BatchPlan declared{.bad_sample = BadSample::fail, .last_batch = LastBatch::keep};
  const BatchPlan same = BatchPlan::of({.batch_size = 7, .shuffle = Shuffle::on, .seed = 3}, declared);
  EXPECT_THAT(same, AllOf(Field(&BatchPlan::batch_size, 7U), Field(&BatchPlan::shuffle, Shuffle::on),
                          Field(&BatchPlan::seed, 3U), Field(&BatchPlan::bad_sample, BadSample::fail),
                          Field(&BatchPlan::last_batch, LastBatch::keep)));
  const BatchPlan other = BatchPlan::of({.bad_sample = BadSample::substitute, .last_batch = LastBatch::wrap}, declared);
  EXPECT_EQ(other.bad_sample, BadSample::substitute);
  EXPECT_EQ(other.last_batch, LastBatch::wrap);
}

}  // namespace
}  // namespace proofload::reference
