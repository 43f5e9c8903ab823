/// The tests' own loader of samples that stand many in one file: legal in many ways, or wrong in one.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dataset/csv_rows.hpp"
#include "dataset/jsonl_records.hpp"
#include "dataset/tar_shard.hpp"
#include "dataset/truth.hpp"
#include "dataset/windows.hpp"
#include "proofload/loader.hpp"
#include "proofload/registry.hpp"

namespace proofload::test {

enum class RecordDefect : std::uint8_t {
  none,
  eats_the_next,        ///< after a bad record the next one is passed over
  bad_ends_the_file,    ///< after a bad record the rest of its file is passed over
  index_of_the_good,    ///< bad records have no number of their own
  record_of_the_whole,  ///< numbers go on from file to file
  last_needs_line_end,  ///< what does not end in a line end does not count
  labels_of_the_next,
  silent,
  first_file_alone,
  file_for_record,  ///< one bad record refuses its file
  zeros_for_bad,
};

struct RecordKnobs {
  RecordDefect defect = RecordDefect::none;
  BadSample bad_sample = BadSample::skip_refill;
  Integrity integrity = Integrity::structure;
  enum class Says : std::uint8_t { path_and_record, path_and_index, path_and_both } says = Says::path_and_both;
  enum class Doubtful : std::uint8_t { refused, delivered } doubtful = Doubtful::refused;
  enum class Blank : std::uint8_t { passed_over, refused } blank = Blank::passed_over;
  enum class Has : std::uint8_t { yes, no } ids = Has::yes;
  Labels::Order order = Labels::Order::stored;
  enum class Of : std::uint8_t { jsonl, csv, csv_long, tar, windows } of = Of::jsonl;
};

class RecordLoader final : public Loader, public Reports {
 public:
  RecordLoader(Source& source, const LoadOptions& options, const RecordKnobs& knobs, const Declaration& declaration)
      : source_(source), options_(options), knobs_(knobs), declaration_(declaration) {
    std::vector<std::string> files;
    const auto root = source.list("");
    if (!root) {
      throw LoadFailure({"", std::nullopt, "the root cannot be listed"});
    }
    for (const Entry& entry : *root) {
      if (entry.kind == NodeKind::file && entry.name.ends_with(extension())) {
        files.push_back(entry.name);
      }
    }
    std::ranges::sort(files);
    files.resize(is(RecordDefect::first_file_alone) ? std::min<std::size_t>(files.size(), 1) : files.size());
    for (const std::string& file : files) {
      list(file);
    }
    if (records_.empty()) {
      throw LoadFailure({"", std::nullopt, "no samples"});
    }
  }

  std::expected<std::optional<Batch>, LoadError> next() override {
    std::vector<std::size_t> rows;
    while (rows.size() < options_.batch_size && at_ < records_.size()) {
      const std::size_t index = at_++;
      const Record& record = records_[index];
      if (record.error.empty() || is(RecordDefect::zeros_for_bad)) {
        rows.push_back(index);
        continue;
      }
      if (is(RecordDefect::silent)) {
        continue;
      }
      LoadError error{.path = record.path, .index = record.index, .reason = record.error, .record = record.number};
      if (knobs_.says == RecordKnobs::Says::path_and_record) {
        error.index.reset();
      } else if (knobs_.says == RecordKnobs::Says::path_and_index) {
        error.record.reset();
      }
      if (knobs_.bad_sample == BadSample::fail) {
        at_ = records_.size();
        return std::unexpected(std::move(error));
      }
      reports_.push_back({std::move(error), SampleReport::Deed::skipped});
    }
    return rows.empty() ? std::optional<Batch>() : std::optional(collate(rows));
  }

  [[nodiscard]] std::span<const SampleReport> reports() const override { return reports_; }

 private:
  struct Record {
    std::string path;
    std::optional<std::uint64_t> number;
    std::uint64_t index = 0;
    std::vector<float> values;
    std::int64_t label = 0;
    float target = 0;
    std::string error;
  };

