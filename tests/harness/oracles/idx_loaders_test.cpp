// Loaders of IDX files: whatever is legal is acquitted of everything, and one defect each is convicted by its clauses.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <set>

#include "dataset/idx.hpp"
#include "harness/oracles/trials.hpp"
#include "proofload/loader.hpp"

namespace proofload::test {
namespace {

enum class IdxDefect : std::uint8_t {
  none,
  labels_of_the_next,
  begins_in_the_header,  ///< the data of images is taken to begin eight bytes early
  inverted,
  labels_unchecked,
  last_left_out,
  counts_unchecked,
  index_of_the_pair,  ///< bad samples have the number of their file
  silent,
};

struct IdxKnobs {
  IdxDefect defect = IdxDefect::none;
  BadSample bad_sample = BadSample::skip_refill;
  Integrity integrity = Integrity::checksums;
  Idx::Gzip gzip = Idx::Gzip::read;
  enum class Pixels : std::uint8_t { fractions, bytes_last } pixels = Pixels::fractions;
  enum class Names : std::uint8_t { images, labels } names = Names::images;  ///< the file that errors name
  enum class Odd : std::uint8_t { refused, read } odd = Odd::refused;
};

constexpr std::uint32_t rows = 18;
constexpr std::uint32_t columns = 25;

class IdxLoader final : public Loader, public Reports {
 public:
  IdxLoader(Source& source, const LoadOptions& options, const IdxKnobs& knobs)
      : source_(source), options_(options), knobs_(knobs) {
    const auto root = source.list("");
    if (!root) {
      throw LoadFailure({.reason = "the root cannot be listed"});
    }
    std::map<std::string, Pair> pairs;
    for (const Entry& entry : *root) {
      const auto name = idx_name(entry.name);
      const bool counts = entry.kind == NodeKind::file && name && name->letters == IdxName::Letters::as_declared &&
                          (knobs.gzip == Idx::Gzip::read || name->packed == IdxName::Packed::no);
      if (counts) {
        std::string& path = name->role == IdxName::Role::images ? pairs[name->front].images : pairs[name->front].labels;
        path = path.empty() ? entry.name : std::min(path, entry.name);
      }
    }
    std::vector<Pair> sorted;
    for (const auto& [front, pair] : pairs) {
      sorted.push_back(pair);
    }
    std::ranges::sort(sorted, {}, [](const Pair& pair) { return pair.images.empty() ? pair.labels : pair.images; });
    std::ranges::for_each(sorted, [this](const Pair& pair) { read(pair); });
    if (records_.empty()) {
      throw LoadFailure({.reason = "no samples"});
    }
  }

  std::expected<std::optional<Batch>, LoadError> next() override {
    std::vector<const Record*> batch;
    while (batch.size() < options_.batch_size && at_ < records_.size()) {
      const Record& record = records_[at_++];
      if (record.error.reason.empty()) {
        batch.push_back(&record);
      } else if (knobs_.bad_sample == BadSample::fail) {
        at_ = records_.size();
        return std::unexpected(record.error);
      } else if (!is(IdxDefect::silent)) {
        reports_.push_back({record.error, SampleReport::Deed::skipped});
      }
    }
    return batch.empty() ? std::optional<Batch>() : std::optional(collate(batch));
  }

  [[nodiscard]] std::span<const SampleReport> reports() const override { return reports_; }

 private:
  struct Pair {
    std::string images;
    std::string labels;
  };
  struct Record {
    std::vector<std::byte> pixels;
    std::int64_t label = 0;
    LoadError error;
  };

  [[nodiscard]] bool is(IdxDefect defect) const { return knobs_.defect == defect; }

  void refuse(const Pair& pair, std::string reason, std::optional<std::uint64_t> record = {}) {
    const bool labels = pair.images.empty() || (knobs_.names == IdxKnobs::Names::labels && !pair.labels.empty());
    const std::uint64_t index = is(IdxDefect::index_of_the_pair) ? pairs_ : records_.size();
    records_.push_back({.pixels = {},
                        .label = 0,
                        .error = {.path = labels ? pair.labels : pair.images,
                                  .index = index,
                                  .reason = std::move(reason),
                                  .record = record}});
  }

