/// The tests' own loader of sequences: legal in many ways, or wrong in one.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dataset/csv.hpp"
#include "dataset/jsonl.hpp"
#include "dataset/npy.hpp"
#include "dataset/text.hpp"
#include "dataset/truth.hpp"
#include "proofload/loader.hpp"
#include "proofload/registry.hpp"

namespace proofload::test {

enum class SequenceDefect : std::uint8_t {
  none,
  stacks_by_first,  ///< every row has the first one's steps
  crops_to_shortest,
  mask_one_more,     ///< t <= length
  mask_from_values,  ///< what equals the pad value is padding
  mask_at_other_side,
  lengths_of_the_batch,  ///< the longest, for every row
  lengths_as_column,     ///< [rows, 1], which broadcasts to other places than [rows]
  cuts_other_end,
  pads_other_side,
  pads_with_one,
  columns_exchanged,
  steps_reversed,
  drops_last_step,
  neighbor_in_padding,  ///< the padding holds the previous row's steps
  labels_of_the_next,
  zero_for_bad_field,
  skips_bad_rows,
  mean_of_nothing,  ///< an empty sequence becomes NaN
  truncates_to_int,
  byte_order_unseen,          ///< of arrays: as if all had the lowest byte first
  fortran_unseen,             ///< as if all had their rows first
  zeros_for_missing,          ///< what an array lacks is taken for zeros
  mask_short_at_longest,      ///< the last step of the declared maximum is padding
  cuts_other_end_at_the_end,  ///< of the last sample
  blank_line_is_a_step,       ///< of JSONL: of zeros
  signs_unseen,               ///< of arrays of bytes: as if none had one
  header_of_a_byte,           ///< of arrays: only the low byte of its size is read
};

struct SequenceKnobs {
  Ragged ragged = {.pad = Ragged::Side::tail,
                   .to = Ragged::To::longest,
                   .cut = Ragged::Side::tail,
                   .mask = Ragged::Mask::true_is_real,
                   .empty = Ragged::Empty::kept};
  SequenceDefect defect = SequenceDefect::none;
  std::int64_t longest = 20;
  std::int64_t channels = 3;
  BadSample bad_sample = BadSample::skip_refill;
  Reads reads = Csv{};  ///< or Jsonl, Npy, Text
  double scale = 1;
  double offset = 0;
  std::optional<Range> range = Range{-50, 50};
  Integrity integrity = Integrity::structure;
  LastBatch last_batch = LastBatch::keep;  ///< or drop
  MissingValues missing = MissingValues::refused;
  enum class Has : std::uint8_t { yes, no } lengths = Has::yes, ids = Has::yes;
  enum class Spare : std::uint8_t { none, multiple_of_eight } spare = Spare::none;  ///< steps beyond the longest
};

class SequenceLoader final : public Loader, public Reports {
 public:
  SequenceLoader(Source& source, const LoadOptions& options, SequenceKnobs knobs, const Declaration& declaration)
      : source_(source), options_(options), knobs_(std::move(knobs)), declaration_(declaration) {
    std::vector<std::string> classes;
    for (const Entry& folder : listed("")) {
      if (folder.kind == NodeKind::directory) {
        classes.push_back(folder.name);
      }
    }
    std::ranges::sort(classes);
    const char* extension = std::holds_alternative<Csv>(knobs_.reads)     ? ".csv"
                            : std::holds_alternative<Jsonl>(knobs_.reads) ? ".jsonl"
                            : std::holds_alternative<Npy>(knobs_.reads)   ? ".npy"
                                                                          : ".txt";
    for (std::size_t label = 0; label < classes.size(); ++label) {
      for (const Entry& file : listed(classes[label])) {
        if (file.kind == NodeKind::file && file.name.ends_with(extension)) {
          records_.push_back({classes[label] + "/" + file.name, static_cast<std::int64_t>(label)});
        }
      }
    }
    std::ranges::sort(records_, [](const Record& a, const Record& b) { return path_less(a.path, b.path); });
    if (records_.empty()) {
      throw LoadFailure({"", std::nullopt, "no sequences"});
    }
  }

