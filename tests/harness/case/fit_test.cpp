#include <gtest/gtest.h>

#include <algorithm>
#include <span>
#include <string_view>

#include "harness/case/loader_of_test.hpp"
#include "proofload/check.hpp"
#include "proofload/generate.hpp"

namespace proofload {
namespace {

Case wild_case() {
  Case value;
  value.dataset.files = {{"a/1.png", Blob("x")}, {"b/2.png", Blob("y")}, {"c/3.png", Blob("z")}, {"4.png", Blob("w")}};
  value.dataset.folders = {"d"};
  value.options = {.batch_size = 0,
                   .shuffle = Shuffle::on,
                   .seed = 7,
                   .workers = 1000,
                   .prefetch = 1000,
                   .shard = 9,
                   .shards = 5,
                   .bad_sample = BadSample::substitute,
                   .last_batch = LastBatch::wrap};
  value.epochs = 0;
  value.comparisons = {Comparison::abandoned_epoch, Comparison::again, Comparison::again, Comparison::fewer_faults};
  return value;
}

TEST(Fit, TakesOptionsThatAreNotDeclaredBackToTheirDefaults) {
  const Case value = fit(wild_case(), plain_loader().declaration);
  LoadOptions expected;
  expected.batch_size = 1;
  expected.bad_sample = BadSample::skip_refill;
  expected.last_batch = LastBatch::drop;
  EXPECT_EQ(value.options, expected);
  EXPECT_EQ(value.epochs, 1U);
  EXPECT_TRUE(value.comparisons.empty());
}

TEST(Fit, BringsDeclaredOptionsIntoTheirBounds) {
  const Case value = fit(wild_case(), capable_loader().declaration);
  EXPECT_EQ(value.options.shuffle, Shuffle::on);
  EXPECT_EQ(value.options.seed, 7U);
  EXPECT_EQ(value.options.workers, CaseLimits{}.workers);
  EXPECT_EQ(value.options.shards, 5U);
  EXPECT_EQ(value.options.shard, 4U);
  EXPECT_EQ(value.options.bad_sample, BadSample::substitute);
  EXPECT_EQ(value.options.last_batch, LastBatch::wrap);
  // There are no faults to leave out, and a comparison is made once.
  EXPECT_EQ(value.comparisons, (std::vector{Comparison::again, Comparison::abandoned_epoch}));
}

TEST(Fit, GivesOpenPoliciesTheDeclaredValue) {
  const Case value = fit(Case{}, capable_loader().declaration);
  EXPECT_EQ(value.options.bad_sample, BadSample::fail);
  EXPECT_EQ(value.options.last_batch, LastBatch::keep);
}

TEST(Fit, LeavesUserDataAlone) {
  const Case before = wild_case();
  EXPECT_EQ(fit(before, plain_loader().declaration).dataset, before.dataset);
}

TEST(Fit, ChangesNothingASecondTime) {
  for (const RegisteredLoader& loader : {plain_loader(), capable_loader()}) {
    const Case once = fit(wild_case(), loader.declaration);
    EXPECT_EQ(fit(once, loader.declaration), once);
  }
}

TEST(Fit, RunsLoadersThatNeedAPathOnFolders) {
  RegisteredLoader loader = plain_loader();
  loader.declaration.files.needs_path = Files::Path::needed;
  EXPECT_EQ(fit(wild_case(), loader.declaration).carrier, Carrier::directory);
}

/// Bytes that are no case, as a fuzzer's corpus has them.
ReadCase raw(std::string_view bytes) { return read_case(std::as_bytes(std::span(bytes))); }

TEST(Fit, MakesRawBytesTheFirstSampleOfTheLoadersKind) {
  constexpr std::string_view table = "x,y,z\n1,2,3\n";
  const Case value = fit(raw(table).value, sequence_loader().declaration);
  ASSERT_FALSE(value.dataset.files.empty());
  std::size_t holding = 0;
  for (const DataFile& file : value.dataset.files) {
    EXPECT_TRUE(file.path.ends_with(".csv")) << file.path;
    holding += file.bytes.text() == table ? 1 : 0;
  }
  EXPECT_EQ(holding, 1U);
  Random random(3);
  const Case changed = mutate(raw(table).value, random, sequence_loader());
  EXPECT_TRUE(std::ranges::any_of(changed.dataset.files, [](const DataFile& f) { return f.path.ends_with(".csv"); }));
}

TEST(Fit, LeavesRawBytesAmongImagesForLoadersOfImages) {
  const Case before = raw("\x89PNG").value;
  EXPECT_EQ(fit(before, capable_loader().declaration).dataset, before.dataset);
}

TEST(FitGenerated, DropsClassesBeyondTheDeclaredOnes) {
  const Case value = fit_generated(wild_case(), plain_loader().declaration);
  const std::vector<DataFile> expected = {{"a/1.png", Blob("x")}, {"b/2.png", Blob("y")}, {"4.png", Blob("w")}};
  EXPECT_EQ(value.dataset.files, expected);
  EXPECT_TRUE(value.dataset.folders.empty());
}

}  // namespace
}  // namespace proofload
