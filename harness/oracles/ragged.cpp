// The oracle of mask and lengths: mask-matches-lengths.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "dataset/sequence.hpp"
#include "model/masked_mean.hpp"
#include "oracles/oracle.hpp"
#include "run/tensor_values.hpp"

namespace proofload {
namespace {

/// What a batch says of one row.
struct Said {
  std::optional<std::int64_t> by_mask;  ///< real steps
  std::optional<std::int64_t> by_lengths;
  enum class Run : std::uint8_t { one, scattered, wrong_side } run = Run::one;  ///< of the real steps in the mask
};

Said said_of(const TracedBatch& batch, const Ragged& ragged, const std::vector<bool>& real, std::size_t row) {
  Said said;
  if (batch.lengths) {
    said.by_lengths = integer_at(*batch.lengths, row).value_or(-1);
  }
  if (!batch.mask || ragged.mask == Ragged::Mask::undeclared) {
    return said;
  }
  const auto count = std::ranges::count(real, true);
  said.by_mask = count;
  const auto first = std::ranges::find(real, true);
  if (count != 0 && std::ranges::count(first, first + count, true) != count) {
    said.run = Said::Run::scattered;
  } else if (count != 0 && ((ragged.pad == Ragged::Side::tail && first != real.begin()) ||
                            (ragged.pad == Ragged::Side::head && first + count != real.end()))) {
    said.run = Said::Run::wrong_side;
  }
  return said;
}

/// Steps of a sample that a row must have; nothing where that is not certain.
std::optional<std::int64_t> true_steps(const HeardRun& run, const RowReading& row, const Declaration& declaration) {
  if (row.by == RowReading::By::padding) {
    return 0;
  }
  const bool known = row.sample && (row.identified() || row.by == RowReading::By::wrapped);
  if (!known || run.truth.samples[*row.sample].content != SampleTruth::Content::certain ||
      run.truth.samples[*row.sample].state != SampleTruth::State::intact || !run.truth.samples[*row.sample].sequence) {
    return std::nullopt;
  }
  const std::size_t longest = sequence_shape(declaration.features)->longest;
  return static_cast<std::int64_t>(std::min(run.truth.samples[*row.sample].sequence->steps(), longest));
}

constexpr const char* build_from_lengths =
    "build the mask from the lengths, never from the values, in the same place that pads";

class Judging {
 public:
  Judging(const HeardRun& run, const Declaration& declaration) : run_(run), declaration_(declaration) {}

  /// Whether the batch has something to judge.
  bool batch(std::size_t e, std::size_t b, std::span<const RowReading> rows) {
    const TracedBatch& batch = run_.trace.epochs[e].batches[b];
    const bool wide = width(batch, e, b, rows);
    const bool masked = batch.mask && declaration_.ragged.mask != Ragged::Mask::undeclared;
    if (declaration_.ragged.mask != Ragged::Mask::undeclared && !batch.mask) {
      blame("no-mask", "a batch comes without the declared mask", e, b, std::nullopt, {}, "a mask", "none");
      return true;
    }
    if (!masked && !batch.lengths) {
      return wide;
    }
    const auto real = real_steps(batch, declaration_.ragged);
    if (!real || (batch.lengths && batch.lengths->shape != std::vector{static_cast<std::int64_t>(real->size())})) {
      blame("mask-shape", "mask or lengths do not have the batch's rows and steps", e, b, std::nullopt, {},
            "a mask of [rows, steps], lengths of [rows]", shapes_of(batch));
      return true;
    }
    for (const RowReading& row : rows) {
      if (row.row < real->size()) {
        judge(batch, e, row, (*real)[row.row]);
      }
    }
    return true;
  }

  std::vector<Because> take() {
    for (auto& [because, samples] : found_) {
      because.samples = paths_of(run_.truth, samples);
      result_.push_back(std::move(because));
    }
    return std::move(result_);
  }

 private:
  static std::string shapes_of(const TracedBatch& batch) {
    const auto text = [](const TracedTensor& tensor) { return fmt::format("[{}]", fmt::join(tensor.shape, ", ")); };
    std::string found = "features of " + text(batch.features);
    if (batch.mask) {
      found += ", a mask of " + text(*batch.mask);
    }
    return batch.lengths ? found + ", lengths of " + text(*batch.lengths) : found;
  }

  /// Of a batch that is padded to its longest row, all of whose lengths are known. Some loaders have no batch without a
  /// step. Whether there is something to judge.
  bool width(const TracedBatch& batch, std::size_t e, std::size_t b, std::span<const RowReading> rows) {
    if (declaration_.ragged.to != Ragged::To::longest || batch.features.shape.size() < 2 || rows.empty() ||
        std::cmp_not_equal(rows.size(), batch.features.rows())) {
      return false;
    }
    const auto& reported = run_.reading.epochs[e].reported;
    const bool any_made_up = run_.value.options.bad_sample == BadSample::substitute &&
                             std::ranges::any_of(reported, [](std::uint32_t reports) { return reports != 0; });
    std::int64_t longest = 1;
    for (const RowReading& row : rows) {
      const auto steps = true_steps(run_, row, declaration_);
      // One of several that show nothing, of which nobody says which.
      const bool any_of_them = row.by == RowReading::By::absence && row.chosen && !batch.lengths && !batch.mask;
      const bool perhaps_made_up = any_made_up && row.by == RowReading::By::absence && !row.id;
      if (!steps || any_of_them || perhaps_made_up || (row.sample && reported[*row.sample] != 0)) {
        return false;
      }
      longest = std::max(longest, *steps);
    }
    if (batch.features.shape[1] > longest) {
      blame("padded-beyond-longest", "a batch is padded beyond its longest row", e, b, std::nullopt, {},
            fmt::format("{} steps", longest), fmt::format("{} steps", batch.features.shape[1]),
            "take the longest of this batch only; declare ragged.to = length where all batches have one size");
    }
    return true;
  }

