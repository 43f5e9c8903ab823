// Loaders of image manifests: whatever is legal is acquitted of everything, and one defect each is convicted by its
// clauses.
#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "harness/oracles/knobbed_loader.hpp"
#include "harness/oracles/trials.hpp"

namespace proofload::test {
namespace {

RegisteredLoader manifest_loader(const std::function<void(Knobs&)>& turn) {
  Knobs knobs;
  knobs.manifest.emplace();
  knobs.label_order = Labels::Order::stored;
  turn(knobs);
  return loader_with(knobs);
}

struct LegalManifest {
  const char* name;
  std::function<void(Knobs&)> turn;
};

void PrintTo(const LegalManifest& legal, std::ostream* out) { *out << legal.name; }

class LegalManifestLoader : public testing::TestWithParam<LegalManifest> {};

TEST_P(LegalManifestLoader, IsAcquittedOfEverything) {
  expect_acquittal(manifest_loader(GetParam().turn), {.seed = 7, .rounds = 80});
}

using M = ManifestKnobs;

const std::vector<LegalManifest> legal_manifests = {
    {"plain", [](Knobs&) {}},
    {"fails", [](Knobs& k) { k.bad_sample = BadSample::fail; }},
    {"names_the_row", [](Knobs& k) { k.manifest->names = M::Names::row; }},
    {"refuses_blank_lines", [](Knobs& k) { k.manifest->blank = M::Blank::refused; }},
    {"delivers_what_is_doubtful", [](Knobs& k) { k.manifest->doubtful = M::Doubtful::delivered; }},
    {"makes_paths_plain", [](Knobs& k) { k.manifest->paths = M::Paths::made_plain; }},
    {"without_ids", [](Knobs& k) { k.ids = Knobs::Has::no; }},
    {"without_ids_names_the_row",
     [](Knobs& k) {
       k.ids = Knobs::Has::no;
       k.manifest->names = M::Names::row;
       k.manifest->doubtful = M::Doubtful::delivered;
     }},
    {"with_any_order_of_labels", [](Knobs& k) { k.label_order = Labels::Order::undeclared; }},
    {"next_alone", [](Knobs& k) { k.reports = k.epochs = k.counts = k.ids = k.shuffle = Knobs::Has::no; }},
    {"substitutes_noise_without_ids",
     [](Knobs& k) {
       k.ids = Knobs::Has::no;
       k.bad_sample = BadSample::substitute;
       k.substitute = Knobs::Made::noise;
     }},
    {"empty_epoch", [](Knobs& k) { k.empty = Knobs::Empty::empty_epoch; }},
    {"listing_undeclared", [](Knobs& k) { k.listing = Listing::undeclared; }},
    {"drops_unread_shrinks",
     [](Knobs& k) {
       k.last_batch = LastBatch::drop;
       k.dropped_tail = Knobs::Tail::not_read;
       k.bad_sample = BadSample::skip_shrink;
     }},
    {"without_reports_lenient",
     [](Knobs& k) {
       k.reports = Knobs::Has::no;
       k.manifest->doubtful = M::Doubtful::delivered;
       k.manifest->paths = M::Paths::made_plain;
     }},
    {"integrity_undeclared", [](Knobs& k) { k.integrity = Integrity::undeclared; }},
};

INSTANTIATE_TEST_SUITE_P(, LegalManifestLoader, testing::ValuesIn(legal_manifests),
                         [](const auto& param) { return std::string(param.param.name); });

using enum Clause;
using D = RowDefect;

struct IllegalManifest {
  const char* name;
  RowDefect defect;
  std::set<Clause> required;  ///< at least one of them
  std::set<Clause> may;
};

void PrintTo(const IllegalManifest& illegal, std::ostream* out) { *out << illegal.name; }

class IllegalManifestLoader : public testing::TestWithParam<IllegalManifest> {};

TEST_P(IllegalManifestLoader, IsConvictedOfWhatItDoesAndOfNothingElse) {
  const RegisteredLoader loader = manifest_loader([](Knobs& knobs) {
    knobs.bad_sample = BadSample::skip_refill;
    knobs.manifest->defect = GetParam().defect;
  });
  expect_conviction(loader, GetParam().required, GetParam().may, {.seed = 11, .rounds = 100});
}

const std::vector<IllegalManifest> illegal_manifests = {
    {"ends_at_bad_row",
     D::ends_at_bad_row,
     {exactly_once},
     {seed_varies, epoch_restart, fair_order, honest_errors, last_batch_policy, honest_length, content, pairing}},
    {"index_of_the_good", D::index_of_the_good, {honest_errors}, {content, exactly_once, pairing, epoch_restart}},
    {"number_of_the_line", D::number_of_the_line, {honest_errors}, {no_false_alarm, exactly_once}},
    {"first_of_a_name",
     D::first_of_a_name,
     {exactly_once},
     {epoch_restart, fair_order, honest_errors, last_batch_policy, honest_length, content, pairing}},
    {"class_zero_for_bad", D::class_zero_for_bad, {honest_errors, content}, {}},
    {"first_row_for_header",
     D::first_row_for_header,
     {exactly_once},
     {honest_errors, last_batch_policy, honest_length, empty_dataset, no_false_alarm, content, pairing, fair_order,
      epoch_restart}},
    {"splits_at_commas", D::splits_at_commas, {no_false_alarm}, {honest_length}},
    {"any_path", D::any_path, {confined}, {}},
    {"refuses_all_for_bad_row", D::refuses_all_for_bad_row, {honest_errors}, {no_false_alarm, empty_dataset}},
    {"silent",
     D::silent,
     {honest_errors},
     {last_batch_policy, honest_length, exactly_once, content, pairing, epoch_restart}},
    {"labels_by_sorted_paths", D::labels_by_sorted_paths, {pairing, class_index}, {}},
};

INSTANTIATE_TEST_SUITE_P(, IllegalManifestLoader, testing::ValuesIn(illegal_manifests),
                         [](const auto& param) { return std::string(param.param.name); });

}  // namespace
}  // namespace proofload::test
