// What a correct loader must deliver of a case: order, presence, states, content.
#include "dataset/truth.hpp"

#include <gtest/gtest.h>

#include <cerrno>

#include "proofload/images.hpp"

namespace proofload {
namespace {

using State = SampleTruth::State;
using Presence = SampleTruth::Presence;

DataFile image(const std::string& folder, const std::string& stem, std::uint32_t id) {
  ImagePlan plan;
  plan.folder = folder;
  plan.stem = stem;
  plan.id = id;
  return {path_of(plan), render(plan)};
}

Case case_of(std::vector<DataFile> files, std::vector<Fault> faults = {}) {
  Case value;
  value.dataset.files = std::move(files);
  value.faults = std::move(faults);
  return value;
}

Declaration declared(Integrity integrity = Integrity::checksums) {
  Declaration declaration;
  declaration.reads = ImageFolder{};
  declaration.integrity = integrity;
  declaration.listing = Listing::sorted;
  return declaration;
}

Truth truth_of(const Case& value, const Declaration& declaration, const Trace& trace = {}) {
  return find_truth(value, proofload::apply(value.dataset, value.faults), declaration, trace);
}

std::vector<std::string> paths(const Truth& truth) {
  std::vector<std::string> result;
  for (const SampleTruth& sample : truth.samples) {
    result.push_back(sample.path);
  }
  return result;
}

TEST(Truth, SortsByBytesWithTheSlashBelowAll) {
  const Case value = case_of({image("cat-2", "a", 1), image("cat", "b", 2), image("Zebra", "c", 3)});
  EXPECT_EQ(paths(truth_of(value, declared())), (std::vector<std::string>{"Zebra/c.png", "cat/b.png", "cat-2/a.png"}));
}

TEST(Truth, ListsFolderByFolderWhereTheListingIsTheOrder) {
  const Case value = case_of({image("b", "z", 1), image("a", "x", 2), image("b", "c", 3)});
  Declaration declaration = declared();
  declaration.listing = Listing::as_listed;
  EXPECT_EQ(paths(truth_of(value, declaration)), (std::vector<std::string>{"b/z.png", "b/c.png", "a/x.png"}));
}

TEST(Truth, AFolderInAFilesPlaceNeedNotBeCounted) {
  const Case value =
      case_of({image("a", "1", 1), image("a", "2", 2)}, {{.kind = FaultKind::directory, .path = "a/1.png"}});
  const Truth truth = truth_of(value, declared());
  ASSERT_EQ(truth.samples.size(), 2U);
  EXPECT_EQ(truth.samples[0].presence, Presence::optional);
  EXPECT_EQ(truth.samples[1].index, 1U);
  EXPECT_EQ(truth.samples[1].optional_before, 1U);
  EXPECT_EQ(truth.listed(), 1U);
}

TEST(Truth, DamageIsEvidentAtTheDeclaredLevelAndAlteredBelowIt) {
  const Case value =
      case_of({image("a", "1", 1)}, {{.kind = FaultKind::png_checksum, .path = "a/1.png", .at = {.value = 8}}});
  EXPECT_EQ(truth_of(value, declared(Integrity::checksums)).samples[0].state, State::damaged);
  EXPECT_EQ(truth_of(value, declared(Integrity::structure)).samples[0].state, State::altered);
  EXPECT_EQ(truth_of(value, declared(Integrity::undeclared)).samples[0].state, State::altered);
}

TEST(Truth, AnEmptyFileIsDamagedAtEveryLevel) {
  const Case value = case_of({image("a", "1", 1)}, {{.kind = FaultKind::empty, .path = "a/1.png"}});
  EXPECT_EQ(truth_of(value, declared(Integrity::undeclared)).samples[0].state, State::damaged);
}

TEST(Truth, GoesByTheBytesThatAreThere) {
  const Case value = case_of({image("a", "1", 1), image("b", "2", 2)},
                             {{.kind = FaultKind::foreign_bytes, .path = "a/1.png", .text = "b/2.png"}});
  const Truth truth = truth_of(value, declared());
  EXPECT_EQ(truth.samples[0].state, State::intact);
  EXPECT_EQ(truth.samples[0].class_name, "a");
  EXPECT_EQ(truth.samples[0].picture_digest, truth.samples[1].picture_digest);
}

TEST(Truth, AFileOfAKindThatIsNotDeclaredMayBeDeliveredOrRefused) {
  ImageFolder reads;
  reads.formats = {ImageFormat::jpeg};
  Declaration declaration = declared();
  declaration.reads = reads;
  EXPECT_EQ(truth_of(case_of({image("a", "1", 1)}), declaration).samples[0].state, State::altered);
}

TEST(Truth, AReadErrorCountsOnlyWhenItWasMet) {
  const Case value =
      case_of({image("a", "1", 1)}, {{.kind = FaultKind::read_error, .path = "a/1.png", .nth = 1, .code = EIO}});
  Trace unmet;
  unmet.fired = {0};
  unmet.fired_early = {0};
  EXPECT_EQ(truth_of(value, declared(), unmet).samples[0].state, State::intact);
  Trace early;
  early.fired = {1};
  early.fired_early = {1};
  EXPECT_EQ(truth_of(value, declared(), early).samples[0].state, State::absent);
  Trace late;
  late.fired = {1};
  late.fired_early = {0};
  EXPECT_EQ(truth_of(value, declared(), late).samples[0].state, State::altered);
}

SampleTruth::State state_after(Fault fault, std::uint64_t fired, std::uint64_t for_good) {
  fault.path = "a/1.png";
  Trace trace;
  trace.fired = {fired};
  trace.fired_early = {for_good};
  return truth_of(case_of({image("a", "1", 1)}, {fault}), declared(), trace).samples[0].state;
}

TEST(Truth, ACallThatFailsForGoodMakesASampleAbsentAndOneThatIsRepeatedDoesNot) {
  const Fault open{.kind = FaultKind::call_error, .nth = 1, .code = EIO, .text = "open"};
  EXPECT_EQ(state_after(open, 0, 0), State::intact);
  EXPECT_EQ(state_after(open, 1, 1), State::absent);
  EXPECT_EQ(state_after(open, 1, 0), State::altered);
  Fault later = open;
  later.nth = 2;
  EXPECT_EQ(state_after(later, 1, 1), State::altered) << "it was opened once";
  const Fault stat{.kind = FaultKind::call_error, .nth = 1, .code = EIO, .text = "stat"};
  EXPECT_EQ(state_after(stat, 1, 1), State::altered) << "nobody needs its size";
}

TEST(Truth, AFolderThatCannotBeListedMayBeRefusedAsAWhole) {
  const Fault list{.kind = FaultKind::call_error, .path = "a/1.png", .nth = 1, .code = EIO, .text = "list"};
  Trace met;
  met.fired = {1};
  met.fired_early = {1};
  const Truth truth =
      truth_of(case_of({image("a", "1", 1), image("a", "2", 2), image("b", "3", 3)}, {list}), declared(), met);
  EXPECT_EQ(truth.unlisted, std::vector<std::string>{"a"});
  EXPECT_EQ(truth.samples[0].state, State::altered);
  EXPECT_EQ(truth.samples[1].state, State::altered);
  EXPECT_EQ(truth.samples[2].state, State::intact);
}

TEST(Truth, AFileWithAPartOfAnotherIsNoneToInsistOn) {
  const auto state = [](std::string text) {
    const Fault torn{
        .kind = FaultKind::torn_write, .path = "a/1.png", .at = {.value = 1 << 20}, .text = std::move(text)};
    return truth_of(case_of({image("a", "1", 1), {"a/2.png", Blob("another")}}, {torn}), declared()).samples[0].state;
  };
  EXPECT_EQ(state("a/2.png"), State::intact) << "nothing of the other is in it";
  const Fault joined{.kind = FaultKind::append, .path = "a/1.png", .text = "a/2.png"};
  const Truth truth =
      truth_of(case_of({image("a", "1", 1), image("a", "2", 2)}, {joined}), declared(Integrity::decodable));
  EXPECT_EQ(truth.samples[0].state, State::altered);
}

TEST(Truth, AFileThatChangesIsRightInEitherWay) {
  const Fault change{.kind = FaultKind::changed_file, .nth = 1, .text = "shrunk"};
  EXPECT_EQ(state_after(change, 0, 0), State::intact);
  EXPECT_EQ(state_after(change, 1, 0), State::altered);
}

TEST(Truth, WhatIsNoFileNeedNotBeAccountedForAndALinkToNowhereMust) {
  const auto sample = [](const char* text) {
    return truth_of(case_of({image("a", "1", 1)}, {{.kind = FaultKind::special_node, .path = "a/1.png", .text = text}}),
                    declared())
        .samples[0];
  };
  EXPECT_EQ(sample("fifo").presence, Presence::optional);
  EXPECT_EQ(sample("socket").state, State::absent);
  EXPECT_EQ(sample("link_loop").presence, Presence::listed);
  EXPECT_EQ(sample("link_loop").state, State::absent);
}

TEST(Truth, JunkIsNoSampleUnlessItHasTheNameOfOne) {
  const auto truth = [](const char* text) {
    Declaration declaration = declared();
    ImageFolder reads;
    reads.junk = JunkFiles::ignored;
    declaration.reads = reads;
    return truth_of(case_of({image("a", "1", 1)}, {{.kind = FaultKind::extra_node, .path = "a/1.png", .text = text}}),
                    declaration);
  };
  for (const char* text : {"ds_store", "thumbs", "desktop_ini", "tilde", "part", "backup", "swap", "loop"}) {
    EXPECT_EQ(paths(truth(text)), std::vector<std::string>{"a/1.png"}) << text;
  }
  for (const char* text : {"apple_double", "checkpoints", "macosx"}) {
    const Truth with = truth(text);
    ASSERT_EQ(with.samples.size(), 2U) << text;
    EXPECT_EQ(with.listed(), 1U) << text;
  }
}

TEST(Truth, KnowsEmptyClassesAndTheOrderInWhichClassesAreListed) {
  Case value = case_of({image("b", "1", 1), image("a", "2", 2)});
  value.dataset.folders = {"c"};
  const Truth truth = truth_of(value, declared());
  EXPECT_EQ(truth.class_names, (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(truth.listed_classes, (std::vector<std::string>{"b", "a", "c"}));
}

}  // namespace
}  // namespace proofload