  std::expected<std::optional<Batch>, LoadError> next() override {
    std::vector<Row> rows;
    while (rows.size() < options_.batch_size && at_ < records_.size()) {
      const std::size_t index = at_++;
      auto values = read(records_[index].path);
      if (!values) {
        LoadError error{records_[index].path, index, values.error()};
        if (knobs_.bad_sample == BadSample::fail) {
          at_ = records_.size();
          return std::unexpected(std::move(error));
        }
        reports_.push_back({std::move(error), SampleReport::Deed::skipped});
        continue;
      }
      const std::size_t other = is(SequenceDefect::labels_of_the_next) ? (index + 1) % records_.size() : index;
      rows.push_back({std::move(*values), records_[other].label, static_cast<std::int64_t>(index)});
    }
    const bool dropped = knobs_.last_batch == LastBatch::drop && rows.size() < options_.batch_size;
    return rows.empty() || dropped ? std::optional<Batch>() : std::optional(collate(rows));
  }

  [[nodiscard]] std::span<const SampleReport> reports() const override { return reports_; }

 private:
  std::vector<Entry> listed(const std::string& folder) {
    auto entries = source_.list(folder);
    if (!entries) {
      throw LoadFailure({.path = folder, .reason = "cannot be listed"});
    }
    return std::move(*entries);
  }

  struct Record {
    std::string path;
    std::int64_t label = 0;
  };
  struct Row {
    std::vector<float> values;
    std::int64_t label = 0;
    std::int64_t id = 0;
  };

  [[nodiscard]] bool is(SequenceDefect defect) const { return knobs_.defect == defect; }
  [[nodiscard]] std::size_t channels() const { return static_cast<std::size_t>(knobs_.channels); }
  [[nodiscard]] std::size_t steps(const Row& row) const { return row.values.size() / channels(); }

  [[nodiscard]] SequenceEvidence look_at(const std::vector<std::byte>& bytes) const {
    if (const auto* csv = std::get_if<Csv>(&knobs_.reads)) {
      return look_at_csv(Blob(bytes), *csv, channels(), MissingValues::refused);
    }
    if (const auto* jsonl = std::get_if<Jsonl>(&knobs_.reads)) {
      return look_at_jsonl(Blob(bytes), *jsonl, channels(), MissingValues::refused);
    }
    const Blob blob(bytes);
    if (const auto* kind = std::get_if<Text>(&knobs_.reads)) {
      return look_at_text(blob, *kind);
    }
    std::string text(blob.text());
    const auto replace = [&text](std::string_view what, std::string_view with) {
      if (const std::size_t at = text.find(what); at != std::string::npos) {
        text.replace(at, what.size(), with);
      }
    };
    if (is(SequenceDefect::byte_order_unseen)) {
      replace("'>", "'<");
    }
    if (is(SequenceDefect::signs_unseen)) {
      replace("'|i1'", "'|u1'");
    }
    if (is(SequenceDefect::header_of_a_byte) && text.size() > 9 && text[6] == 1) {
      text[9] = 0;
    }
    if (is(SequenceDefect::fortran_unseen)) {
      replace("True,", "False");
      replace("False '", "False,'");
    }
    const SequenceShape shape = *sequence_shape(declaration_.features);
    if (is(SequenceDefect::zeros_for_missing)) {
      for (int i = 0; i < 64 && look_at_npy(Blob(std::string_view(text)), Npy{}, shape).decodes == Soundness::damaged;
           ++i) {
        text += '\0';
      }
    }
    return look_at_npy(Blob(std::string_view(text)), std::get<Npy>(knobs_.reads), shape);
  }