  std::shared_ptr<const IdxEvidence> look(const std::string& path, IdxName::Role role) {
    const auto bytes = path.empty()
                           ? std::vector<std::byte>{}
                           : read_file(source_, path, std::size_t{1} << 22U).value_or(std::vector<std::byte>{});
    return look_at_idx(Blob(bytes), role);
  }

  [[nodiscard]] bool takes(const IdxEvidence& file) const {
    const Soundness worst = std::max({file.decodes, file.structure, file.checksums});
    return worst == Soundness::sound ||
           (knobs_.odd == IdxKnobs::Odd::read && worst == Soundness::unsure && !file.shape.empty());
  }

  void read(const Pair& pair) {
    ++pairs_;
    const auto images = look(pair.images, IdxName::Role::images);
    const auto labels = look(pair.labels, IdxName::Role::labels);
    if (!takes(*images) || !takes(*labels) || images->shape[1] != rows || images->shape[2] != columns ||
        (images->shape[0] != labels->shape[0] && !is(IdxDefect::counts_unchecked))) {
      return refuse(pair, "it is bad");
    }
    const std::size_t item = std::size_t{rows} * columns;
    const std::size_t count = std::min(images->data.size() / item, labels->data.size());
    for (std::size_t i = 0; i < count - (is(IdxDefect::last_left_out) && count > 0 ? 1 : 0); ++i) {
      const auto label =
          std::to_integer<std::int64_t>(labels->data[is(IdxDefect::labels_of_the_next) ? (i + 1) % count : i]);
      if (label >= 6 && !is(IdxDefect::labels_unchecked)) {
        refuse(pair, "a label that is none", i);
        continue;
      }
      Record record;
      record.label = std::min<std::int64_t>(label, 5);
      for (std::size_t at = i * item; at < (i + 1) * item; ++at) {
        const std::size_t from = is(IdxDefect::begins_in_the_header) ? std::max<std::size_t>(at, 8) - 8 : at;
        record.pixels.push_back(images->data[from] ^ (is(IdxDefect::inverted) ? std::byte{0xFF} : std::byte{0}));
      }
      records_.push_back(std::move(record));
    }
  }

  [[nodiscard]] Batch collate(const std::vector<const Record*>& batch) const {
    const auto n = static_cast<std::int64_t>(batch.size());
    std::vector<std::int64_t> labels;
    std::vector<float> fractions;
    std::vector<std::uint8_t> bytes;
    for (const Record* record : batch) {
      labels.push_back(record->label);
      for (const std::byte pixel : record->pixels) {
        bytes.push_back(std::to_integer<std::uint8_t>(pixel));
        fractions.push_back(static_cast<float>(bytes.back()) / 255);
      }
    }
    Batch result;
    result.features = knobs_.pixels == IdxKnobs::Pixels::fractions
                          ? Tensor::own(std::move(fractions), {n, 1, rows, columns})
                          : Tensor::own(std::move(bytes), {n, rows, columns, 1});
    result.labels = Tensor::own(std::move(labels), {n});
    return result;
  }