  [[nodiscard]] bool is(RecordDefect defect) const { return knobs_.defect == defect; }
  [[nodiscard]] bool of_csv() const { return knobs_.of == RecordKnobs::Of::csv; }
  [[nodiscard]] bool of_windows() const { return knobs_.of == RecordKnobs::Of::windows; }
  [[nodiscard]] std::string_view extension() const {
    return of_csv() || of_windows() || knobs_.of == RecordKnobs::Of::csv_long ? ".csv"
           : knobs_.of == RecordKnobs::Of::tar                                ? ".tar"
                                                                              : ".jsonl";
  }
  [[nodiscard]] FileEvidence look(const Blob& blob) const {
    if (of_csv()) {
      return look_at_csv_rows(blob, std::get<CsvRows>(declaration_.reads), declaration_);
    }
    if (knobs_.of == RecordKnobs::Of::csv_long) {
      return look_at_csv_long(blob, std::get<CsvLong>(declaration_.reads), declaration_);
    }
    if (of_windows()) {
      return look_at_windows(blob, std::get<Windows>(declaration_.reads), declaration_);
    }
    if (knobs_.of == RecordKnobs::Of::tar) {
      return look_at_tar_shard(blob, std::get<TarShards>(declaration_.reads), declaration_);
    }
    return look_at_jsonl_records(blob, std::get<JsonlRecords>(declaration_.reads), declaration_);
  }

  void add(Record record) {
    const bool counts = record.error.empty() || !is(RecordDefect::index_of_the_good);
    record.index = index_;
    index_ += counts ? 1 : 0;
    if (record.number && is(RecordDefect::record_of_the_whole)) {
      record.number = records_.size();
    }
    records_.push_back(std::move(record));
  }

  void list(const std::string& path) {
    const auto bytes = read_file(source_, path, std::size_t{1} << 22U);
    if (!bytes || bytes->empty()) {
      return add({.path = path, .error = "cannot be read, or is empty"});
    }
    const Blob blob(*bytes);
    const FileEvidence file = look(blob);
    if (file.whole) {
      return add({.path = path, .error = "is none"});
    }
    std::uint64_t number = 0;
    bool eats = false;
    const std::size_t before = records_.size();
    for (const RecordEvidence& evidence : file.records) {
      if (evidence.optional_for != SampleTruth::OptionalFor::nothing &&
          knobs_.blank == RecordKnobs::Blank::passed_over &&
          evidence.bytes.find_first_not_of(" \t\r") == std::string_view::npos) {
        continue;
      }
      // Whoever puts rows together that do not stand together has none of them left.
      if (knobs_.of == RecordKnobs::Of::csv_long && knobs_.doubtful == RecordKnobs::Doubtful::delivered &&
          evidence.optional_for != SampleTruth::OptionalFor::nothing) {
        continue;
      }
      const bool ends = evidence.bytes.data() + evidence.bytes.size() < blob.text().data() + blob.text().size();
      if (std::exchange(eats, false) || (!ends && is(RecordDefect::last_needs_line_end))) {
        continue;
      }
      Record record = read(evidence);
      record.path = path;
      record.number = number++;
      const bool bad = !record.error.empty();
      add(std::move(record));
      eats = bad && is(RecordDefect::eats_the_next);
      if (bad && is(RecordDefect::bad_ends_the_file)) {
        break;
      }
      if (bad && is(RecordDefect::file_for_record)) {
        records_.resize(before);
        index_ = before;
        return add({.path = path, .error = "has a bad line"});
      }
    }
  }

  [[nodiscard]] Record read(const RecordEvidence& evidence) const {
    const bool sound = evidence.decodes == Soundness::sound && evidence.structure == Soundness::sound;
    const bool told = (of_windows() ? evidence.target.has_value() : evidence.label.has_value()) &&
                      !std::ranges::any_of(evidence.sequence.values, [](double value) { return std::isnan(value); }) &&
                      (!evidence.sequence.values.empty() || sound);
    const bool doubtful = evidence.decodes != Soundness::damaged && evidence.structure != Soundness::damaged && told &&
                          knobs_.doubtful == RecordKnobs::Doubtful::delivered;
    if (!sound && !doubtful) {
      return {.error = evidence.cause};
    }
    Record record;
    for (const double value : evidence.sequence.values) {
      if (!(value >= -50 && value <= 50)) {
        return {.error = "out of range"};
      }
      record.values.push_back(static_cast<float>(value));
    }
    record.values.resize(std::min<std::size_t>(record.values.size(), 40));
    record.label = evidence.label.value_or(0);
    record.target = static_cast<float>(evidence.target.value_or(0));
    return record;
  }