  void judge(const TracedBatch& batch, std::size_t e, const RowReading& row, const std::vector<bool>& real) {
    const Said said = said_of(batch, declaration_.ragged, real, row.row);
    const auto at = [&](const char* cause, std::string what, std::string expected, std::string found) {
      blame(cause, std::move(what), e, row.batch, row.row, row.sample, std::move(expected), std::move(found));
    };
    if (said.run == Said::Run::scattered) {
      return at("mask-with-gaps", "the real steps of the mask are not one run", "one run of real steps",
                fmt::format("{} real steps with gaps", said.by_mask.value_or(0)));
    }
    if (said.by_mask && said.by_lengths && *said.by_mask != *said.by_lengths) {
      return at("mask-is-not-the-length", "mask and lengths of a row contradict each other",
                fmt::format("{} real steps by lengths", *said.by_lengths),
                fmt::format("{} by the mask", *said.by_mask));
    }
    const auto steps = true_steps(run_, row, declaration_);
    // What was reported is not there, whatever stands in its place; and a row that shows nothing may stand in the place
    // of any that was.
    const bool in_place_of_another = row.by == RowReading::By::absence && !run_.trace.epochs[e].reports.empty() &&
                                     run_.value.options.bad_sample == BadSample::substitute;
    if (!steps || in_place_of_another || (row.sample && run_.reading.epochs[e].reported[*row.sample] != 0)) {
      return;
    }
    if (said.by_mask && *said.by_mask != *steps) {
      return at("mask-is-not-the-truth", "the mask marks another number of steps than the sample has",
                fmt::format("{} real steps", *steps), fmt::format("{}", *said.by_mask));
    }
    if (said.by_lengths && *said.by_lengths != *steps) {
      return at("length-is-not-the-truth", "the length of a row is not the number of its sample's steps",
                fmt::format("{}", *steps), fmt::format("{}", *said.by_lengths));
    }
    if (said.run == Said::Run::wrong_side) {
      at("mask-at-the-wrong-side", "the mask marks the padding as real, at the side where padding is declared",
         declaration_.ragged.pad == Ragged::Side::head ? "real steps at the end" : "real steps at the start",
         "real steps elsewhere");
    }
  }

  void blame(const char* cause, std::string what, std::size_t e, std::size_t b, std::optional<std::uint64_t> row,
             std::optional<std::size_t> sample, std::string expected, std::string found,
             const char* advice = build_from_lengths) {
    auto entry = std::ranges::find(found_, std::string_view(cause), [](const auto& f) { return f.first.cause; });
    if (entry == found_.end()) {
      found_.push_back({{.cause = cause,
                         .what = std::move(what),
                         .epoch = e,
                         .batch = b,
                         .row = row,
                         .expected = std::move(expected),
                         .found = std::move(found),
                         .advice = advice},
                        {}});
      entry = found_.end() - 1;
    }
    if (sample) {
      entry->second.push_back(*sample);
    }
  }

  const HeardRun& run_;
  const Declaration& declaration_;
  std::vector<std::pair<Because, std::vector<std::size_t>>> found_;
  std::vector<Because> result_;
};

}  // namespace

Judgement judge_mask_matches_lengths(Hearing& hearing) {
  const Declaration& declaration = hearing.declaration();
  const HeardRun& run = hearing.main();
  if (!sequence_shape(declaration.features) || !is_ragged(declaration)) {
    return not_applicable("declare features.shape with a ragged axis: samples of one size need no mask");
  }
  Judging judging(run, declaration);
  bool any_batch = false;
  bool exercised = false;
  for (std::size_t e = 0; e < run.trace.epochs.size(); ++e) {
    const std::vector<RowReading>& rows = run.reading.epochs[e].rows;
    auto first = rows.begin();
    for (std::size_t b = 0; b < run.trace.epochs[e].batches.size(); ++b) {
      const auto last = std::find_if(first, rows.end(), [&](const RowReading& row) { return row.batch != b; });
      any_batch = true;
      exercised = judging.batch(e, b, std::span(first, last)) || exercised;
      first = last;
    }
  }
  if (any_batch && !exercised) {
    return not_applicable("declare ragged.to = longest; or declare ragged.mask and yield a mask; or yield lengths");
  }
  return exercised ? kept_unless(judging.take()) : not_exercised();
}

}  // namespace proofload
