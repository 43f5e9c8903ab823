// Loaders differ widely and are right all the same: whatever is legal is acquitted of everything, on generated cases.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <functional>

#include "harness/oracles/knobbed_loader.hpp"
#include "harness/oracles/told.hpp"
#include "proofload/check.hpp"
#include "proofload/generate.hpp"

namespace proofload::test {
namespace {

struct Legal {
  const char* name;
  std::function<void(Knobs&)> turn;
};

void PrintTo(const Legal& legal, std::ostream* out) { *out << legal.name; }

class LegalLoader : public testing::TestWithParam<Legal> {};

TEST_P(LegalLoader, IsAcquittedOfEverything) {
  Knobs knobs;
  GetParam().turn(knobs);
  const RegisteredLoader loader = loader_with(knobs);
  Random random(seed(7));
  for (int i = 0; i < rounds(100); ++i) {
    const Case value = random_case(random, loader);
    const Verdict verdict = check(value, loader);
    ASSERT_TRUE(verdict.broken().empty() && verdict.tool_failure.empty()) << "round " << i << "\n"
                                                                          << told(value, verdict);
  }
}

TEST(DroppedRests, OfWorkersLeaveNothingToCompare) {
  Knobs knobs;
  knobs.last_batch = LastBatch::drop;
  RegisteredLoader loader = loader_with(knobs);
  loader.declaration.remainder = Remainder::each_worker;
  loader.declaration.supports.push_back(Option::workers);
  loader.declaration.repeats.other_workers = Repeats::same_multiset;
  loader.declaration.repeats.other_batch_size = Repeats::same_multiset;
  Random random(seed(7));
  const Verdict verdict = check(random_case(random, loader), loader);
  for (const Clause clause : {Clause::worker_invariant, Clause::batch_size_invariant}) {
    EXPECT_EQ(verdict[clause].state, Judgement::State::not_applicable) << name(clause);
    EXPECT_THAT(verdict[clause].note, testing::HasSubstr("last batch")) << name(clause);
  }
}

const std::vector<Legal> legal_loaders = {
    {"plain", [](Knobs&) {}},
    {"as_listed", [](Knobs& k) { k.listing = Listing::as_listed; }},
    {"listing_undeclared", [](Knobs& k) { k.listing = Listing::undeclared; }},
    {"classes_from_one", [](Knobs& k) { k.base = 1; }},
    {"classes_unordered", [](Knobs& k) { k.label_order = Labels::Order::undeclared; }},
    {"empty_classes_left_out",
     [](Knobs& k) {
       k.label_order = Labels::Order::undeclared;
       k.empty_class = Knobs::EmptyClass::left_out;
     }},
    {"labels_int32", [](Knobs& k) { k.label_dtype = Dtype::int32; }},
    {"labels_uint8",
     [](Knobs& k) {
       k.label_dtype = Dtype::uint8;
       k.ignore_index = 255;
     }},
    {"fails", [](Knobs& k) { k.bad_sample = BadSample::fail; }},
    {"refills", [](Knobs& k) { k.bad_sample = BadSample::skip_refill; }},
    {"shrinks", [](Knobs& k) { k.bad_sample = BadSample::skip_shrink; }},
    {"substitutes_zeros", [](Knobs& k) { k.bad_sample = BadSample::substitute; }},
    {"substitutes_grey",
     [](Knobs& k) {
       k.bad_sample = BadSample::substitute;
       k.substitute = Knobs::Made::grey;
     }},
    {"substitutes_noise",
     [](Knobs& k) {
       k.bad_sample = BadSample::substitute;
       k.substitute = Knobs::Made::noise;
     }},
    {"drops", [](Knobs& k) { k.last_batch = LastBatch::drop; }},
    {"drops_unread",
     [](Knobs& k) {
       k.last_batch = LastBatch::drop;
       k.dropped_tail = Knobs::Tail::not_read;
     }},
    {"pads", [](Knobs& k) { k.last_batch = LastBatch::pad; }},
    {"pads_with_class_zero",
     [](Knobs& k) {
       k.last_batch = LastBatch::pad;
       k.ignore_index = -100;
     }},
    {"wraps", [](Knobs& k) { k.last_batch = LastBatch::wrap; }},
    {"without_ids", [](Knobs& k) { k.ids = Knobs::Has::no; }},
    {"without_ids_wraps",
     [](Knobs& k) {
       k.ids = Knobs::Has::no;
       k.last_batch = LastBatch::wrap;
     }},
    {"without_ids_substitutes",
     [](Knobs& k) {
       k.ids = Knobs::Has::no;
       k.bad_sample = BadSample::substitute;
       k.substitute = Knobs::Made::noise;
     }},
    {"without_reports", [](Knobs& k) { k.reports = Knobs::Has::no; }},
    {"without_length", [](Knobs& k) { k.counts = Knobs::Has::no; }},
    {"next_alone", [](Knobs& k) { k.reports = k.epochs = k.counts = k.ids = k.shuffle = Knobs::Has::no; }},
    {"length_after_skips",
     [](Knobs& k) {
       k.bad_sample = BadSample::skip_refill;
       k.length = {LengthPromise::Kind::exact, LengthPromise::Counting::after_skips};
     }},
    {"length_upper_bound", [](Knobs& k) { k.length.kind = LengthPromise::Kind::upper_bound; }},
    {"integrity_structure_lenient", [](Knobs& k) { k.integrity = Integrity::structure; }},
    {"integrity_decodable_lenient", [](Knobs& k) { k.integrity = Integrity::decodable; }},
    {"integrity_undeclared_lenient", [](Knobs& k) { k.integrity = Integrity::undeclared; }},
    {"integrity_undeclared_strict",
     [](Knobs& k) {
       k.integrity = Integrity::undeclared;
       k.taste = Knobs::Taste::strict;
     }},
    {"integrity_checksums_strict", [](Knobs& k) { k.taste = Knobs::Taste::strict; }},
    {"refuses_folders", [](Knobs& k) { k.folders = Knobs::Folders::refused; }},
    {"shuffles_once", [](Knobs& k) { k.sampling.reshuffle = Sampling::Reshuffle::once; }},
    {"shuffles_by_buffer",
     [](Knobs& k) {
       k.sampling.kind = Sampling::Kind::buffered;
       k.sampling.buffer = 4;
     }},
    {"draws_with_replacement", [](Knobs& k) { k.sampling.replacement = Sampling::Replacement::with; }},
    {"draws_with_replacement_without_ids",
     [](Knobs& k) {
       k.sampling.replacement = Sampling::Replacement::with;
       k.ids = Knobs::Has::no;
     }},
    {"empty_returned", [](Knobs& k) { k.empty = Knobs::Empty::returned; }},
    {"empty_epoch", [](Knobs& k) { k.empty = Knobs::Empty::empty_epoch; }},
    {"hwc", [](Knobs& k) { k.layout = Layout::hwc; }},
    {"square", [](Knobs& k) { k.height = k.width = 32; }},
    {"large",
     [](Knobs& k) {
       k.height = 64;
       k.width = 48;
     }},
    {"float64", [](Knobs& k) { k.dtype = Dtype::float64; }},
    {"bytes",
     [](Knobs& k) {
       k.dtype = Dtype::uint8;
       k.range = Range{0, 255};
       k.transform.scale = {255};
     }},
    {"minus_one_to_one",
     [](Knobs& k) {
       k.range = Range{-1, 1};
       k.transform.scale = {2};
       k.transform.offset = {-1};
     }},
    {"mean_and_deviation",
     [](Knobs& k) {
       k.range = Range{-2.2, 2.7, Range::Kind::bound};
       k.transform.scale = {1 / 0.229, 1 / 0.224, 1 / 0.225};
       k.transform.offset = {-0.485 / 0.229, -0.456 / 0.224, -0.406 / 0.225};
     }},
    {"range_undeclared", [](Knobs& k) { k.range.reset(); }},
    {"standardized",
     [](Knobs& k) {
       k.range.reset();
       k.transform.standardized = Standardized::per_sample;
     }},
    {"standardized_lanczos",
     [](Knobs& k) {
       k.range.reset();
       k.filter = Filter::lanczos;
       k.transform.standardized = Standardized::per_sample;
     }},
    {"grey_luma", [](Knobs& k) { k.channels = 1; }},
    {"grey_mean",
     [](Knobs& k) {
       k.channels = 1;
       k.grey = Knobs::Grey::mean;
     }},
    {"alpha_dropped", [](Knobs& k) { k.transform.alpha = Alpha::dropped; }},
    {"alpha_on_black", [](Knobs& k) { k.transform.alpha = Alpha::blended; }},
    {"alpha_on_white",
     [](Knobs& k) {
       k.transform.alpha = Alpha::blended;
       k.background = Knobs::Background::white;
     }},
    {"alpha_kept",
     [](Knobs& k) {
       k.channels = 4;
       k.transform.alpha = Alpha::kept;
     }},
    {"nearest", [](Knobs& k) { k.filter = Filter::nearest; }},
    {"box", [](Knobs& k) { k.filter = Filter::box; }},
    {"triangle", [](Knobs& k) { k.filter = Filter::triangle; }},
    {"cubic", [](Knobs& k) { k.filter = Filter::cubic; }},
    {"lanczos", [](Knobs& k) { k.filter = Filter::lanczos; }},
    {"sharper_cubic", [](Knobs& k) { k.filter = Filter::sharper_cubic; }},
    {"unstretched_cubic", [](Knobs& k) { k.filter = Filter::unstretched_cubic; }},
    {"unstretched_cubic_small",
     [](Knobs& k) {
       k.filter = Filter::unstretched_cubic;
       k.height = 16;
       k.width = 20;
     }},
    {"box_small",
     [](Knobs& k) {
       k.filter = Filter::box;
       k.height = 16;
       k.width = 20;
     }},
    {"center_crop_cubic_in_whole_pixels",
     [](Knobs& k) {
       k.transform.resized = Resized::center_crop;
       k.filter = Filter::cubic;
       k.rounding = Knobs::Rounding::whole_pixels;
     }},
    {"grey_standardized_int32_labels",
     [](Knobs& k) {
       k.channels = 1;
       k.range.reset();
       k.transform.standardized = Standardized::per_sample;
       k.label_dtype = Dtype::int32;
     }},
    {"bytes_lanczos_without_ids_or_reports",
     [](Knobs& k) {
       k.dtype = Dtype::uint8;
       k.range = Range{0, 255};
       k.transform.scale = {255};
       k.filter = Filter::lanczos;
       k.ids = k.reports = Knobs::Has::no;
     }},
    {"augmented_kind_alpha_on_white",
     [](Knobs& k) {
       k.transform.kind = Transform::Kind::augmented;
       k.blends = Knobs::Blends::always;
       k.background = Knobs::Background::white;
     }},
    {"blends_without_a_word",
     [](Knobs& k) {
       k.blends = Knobs::Blends::always;
       k.background = Knobs::Background::white;
       k.filter = Filter::lanczos;
     }},
    {"next_alone_wraps",
     [](Knobs& k) {
       k.reports = k.epochs = k.counts = k.ids = k.shuffle = Knobs::Has::no;
       k.last_batch = LastBatch::wrap;
     }},
    {"next_alone_substitutes_noise",
     [](Knobs& k) {
       k.reports = k.epochs = k.counts = k.ids = k.shuffle = Knobs::Has::no;
       k.bad_sample = BadSample::substitute;
       k.substitute = Knobs::Made::noise;
     }},
    {"lanczos_large",
     [](Knobs& k) {
       k.filter = Filter::lanczos;
       k.height = 64;
       k.width = 48;
     }},
    {"letterbox", [](Knobs& k) { k.transform.resized = Resized::letterbox; }},
    {"letterbox_nearest",
     [](Knobs& k) {
       k.transform.resized = Resized::letterbox;
       k.filter = Filter::nearest;
     }},
    {"letterbox_lanczos",
     [](Knobs& k) {
       k.transform.resized = Resized::letterbox;
       k.filter = Filter::lanczos;
     }},
    {"letterbox_in_whole_pixels",
     [](Knobs& k) {
       k.transform.resized = Resized::letterbox;
       k.rounding = Knobs::Rounding::whole_pixels;
     }},
    {"letterbox_into_little",
     [](Knobs& k) {
       k.transform.resized = Resized::letterbox;
       k.rounding = Knobs::Rounding::whole_pixels;
       k.height = 20;
       k.width = 17;
     }},
    {"letterbox_black_then_scaled",
     [](Knobs& k) {
       k.transform.resized = Resized::letterbox;
       k.filling = Knobs::Filling::black;
       k.range = Range{-1, 1};
       k.transform.scale = {2};
       k.transform.offset = {-1};
     }},
    {"letterbox_without_ids",
     [](Knobs& k) {
       k.transform.resized = Resized::letterbox;
       k.ids = Knobs::Has::no;
     }},
    {"center_crop", [](Knobs& k) { k.transform.resized = Resized::center_crop; }},
    {"center_crop_triangle",
     [](Knobs& k) {
       k.transform.resized = Resized::center_crop;
       k.filter = Filter::triangle;
     }},
    {"center_crop_in_whole_pixels",
     [](Knobs& k) {
       k.transform.resized = Resized::center_crop;
       k.rounding = Knobs::Rounding::whole_pixels;
     }},
    {"center_crop_without_ids",
     [](Knobs& k) {
       k.transform.resized = Resized::center_crop;
       k.ids = Knobs::Has::no;
     }},
    {"opaque",
     [](Knobs& k) {
       k.transform.kind = Transform::Kind::opaque;
       k.substitute = Knobs::Made::noise;
     }},
    {"opaque_without_ids",
     [](Knobs& k) {
       k.transform.kind = Transform::Kind::opaque;
       k.ids = Knobs::Has::no;
     }},
    {"opaque_refuses_folders",
     [](Knobs& k) {
       k.transform.kind = Transform::Kind::opaque;
       k.folders = Knobs::Folders::refused;
     }},
    {"transform_undeclared", [](Knobs& k) { k.transform.kind = Transform::Kind::undeclared; }},
    {"augmented_kind", [](Knobs& k) { k.transform.kind = Transform::Kind::augmented; }},
    {"sixteen_bits", [](Knobs& k) { k.reads.bit_depths = {8, 16}; }},
    {"png_alone", [](Knobs& k) { k.reads.formats = {ImageFormat::png}; }},
    {"jpeg_alone", [](Knobs& k) { k.reads.formats = {ImageFormat::jpeg}; }},
    {"known_by_extension", [](Knobs& k) { k.reads.known_by = KnownBy::extension; }},
    {"as_listed_without_ids",
     [](Knobs& k) {
       k.listing = Listing::as_listed;
       k.ids = Knobs::Has::no;
     }},
    {"lends_batches", [](Knobs& k) { k.batches = BatchLife::until_next; }},
    {"batches_undeclared",
     [](Knobs& k) {
       k.batches = BatchLife::undeclared;
       k.defect = Defect::reuses_buffer;
     }},
    {"with_a_model", [](Knobs& k) { k.model = ModelSpec{{3, 24, 32}, 4}; }},
};

INSTANTIATE_TEST_SUITE_P(, LegalLoader, testing::ValuesIn(legal_loaders),
                         [](const auto& param) { return std::string(param.param.name); });

}  // namespace
}  // namespace proofload::test
