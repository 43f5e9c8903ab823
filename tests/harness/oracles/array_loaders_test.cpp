// Loaders of a dataset in two arrays: whatever is legal is acquitted of everything, and one defect each is convicted by
// its clauses.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "dataset/npy.hpp"
#include "dataset/zip.hpp"
#include "harness/oracles/trials.hpp"
#include "proofload/loader.hpp"

namespace proofload::test {
namespace {

enum class ArrayDefect : std::uint8_t {
  none,
  zipped_to_the_shortest,
  labels_of_the_next,
  rows_of_the_next,  ///< features and labels together, so that one comes twice
  columns_as_rows,   ///< the last axis is taken for the one before
  last_left_out,
  labels_unchecked,
  first_member_is_features,
  silent,
};

struct ArrayKnobs {
  ArrayDefect defect = ArrayDefect::none;
  BadSample bad_sample = BadSample::skip_refill;
  Integrity integrity = Integrity::structure;
  enum class Of : std::uint8_t { files, archive } of = Of::files;
  /// How what is bad as a whole is found: before all samples, at each of them, or behind them.
  enum class Whole : std::uint8_t { at_start, row_by_row, at_end } whole = Whole::at_start;
  enum class Says : std::uint8_t { refuses, reports } says = Says::refuses;  ///< … at the start
  enum class Odd : std::uint8_t { refused, read } odd = Odd::refused;
  enum class Names : std::uint8_t { features, labels } names = Names::features;  ///< the file that errors name
  enum class Member : std::uint8_t { first, last } member = Member::first;       ///< of those of one name
  enum class Has : std::uint8_t { yes, no } records = Has::yes;                  ///< errors say the number
};

constexpr std::size_t height = 3;
constexpr std::size_t width = 2;
constexpr std::size_t item = height * width;
constexpr std::int64_t classes = 6;

class ArrayLoader final : public Loader, public Reports {
 public:
  ArrayLoader(Source& source, const LoadOptions& options, const ArrayKnobs& knobs)
      : source_(source), options_(options), knobs_(knobs) {
    of_archive() ? read_archive() : read_files();
    if (samples_.empty() && whole_.empty()) {
      throw LoadFailure({.reason = "no samples"});
    }
  }

  std::expected<std::optional<Batch>, LoadError> next() override {
    std::vector<const Sample*> batch;
    while (batch.size() < options_.batch_size && at_ < samples_.size()) {
      const Sample& sample = samples_[at_++];
      if (sample.error.empty()) {
        batch.push_back(&sample);
        continue;
      }
      LoadError error{.path = path(), .index = at_ - 1, .reason = sample.error, .record = at_ - 1};
      if (knobs_.records == ArrayKnobs::Has::no) {
        error.record.reset();
      }
      if (!refuse(error)) {
        return std::unexpected(std::move(error));
      }
    }
    if (batch.empty() && !std::exchange(ended_, true) && !whole_.empty()) {
      LoadError error{.path = path(), .index = {}, .reason = whole_, .record = {}};
      if (!refuse(error)) {
        return std::unexpected(std::move(error));
      }
    }
    return batch.empty() ? std::optional<Batch>() : std::optional(collate(batch));
  }

  [[nodiscard]] std::span<const SampleReport> reports() const override { return reports_; }

 private:
  struct Sample {
    std::vector<float> values;
    std::int64_t label = 0;
    std::string error;
  };

  [[nodiscard]] bool is(ArrayDefect defect) const { return knobs_.defect == defect; }
  [[nodiscard]] bool of_archive() const { return knobs_.of == ArrayKnobs::Of::archive; }
  [[nodiscard]] std::string path() const {
    return of_archive() ? "dataset.npz" : knobs_.names == ArrayKnobs::Names::labels ? "labels.npy" : "features.npy";
  }

  /// Whether the loader goes on.
  bool refuse(const LoadError& error) {
    if (knobs_.bad_sample == BadSample::fail) {
      at_ = samples_.size();
      ended_ = true;
      return false;
    }
    if (!is(ArrayDefect::silent)) {
      reports_.push_back({error, SampleReport::Deed::skipped});
    }
    return true;
  }