  Source& source_;
  LoadOptions options_;
  IdxKnobs knobs_;
  std::vector<Record> records_;
  std::vector<SampleReport> reports_;
  std::uint64_t pairs_ = 0;
  std::size_t at_ = 0;
};

RegisteredLoader idx_loader_with(const IdxKnobs& knobs) {
  RegisteredLoader loader;
  loader.name = "idx_of_test";
  Declaration& declaration = loader.declaration;
  declaration.reads = Idx{.gzip = knobs.gzip};
  declaration.features = {
      .dtype = Dtype::float32, .shape = {1, rows, columns}, .range = Range{0, 1}, .layout = Layout::chw};
  if (knobs.pixels == IdxKnobs::Pixels::bytes_last) {
    declaration.features = {
        .dtype = Dtype::uint8, .shape = {rows, columns, 1}, .range = Range{0, 255}, .layout = Layout::hwc};
    declaration.transform.scale = {255};
  }
  declaration.labels = {.dtype = Dtype::int64, .classes = 6, .order = Labels::Order::stored};
  declaration.transform.kind = Transform::Kind::exact;
  declaration.integrity = knobs.integrity;
  declaration.bad_sample = knobs.bad_sample;
  declaration.last_batch = LastBatch::keep;
  declaration.listing = Listing::sorted;
  declaration.repeats = {.again = Repeats::same_bytes, .other_batch_size = Repeats::same_bytes};
  declaration.files = {.empty_dataset = Files::Empty::error};
  declaration.make = [knobs](Source& source, const LoadOptions& options) {
    return std::make_unique<IdxLoader>(source, options, knobs);
  };
  return loader;
}

struct LegalIdx {
  const char* name;
  std::function<void(IdxKnobs&)> turn;
};

void PrintTo(const LegalIdx& legal, std::ostream* out) { *out << legal.name; }

class LegalIdxLoader : public testing::TestWithParam<LegalIdx> {};

TEST_P(LegalIdxLoader, IsAcquittedOfEverything) {
  IdxKnobs knobs;
  GetParam().turn(knobs);
  expect_acquittal(idx_loader_with(knobs), {.seed = 7, .rounds = 200});
}

const std::vector<LegalIdx> legal_idx = {
    {"plain", [](IdxKnobs&) {}},
    {"fails", [](IdxKnobs& k) { k.bad_sample = BadSample::fail; }},
    {"names_the_labels", [](IdxKnobs& k) { k.names = IdxKnobs::Names::labels; }},
    {"without_gzip", [](IdxKnobs& k) { k.gzip = Idx::Gzip::undeclared; }},
    {"of_bytes_with_channels_last", [](IdxKnobs& k) { k.pixels = IdxKnobs::Pixels::bytes_last; }},
    {"reads_what_is_odd", [](IdxKnobs& k) { k.odd = IdxKnobs::Odd::read; }},
    {"integrity_undeclared", [](IdxKnobs& k) { k.integrity = Integrity::undeclared; }},
};

INSTANTIATE_TEST_SUITE_P(, LegalIdxLoader, testing::ValuesIn(legal_idx),
                         [](const auto& param) { return std::string(param.param.name); });

struct IllegalIdx {
  const char* name;
  IdxDefect defect;
  std::set<Clause> required;  ///< at least one of them
  std::set<Clause> may;
};

void PrintTo(const IllegalIdx& illegal, std::ostream* out) { *out << illegal.name; }

class IllegalIdxLoader : public testing::TestWithParam<IllegalIdx> {};

TEST_P(IllegalIdxLoader, IsConvictedOfWhatItDoesAndOfNothingElse) {
  IdxKnobs knobs;
  knobs.defect = GetParam().defect;
  expect_conviction(idx_loader_with(knobs), GetParam().required, GetParam().may, {.seed = 11, .rounds = 300});
}

using enum Clause;
using D = IdxDefect;

const std::vector<IllegalIdx> illegal_idx = {
    {"labels_of_the_next",
     D::labels_of_the_next,
     {pairing, class_index},
     {exactly_once, content, honest_errors, no_false_alarm}},
    {"begins_in_the_header", D::begins_in_the_header, {content}, {pairing, exactly_once, class_index, declared_range}},
    {"inverted", D::inverted, {content}, {pairing, exactly_once, class_index, honest_errors}},
    {"labels_unchecked", D::labels_unchecked, {honest_errors, content}, {exactly_once, pairing, class_index}},
    {"last_left_out",
     D::last_left_out,
     {exactly_once},
     {empty_dataset, last_batch_policy, honest_errors, no_false_alarm}},
    {"counts_unchecked", D::counts_unchecked, {honest_errors, content}, {exactly_once, pairing, empty_dataset}},
    {"index_of_the_pair", D::index_of_the_pair, {honest_errors}, {}},
    {"silent", D::silent, {honest_errors}, {}},
};

INSTANTIATE_TEST_SUITE_P(, IllegalIdxLoader, testing::ValuesIn(illegal_idx),
                         [](const auto& param) { return std::string(param.param.name); });

}  // namespace
}  // namespace proofload::test
