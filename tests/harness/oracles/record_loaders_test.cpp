// Loaders of files with many samples: whatever is legal is acquitted of everything, and one defect each is convicted by
// its clauses.
#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "harness/oracles/record_loader.hpp"
#include "harness/oracles/trials.hpp"

namespace proofload::test {
namespace {

struct LegalRecords {
  const char* name;
  std::function<void(RecordKnobs&)> turn;
};

void PrintTo(const LegalRecords& legal, std::ostream* out) { *out << legal.name; }

class LegalRecordLoader : public testing::TestWithParam<LegalRecords> {};

TEST_P(LegalRecordLoader, IsAcquittedOfEverything) {
  RecordKnobs knobs;
  GetParam().turn(knobs);
  expect_acquittal(record_loader_with(knobs), {.seed = 7, .rounds = 400});
}

void of_csv(RecordKnobs& k) { k.of = RecordKnobs::Of::csv; }
void of_long_csv(RecordKnobs& k) { k.of = RecordKnobs::Of::csv_long; }
void of_tar(RecordKnobs& k) { k.of = RecordKnobs::Of::tar; }
void of_windows(RecordKnobs& k) { k.of = RecordKnobs::Of::windows; }

const std::vector<LegalRecords> legal_records = {
    {"plain", [](RecordKnobs&) {}},
    {"fails", [](RecordKnobs& k) { k.bad_sample = BadSample::fail; }},
    {"says_the_record_alone", [](RecordKnobs& k) { k.says = RecordKnobs::Says::path_and_record; }},
    {"says_the_index_alone", [](RecordKnobs& k) { k.says = RecordKnobs::Says::path_and_index; }},
    {"delivers_what_is_doubtful", [](RecordKnobs& k) { k.doubtful = RecordKnobs::Doubtful::delivered; }},
    {"refuses_blank_lines", [](RecordKnobs& k) { k.blank = RecordKnobs::Blank::refused; }},
    {"without_ids", [](RecordKnobs& k) { k.ids = RecordKnobs::Has::no; }},
    {"without_ids_and_index",
     [](RecordKnobs& k) {
       k.ids = RecordKnobs::Has::no;
       k.says = RecordKnobs::Says::path_and_record;
     }},
    {"with_any_order_of_labels", [](RecordKnobs& k) { k.order = Labels::Order::undeclared; }},
    {"integrity_undeclared", [](RecordKnobs& k) { k.integrity = Integrity::undeclared; }},
    {"of_csv", of_csv},
    {"of_csv_that_delivers_what_is_doubtful",
     [](RecordKnobs& k) {
       of_csv(k);
       k.doubtful = RecordKnobs::Doubtful::delivered;
     }},
    {"of_csv_that_fails_without_ids",
     [](RecordKnobs& k) {
       of_csv(k);
       k.bad_sample = BadSample::fail;
       k.ids = RecordKnobs::Has::no;
     }},
    {"of_long_csv", of_long_csv},
    {"of_long_csv_that_delivers_what_is_doubtful",
     [](RecordKnobs& k) {
       of_long_csv(k);
       k.doubtful = RecordKnobs::Doubtful::delivered;
     }},
    {"of_long_csv_without_ids",
     [](RecordKnobs& k) {
       of_long_csv(k);
       k.ids = RecordKnobs::Has::no;
       k.blank = RecordKnobs::Blank::refused;
     }},
    {"of_tar", of_tar},
    {"of_tar_that_delivers_what_is_doubtful",
     [](RecordKnobs& k) {
       of_tar(k);
       k.doubtful = RecordKnobs::Doubtful::delivered;
       k.ids = RecordKnobs::Has::no;
     }},
    {"of_tar_integrity_undeclared",
     [](RecordKnobs& k) {
       of_tar(k);
       k.integrity = Integrity::undeclared;
     }},
    {"of_windows", of_windows},
    {"of_windows_that_delivers_what_is_doubtful",
     [](RecordKnobs& k) {
       of_windows(k);
       k.doubtful = RecordKnobs::Doubtful::delivered;
     }},
    {"of_windows_that_fails_without_ids",
     [](RecordKnobs& k) {
       of_windows(k);
       k.bad_sample = BadSample::fail;
       k.ids = RecordKnobs::Has::no;
     }},
    {"of_windows_says_the_index_alone",
     [](RecordKnobs& k) {
       of_windows(k);
       k.says = RecordKnobs::Says::path_and_index;
     }},
};

INSTANTIATE_TEST_SUITE_P(, LegalRecordLoader, testing::ValuesIn(legal_records),
                         [](const auto& param) { return std::string(param.param.name); });

struct IllegalRecords {
  const char* name;
  RecordDefect defect;
  std::set<Clause> required;  ///< at least one of them
  std::set<Clause> may;
  std::function<void(RecordKnobs&)> turn = [](RecordKnobs&) {};
};

void PrintTo(const IllegalRecords& illegal, std::ostream* out) { *out << illegal.name; }

class IllegalRecordLoader : public testing::TestWithParam<IllegalRecords> {};

TEST_P(IllegalRecordLoader, IsConvictedOfWhatItDoesAndOfNothingElse) {
  RecordKnobs knobs;
  knobs.defect = GetParam().defect;
  GetParam().turn(knobs);
  expect_conviction(record_loader_with(knobs), GetParam().required, GetParam().may, {.seed = 11, .rounds = 300});
}

using enum Clause;
using D = RecordDefect;

const std::vector<IllegalRecords> illegal_records = {
    {"eats_the_next",
     D::eats_the_next,
     {exactly_once},
     {honest_errors, no_false_alarm, pairing, content, mask_matches_lengths}},
    {"bad_ends_the_file", D::bad_ends_the_file, {exactly_once}, {honest_errors, pairing, content}},
    {"index_of_the_good",
     D::index_of_the_good,
     {honest_errors},
     {pairing, exactly_once, content, mask_matches_lengths}},
    // A report of another sample's takes that sample away from its row.
    {"record_of_the_whole",
     D::record_of_the_whole,
     {honest_errors},
     {no_false_alarm, exactly_once, content, mask_matches_lengths}},
    {"last_needs_line_end",
     D::last_needs_line_end,
     {exactly_once},
     {honest_errors, empty_dataset, no_false_alarm, mask_matches_lengths, content, last_batch_policy, pairing}},
    {"labels_of_the_next",
     D::labels_of_the_next,
     {pairing, class_index},
     {exactly_once, content, mask_matches_lengths}},
    {"silent", D::silent, {honest_errors}, {}},
    {"first_file_alone", D::first_file_alone, {exactly_once}, {honest_errors, last_batch_policy, empty_dataset}},
    {"file_for_record",
     D::file_for_record,
     {exactly_once},
     {honest_errors, no_false_alarm},
     [](RecordKnobs& k) { k.ids = RecordKnobs::Has::no; }},
    {"zeros_for_bad", D::zeros_for_bad, {honest_errors, content}, {pairing, mask_matches_lengths}},
    {"eats_the_next_of_csv",
     D::eats_the_next,
     {exactly_once},
     {honest_errors, no_false_alarm, pairing, content},
     of_csv},
    {"labels_of_the_next_of_csv", D::labels_of_the_next, {pairing, class_index}, {exactly_once, content}, of_csv},
    {"silent_of_csv", D::silent, {honest_errors}, {}, of_csv},
    {"last_needs_line_end_of_csv",
     D::last_needs_line_end,
     {exactly_once},
     {honest_errors, empty_dataset, no_false_alarm, content, last_batch_policy, pairing},
     of_csv},
    {"eats_the_next_of_tar",
     D::eats_the_next,
     {exactly_once},
     {honest_errors, no_false_alarm, pairing, content, mask_matches_lengths},
     of_tar},
    {"eats_the_next_of_long_csv",
     D::eats_the_next,
     {exactly_once},
     {honest_errors, no_false_alarm, pairing, content, mask_matches_lengths},
     of_long_csv},
    {"silent_of_long_csv", D::silent, {honest_errors}, {}, of_long_csv},
    {"labels_of_the_next_of_long_csv",
     D::labels_of_the_next,
     {pairing, class_index},
     {exactly_once, content, mask_matches_lengths},
     of_long_csv},
    {"silent_of_tar", D::silent, {honest_errors}, {}, of_tar},
    {"labels_of_the_next_of_tar",
     D::labels_of_the_next,
     {pairing, class_index},
     {exactly_once, content, mask_matches_lengths},
     of_tar},
    {"eats_the_next_of_windows",
     D::eats_the_next,
     {exactly_once},
     {honest_errors, no_false_alarm, pairing, content},
     of_windows},
    {"silent_of_windows", D::silent, {honest_errors}, {}, of_windows},
    {"targets_of_the_next_window", D::labels_of_the_next, {pairing}, {}, of_windows},
    {"zeros_for_a_bad_window", D::zeros_for_bad, {honest_errors, content}, {pairing, declared_shape}, of_windows},
};

INSTANTIATE_TEST_SUITE_P(, IllegalRecordLoader, testing::ValuesIn(illegal_records),
                         [](const auto& param) { return std::string(param.param.name); });

}  // namespace
}  // namespace proofload::test