  std::optional<std::string> bytes_of(const std::string& file) {
    const auto bytes = read_file(source_, file, std::size_t{1} << 22U);
    return bytes ? std::optional(std::string(Blob(*bytes).text())) : std::nullopt;
  }

  void bad(std::string reason) {
    if (knobs_.whole == ArrayKnobs::Whole::at_start && knobs_.says == ArrayKnobs::Says::refuses &&
        !is(ArrayDefect::silent)) {
      throw LoadFailure({.path = path(), .reason = std::move(reason)});
    }
    whole_ = std::move(reason);
  }

  void read_files() {
    const auto features = bytes_of("features.npy");
    const auto labels = bytes_of("labels.npy");
    features&& labels ? read(*features, *labels) : bad("a file cannot be read");
  }

  void read_archive() {
    const auto bytes = bytes_of("dataset.npz");
    const ZipArchive archive = look_at_zip(bytes ? *bytes : std::string());
    Soundness worst = std::max(archive.structure, bytes ? Soundness::sound : Soundness::damaged);
    std::optional<std::string> features;
    std::optional<std::string> labels;
    for (const ZipMember& member : archive.members) {
      worst = std::max({worst, member.decodes, member.structure,
                        knobs_.integrity == Integrity::checksums ? member.checksums : Soundness::sound});
      const bool is_first = is(ArrayDefect::first_member_is_features) && &member == archive.members.data();
      auto& array = member.name == "features.npy" || is_first ? features : labels;
      const bool known = member.name == "features.npy" || member.name == "labels.npy" || is_first;
      if (known && member.data && (!array || knobs_.member == ArrayKnobs::Member::last)) {
        array = member.data;
      }
    }
    const bool takes = worst == Soundness::sound || (worst == Soundness::unsure && knobs_.odd == ArrayKnobs::Odd::read);
    takes&& features&& labels ? read(*features, *labels) : bad("the archive is bad");
  }

  void read(const std::string& features, const std::string& labels) {
    constexpr std::array axes = {height, width};
    const Npy kind;
    const ArrayEvidence x = look_at_items(features, kind, axes);
    const ArrayEvidence y = look_at_items(labels, kind, {});
    const Soundness worst = std::max({x.frame.decodes, x.frame.structure, y.frame.decodes, y.frame.structure});
    const bool odd = worst == Soundness::unsure && knobs_.odd == ArrayKnobs::Odd::refused;
    if (!x.claimed || !y.claimed || *x.claimed > 1000 || *y.claimed > 1000) {
      return bad("a header is bad");
    }
    const bool differ = x.claimed != y.claimed && !is(ArrayDefect::zipped_to_the_shortest);
    if (worst == Soundness::damaged || odd || differ) {
      bad("the arrays are bad: " + x.frame.cause + y.frame.cause);
    }
    const std::size_t here = std::min(x.sequence.steps(), y.sequence.steps());
    const std::size_t claimed = static_cast<std::size_t>(std::max(*x.claimed, *y.claimed));
    const bool row_by_row = knobs_.whole == ArrayKnobs::Whole::row_by_row;
    const bool any = whole_.empty() || knobs_.whole != ArrayKnobs::Whole::at_start;
    for (std::size_t i = 0; any && i < (row_by_row ? claimed : here); ++i) {
      samples_.push_back(i < here ? sample(x.sequence, y.sequence, i) : Sample{{}, 0, "it is not there"});
      if (i >= here) {
        whole_.clear();  // it is said of each
      }
    }
    if (is(ArrayDefect::last_left_out) && !samples_.empty()) {
      samples_.pop_back();
    }
  }

  [[nodiscard]] Sample sample(const Sequence& features, const Sequence& labels, std::size_t number) const {
    const std::size_t count = std::min(features.steps(), labels.steps());
    const std::size_t next = (number + 1) % count;
    Sample result;
    const double label =
        labels.values[is(ArrayDefect::labels_of_the_next) || is(ArrayDefect::rows_of_the_next) ? next : number];
    if (!(label >= 0 && label < classes && label == std::round(label)) && !is(ArrayDefect::labels_unchecked)) {
      result.error = "no class";
      return result;
    }
    result.label = label >= 0 && label < 100 ? static_cast<std::int64_t>(label) : 0;
    const std::size_t row = is(ArrayDefect::rows_of_the_next) && number == 0 ? next : number;
    for (std::size_t at = 0; at < item; ++at) {
      const std::size_t from = is(ArrayDefect::columns_as_rows) ? at % height * width + at / height : at;
      const double value = features.values[row * item + from];
      if (!(value >= -50 && value <= 50)) {
        result.error = "out of range";
      }
      result.values.push_back(static_cast<float>(value));
    }
    return result;
  }