  std::expected<std::vector<float>, std::string> read(const std::string& path) {
    const auto bytes = read_file(source_, path, std::size_t{1} << 20U);
    if (!bytes) {
      return std::unexpected("cannot be read");
    }
    if (bytes->empty()) {
      return std::unexpected("empty");
    }
    SequenceEvidence seen = look_at(*bytes);
    if (is(SequenceDefect::blank_line_is_a_step)) {
      std::string text(Blob(*bytes).text());
      bool blank = false;
      for (std::size_t at = text.find("\n\n"); at != std::string::npos; at = text.find("\n\n", at + 1)) {
        text.insert(at + 1, R"({"a":0,"b":0,"c":0})");
        blank = true;
      }
      if (blank) {
        seen = look_at_jsonl(Blob(std::string_view(text)), std::get<Jsonl>(knobs_.reads), channels(),
                             MissingValues::refused);
      }
    }
    const bool lenient = is(SequenceDefect::zero_for_bad_field) || is(SequenceDefect::skips_bad_rows);
    if (!lenient && (seen.decodes != Soundness::sound || seen.structure != Soundness::sound)) {
      return std::unexpected(seen.cause);
    }
    std::vector<float> values;
    for (std::size_t i = 0; i < seen.sequence.values.size(); i += channels()) {
      bool whole = true;
      for (std::size_t c = 0; c < channels(); ++c) {
        const double value = seen.sequence.values[i + c];
        const StoredRange range = stored_range(declaration_, c);
        if (!lenient && knobs_.range && !(value >= range.low && value <= range.high)) {
          return std::unexpected("out of range");
        }
        if (!lenient && std::abs(value * knobs_.scale + knobs_.offset) > std::numeric_limits<float>::max()) {
          return std::unexpected("too large for a float");
        }
        whole = whole && !std::isnan(value);
        const double number = std::isnan(value) ? 0 : value * knobs_.scale + knobs_.offset;
        values.push_back(static_cast<float>(is(SequenceDefect::truncates_to_int) ? std::trunc(number) : number));
      }
      if (!whole && is(SequenceDefect::skips_bad_rows)) {
        values.resize(values.size() - channels());
      }
    }
    return cut(std::move(values));
  }

  std::expected<std::vector<float>, std::string> cut(std::vector<float> values) const {
    const auto most = static_cast<std::ptrdiff_t>(knobs_.longest * knobs_.channels);
    if (values.empty() && knobs_.ragged.empty == Ragged::Empty::refused) {
      return std::unexpected("no steps");
    }
    if (std::ssize(values) > most) {
      if (knobs_.ragged.cut == Ragged::Side::neither) {
        return std::unexpected("too long");
      }
      const bool other = is(SequenceDefect::cuts_other_end) ||
                         (is(SequenceDefect::cuts_other_end_at_the_end) && at_ == records_.size());
      const bool head = (knobs_.ragged.cut == Ragged::Side::head) != other;
      head ? values.erase(values.begin(), values.end() - most) : values.erase(values.begin() + most, values.end());
    }
    if (is(SequenceDefect::drops_last_step) && !values.empty()) {
      values.resize(values.size() - channels());
    }
    if (is(SequenceDefect::columns_exchanged)) {
      for (std::size_t i = 0; i < values.size(); i += channels()) {
        std::swap(values[i], values[i + 1]);
      }
    }
    if (is(SequenceDefect::steps_reversed)) {
      for (std::size_t i = 0; i < values.size() / channels() / 2; ++i) {
        for (std::size_t c = 0; c < channels(); ++c) {
          std::swap(values[i * channels() + c], values[values.size() - (i + 1) * channels() + c]);
        }
      }
    }
    return values;
  }

