// What is known of IDX files, and the truth of datasets that are made of them.
#include "dataset/idx.hpp"

#include <gtest/gtest.h>

#include <array>

#include "dataset/gzip.hpp"
#include "dataset/truth.hpp"
#include "oracles/meant_samples.hpp"

namespace proofload {
namespace {

using State = SampleTruth::State;
using Presence = SampleTruth::Presence;
using Role = IdxName::Role;

Blob images(std::uint32_t count, std::string_view pixels) {
  const std::array<std::uint32_t, 3> shape = {count, 1, 2};
  return Blob(idx_bytes(shape, std::as_bytes(std::span(pixels))));
}
Blob labels(std::uint32_t count, std::string_view classes) {
  const std::array<std::uint32_t, 1> shape = {count};
  return Blob(idx_bytes(shape, std::as_bytes(std::span(classes))));
}
Blob packed(const Blob& file) { return Blob(gzip(file.bytes(), {.name = "inside"})); }

Declaration wide() {
  Declaration declaration;
  declaration.reads = Idx{.gzip = Idx::Gzip::read};
  declaration.features = {.dtype = Dtype::float32, .shape = {1, 1, 2}, .layout = Layout::chw};
  declaration.labels = {.dtype = Dtype::int64, .classes = 4, .order = Labels::Order::stored};
  declaration.transform = Transform::Kind::exact;
  declaration.integrity = Integrity::checksums;
  declaration.listing = Listing::sorted;
  return declaration;
}

Truth truth_of(const Dataset& dataset, const std::vector<Fault>& faults = {}, const Declaration& declaration = wide()) {
  Case value;
  value.dataset = dataset;
  value.faults = faults;
  Trace trace;
  trace.fired.assign(faults.size(), 1);
  trace.fired_early.assign(faults.size(), 1);
  return find_truth(value, proofload::apply(value.dataset, value.faults), declaration, trace);
}

const std::string a_images = "a-images-idx3-ubyte";
const std::string a_labels = "a-labels-idx1-ubyte";

Dataset pair_of(const Blob& of_images, const Blob& of_labels) {
  return {.files = {{a_labels, of_labels}, {a_images, of_images}}};
}

Dataset three() { return pair_of(images(3, "abcdef"), labels(3, {"\1\0\3", 3})); }

State state_of(const Blob& of_images, const Blob& of_labels, Integrity integrity = Integrity::checksums) {
  Declaration declaration = wide();
  declaration.integrity = integrity;
  return truth_of(pair_of(of_images, of_labels), {}, declaration).samples.front().state;
}

TEST(IdxName, TellsFrontRoleAndCompression) {
  const auto name = idx_name("x/train-images-idx3-ubyte.gz");
  ASSERT_TRUE(name);
  EXPECT_EQ(name->front, "x/train");
  EXPECT_EQ(name->role, Role::images);
  EXPECT_EQ(name->packed, IdxName::Packed::gzip);
  EXPECT_EQ(name->path(), "x/train-images-idx3-ubyte.gz");
  EXPECT_EQ(idx_name("T-LABELS-idx1-ubyte")->letters, IdxName::Letters::others);
  EXPECT_FALSE(idx_name("train-images-idx3-ubyte.png"));
}

TEST(IdxTruth, TakesEachImageForASampleWithTheLabelOfItsNumber) {
  const Truth truth = truth_of(three());
  ASSERT_EQ(truth.samples.size(), 3U);
  EXPECT_EQ(truth.samples[1].name(), a_images + ", record 1");
  EXPECT_EQ(truth.samples[1].class_name, "0");
  EXPECT_EQ(truth.label_of(2, wide()), 3);
  EXPECT_EQ(truth.samples[1].picture->values, (std::vector<std::uint16_t>{'c', 'd'}));
  for (const SampleTruth& sample : truth.samples) {
    EXPECT_EQ(sample.state, State::intact) << sample.cause;
  }
}

TEST(IdxTruth, ReadsGzipAndRefusesWhatItShowsToBeDamaged) {
  const Blob two = labels(2, "\1\1");
  const Blob whole = packed(images(2, "abcd"));
  // Named as what it is not, it may be read or refused.
  EXPECT_EQ(state_of(whole, two), State::altered);
  const auto named = [&](const Blob& file, Integrity integrity) {
    Declaration declaration = wide();
    declaration.integrity = integrity;
    return truth_of({.files = {{a_images + ".gz", file}, {a_labels, two}}}, {}, declaration).samples.front().state;
  };
  EXPECT_EQ(named(whole, Integrity::checksums), State::intact);
  std::string text(whole.text());
  EXPECT_EQ(named(Blob(std::string_view(text).substr(0, text.size() - 9)), Integrity::decodable), State::damaged);
  EXPECT_EQ(named(Blob(std::string_view(text).substr(0, text.size() - 1)), Integrity::structure), State::damaged);
  EXPECT_EQ(named(Blob(std::string_view(text + "x")), Integrity::checksums), State::altered);
  text[text.size() - 8] ^= 1;  // its checksum
  EXPECT_EQ(named(Blob(std::string_view(text)), Integrity::structure), State::altered);
  EXPECT_EQ(named(Blob(std::string_view(text)), Integrity::checksums), State::damaged);
}

TEST(IdxTruth, RefusesPairsThatDoNotAgree) {
  const Blob two = labels(2, "\1\1");
  EXPECT_EQ(state_of(images(2, "abcd"), two), State::intact);
  EXPECT_EQ(state_of(images(3, "abcdef"), two), State::damaged);
  EXPECT_EQ(state_of(images(2, "abcde"), two), State::damaged);
  EXPECT_EQ(state_of(images(2, "abc"), two), State::damaged);
  EXPECT_EQ(state_of(images(2, "abc"), two, Integrity::decodable), State::altered);
  EXPECT_EQ(state_of(Blob(std::string_view("\0\0\x8\3\0", 5)), two, Integrity::decodable), State::damaged);
  EXPECT_EQ(state_of(Blob(), two, Integrity::undeclared), State::damaged);
  const std::array<std::uint32_t, 3> turned = {2, 2, 1};
  EXPECT_EQ(state_of(Blob(idx_bytes(turned, std::as_bytes(std::span("abcd", 4)))), two), State::damaged);
  const std::array<std::uint32_t, 3> overflow = {1U << 22U, 1U << 21U, 1U << 21U};
  EXPECT_EQ(state_of(Blob(idx_bytes(overflow, {})), two), State::damaged);
}

TEST(IdxTruth, ChargesAPairToEitherFile) {
  const Truth truth = truth_of(three(), {{.kind = FaultKind::missing_path, .path = a_labels}});
  ASSERT_EQ(truth.samples.size(), 1U);
  EXPECT_EQ(truth.samples[0].state, State::absent);
  for (const std::string& path : {a_images, a_labels}) {
    EXPECT_EQ(MeantSamples(truth).of({.path = path, .index = 0, .reason = {}}), 0U);
  }
}

TEST(IdxTruth, ChargesABadLabelToItsSampleAlone) {
  const Truth truth = truth_of(pair_of(images(3, "abcdef"), labels(3, "\1\4\3")));
  ASSERT_EQ(truth.samples.size(), 3U);
  EXPECT_EQ(truth.samples[1].state, State::damaged);
  EXPECT_EQ(truth.samples[2].state, State::intact);
  EXPECT_EQ(MeantSamples(truth).of({.path = a_labels, .reason = {}, .record = 1}), 1U);
}

TEST(IdxTruth, MissesTheOtherFileOfAPair) {
  const Truth truth = truth_of({.files = {{a_labels, labels(2, "\1\1")}}});
  ASSERT_EQ(truth.samples.size(), 1U);
  EXPECT_EQ(truth.samples[0].path, a_labels);
  EXPECT_EQ(truth.samples[0].state, State::absent);
  EXPECT_EQ(truth.samples[0].presence, Presence::listed);
}

TEST(IdxTruth, LeavesOpenWhichNamesCountWhereSomeDo) {
  for (const char* name : {"A-IMAGES-idx3-ubyte", ".a-images-idx3-ubyte", "x/a-images-idx3-ubyte"}) {
    const Truth truth = truth_of({.files = {{name, images(1, "ab")}}});
    EXPECT_EQ(truth.listed(), 0U) << name;
    ASSERT_EQ(truth.samples.size(), 2U) << name;
    EXPECT_EQ(truth.samples[1].picture->values, (std::vector<std::uint16_t>{'a', 'b'}));
  }
}

TEST(IdxTruth, TakesThePlainOneOfTwoCopies) {
  Dataset twice = three();
  twice.files.push_back({a_images + ".gz", packed(images(1, "zz"))});
  const Truth truth = truth_of(twice);
  EXPECT_EQ(truth.listed(), 3U);
  ASSERT_EQ(truth.samples.size(), 3U);
  EXPECT_EQ(truth.samples[0].path, a_images);
  EXPECT_EQ(truth.samples[0].state, State::intact);
}

TEST(IdxTruth, KnowsWhatDamagedPixelsWereAndWhatAFileShowsMeanwhile) {
  const Truth flipped =
      truth_of(three(), {{.kind = FaultKind::bit_flip, .path = a_images, .at = {Place::From::end, 1}, .amount = 1}});
  EXPECT_EQ(flipped.samples[2].state, State::intact);
  EXPECT_EQ(flipped.samples[2].clean_picture->values, (std::vector<std::uint16_t>{'e', 'f'}));
  const Truth changing =
      truth_of(three(), {{.kind = FaultKind::changed_file, .path = a_labels, .nth = 1, .text = "shrunk"}});
  ASSERT_EQ(changing.samples.size(), 4U);  // the pair, and its three samples
  for (const SampleTruth& sample : changing.samples) {
    EXPECT_EQ(sample.state, State::altered);
    EXPECT_EQ(sample.class_name, "");
  }
}

}  // namespace
}  // namespace proofload