  static Batch collate(const std::vector<const Sample*>& batch) {
    std::vector<float> features;
    std::vector<std::int64_t> labels;
    for (const Sample* sample : batch) {
      features.insert(features.end(), sample->values.begin(), sample->values.end());
      labels.push_back(sample->label);
    }
    const auto n = static_cast<std::int64_t>(batch.size());
    Batch result;
    result.features = Tensor::own(std::move(features), {n, height, width});
    result.labels = Tensor::own(std::move(labels), {n});
    return result;
  }

  Source& source_;
  LoadOptions options_;
  ArrayKnobs knobs_;
  std::vector<Sample> samples_;
  std::string whole_;  ///< what is bad of all, and not said yet
  std::vector<SampleReport> reports_;
  std::size_t at_ = 0;
  bool ended_ = false;
};

RegisteredLoader array_loader_with(const ArrayKnobs& knobs) {
  RegisteredLoader loader;
  loader.name = "arrays_of_test";
  Declaration& declaration = loader.declaration;
  declaration.reads = NpyArrays{};
  if (knobs.of == ArrayKnobs::Of::archive) {
    declaration.reads = Npz{};
  }
  declaration.features = {
      .dtype = Dtype::float32, .shape = {height, width}, .range = Range{-50, 50}, .missing = MissingValues::refused};
  declaration.labels = {.dtype = Dtype::int64, .classes = classes, .order = Labels::Order::stored};
  declaration.transform = Transform::Kind::exact;
  declaration.integrity = knobs.integrity;
  declaration.bad_sample = knobs.bad_sample;
  declaration.last_batch = LastBatch::keep;
  declaration.listing = Listing::sorted;
  declaration.repeats = {.again = Repeats::same_bytes, .other_batch_size = Repeats::same_bytes};
  declaration.files = {.empty_dataset = Files::Empty::error};
  declaration.make = [knobs](Source& source, const LoadOptions& options) {
    return std::make_unique<ArrayLoader>(source, options, knobs);
  };
  return loader;
}

struct LegalArrays {
  const char* name;
  std::function<void(ArrayKnobs&)> turn;
};

void PrintTo(const LegalArrays& legal, std::ostream* out) { *out << legal.name; }

class LegalArrayLoader : public testing::TestWithParam<LegalArrays> {};

TEST_P(LegalArrayLoader, IsAcquittedOfEverything) {
  ArrayKnobs knobs;
  GetParam().turn(knobs);
  expect_acquittal(array_loader_with(knobs), {.seed = 7, .rounds = 300});
}

void of_archive(ArrayKnobs& k) { k.of = ArrayKnobs::Of::archive; }

const std::vector<LegalArrays> legal_arrays = {
    {"plain", [](ArrayKnobs&) {}},
    {"fails", [](ArrayKnobs& k) { k.bad_sample = BadSample::fail; }},
    {"names_the_labels", [](ArrayKnobs& k) { k.names = ArrayKnobs::Names::labels; }},
    {"reports_what_is_bad_as_a_whole", [](ArrayKnobs& k) { k.says = ArrayKnobs::Says::reports; }},
    {"reads_what_is_odd", [](ArrayKnobs& k) { k.odd = ArrayKnobs::Odd::read; }},
    {"reports_row_by_row", [](ArrayKnobs& k) { k.whole = ArrayKnobs::Whole::row_by_row; }},
    {"reports_row_by_row_without_numbers",
     [](ArrayKnobs& k) {
       k.whole = ArrayKnobs::Whole::row_by_row;
       k.records = ArrayKnobs::Has::no;
     }},
    {"fails_at_a_row_that_is_not_there",
     [](ArrayKnobs& k) {
       k.whole = ArrayKnobs::Whole::row_by_row;
       k.bad_sample = BadSample::fail;
     }},
    {"looks_at_sizes_at_the_end", [](ArrayKnobs& k) { k.whole = ArrayKnobs::Whole::at_end; }},
    {"fails_at_the_end",
     [](ArrayKnobs& k) {
       k.whole = ArrayKnobs::Whole::at_end;
       k.bad_sample = BadSample::fail;
     }},
    {"integrity_undeclared",
     [](ArrayKnobs& k) {
       k.integrity = Integrity::undeclared;
       k.odd = ArrayKnobs::Odd::read;
     }},
    {"of_archive", of_archive},
    {"of_archive_with_checksums",
     [](ArrayKnobs& k) {
       of_archive(k);
       k.integrity = Integrity::checksums;
     }},
    {"of_archive_that_reads_what_is_odd",
     [](ArrayKnobs& k) {
       of_archive(k);
       k.odd = ArrayKnobs::Odd::read;
     }},
    {"of_archive_that_takes_the_last_of_a_name",
     [](ArrayKnobs& k) {
       of_archive(k);
       k.odd = ArrayKnobs::Odd::read;
       k.member = ArrayKnobs::Member::last;
       k.integrity = Integrity::undeclared;
     }},
    {"of_archive_that_looks_at_sizes_at_the_end",
     [](ArrayKnobs& k) {
       of_archive(k);
       k.whole = ArrayKnobs::Whole::at_end;
     }},
    {"of_archive_that_reports_row_by_row",
     [](ArrayKnobs& k) {
       of_archive(k);
       k.whole = ArrayKnobs::Whole::row_by_row;
       k.says = ArrayKnobs::Says::reports;
     }},
};

INSTANTIATE_TEST_SUITE_P(, LegalArrayLoader, testing::ValuesIn(legal_arrays),
                         [](const auto& param) { return std::string(param.param.name); });

struct IllegalArrays {
  const char* name;
  ArrayDefect defect;
  std::set<Clause> required;  ///< at least one of them
  std::set<Clause> may;
  std::function<void(ArrayKnobs&)> turn = [](ArrayKnobs&) {};
};

void PrintTo(const IllegalArrays& illegal, std::ostream* out) { *out << illegal.name; }

class IllegalArrayLoader : public testing::TestWithParam<IllegalArrays> {};

TEST_P(IllegalArrayLoader, IsConvictedOfWhatItDoesAndOfNothingElse) {
  ArrayKnobs knobs;
  GetParam().turn(knobs);
  knobs.defect = GetParam().defect;
  expect_conviction(array_loader_with(knobs), GetParam().required, GetParam().may, {.seed = 11, .rounds = 300});
}

using enum Clause;
using D = ArrayDefect;

const std::vector<IllegalArrays> illegal_arrays = {
    {"zipped_to_the_shortest", D::zipped_to_the_shortest, {honest_errors}, {empty_dataset}},
    {"labels_of_the_next",
     D::labels_of_the_next,
     {pairing, class_index},
     {exactly_once, content, honest_errors, no_false_alarm}},
    {"rows_of_the_next",
     D::rows_of_the_next,
     {exactly_once, pairing},
     {content, class_index, honest_errors, no_false_alarm}},
    {"columns_as_rows", D::columns_as_rows, {content}, {exactly_once, pairing, honest_errors}},
    {"last_left_out",
     D::last_left_out,
     {exactly_once},
     {empty_dataset, last_batch_policy, honest_errors, no_false_alarm}},
    {"labels_unchecked", D::labels_unchecked, {honest_errors, content}, {exactly_once, pairing, class_index}},
    {"silent", D::silent, {honest_errors}, {empty_dataset}},
    {"first_member_is_features",
     D::first_member_is_features,
     {no_false_alarm, content},
     {honest_errors, exactly_once, pairing, class_index, empty_dataset, declared_range},
     of_archive},
    {"zipped_to_the_shortest_of_archive", D::zipped_to_the_shortest, {honest_errors}, {empty_dataset}, of_archive},
    {"silent_of_archive", D::silent, {honest_errors}, {empty_dataset}, of_archive},
};

INSTANTIATE_TEST_SUITE_P(, IllegalArrayLoader, testing::ValuesIn(illegal_arrays),
                         [](const auto& param) { return std::string(param.param.name); });

}  // namespace
}  // namespace proofload::test
