// The truth of files that hold many samples.
#include <gtest/gtest.h>

#include "dataset/truth.hpp"
#include "oracles/meant_samples.hpp"

namespace proofload {
namespace {

using State = SampleTruth::State;
using Presence = SampleTruth::Presence;

Declaration lines() {
  Declaration declaration;
  declaration.reads = JsonlRecords{.ignored = {"note"}};
  declaration.features = {.dtype = Dtype::float32, .shape = {Axis::ragged(4), 2}, .missing = MissingValues::refused};
  declaration.labels = {.dtype = Dtype::int64, .classes = 12, .order = Labels::Order::stored};
  declaration.integrity = Integrity::structure;
  declaration.ragged.empty = Ragged::Empty::kept;
  declaration.listing = Listing::sorted;
  return declaration;
}

Truth truth_of(std::string_view text, const std::vector<Fault>& faults = {}) {
  Case value;
  value.dataset.files = {{"b.jsonl", Blob(std::string_view("{\"features\":[],\"label\":11}"))},
                         {"a.jsonl", Blob(text)}};
  value.faults = faults;
  Trace trace;
  trace.fired.assign(faults.size(), 1);
  trace.fired_early.assign(faults.size(), 1);
  return find_truth(value, proofload::apply(value.dataset, value.faults), lines(), trace);
}

constexpr std::string_view three =
    "{\"features\":[[1,2]],\"label\":3}\n{\"note\":\"\\u00e9\",\"label\":10,\"features\":[[4,5],[6,7]]}\r\n"
    "{\"features\":[],\"label\":0}";

TEST(RecordTruth, TakesEachLineForASampleWithTheLabelThatItSays) {
  const Truth truth = truth_of(three);
  ASSERT_EQ(truth.samples.size(), 4U);
  EXPECT_EQ(truth.samples[1].name(), "a.jsonl, record 1");
  EXPECT_EQ(truth.samples[1].class_name, "10");
  EXPECT_EQ(truth.label_of(1, lines()), 10);
  EXPECT_EQ(truth.samples[1].sequence->values, (std::vector<double>{4, 5, 6, 7}));
  EXPECT_EQ(truth.samples[3].name(), "b.jsonl, record 0");
  for (const SampleTruth& sample : truth.samples) {
    EXPECT_EQ(sample.state, State::intact) << sample.name() << sample.cause;
  }
}

TEST(RecordTruth, ChargesABadLineToItsSampleAlone) {
  for (const char* bad : {"{\"features\":[[1]],\"label\":3}", "{\"label\":3}", "{\"features\":[[1,2]],\"label\":12}",
                          "abc", "{\"features\":[[1,2]],\"label\":3"}) {
    const Truth truth = truth_of(std::string(three) + "\n" + bad + "\n" + std::string(three));
    ASSERT_EQ(truth.samples.size(), 8U) << bad;
    for (std::size_t i = 0; i < truth.samples.size(); ++i) {
      EXPECT_EQ(truth.samples[i].state, i == 3 ? State::damaged : State::intact) << bad << i;
    }
  }
}

TEST(RecordTruth, LeavesBlankLinesToTheLoader) {
  const Truth truth = truth_of("{\"features\":[],\"label\":1}\n\n{\"features\":[],\"label\":2}\n");
  ASSERT_EQ(truth.samples.size(), 4U);
  EXPECT_EQ(truth.samples[1].presence, Presence::optional);
  EXPECT_EQ(truth.listed(), 3U);
  // Whoever does not count it says record 1.
  EXPECT_EQ(MeantSamples(truth).of({.path = "a.jsonl", .reason = {}, .record = 1}), 1U);
  EXPECT_EQ(truth.samples[2].optional_in_file, 1U);
  EXPECT_EQ(truth.samples[3].optional_in_file, 0U);
  EXPECT_EQ(truth.samples[3].optional_before, 1U);
}

TEST(RecordTruth, TakesAFileThatCannotBeReadForOneSample) {
  const Truth truth = truth_of(three, {{.kind = FaultKind::missing_path, .path = "a.jsonl"}});
  ASSERT_EQ(truth.samples.size(), 2U);
  EXPECT_EQ(truth.samples[0].state, State::absent);
  EXPECT_EQ(truth.samples[0].name(), "a.jsonl");
}

TEST(RecordTruth, LetsSamplesComeBeforeReadingFails) {
  const Truth truth = truth_of(three, {{.kind = FaultKind::read_error, .path = "a.jsonl", .nth = 1, .code = EIO}});
  ASSERT_EQ(truth.samples.size(), 5U);
  EXPECT_EQ(truth.samples[0].state, State::absent);
  EXPECT_EQ(truth.samples[0].records, 3U);
  for (std::size_t i = 1; i < 4; ++i) {
    EXPECT_EQ(truth.samples[i].presence, Presence::optional);
    EXPECT_EQ(truth.samples[i].state, State::altered);
  }
}

TEST(RecordTruth, KnowsWhatDamagedLinesWere) {
  const std::string_view text = three;
  const Truth truth =
      truth_of(text, {{.kind = FaultKind::table_row, .path = "a.jsonl", .amount = 0, .text = "letters"}});
  ASSERT_EQ(truth.samples.size(), 4U);
  EXPECT_EQ(truth.samples[0].state, State::damaged);
  EXPECT_EQ(truth.samples[0].shown, SampleTruth::Shown::clean);
  EXPECT_EQ(truth.samples[0].sequence->values, (std::vector<double>{1, 2}));
}

TEST(RecordTruth, HoldsWhatAFileShowsAtAnyOfItsOpens) {
  const Truth truth =
      truth_of(three, {{.kind = FaultKind::changed_file, .path = "a.jsonl", .nth = 1, .text = "shrunk"}});
  ASSERT_EQ(truth.samples.size(), 6U);  // the file, its three records, half of the second one, and b.jsonl's
  EXPECT_EQ(truth.samples[0].records, 4U);
  for (std::size_t i = 1; i < 5; ++i) {
    EXPECT_EQ(truth.samples[i].presence, Presence::optional);
    EXPECT_EQ(truth.samples[i].state, State::altered);
  }
  EXPECT_EQ(truth.samples[5].state, State::intact);
}

TEST(RecordTruth, LeavesFilesInCapitalsAndARootThatCannotBeListedToTheLoader) {
  const Truth renamed = truth_of(three, {{.kind = FaultKind::rename, .path = "a.jsonl", .text = "upper_extension"}});
  EXPECT_EQ(renamed.listed(), 1U);
  EXPECT_EQ(renamed.samples[0].optional_for, SampleTruth::OptionalFor::taken_by_some);
  const Truth unlisted =
      truth_of(three, {{.kind = FaultKind::call_error, .path = "a.jsonl", .nth = 1, .code = EIO, .text = "list"}});
  for (const SampleTruth& sample : unlisted.samples) {
    EXPECT_EQ(sample.state, State::altered) << sample.name();
  }
}

TEST(RecordTruth, GivesEveryReportASampleOfItsOwn) {
  const Truth truth = truth_of("x\n\ny\nz\n");
  const LoadError first{.path = "a.jsonl", .reason = {}, .record = 0};
  const LoadError second{.path = "a.jsonl", .reason = {}, .record = 1};
  const LoadError third{.path = "a.jsonl", .reason = {}, .record = 2};
  const std::vector<const LoadError*> errors = {&first, &second, &third};
  EXPECT_EQ(MeantSamples(truth).of_all(errors), (std::vector<std::optional<std::size_t>>{0, 2, 3}));
}

}  // namespace
}  // namespace proofload
