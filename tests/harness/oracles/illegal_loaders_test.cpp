// Loaders with one defect each: convicted of the right clause, with exactly those whom the loader knows it wronged, and
// of nothing that does not follow from it.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "dataset/trace_code.hpp"
#include "harness/oracles/knobbed_loader.hpp"
#include "harness/oracles/told.hpp"
#include "proofload/check.hpp"
#include "proofload/generate.hpp"
#include "proofload/images.hpp"

namespace proofload::test {
namespace {

struct Illegal {
  const char* name;
  Defect defect;
  Clause clause;
  std::vector<Clause> may;
  enum class Culprits : std::uint8_t { any, confessed } culprits = Culprits::any;
  std::function<void(Knobs&)> turn = [](Knobs&) {};
  int enough = 5;  ///< convictions; fewer where the clause takes runs that are drawn seldom
};

void PrintTo(const Illegal& illegal, std::ostream* out) { *out << illegal.name; }

bool holds(const std::vector<Clause>& clauses, Clause clause) {
  return std::ranges::find(clauses, clause) != clauses.end();
}

std::set<std::string> blamed(const Judgement& judgement) {
  std::set<std::string> all;
  for (const Because& because : judgement.because) {
    all.insert(because.samples.begin(), because.samples.end());
  }
  return all;
}

/// A verdict blames those of the epoch where it shows first, or of all epochs.
bool confessed(const Confession& confession, const std::set<std::string>& blamed) {
  std::set<std::string> all;
  for (const auto& epoch : confession.runs.front()) {
    if (epoch == blamed) {
      return true;
    }
    all.insert(epoch.begin(), epoch.end());
  }
  return all == blamed;
}

std::string told(const std::set<std::string>& samples) {
  std::string text;
  for (const std::string& sample : samples) {
    text += " [" + escape(sample) + "]";
  }
  return text;
}

/// A probe holds no code: whether its row has the right label, nobody can say.
bool tells_nothing(const Case& value, const std::string& path) {
  const EffectiveDataset effective = proofload::apply(value.dataset, value.faults);
  const auto node = std::ranges::find(effective.nodes, path, &EffectiveNode::path);
  if (node == effective.nodes.end() || node->state != EffectiveNode::State::file) {
    return true;
  }
  const auto picture = image_evidence(node->bytes)->picture;
  if (!picture) {
    return true;
  }
  const std::vector<float> values(picture->values.begin(), picture->values.end());
  const std::uint32_t channels = picture->channels;
  return !read_trace({values, picture->width, picture->height, channels >= 3 ? 3U : 1U, 1,
                      std::size_t{picture->width} * channels, channels});
}

class IllegalLoader : public testing::TestWithParam<Illegal> {};

TEST_P(IllegalLoader, IsConvictedOfWhatItDoesAndOfNothingElse) {
  const Illegal& illegal = GetParam();
  Knobs knobs;
  knobs.defect = illegal.defect;
  illegal.turn(knobs);
  const RegisteredLoader loader = loader_with(knobs);
  Random random(seed(7));
  int convictions = 0;
  int first = -1;
  for (int i = 0; i < rounds(500) && convictions < illegal.enough; ++i) {
    const Case value = random_case(random, loader);
    knobs.confession->runs.clear();
    const Verdict verdict = check(value, loader);
    SCOPED_TRACE("round " + std::to_string(i) + "\n" + test::told(value, verdict));
    ASSERT_EQ(verdict.tool_failure, "");
    for (const Clause clause : verdict.broken()) {
      ASSERT_TRUE(clause == illegal.clause || holds(illegal.may, clause)) << name(clause);
    }
    if (verdict[illegal.clause].state != Judgement::State::broken) {
      continue;
    }
    ++convictions;
    first = first < 0 ? i : first;
    if (illegal.culprits == Illegal::Culprits::confessed) {
      const auto culprits = blamed(verdict[illegal.clause]);
      std::set<std::string> truly;
      for (const auto& epoch : knobs.confession->runs.front()) {
        truly.insert(epoch.begin(), epoch.end());
      }
      std::erase_if(truly,
                    [&](const std::string& path) { return !culprits.contains(path) && tells_nothing(value, path); });
      for (auto& epoch : knobs.confession->runs.front()) {
        std::erase_if(epoch, [&](const std::string& path) { return !truly.contains(path); });
      }
      ASSERT_TRUE(confessed(*knobs.confession, culprits)) << "truly" << told(truly) << "\nblamed" << told(culprits);
    }
  }
  EXPECT_EQ(convictions, illegal.enough);
  RecordProperty("first", first);
}

using Culprits = Illegal::Culprits;
using enum Clause;

const auto refills = [](Knobs& knobs) { knobs.bad_sample = BadSample::skip_refill; };
const auto fails = [](Knobs& knobs) { knobs.bad_sample = BadSample::fail; };
const auto keeps = [](Knobs& knobs) { knobs.last_batch = LastBatch::keep; };
const auto drops = [](Knobs& knobs) { knobs.last_batch = LastBatch::drop; };
const auto pads = [](Knobs& knobs) { knobs.last_batch = LastBatch::pad; };

void buffers(Knobs& k) {
  k.sampling.kind = Sampling::Kind::buffered;
  k.sampling.buffer = 4;
}

const std::vector<Illegal> illegal_loaders = {
    // Which samples
    {"loses_one",
     Defect::loses_one,
     exactly_once,
     {last_batch_policy, honest_length, honest_errors, epoch_restart},
     Culprits::confessed,
     keeps},
    {"yields_one_twice",
     Defect::yields_one_twice,
     exactly_once,
     {batch_size_invariant, last_batch_policy, honest_length, epoch_restart},
     Culprits::confessed,
     keeps},
    {"skips_in_silence", Defect::skips_in_silence, honest_errors, {honest_length}, Culprits::confessed, refills},
    {"swallows_errors", Defect::skips_in_silence, honest_errors, {honest_length}, Culprits::any, fails},
    {"passes_next_instead",
     Defect::passes_next_instead,
     exactly_once,
     {honest_errors, epoch_restart, pairing},
     Culprits::any,
     refills},
    {"passes_next_instead_unreported",
     Defect::passes_next_instead,
     honest_errors,
     {exactly_once, epoch_restart},
     Culprits::any,
     refills},
    {"batch_dies_with_sample",
     Defect::batch_dies_with_sample,
     exactly_once,
     {honest_errors, honest_length, last_batch_policy, epoch_restart, batch_size_invariant},
     Culprits::confessed,
     [](Knobs& k) {
       refills(k);
       keeps(k);
     }},
    {"error_ends_epoch",
     Defect::error_ends_epoch,
     exactly_once,
     {honest_errors, honest_length, last_batch_policy, epoch_restart, batch_size_invariant},
     Culprits::any,
     [](Knobs& k) {
       refills(k);
       keeps(k);
     }},
    {"zeros_for_bad",
     Defect::zeros_for_bad,
     content,
     {honest_errors, epoch_restart, class_index},
     Culprits::confessed,
     refills},
    {"zeros_for_bad_unreported",
     Defect::zeros_for_bad,
     honest_errors,
     {content, epoch_restart},
     Culprits::confessed,
     refills},
    {"zeros_for_bad_without_ids",
     Defect::zeros_for_bad,
     honest_errors,
     {content, epoch_restart, finite, exactly_once},
     Culprits::any,
     [](Knobs& k) {
       refills(k);
       k.ids = Knobs::Has::no;
     }},
    {"previous_for_bad",
     Defect::previous_for_bad,
     exactly_once,
     {honest_errors, epoch_restart, batch_size_invariant},
     Culprits::confessed,
     refills},
    {"sticky_failure",
     Defect::sticky_failure,
     no_false_alarm,
     {honest_length, epoch_restart, last_batch_policy},
     Culprits::confessed,
     refills},
    {"accepts_truncated", Defect::accepts_truncated, honest_errors, {content}, Culprits::any, refills},
    {"tail_lost",
     Defect::tail_lost,
     exactly_once,
     {honest_errors, last_batch_policy, honest_length, epoch_restart, batch_size_invariant},
     Culprits::confessed,
     keeps},
    {"tail_lost_by_count",
     Defect::tail_lost,
     last_batch_policy,
     {honest_errors, batch_size_invariant, exactly_once, honest_length, epoch_restart},
     Culprits::any,
     keeps},
    {"padding_labeled_as_class",
     Defect::padding_labeled_as_class,
     last_batch_policy,
     {content, exactly_once, pairing, model_finite, class_index},
     Culprits::any,
     pads},
    {"tail_wrapped",
     Defect::tail_wrapped,
     exactly_once,
     {last_batch_policy, epoch_restart, batch_size_invariant},
     Culprits::confessed,
     keeps},
    {"tail_stale",
     Defect::tail_stale,
     exactly_once,
     {last_batch_policy, epoch_restart, batch_size_invariant},
     Culprits::confessed,
     keeps},
    {"buffer_not_drained",
     Defect::buffer_not_drained,
     exactly_once,
     {honest_length, last_batch_policy, epoch_restart, honest_errors},
     Culprits::any,
     [](Knobs& k) {
       keeps(k);
       k.sampling.kind = Sampling::Kind::buffered;
       k.sampling.buffer = 3;
     }},
    {"draws_with_replacement",
     Defect::draws_with_replacement,
     exactly_once,
     {honest_errors, epoch_restart, honest_length, batch_size_invariant},
     Culprits::any,
     keeps},
    // Content
    {"blue_first", Defect::blue_first, content, {}},
    {"mirrored", Defect::mirrored, content, {}},
    {"upside_down", Defect::upside_down, content, {}},
    {"transposed", Defect::transposed, content, {honest_errors, exactly_once, epoch_restart}},
    {"whole_bytes", Defect::whole_bytes, declared_range, {content}},
    {"low_byte_of_sixteen",
     Defect::low_byte_of_sixteen,
     content,
     {exactly_once, honest_errors, epoch_restart},
     Culprits::any,
     [](Knobs& k) { k.reads.bit_depths = {8, 16}; }},
    {"corner_instead_of_resize",
     Defect::corner_instead_of_resize,
     content,
     {honest_errors, exactly_once, epoch_restart, batch_size_invariant}},
    {"nan_in_flat",
     Defect::nan_in_flat,
     finite,
     {model_finite},
     Culprits::confessed,
     [](Knobs& k) {
       k.range.reset();
       k.transform.standardized = Standardized::per_sample;
     }},
    {"nan_in_flat_reaches_the_model",
     Defect::nan_in_flat,
     model_finite,
     {finite},
     Culprits::any,
     [](Knobs& k) {
       k.range.reset();
       k.transform.standardized = Standardized::per_sample;
     }},
    {"batch_statistics",
     Defect::batch_statistics,
     content,
     {pairing, isolation, declared_range, honest_errors, exactly_once, epoch_restart}},
    {"batch_statistics_between_samples",
     Defect::batch_statistics,
     isolation,
     {pairing, content, declared_range, honest_errors, exactly_once, epoch_restart}},
    {"canvas_not_cleared",
     Defect::canvas_not_cleared,
     isolation,
     {content, honest_errors, exactly_once, epoch_restart},
     Culprits::any,
     [](Knobs& k) { k.transform.resized = Resized::letterbox; }},
    {"darker_in_a_corner", Defect::darker_in_a_corner, content, {declared_range}},
    {"red_only", Defect::red_only, content, {}},
    {"not_normalized",
     Defect::not_normalized,
     content,
     {declared_range, exactly_once, honest_errors, epoch_restart},
     Culprits::any,
     [](Knobs& k) {
       k.range = Range{-1, 1};
       k.transform.scale = {2};
       k.transform.offset = {-1};
     }},
    // Labels
    {"labels_swapped_in_batch", Defect::labels_swapped_in_batch, pairing, {class_index}, Culprits::confessed},
    {"labels_shift_after_bad", Defect::labels_shift_after_bad, pairing, {class_index}, Culprits::confessed, refills},
    {"labels_from_one",
     Defect::labels_from_one,
     class_index,
     {model_fits},
     Culprits::any,
     [](Knobs& k) { k.label_order = Labels::Order::undeclared; }},
    {"labels_from_one_where_declared", Defect::labels_from_one, class_index, {model_fits}},
    {"classes_as_listed",
     Defect::classes_as_listed,
     class_index,
     {},
     Culprits::any,
     [](Knobs& k) { k.label_order = Labels::Order::undeclared; }},
    {"classes_as_listed_where_declared", Defect::classes_as_listed, class_index, {}},
    {"empty_class_vanishes", Defect::empty_class_vanishes, class_index, {pairing}},
    {"classes_without_case", Defect::classes_without_case, class_index, {}},
    {"one_wrong_label", Defect::one_wrong_label, pairing, {class_index}, Culprits::confessed},
    {"shuffles_labels_apart", Defect::shuffles_labels_apart, pairing, {class_index}, Culprits::confessed, keeps},
    // Order
    {"same_order_every_epoch", Defect::same_order_every_epoch, seed_varies, {}},
    {"seed_ignored", Defect::seed_ignored, seed_varies, {}},
    {"same_order_of_a_buffer_every_epoch", Defect::same_order_every_epoch, seed_varies, {}, Culprits::any, buffers},
    {"seed_ignored_by_a_buffer", Defect::seed_ignored, seed_varies, {}, Culprits::any, buffers},
    {"seed_from_a_counter", Defect::seed_from_a_counter, deterministic, {batch_size_invariant, epoch_restart}},
    {"shuffles_in_batches", Defect::shuffles_in_batches, batch_size_invariant, {seed_varies, fair_order}},
    {"swaps_with_any", Defect::swaps_with_any, fair_order, {}, Culprits::any, keeps, 2},
    {"swaps_with_others_only", Defect::swaps_with_others_only, fair_order, {}, Culprits::any, keeps, 2},
    {"drops_the_same_tail", Defect::drops_the_same_tail, fair_order, {batch_size_invariant}, Culprits::any, drops, 2},
    // What a caller holds, and what stays in use
    {"reuses_buffer", Defect::reuses_buffer, batch_owned, {}},
    {"keeps_files_of_bad", Defect::keeps_files_of_bad, no_leak, {}, Culprits::any, refills},
    // Ends
    {"batch_of_no_rows", Defect::batch_of_no_rows, last_batch_policy, {honest_length}},
    {"short_batch_inside", Defect::short_batch_inside, last_batch_policy, {honest_length, exactly_once}},
    {"short_last_for_drop", Defect::short_last_for_drop, last_batch_policy, {honest_length}, Culprits::any, drops},
    {"too_large_batch", Defect::too_large_batch, last_batch_policy, {honest_length}},
    {"length_floor", Defect::length_floor, honest_length, {}, Culprits::any, keeps},
    {"length_one_more", Defect::length_one_more, honest_length, {}, Culprits::any},
    {"cursor_survives",
     Defect::cursor_survives,
     epoch_restart,
     {exactly_once, honest_length, last_batch_policy, honest_errors}},
    {"second_epoch_empty",
     Defect::second_epoch_empty,
     epoch_restart,
     {exactly_once, honest_length, last_batch_policy, honest_errors}},
    {"goes_on_after_end", Defect::goes_on_after_end, epoch_restart, {}},
    {"never_ends",
     Defect::never_ends,
     live,
     {exactly_once, honest_length, last_batch_policy, epoch_restart, honest_errors}},
    {"silent_when_empty", Defect::silent_when_empty, empty_dataset, {}},
    // Errors
    {"error_without_path", Defect::error_without_path, honest_errors, {}},
    {"position_for_index", Defect::position_for_index, honest_errors, {}, Culprits::confessed, refills},
    {"name_for_path", Defect::name_for_path, honest_errors, {}},
    {"reports_twice", Defect::reports_twice, honest_errors, {}, Culprits::confessed, refills},
    {"reports_once_only", Defect::reports_once_only, honest_errors, {honest_length}, Culprits::confessed, refills},
    {"throws_on_bad", Defect::throws_on_bad, honest_errors, {}, Culprits::any, fails},
    {"refuses_by_extension", Defect::refuses_by_extension, no_false_alarm, {honest_length}},
    {"refuses_sixteen_bits",
     Defect::refuses_sixteen_bits,
     no_false_alarm,
     {honest_length},
     Culprits::any,
     [](Knobs& k) { k.reads.bit_depths = {8, 16}; }},
    {"fails_under_skip", Defect::fails_under_skip, honest_errors, {}, Culprits::any, refills},
    // A file that is whole again in the second epoch is then both yielded and reported.
    {"reports_survive_epoch", Defect::reports_survive_epoch, honest_errors, {exactly_once}, Culprits::any, refills},
    {"skips_under_substitute",
     Defect::skips_under_substitute,
     honest_errors,
     {honest_length, last_batch_policy},
     Culprits::any,
     [](Knobs& k) { k.bad_sample = BadSample::substitute; }},
    // Shape, type, files, model
    {"other_shape", Defect::other_shape, declared_shape, {}},
    {"other_dtype", Defect::other_dtype, declared_dtype, {}},
    {"one_label_more", Defect::one_label_more, declared_shape, {}},
    {"writes_cache", Defect::writes_cache, dataset_unchanged, {}},
    {"reads_outside", Defect::reads_outside, confined, {}},
    {"label_beyond_model",
     Defect::label_beyond_model,
     model_fits,
     {pairing, class_index},
     Culprits::any,
     [](Knobs& k) { k.model = ModelSpec{{3, 24, 32}, 4}; }},
    {"another_input_than_the_models",
     Defect::none,
     model_fits,
     {},
     Culprits::any,
     [](Knobs& k) { k.model = ModelSpec{{3, 32, 24}, 4}; }},
};

TEST(DamagedCopy, ThatIsDeliveredIsNoSecondRowOfTheOriginal) {
  const ImagePlan copied = {.folder = "zebra", .stem = "x", .id = 1};
  const ImagePlan overwritten = {.folder = "ant", .stem = "x", .id = 2};
  Case value;
  value.dataset = render(ImageDatasetPlan{.images = {copied, overwritten}, .empty_folders = {}});
  value.faults = {{.kind = FaultKind::foreign_bytes, .path = path_of(overwritten), .text = path_of(copied)},
                  {.kind = FaultKind::png_checksum, .path = path_of(copied)}};
  for (const auto ids : {Knobs::Has::yes, Knobs::Has::no}) {
    Knobs knobs;
    knobs.ids = ids;
    knobs.bad_sample = BadSample::skip_refill;
    const RegisteredLoader careful = loader_with(knobs);
    EXPECT_EQ(check(fit(value, careful.declaration), careful).broken(), std::vector<Clause>{});
    knobs.defect = Defect::accepts_truncated;
    const RegisteredLoader careless = loader_with(knobs);
    const Verdict verdict = check(fit(value, careless.declaration), careless);
    EXPECT_EQ(verdict.broken(), (std::vector{content, honest_errors}));
    EXPECT_EQ(blamed(verdict[content]), std::set{path_of(copied)});
    EXPECT_EQ(blamed(verdict[honest_errors]), std::set{path_of(copied)});
  }
}

TEST(DamagedCopy, ThatIsPassedOverIsNotSeenInADeclaredRepetition) {
  const ImagePlan copied = {.folder = "zebra", .stem = "x", .id = 1};
  const ImagePlan overwritten = {.folder = "ant", .stem = "x", .id = 2};
  Case value;
  value.dataset = render(ImageDatasetPlan{.images = {copied, overwritten}, .empty_folders = {}});
  for (const FaultKind damage : {FaultKind::png_checksum, FaultKind::empty}) {
    value.faults = {{.kind = FaultKind::foreign_bytes, .path = path_of(overwritten), .text = path_of(copied)},
                    {.kind = damage, .path = path_of(copied)}};
    Knobs knobs;
    knobs.ids = knobs.reports = Knobs::Has::no;
    knobs.bad_sample = BadSample::skip_refill;
    knobs.last_batch = LastBatch::wrap;
    const RegisteredLoader loader = loader_with(knobs);
    EXPECT_EQ(check(fit(value, loader.declaration), loader).broken(), std::vector<Clause>{});
  }
}

TEST(CopiesInTwoClasses, AreNoWrongPairsWhereOnlyTheClassesAreInAnotherOrder) {
  ImageDatasetPlan plan;
  for (const char* folder : {"ant", "bee", "cow", "dog", "elk", "fox", "gnu", "zebra"}) {
    plan.images.push_back({.folder = folder, .stem = "a", .id = 1});
    plan.images.push_back({.folder = folder, .stem = "b", .id = 2U + static_cast<unsigned>(folder[0])});
  }
  for (const auto ids : {Knobs::Has::yes, Knobs::Has::no}) {
    Knobs knobs;
    knobs.ids = ids;
    knobs.defect = Defect::classes_as_listed;
    const RegisteredLoader loader = loader_with(knobs);
    std::size_t convicted = 0;
    for (std::uint64_t seed = 0; seed < 30; ++seed) {
      Case value;
      value.dataset = render(plan);
      value.options.shuffle = Shuffle::on;
      value.epochs = 3;
      value.faults = {{.kind = FaultKind::listing_order, .seed = seed}};
      const auto broken = check(fit(value, loader.declaration), loader).broken();
      EXPECT_TRUE(std::ranges::all_of(broken, [](Clause clause) { return clause == class_index; })) << seed;
      convicted += broken.size();
    }
    EXPECT_GT(convicted, 20);
  }
}

TEST(BlackRows, DoNotShowWhatOrderTheyAreIn) {
  Case value;
  std::vector<ImagePlan> images;
  for (std::uint32_t id = 0; id < 6; ++id) {
    images.push_back({.folder = "ant", .stem = std::to_string(id), .id = id});
  }
  value.dataset = render(ImageDatasetPlan{.images = images, .empty_folders = {}});
  value.options.batch_size = 1;
  value.options.shuffle = Shuffle::on;
  value.comparisons = {Comparison::other_seed};
  value.epochs = 2;
  for (const auto ids : {Knobs::Has::yes, Knobs::Has::no}) {
    Knobs knobs;
    knobs.ids = ids;
    knobs.defect = Defect::whole_bytes;
    const RegisteredLoader loader = loader_with(knobs);
    const Verdict verdict = check(fit(value, loader.declaration), loader);
    EXPECT_EQ(verdict[content].state, Judgement::State::broken);
    EXPECT_NE(verdict[seed_varies].state, Judgement::State::broken);
  }
}

INSTANTIATE_TEST_SUITE_P(, IllegalLoader, testing::ValuesIn(illegal_loaders),
                         [](const auto& param) { return std::string(param.param.name); });

}  // namespace
}  // namespace proofload::test
