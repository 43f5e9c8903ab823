// The truth of images that a manifest names.
#include "dataset/manifest.hpp"

#include <gtest/gtest.h>

#include <string>

#include "dataset/data_kind.hpp"
#include "oracles/meant_samples.hpp"
#include "proofload/images.hpp"

namespace proofload {
namespace {

using State = SampleTruth::State;
using Role = SampleTruth::Role;
using Presence = SampleTruth::Presence;

Declaration declared() {
  Declaration declaration;
  declaration.reads = ImageManifest{};
  declaration.features = {.dtype = Dtype::float32, .shape = {3, 24, 32}};
  declaration.labels = {.dtype = Dtype::int64, .classes = 4, .order = Labels::Order::stored};
  declaration.integrity = Integrity::checksums;
  declaration.listing = Listing::as_listed;
  return declaration;
}

/// Two images, "a/0.png" and "b, c/1.png", below these rows.
Truth truth_of(const std::string& rows, const std::vector<Fault>& faults = {}, std::string_view header = "path,label") {
  Case value;
  value.dataset =
      render(ImageDatasetPlan{{{.folder = "a", .stem = "0", .id = 0}, {.folder = "b, c", .stem = "1", .id = 1}}, {}});
  value.dataset.files.push_back({"manifest.csv", Blob(std::string_view(std::string(header) + "\n" + rows))});
  value.faults = faults;
  Trace trace;
  trace.fired.assign(faults.size(), 1);
  trace.fired_early.assign(faults.size(), 1);
  return find_truth(value, proofload::apply(value.dataset, value.faults), declared(), trace);
}

TEST(ManifestTruth, TakesEachRowForASampleInItsPlaceWithTheLabelThatItSays) {
  const Truth truth = truth_of("\"b, c/1.png\",3\na/0.png,0\n");
  ASSERT_EQ(truth.samples.size(), 2U);
  EXPECT_EQ(truth.samples[0].name(), "manifest.csv, record 0 (b, c/1.png)");
  EXPECT_EQ(truth.label_of(0, declared()), 3);
  EXPECT_EQ(truth.label_of(1, declared()), 0);
  for (const SampleTruth& sample : truth.samples) {
    EXPECT_EQ(sample.state, State::intact) << sample.name() << sample.cause;
    EXPECT_NE(sample.picture, nullptr);
  }
}

TEST(ManifestTruth, LeavesOutWhatNoRowNamesAndCountsWhatTwoName) {
  const Truth truth = truth_of("a/0.png,0\na/0.png,1\n");
  ASSERT_EQ(truth.samples.size(), 2U);
  EXPECT_EQ(truth.listed(), 2U);
  EXPECT_EQ(truth.samples[1].state, State::intact);
  EXPECT_EQ(truth.samples[1].class_name, "1");
}

TEST(ManifestTruth, WantsRowsRefusedThatNameWhatIsNotThereOrLeadOut) {
  const Truth truth = truth_of("none.png,0\n../a/0.png,0\n/etc/x.png,0\na,0\n,0\na/0.png,4\na/0.png\na/0.png,cat\n");
  ASSERT_EQ(truth.samples.size(), 8U);
  for (const SampleTruth& sample : truth.samples) {
    EXPECT_TRUE(sample.must_be_refused()) << sample.name();
    EXPECT_EQ(sample.presence, Presence::listed) << sample.name();
    EXPECT_FALSE(sample.cause.empty()) << sample.name();
  }
}

TEST(ManifestTruth, LeavesToTheLoaderHowAPathMayBeWritten) {
  const Truth truth = truth_of("./a/0.png,0\na//0.png,0\na\\0.png,0\n a/0.png,0\na/../a/0.png,0\n/a/0.png,0\n\n");
  ASSERT_EQ(truth.samples.size(), 7U);
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_EQ(truth.samples[i].state, State::altered) << truth.samples[i].name() << truth.samples[i].cause;
    EXPECT_NE(truth.samples[i].picture, nullptr) << i;
  }
  EXPECT_EQ(truth.samples[6].presence, Presence::optional) << "a blank line";
}

TEST(ManifestTruth, ChargesDamageToAnImageToTheRowsThatNameIt) {
  const Truth truth =
      truth_of("a/0.png,0\n\"b, c/1.png\",1\na/0.png,2\n", {{.kind = FaultKind::empty, .path = "a/0.png"}});
  ASSERT_EQ(truth.samples.size(), 3U);
  EXPECT_EQ(truth.samples[0].state, State::damaged);
  EXPECT_EQ(truth.samples[1].state, State::intact);
  EXPECT_EQ(truth.samples[2].state, State::damaged);
}

TEST(ManifestTruth, TakesAManifestThatIsNoneForTheRefusalOfAll) {
  for (const Truth& truth :
       {truth_of("a/0.png,0\n", {}, "file,class"),
        truth_of("a/0.png,0\n", {{.kind = FaultKind::missing_path, .path = "manifest.csv"}}),
        truth_of("a/0.png,0\n", {{.kind = FaultKind::rename, .path = "manifest.csv", .text = "space"}})}) {
    ASSERT_EQ(truth.samples.size(), 1U);
    EXPECT_EQ(truth.samples[0].role, Role::listing);
    EXPECT_TRUE(truth.samples[0].must_be_refused());
  }
}

TEST(ManifestTruth, LetsErrorsNameTheImageOrTheRow) {
  const Truth truth = truth_of("a/0.png,0\nnone.png,1\n./none.png,2\na/0.png,9\n");
  const MeantSamples meant(truth);
  EXPECT_EQ(meant.of({.path = "none.png", .index = 1, .reason = {}}), 1U);
  EXPECT_EQ(meant.of({.path = "none.png", .index = 2, .reason = {}}), 2U) << "as it leads";
  EXPECT_EQ(meant.of({.path = "./none.png", .index = 2, .reason = {}}), 2U) << "as it is written";
  EXPECT_EQ(meant.of({.path = "manifest.csv", .reason = {}, .record = 2}), 2U);
  EXPECT_EQ(meant.of({.path = "a/0.png", .index = 3, .reason = {}}), 3U);
  EXPECT_EQ(meant.of({.path = "b, c/1.png", .index = 0, .reason = {}}), std::nullopt) << "no row names it";
  const LoadError row{.path = "manifest.csv", .index = 1, .reason = {}, .record = 1};
  const LoadError image{.path = "none.png", .index = 2, .reason = {}};
  const std::vector<const LoadError*> both = {&image, &row};
  EXPECT_EQ(meant.of_all(both), (std::vector<std::optional<std::size_t>>{2U, 1U}));
}

TEST(Manifest, KnowsWhichPathsLeadOut) {
  for (const char* inside : {"a", "a/../b", "a/./b", "..a/b", "a..", ""}) {
    EXPECT_TRUE(stays_inside(inside)) << inside;
  }
  for (const char* outside : {"..", "../a", "a/../../a", "/a", "a/../.."}) {
    EXPECT_FALSE(stays_inside(outside)) << outside;
  }
}

TEST(Manifest, IsMadeOfBytesThatAreNoImage) {
  const auto around = manifest_kind().around;
  const Blob text(std::string_view("path,label\na/0.png,1\n"));
  EXPECT_EQ(around(text, declared()).files.back(), (DataFile{"manifest.csv", text}));
  const Blob image = around(text, declared()).files[1].bytes;
  EXPECT_EQ(around(image, declared()).files.front().bytes, image);
}

}  // namespace
}  // namespace proofload