  [[nodiscard]] Batch collate(const std::vector<std::size_t>& rows) const {
    std::size_t width = 0;
    for (const std::size_t row : rows) {
      width = std::max(width, records_[row].values.size());
    }
    std::vector<float> features;
    std::vector<std::int64_t> lengths;
    std::vector<std::int64_t> labels;
    std::vector<float> targets;
    std::vector<std::int64_t> ids;
    for (const std::size_t row : rows) {
      const auto& values = records_[row].values;
      features.insert(features.end(), values.begin(), values.end());
      features.resize(features.size() + width - values.size());
      lengths.push_back(static_cast<std::int64_t>(values.size() / 2));
      const Record& labeled = records_[is(RecordDefect::labels_of_the_next) ? (row + 1) % records_.size() : row];
      labels.push_back(labeled.label);
      targets.push_back(labeled.target);
      ids.push_back(static_cast<std::int64_t>(records_[row].index));
    }
    const auto n = static_cast<std::int64_t>(rows.size());
    Batch batch;
    batch.labels = Tensor::own(std::move(labels), {n});
    if (of_windows()) {
      batch.labels = Tensor::own(std::move(targets), {n});
    }
    if (of_csv()) {
      batch.features = Tensor::own(std::move(features), {n, static_cast<std::int64_t>(width)});
    } else {
      batch.features = Tensor::own(std::move(features), {n, static_cast<std::int64_t>(width / 2), 2});
      if (!of_windows()) {
        batch.lengths = Tensor::own(std::move(lengths), {n});
      }
    }
    if (knobs_.ids == RecordKnobs::Has::yes) {
      batch.sample_ids = Tensor::own(std::move(ids), {n});
    }
    return batch;
  }

  Source& source_;
  LoadOptions options_;
  RecordKnobs knobs_;
  const Declaration& declaration_;
  std::vector<Record> records_;
  std::uint64_t index_ = 0;
  std::vector<SampleReport> reports_;
  std::size_t at_ = 0;
};

inline RegisteredLoader record_loader_with(const RecordKnobs& knobs) {
  auto declaration = std::make_shared<Declaration>();
  declaration->reads = JsonlRecords{.ignored = {"note"}};
  declaration->features = {.dtype = Dtype::float32,
                           .shape = {Axis::ragged(20), 2},
                           .range = Range{-50, 50},
                           .missing = MissingValues::refused};
  declaration->labels = {.dtype = Dtype::int64, .classes = 6, .order = knobs.order};
  declaration->transform = Transform::Kind::exact;
  declaration->integrity = knobs.integrity;
  declaration->bad_sample = knobs.bad_sample;
  declaration->last_batch = LastBatch::keep;
  if (knobs.says != RecordKnobs::Says::path_and_record) {
    declaration->listing = Listing::sorted;
  }
  declaration->repeats = {.again = Repeats::same_bytes, .other_batch_size = Repeats::same_bytes};
  declaration->ragged = {
      .pad = Ragged::Side::tail, .to = Ragged::To::longest, .cut = Ragged::Side::tail, .empty = Ragged::Empty::kept};
  declaration->files = {.empty_dataset = Files::Empty::error};
  if (knobs.of == RecordKnobs::Of::csv) {
    declaration->reads = CsvRows{{"x", "label", "note", "y", "z"}, "label", {"note"}};
    declaration->features.shape = {3};
    declaration->ragged = {};
  } else if (knobs.of == RecordKnobs::Of::csv_long) {
    declaration->reads = CsvLong{.columns = {"x", "y"}};
  } else if (knobs.of == RecordKnobs::Of::tar) {
    declaration->reads = TarShards{};
  } else if (knobs.of == RecordKnobs::Of::windows) {
    // The target is no feature, and the features stand in another order than in the file.
    declaration->reads = Windows{.header = {"x", "t", "y", "z"},
                                 .features = {"y", "x"},
                                 .target = "z",
                                 .length = 3,
                                 .stride = 2,
                                 .rate = 2,
                                 .horizon = 1};
    declaration->features.shape = {3, 2};
    declaration->labels = {.dtype = Dtype::float32};
    declaration->ragged = {};
  }
  RegisteredLoader loader;
  loader.name = "records_of_test";
  loader.declaration = *declaration;
  loader.declaration.make = [knobs, declaration](Source& source, const LoadOptions& options) {
    return std::make_unique<RecordLoader>(source, options, knobs, *declaration);
  };
  return loader;
}

}  // namespace proofload::test
