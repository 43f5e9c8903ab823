// What is written down of one run, whatever the loader does.
#include "run/runner.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <stdexcept>

#include "proofload/loader.hpp"

namespace proofload {
namespace {

using Next = std::expected<std::optional<Batch>, LoadError>;
using End = TracedEpoch::End;

Batch batch_of(std::vector<float> values) {
  Batch batch;
  const auto rows = static_cast<std::int64_t>(values.size());
  batch.features = Tensor::own(std::move(values), {rows, 1});
  return batch;
}

/// Answers as a script says: the number of the call in this epoch, from 0, and the epoch.
class Scripted final : public Loader, public Epochs {
 public:
  using Script = std::function<Next(int, int)>;
  explicit Scripted(Script script) : script_(std::move(script)) {}
  Next next() override { return script_(call_++, epoch_); }
  void begin_epoch() override {
    ++epoch_;
    call_ = 0;
  }

 private:
  Script script_;
  int call_ = 0;
  int epoch_ = 0;
};

RegisteredLoader scripted(Scripted::Script script) {
  RegisteredLoader loader;
  loader.name = "scripted";
  loader.declaration.make = [script = std::move(script)](Source&, const LoadOptions&) {
    return std::make_unique<Scripted>(script);
  };
  return loader;
}

Next three_batches(int call, int) { return call < 3 ? Next(batch_of({1, 2})) : Next(std::nullopt); }

TEST(Runner, CopiesEachBatchAndTheEnd) {
  const Trace trace = run_case({}, scripted(three_batches));
  ASSERT_EQ(trace.epochs.size(), 1U);
  EXPECT_EQ(trace.epochs[0].end, End::finished);
  ASSERT_EQ(trace.epochs[0].batches.size(), 3U);
  EXPECT_EQ(trace.epochs[0].batches[0].features.shape, (std::vector<std::int64_t>{2, 1}));
  EXPECT_FALSE(trace.epochs[0].more_after_end);
  EXPECT_TRUE(trace.has_epochs);
  EXPECT_FALSE(trace.has_reports);
}

TEST(Runner, AnErrorAnExceptionAndTheEndAreThreeThings) {
  const Trace error =
      run_case({}, scripted([](int, int) -> Next { return std::unexpected(LoadError{"a", 1, "bad"}); }));
  EXPECT_EQ(error.epochs[0].end, End::error);
  EXPECT_EQ(error.epochs[0].error->path, "a");
  const Trace threw = run_case({}, scripted([](int, int) -> Next { throw std::runtime_error("bad"); }));
  EXPECT_EQ(threw.epochs[0].end, End::threw);
  EXPECT_EQ(threw.epochs[0].error->path, "");
  const Trace no_exception = run_case({}, scripted([](int, int) -> Next { throw 7; }));
  EXPECT_EQ(no_exception.epochs[0].end, End::threw);
}

TEST(Runner, SeesWhatComesAfterTheEnd) {
  const Trace trace = run_case(
      {}, scripted([](int call, int) -> Next { return call == 1 ? Next(std::nullopt) : Next(batch_of({1})); }));
  EXPECT_EQ(trace.epochs[0].end, End::finished);
  EXPECT_TRUE(trace.epochs[0].more_after_end);
}

TEST(Runner, DoesNotCallADatasetEndlessThatIsLarge) {
  constexpr std::int64_t rows = 9;
  constexpr std::size_t values = std::size_t{16} << 20U;  // 64 MiB a row, 576 MiB in all
  Case value;
  for (std::int64_t i = 0; i < rows; ++i) {
    value.dataset.files.push_back({std::to_string(i), Blob(std::string_view("content"))});
  }
  const Trace trace = run_case(value, scripted([](int call, int) -> Next {
                                 if (call == rows) {
                                   return std::nullopt;
                                 }
                                 Batch batch;
                                 batch.features = Tensor::own(std::vector<float>(values), {1, values});
                                 return batch;
                               }));
  EXPECT_EQ(trace.epochs[0].end, End::finished);
  EXPECT_EQ(trace.epochs[0].batches.size(), rows);
}

TEST(Runner, CutsOffWhatDoesNotEnd) {
  const Trace trace = run_case({}, scripted([](int, int) -> Next { return batch_of({1}); }));
  EXPECT_EQ(trace.epochs[0].end, End::unbounded);
}

TEST(Runner, LeavesAnEpochAndGoesOnWithWholeOnes) {
  const Case value;
  const Trace trace =
      run_case(value, proofload::apply(value.dataset, value.faults), scripted(three_batches), {.abandon_after = 1});
  ASSERT_EQ(trace.epochs.size(), 2U);
  EXPECT_EQ(trace.epochs[0].end, End::abandoned);
  EXPECT_EQ(trace.epochs[0].batches.size(), 1U);
  EXPECT_EQ(trace.epochs[1].batches.size(), 3U);
}

TEST(Runner, ReadsNoMoreThanATensorLends) {
  const Trace trace = run_case({}, scripted([](int call, int) -> Next {
                                 if (call > 0) {
                                   return std::nullopt;
                                 }
                                 Batch batch = batch_of({1, 2});
                                 batch.features.shape = {1000, -1};
                                 batch.labels = Tensor::own(std::vector<std::int64_t>{1}, {1000});
                                 return batch;
                               }));
  const TracedBatch& batch = trace.epochs[0].batches[0];
  EXPECT_TRUE(batch.features.bytes.empty());
  EXPECT_EQ(batch.features.claimed, 8U);
  EXPECT_EQ(batch.labels.bytes.size(), 8U);
}

TEST(Runner, ARefusedDatasetKeepsItsErrorAndHasNoEpochs) {
  RegisteredLoader loader;
  loader.declaration.make = [](Source&, const LoadOptions&) -> std::unique_ptr<Loader> {
    throw LoadFailure({"a/b.png", 3, "bad"});
  };
  const Trace failure = run_case({}, loader);
  EXPECT_TRUE(failure.epochs.empty());
  EXPECT_TRUE(failure.refused_with_path);
  EXPECT_EQ(failure.refused->index, 3U);
  loader.declaration.make = [](Source&, const LoadOptions&) -> std::unique_ptr<Loader> { return nullptr; };
  EXPECT_FALSE(run_case({}, loader).refused_with_path);
}

}  // namespace
}  // namespace proofload