  Batch collate(const std::vector<Row>& rows) {
    const Ragged& ragged = knobs_.ragged;
    std::size_t width = 0;
    std::size_t shortest = steps(rows.front());
    for (const Row& row : rows) {
      width = std::max(width, steps(row));
      shortest = std::min(shortest, steps(row));
    }
    width = is(SequenceDefect::stacks_by_first)     ? steps(rows.front())
            : is(SequenceDefect::crops_to_shortest) ? shortest
                                                    : width;
    if (ragged.to == Ragged::To::length) {
      width = static_cast<std::size_t>(knobs_.longest);
    }
    if (knobs_.spare == SequenceKnobs::Spare::multiple_of_eight) {
      width = std::min((width + 7) / 8 * 8, static_cast<std::size_t>(knobs_.longest));
    }
    const auto pad = static_cast<float>(is(SequenceDefect::pads_with_one) ? 1 : ragged.pad_value);
    const bool real_set = ragged.mask != Ragged::Mask::true_is_padding;
    std::vector<float> features;
    std::vector<std::uint8_t> mask;
    std::vector<std::int64_t> lengths;
    std::vector<std::int64_t> labels;
    std::vector<std::int64_t> ids;
    for (std::size_t r = 0; r < rows.size(); ++r) {
      const std::size_t length = std::min(steps(rows[r]), width);
      const bool left = (ragged.pad == Ragged::Side::head) != is(SequenceDefect::pads_other_side);
      const std::size_t first = left ? width - length : 0;
      const std::size_t marked =
          (ragged.pad == Ragged::Side::head) != is(SequenceDefect::mask_at_other_side) ? width - length : 0;
      for (std::size_t t = 0; t < width; ++t) {
        const bool real = t >= first && t < first + length;
        bool blank = true;
        for (std::size_t c = 0; c < channels(); ++c) {
          float value = real ? rows[r].values[(t - first) * channels() + c] : pad;
          if (!real && is(SequenceDefect::neighbor_in_padding) && r > 0 && t < steps(rows[r - 1])) {
            value = rows[r - 1].values[t * channels() + c];
          }
          if (is(SequenceDefect::mean_of_nothing) && length == 0) {
            value = std::numeric_limits<float>::quiet_NaN();
          }
          blank = blank && value == pad;
          features.push_back(value);
        }
        const bool short_of_one =
            is(SequenceDefect::mask_short_at_longest) && length == static_cast<std::size_t>(knobs_.longest);
        const std::size_t end = marked + length + (is(SequenceDefect::mask_one_more) ? 1 : 0) - (short_of_one ? 1 : 0);
        const bool says = is(SequenceDefect::mask_from_values) ? !blank : t >= marked && t < end;
        mask.push_back(says == real_set ? 1 : 0);
      }
      lengths.push_back(static_cast<std::int64_t>(is(SequenceDefect::lengths_of_the_batch) ? width : length));
      labels.push_back(rows[r].label);
      ids.push_back(rows[r].id);
    }
    const auto n = static_cast<std::int64_t>(rows.size());
    const auto t = static_cast<std::int64_t>(width);
    Batch batch;
    batch.features = Tensor::own(std::move(features), {n, t, knobs_.channels});
    if (declaration_.features.shape.size() == 1) {
      batch.features.shape.pop_back();
    }
    batch.labels = Tensor::own(std::move(labels), {n});
    if (ragged.mask != Ragged::Mask::undeclared) {
      batch.mask = Tensor::own(std::move(mask), {n, t});
    }
    if (knobs_.lengths == SequenceKnobs::Has::yes) {
      batch.lengths = is(SequenceDefect::lengths_as_column) ? Tensor::own(std::move(lengths), {n, 1})
                                                            : Tensor::own(std::move(lengths), {n});
    }
    if (knobs_.ids == SequenceKnobs::Has::yes) {
      batch.sample_ids = Tensor::own(std::move(ids), {n});
    }
    return batch;
  }

  Source& source_;
  LoadOptions options_;
  SequenceKnobs knobs_;
  const Declaration& declaration_;
  std::vector<Record> records_;
  std::vector<SampleReport> reports_;
  std::size_t at_ = 0;
};

inline RegisteredLoader sequence_loader_with(const SequenceKnobs& knobs) {
  auto declaration = std::make_shared<Declaration>();
  declaration->reads = knobs.reads;
  const Axis steps = knobs.ragged.to == Ragged::To::length ? Axis(knobs.longest) : Axis::ragged(knobs.longest);
  declaration->features = {
      .dtype = Dtype::float32, .shape = {steps, knobs.channels}, .range = knobs.range, .missing = knobs.missing};
  if (knobs.channels == 1) {
    declaration->features.shape.pop_back();
  }
  declaration->labels = {.dtype = Dtype::int64, .order = Labels::Order::sorted};
  declaration->transform = Transform::Kind::exact;
  declaration->transform.scale = {knobs.scale};
  declaration->transform.offset = {knobs.offset};
  declaration->integrity = knobs.integrity;
  declaration->bad_sample = knobs.bad_sample;
  declaration->last_batch = knobs.last_batch;
  declaration->listing = Listing::sorted;
  declaration->repeats = {.again = Repeats::same_bytes, .other_batch_size = Repeats::same_bytes};
  declaration->ragged = knobs.ragged;
  Declaration result = *declaration;
  result.make = [knobs, declaration](Source& source, const LoadOptions& options) {
    return std::make_unique<SequenceLoader>(source, options, knobs, *declaration);
  };
  return {"sequences_of_test", std::move(result)};
}

}  // namespace proofload::test
