// Loaders of sequences: whatever is legal is acquitted of everything, and one defect each is convicted by its clauses.
#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "harness/oracles/sequence_loader.hpp"
#include "harness/oracles/told.hpp"
#include "proofload/check.hpp"
#include "proofload/generate.hpp"

namespace proofload::test {
namespace {

using Side = Ragged::Side;

struct Legal {
  const char* name;
  std::function<void(SequenceKnobs&)> turn;
};

void PrintTo(const Legal& legal, std::ostream* out) { *out << legal.name; }

/// Few words, so that texts share many.
void of_texts(SequenceKnobs& k) {
  Text text;
  for (int id = 0; id < 300; ++id) {
    text.vocabulary.push_back("v" + std::to_string(1000 + id));
  }
  k.reads = text;
  k.channels = 1;
  k.range = Range{0, 299};
}

class LegalSequenceLoader : public testing::TestWithParam<Legal> {};

TEST_P(LegalSequenceLoader, IsAcquittedOfEverything) {
  SequenceKnobs knobs;
  GetParam().turn(knobs);
  const RegisteredLoader loader = sequence_loader_with(knobs);
  Random random(seed(7));
  for (int i = 0; i < rounds(300); ++i) {
    const Case value = random_case(random, loader);
    const Verdict verdict = check(value, loader);
    ASSERT_TRUE(verdict.broken().empty() && verdict.tool_failure.empty()) << "round " << i << "\n"
                                                                          << told(value, verdict);
  }
}

const std::vector<Legal> legal = {
    {"plain", [](SequenceKnobs&) {}},
    {"fails", [](SequenceKnobs& k) { k.bad_sample = BadSample::fail; }},
    {"pads_left", [](SequenceKnobs& k) { k.ragged.pad = Side::head; }},
    {"pads_left_cuts_head", [](SequenceKnobs& k) { k.ragged.pad = k.ragged.cut = Side::head; }},
    {"refuses_long", [](SequenceKnobs& k) { k.ragged.cut = Side::neither; }},
    {"refuses_empty", [](SequenceKnobs& k) { k.ragged.empty = Ragged::Empty::refused; }},
    {"to_the_declared_length", [](SequenceKnobs& k) { k.ragged.to = Ragged::To::length; }},
    {"pads_with_minus_one", [](SequenceKnobs& k) { k.ragged.pad_value = -1; }},
    {"pads_with_what_is_out_of_range", [](SequenceKnobs& k) { k.ragged.pad_value = -100; }},
    {"mask_of_padding", [](SequenceKnobs& k) { k.ragged.mask = Ragged::Mask::true_is_padding; }},
    {"lengths_alone", [](SequenceKnobs& k) { k.ragged.mask = Ragged::Mask::undeclared; }},
    {"mask_alone", [](SequenceKnobs& k) { k.lengths = SequenceKnobs::Has::no; }},
    {"neither_mask_nor_lengths",
     [](SequenceKnobs& k) {
       k.ragged.mask = Ragged::Mask::undeclared;
       k.lengths = SequenceKnobs::Has::no;
     }},
    {"without_ids", [](SequenceKnobs& k) { k.ids = SequenceKnobs::Has::no; }},
    {"mask_alone_without_ids", [](SequenceKnobs& k) { k.lengths = k.ids = SequenceKnobs::Has::no; }},
    {"nothing_but_rows",
     [](SequenceKnobs& k) {
       k.ragged.mask = Ragged::Mask::undeclared;
       k.lengths = k.ids = SequenceKnobs::Has::no;
     }},
    {"one_channel", [](SequenceKnobs& k) { k.channels = 1; }},
    {"many_channels", [](SequenceKnobs& k) { k.channels = 11; }},
    {"scaled",
     [](SequenceKnobs& k) {
       k.scale = 0.125;
       k.offset = -3;
       k.range = Range{-8, 8};
     }},
    {"range_undeclared", [](SequenceKnobs& k) { k.range.reset(); }},
    {"ragged_undeclared", [](SequenceKnobs& k) { k.ragged.pad = k.ragged.cut = Side::undeclared; }},
    {"more_padding_than_needed",
     [](SequenceKnobs& k) {
       k.ragged.to = Ragged::To::undeclared;
       k.spare = SequenceKnobs::Spare::multiple_of_eight;
     }},
    {"integrity_undeclared", [](SequenceKnobs& k) { k.integrity = Integrity::undeclared; }},
    {"missing_undeclared", [](SequenceKnobs& k) { k.missing = MissingValues::undeclared; }},
    {"of_objects", [](SequenceKnobs& k) { k.reads = Jsonl{{"a", "b", "c"}}; }},
    {"of_arrays", [](SequenceKnobs& k) { k.reads = Jsonl{}; }},
    {"of_arrays_with_little_declared",
     [](SequenceKnobs& k) {
       k.reads = Jsonl{};
       k.range.reset();
       k.integrity = Integrity::undeclared;
       k.missing = MissingValues::undeclared;
     }},
    {"range_that_begins_at_the_pad_value", [](SequenceKnobs& k) { k.range = Range{0, 50}; }},
    {"of_texts", of_texts},
    {"of_texts_that_pads_left_without_ids",
     [](SequenceKnobs& k) {
       of_texts(k);
       k.ragged.pad = k.ragged.cut = Side::head;
       k.ids = SequenceKnobs::Has::no;
     }},
    {"of_texts_without_range",
     [](SequenceKnobs& k) {
       of_texts(k);
       k.range.reset();
     }},
    // Whether ids count a folder in a file's place shows in one run, and not in another that drops other samples.
    {"of_texts_that_drops",
     [](SequenceKnobs& k) {
       of_texts(k);
       k.last_batch = LastBatch::drop;
       k.ragged.cut = Side::neither;
     }},
    {"of_npy", [](SequenceKnobs& k) { k.reads = Npy{}; }},
    {"of_npy_of_any_range",
     [](SequenceKnobs& k) {
       k.reads = Npy{};
       k.range.reset();
     }},
    {"of_objects_of_any_range",
     [](SequenceKnobs& k) {
       k.reads = Jsonl{{"a", "b", "c"}};
       k.range.reset();
     }},
    {"of_npy_that_pads_left_and_fails",
     [](SequenceKnobs& k) {
       k.reads = Npy{};
       k.bad_sample = BadSample::fail;
       k.ragged.pad = k.ragged.cut = Side::head;
     }},
    {"of_npy_of_whole_numbers",
     [](SequenceKnobs& k) {
       k.reads = Npy{{Dtype::int16, Dtype::int32}};
       k.range = Range{-1000, 1000};
     }},
    {"of_npy_of_one_axis",
     [](SequenceKnobs& k) {
       k.reads = Npy{};
       k.channels = 1;
     }},
    {"of_npy_with_little_declared",
     [](SequenceKnobs& k) {
       k.reads = Npy{};
       k.range.reset();
       k.integrity = Integrity::undeclared;
       k.missing = MissingValues::undeclared;
     }},
};

INSTANTIATE_TEST_SUITE_P(, LegalSequenceLoader, testing::ValuesIn(legal),
                         [](const auto& param) { return std::string(param.param.name); });

struct Illegal {
  const char* name;
  SequenceDefect defect;
  std::set<Clause> required;  ///< at least one of them
  std::set<Clause> may;
  std::function<void(SequenceKnobs&)> turn = [](SequenceKnobs&) {};
};

void PrintTo(const Illegal& illegal, std::ostream* out) { *out << illegal.name; }

class IllegalSequenceLoader : public testing::TestWithParam<Illegal> {};

TEST_P(IllegalSequenceLoader, IsConvictedOfWhatItDoesAndOfNothingElse) {
  SequenceKnobs knobs;
  knobs.defect = GetParam().defect;
  GetParam().turn(knobs);
  const RegisteredLoader loader = sequence_loader_with(knobs);
  Random random(seed(11));
  int convictions = 0;
  for (int i = 0; i < rounds(300); ++i) {
    const Case value = random_case(random, loader);
    const Verdict verdict = check(value, loader);
    for (const Clause clause : verdict.broken()) {
      ASSERT_TRUE(GetParam().required.contains(clause) || GetParam().may.contains(clause)) << name(clause) << "\n"
                                                                                           << told(value, verdict);
      convictions += GetParam().required.contains(clause) ? 1 : 0;
    }
  }
  EXPECT_GT(convictions, 0);
}

using enum Clause;
using D = SequenceDefect;

void of_objects(SequenceKnobs& k) { k.reads = Jsonl{{"a", "b", "c"}}; }

void of_npy(SequenceKnobs& k) { k.reads = Npy{}; }

const std::vector<Illegal> illegal = {
    {"stacks_by_first", D::stacks_by_first, {content}, {mask_matches_lengths, declared_range, exactly_once}},
    {"crops_to_shortest", D::crops_to_shortest, {content}, {mask_matches_lengths, declared_range, exactly_once}},
    {"mask_one_more", D::mask_one_more, {mask_matches_lengths}, {}},
    {"mask_from_values", D::mask_from_values, {mask_matches_lengths}, {}},
    {"mask_at_other_side",
     D::mask_at_other_side,
     {mask_matches_lengths},
     {},
     [](SequenceKnobs& k) { k.ragged.pad = Side::head; }},
    {"mask_short_at_longest", D::mask_short_at_longest, {mask_matches_lengths}, {}},
    {"lengths_of_the_batch", D::lengths_of_the_batch, {mask_matches_lengths}, {}},
    {"lengths_as_column", D::lengths_as_column, {mask_matches_lengths}, {}},
    {"padded_beyond_the_longest",
     D::none,
     {mask_matches_lengths},
     {},
     [](SequenceKnobs& k) { k.spare = SequenceKnobs::Spare::multiple_of_eight; }},
    {"padded_beyond_the_longest_without_mask",
     D::none,
     {mask_matches_lengths},
     {},
     [](SequenceKnobs& k) {
       k.spare = SequenceKnobs::Spare::multiple_of_eight;
       k.ragged.mask = Ragged::Mask::undeclared;
       k.lengths = SequenceKnobs::Has::no;
     }},
    {"lengths_of_the_batch_alone",
     D::lengths_of_the_batch,
     {mask_matches_lengths},
     {},
     [](SequenceKnobs& k) { k.ragged.mask = Ragged::Mask::undeclared; }},
    {"cuts_other_end", D::cuts_other_end, {content}, {declared_range}},
    {"cuts_other_end_at_the_end", D::cuts_other_end_at_the_end, {content}, {declared_range, batch_size_invariant}},
    {"pads_other_side", D::pads_other_side, {content}, {isolation}},
    {"pads_with_one", D::pads_with_one, {content}, {}},
    // One step of numbers at the ends of the range, exchanged, may be another sample's.
    {"columns_exchanged", D::columns_exchanged, {content}, {pairing}},
    {"steps_reversed", D::steps_reversed, {content}, {}},
    {"drops_last_step", D::drops_last_step, {content}, {mask_matches_lengths, declared_range, exactly_once, isolation}},
    // A row of no steps of its own then looks like the neighbor's.
    {"neighbor_in_padding",
     D::neighbor_in_padding,
     {content},
     {isolation, mask_matches_lengths, exactly_once, pairing}},
    {"labels_of_the_next", D::labels_of_the_next, {pairing, class_index}, {}},
    {"zero_for_bad_field",
     D::zero_for_bad_field,
     {honest_errors, content},
     {declared_range, mask_matches_lengths, model_finite, exactly_once, isolation}},
    {"skips_bad_rows",
     D::skips_bad_rows,
     {honest_errors, content},
     {declared_range, mask_matches_lengths, model_finite, exactly_once, isolation}},
    {"mean_of_nothing", D::mean_of_nothing, {finite, model_finite}, {declared_shape}},
    {"truncates_to_int",
     D::truncates_to_int,
     {content},  // what is left of the numbers may be another's
     {isolation, exactly_once, declared_range, mask_matches_lengths, pairing, class_index, batch_size_invariant}},
    {"columns_exchanged_of_objects", D::columns_exchanged, {content}, {pairing}, of_objects},
    {"mask_one_more_of_objects", D::mask_one_more, {mask_matches_lengths}, {}, of_objects},
    {"zero_for_bad_field_of_objects",
     D::zero_for_bad_field,
     {honest_errors, content},
     {declared_range, mask_matches_lengths, model_finite, exactly_once, isolation},
     of_objects},
    {"blank_line_is_a_step",
     D::blank_line_is_a_step,
     {content},
     {isolation, exactly_once, mask_matches_lengths},
     of_objects},
    {"mask_from_values_of_texts", D::mask_from_values, {mask_matches_lengths}, {}, of_texts},
    {"cuts_other_end_of_texts",
     D::cuts_other_end,
     {content},
     {declared_range, pairing, class_index, exactly_once, isolation, mask_matches_lengths},
     of_texts},
    {"labels_of_the_next_of_texts",
     D::labels_of_the_next,
     {pairing, class_index},
     {},
     [](SequenceKnobs& k) {
       of_texts(k);
       k.ragged.pad_value = -1;
       k.ragged.empty = Ragged::Empty::refused;
     }},
    {"columns_exchanged_of_npy", D::columns_exchanged, {content}, {pairing}, of_npy},
    {"mask_one_more_of_npy", D::mask_one_more, {mask_matches_lengths}, {}, of_npy},
    {"byte_order_unseen", D::byte_order_unseen, {content, no_false_alarm}, {isolation, exactly_once}, of_npy},
    {"fortran_unseen", D::fortran_unseen, {content}, {isolation, exactly_once, declared_range}, of_npy},
    {"signs_unseen",
     D::signs_unseen,
     {content, no_false_alarm},
     {isolation, exactly_once, declared_range, mask_matches_lengths, pairing, class_index},
     [](SequenceKnobs& k) {
       of_npy(k);
       k.range.reset();
     }},
    {"header_of_a_byte", D::header_of_a_byte, {no_false_alarm}, {isolation, exactly_once, content}, of_npy},
    {"zeros_for_missing",
     D::zeros_for_missing,
     {honest_errors, content},
     {declared_range, mask_matches_lengths, model_finite, exactly_once, isolation},
     of_npy},
};

INSTANTIATE_TEST_SUITE_P(, IllegalSequenceLoader, testing::ValuesIn(illegal),
                         [](const auto& param) { return std::string(param.param.name); });

}  // namespace
}  // namespace proofload::test
