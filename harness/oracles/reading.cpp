#include "oracles/reading.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <set>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "dataset/label_kind.hpp"
#include "oracles/meant_samples.hpp"
#include "run/tensor_values.hpp"

namespace proofload {
namespace {

using By = RowReading::By;
using State = SampleTruth::State;
using Presence = SampleTruth::Presence;

class Reader {
 public:
  Reader(const Case& value, const Declaration& declaration, const Truth& truth, const Trace& trace)
      : value_(value),
        declaration_(declaration),
        truth_(truth),
        trace_(trace),
        meant_(truth),
        content_(recognizer(declaration, truth)),
        drawn_(draws_with_replacement(declaration, value.options)) {
    find_numbering();
    meant_.settle(numbering_);
  }

  Reading read() {
    Reading reading;
    reading.content = content_;
    reading.can_identify = can_identify();
    for (std::size_t i = 0; i < truth_.samples.size(); ++i) {
      reading.untellable.push_back(untellable(i));
    }
    for (const TracedEpoch& epoch : trace_.epochs) {
      reading.epochs.push_back(read(epoch));
    }
    return reading;
  }

 private:
  [[nodiscard]] bool content_tells() const { return content_->needs().empty(); }

  [[nodiscard]] bool can_identify() const {
    if (!content_tells() || drawn_) {
      return declares_ids() && numbering_ != Numbering::unknown;
    }
    // A sample that must be yielded, but cannot be told from others, spoils every count.
    for (std::size_t i = 0; i < truth_.samples.size(); ++i) {
      if (truth_.samples[i].state == State::intact && untellable(i)) {
        return declares_ids() && numbering_ != Numbering::unknown;
      }
    }
    return true;
  }

  /// Whether the loader's ids count what it need not count (a folder in a file's place), as far as it shows: in what
  /// it reports, and in rows whose content says whose they are.
  void find_numbering() {
    const bool any_optional =
        std::ranges::any_of(truth_.samples, [](const SampleTruth& s) { return s.optional_before != 0; });
    if (declaration_.listing == Listing::undeclared) {
      numbering_ = Numbering::unknown;  // numbers of an order that nobody knows
      return;
    }
    if (!any_optional) {
      return;
    }
    std::multiset<SampleTruth::OptionalFor> reasons;
    for (const SampleTruth& sample : truth_.samples) {
      if (sample.presence == Presence::optional) {
        reasons.insert(sample.optional_for);
      }
    }
    const auto alike = reasons.count(*reasons.begin());
    if (alike != reasons.size() || (alike > 1 && *reasons.begin() == SampleTruth::OptionalFor::group)) {
      numbering_ = Numbering::unknown;  // some may be counted, and others left out
      return;
    }
    bool counted = false;
    bool left_out = false;
    bool neither = false;  // or some are counted, and others left out
    const auto vote = [&](std::size_t sample, std::uint64_t id) {
      const SampleTruth& truth = truth_.samples[sample];
      const bool as_counted = id == truth.index;
      const bool as_left_out = id == truth.index - truth.optional_before;
      if (truth.optional_before != 0) {
        counted = counted || as_counted;
        left_out = left_out || as_left_out;
        neither = neither || !(as_counted || (as_left_out && truth.presence == Presence::listed));
      }
    };
    const auto vote_by_error = [&](const LoadError& error) {
      if (const auto sample = meant_.surely(error); sample && error.index) {
        vote(*sample, *error.index);
      }
    };
    for (const TracedEpoch& epoch : trace_.epochs) {
      for (const TracedReport& report : epoch.reports) {
        vote_by_error(report.error);
      }
      if (epoch.error) {
        vote_by_error(*epoch.error);
      }
      EpochReading rows;
      look(epoch, rows);
      for (std::size_t i = 0; i < rows.rows.size(); ++i) {
        const RowReading& row = rows.rows[i];
        if (row.id && *row.id >= 0 && row.by == By::code && groups_[i].size() == 1) {
          vote(groups_[i].front(), static_cast<std::uint64_t>(*row.id));
        } else if (row.id && *row.id >= 0 && groups_[i].size() > 1) {
          const bool as_counted = plausible(i, row, sample_at(row.id, Numbering::counted));
          const bool as_left_out = plausible(i, row, sample_at(row.id, Numbering::left_out));
          counted = counted || (as_counted && !as_left_out);
          left_out = left_out || (as_left_out && !as_counted);
        }
      }
    }
    numbering_ = neither || counted == left_out ? Numbering::unknown
                 : counted                      ? Numbering::counted
                                                : Numbering::left_out;
  }

  /// Whether a row that several samples may own may be this one's, by its label as well.
  [[nodiscard]] bool plausible(std::size_t i, const RowReading& row, std::optional<std::size_t> sample) const {
    return sample && std::ranges::find(groups_[i], *sample) != groups_[i].end() &&
           may_be(row.label, truth_.label_of(*sample, declaration_));
  }

  /// The sample that an id means.
  [[nodiscard]] std::optional<std::size_t> sample_of_id(std::optional<std::int64_t> id) const {
    return sample_at(id, numbering_);
  }

  [[nodiscard]] std::optional<std::size_t> sample_at(std::optional<std::int64_t> id, Numbering numbering) const {
    if (!id || *id < 0 || numbering == Numbering::unknown) {
      return std::nullopt;
    }
    const auto number = static_cast<std::uint64_t>(*id);
    if (numbering == Numbering::counted) {
      return number < truth_.samples.size() ? std::optional(static_cast<std::size_t>(number)) : std::nullopt;
    }
    const auto found = std::ranges::find_if(truth_.samples, [&](const SampleTruth& sample) {
      return sample.presence == Presence::listed && sample.index - sample.optional_before == number;
    });
    return found == truth_.samples.end() ? std::nullopt
                                         : std::optional(static_cast<std::size_t>(found - truth_.samples.begin()));
  }

  [[nodiscard]] bool untellable(std::size_t sample) const { return content_->untellable(sample); }

  [[nodiscard]] bool declares_ids() const {
    for (const TracedEpoch& epoch : trace_.epochs) {
      for (const TracedBatch& batch : epoch.batches) {
        if (!batch.sample_ids) {
          return false;
        }
      }
    }
    return true;
  }

  EpochReading read(const TracedEpoch& epoch) {
    EpochReading result;
    result.yielded.assign(truth_.samples.size(), 0);
    result.reported.assign(truth_.samples.size(), 0);
    look(epoch, result);
    note_reports(epoch, result);
    assign(epoch, result);
    settle_files(result);
    return result;
  }

  /// A file that may be refused as a whole, or come sample by sample, is accounted for by either. And what stands in
  /// place of a bad sample that was reported need not have its label.
  void settle_files(EpochReading& result) const {
    for (RowReading& row : result.rows) {
      const bool record = row.sample && truth_.samples[*row.sample].record;
      if (record && result.reported[*row.sample] != 0 && truth_.samples[*row.sample].state != State::intact) {
        row.class_is_sure = false;
      }
    }
    for (std::size_t i = 0; i < truth_.samples.size(); ++i) {
      const SampleTruth& file = truth_.samples[i];
      if (file.record || file.state == State::intact) {
        continue;
      }
      bool any_yielded = false;
      for (std::size_t k = i + 1;
           k < truth_.samples.size() && truth_.samples[k].record && truth_.samples[k].path == file.path; ++k) {
        any_yielded = any_yielded || result.yielded[k] != 0;
        if (result.reported[k] != 0) {
          result.reported[i] = std::max(result.reported[i], 1U);
        }
      }
      if (any_yielded && result.reported[i] == 0 && !file.must_be_refused()) {
        result.yielded[i] = 1;
      }
    }
  }

  /// Samples that seem to have come, of those that may: one for each row, by its content and its label, and one
  /// that must come before others.
  [[nodiscard]] std::vector<bool> came(const EpochReading& result) const {
    std::vector<bool> there(truth_.samples.size(), false);
    for (std::size_t i = 0; i < result.rows.size(); ++i) {
      std::optional<std::size_t> owner;
      for (const std::size_t sample : groups_[i]) {
        const SampleTruth& truth = truth_.samples[sample];
        const bool may_come = !there[sample] && !truth.must_be_refused() &&
                              may_be(result.rows[i].label, truth_.label_of(sample, declaration_));
        if (may_come && (!owner || truth.state == State::intact)) {
          owner = sample;
        }
        if (owner && truth_.samples[*owner].state == State::intact) {
          break;
        }
      }
      if (owner) {
        there[*owner] = true;
      }
    }
    return there;
  }

  void note_reports(const TracedEpoch& epoch, EpochReading& result) const {
    std::vector<const LoadError*> errors;
    errors.reserve(epoch.reports.size());
    for (const TracedReport& report : epoch.reports) {
      errors.push_back(&report.error);
    }
    const bool in_doubt = numbering_ == Numbering::unknown && !errors.empty();
    // Where several numbers may mean a sample, the errors are about those that did not come.
    result.told_of = meant_.of_all(errors, in_doubt ? came(result) : std::vector<bool>{});
    for (std::size_t i = 0; i < errors.size(); ++i) {
      if (result.told_of[i]) {
        ++result.reported[*result.told_of[i]];
      } else {
        result.strangers.push_back(i);
      }
    }
    if (!epoch.error) {
      return;
    }
    const auto named = meant_.of(*epoch.error);
    const bool told = named && std::ranges::find(result.told_of, named) != result.told_of.end();
    result.error_of = told ? named : meant_.of(*epoch.error, result.reported);
    if (result.error_of && !told) {
      ++result.reported[*result.error_of];
    }
  }

  void look(const TracedEpoch& epoch, EpochReading& result) {
    groups_.clear();
    spares_.clear();
    told_.clear();
    for (std::uint64_t b = 0; b < epoch.batches.size(); ++b) {
      look(epoch.batches[b], b, result);
    }
  }

  /// Whose content each row of a batch has: a group of samples with equal content, or none.
  void look(const TracedBatch& batch, std::uint64_t number, EpochReading& result) {
    const FloatRows features(batch.features);
    const auto rows = static_cast<std::uint64_t>(std::max<std::int64_t>(0, batch.features.rows()));
    const std::uint64_t seen = std::min<std::uint64_t>(rows, features.rows());
    const bool fits = content_tells() && content_->fits(batch.features);
    for (std::uint64_t r = 0; r < seen; ++r) {
      RowReading row;
      row.batch = number;
      row.row = r;
      row.label = integer_at(batch.labels, r);
      if (batch.labels.dtype == Dtype::undeclared || values_per_row(batch.labels) != 1 ||
          has_number_labels(declaration_)) {
        row.label.reset();
      }
      if (has_number_labels(declaration_) && values_per_row(batch.labels) == 1 && r < whole_rows(batch.labels)) {
        row.target = value_at(batch.labels, r);
      }
      row.ignored = is_ignored(batch.labels, r);
      if (batch.sample_ids) {
        row.id = integer_at(*batch.sample_ids, r);
      }
      std::vector<std::size_t> group;
      spares_.emplace_back();
      told_.emplace_back();
      std::vector<float> room;
      const auto values = as_finite(batch.features, r, features.row(r), room);
      const auto bad = std::ranges::find_if(values, [](float v) { return !std::isfinite(v); });
      if (bad != values.end()) {
        row.not_finite = static_cast<std::uint32_t>(bad - values.begin());
      } else {
        row.blank = is_blank(values);
        if (fits) {
          group = owners(row, {values, batch, r});
        }
      }
      row.class_is_sure = std::ranges::all_of(group, [&](std::size_t sample) {
        const SampleTruth& first = truth_.samples[group.front()];
        return truth_.samples[sample].class_name == first.class_name && truth_.samples[sample].target == first.target;
      });
      groups_.push_back(std::move(group));
      result.rows.push_back(row);
    }
  }

  [[nodiscard]] bool is_ignored(const TracedTensor& labels, std::uint64_t row) const {
    const auto& ignored = declaration_.labels.ignore_index;
    const std::size_t values = ignored && row < whole_rows(labels) ? values_per_row(labels).value_or(0) : 0;
    bool all = values != 0;
    for (std::size_t i = 0; all && i < values; ++i) {
      all = integer_at(labels, row * values + i) == ignored;
    }
    return all;
  }

  /// The values of a row, with padding for each NaN where that is declared to stand for what is missing: it tells
  /// nothing, as padding does. And what only a float cannot hold is the greatest that it can.
  [[nodiscard]] std::span<const float> as_finite(const TracedTensor& tensor, std::size_t row,
                                                 std::span<const float> values, std::vector<float>& room) const {
    constexpr float greatest = std::numeric_limits<float>::max();
    const bool nan_is_missing = declaration_.features.missing == MissingValues::nan;
    const auto finite = [](float v) { return std::isfinite(v); };
    if ((!nan_is_missing && tensor.dtype != Dtype::float64) || std::ranges::all_of(values, finite)) {
      return values;
    }
    room.assign(values.begin(), values.end());
    for (std::size_t at = 0; at < room.size(); ++at) {
      if (std::isnan(room[at]) && nan_is_missing) {
        room[at] = static_cast<float>(declaration_.ragged.pad_value);
      } else if (std::isinf(room[at]) && std::isfinite(value_at(tensor, row * values.size() + at))) {
        room[at] = std::copysign(greatest, room[at]);
      }
    }
    return room;
  }

  [[nodiscard]] static By by(Recognition::By how) {
    switch (how) {
      case Recognition::By::nothing:
        return By::nothing;
      case Recognition::By::code:
        return By::code;
      case Recognition::By::match:
        return By::match;
      case Recognition::By::absence:
        return By::absence;
    }
    return By::nothing;
  }

  std::vector<std::size_t> owners(RowReading& row, const SeenRow& seen) {
    Recognition told = content_->recognize(seen);
    spares_.back() = std::move(told.spares);
    row.code = told.code;
    row.wrong_at = told.wrong_at;
    row.by = by(told.by);
    auto owners = std::exchange(told.owners, {});
    told_.back() = std::move(told);
    return owners;
  }

  /// Nothing but zeros, or nothing but padding.
  [[nodiscard]] bool is_blank(std::span<const float> values) const {
    const auto all = [&](float filling) {
      return std::ranges::all_of(values, [filling](float v) { return v == filling; });
    };
    return all(0) || all(static_cast<float>(declaration_.ragged.pad_value));
  }

  void assign(const TracedEpoch& epoch, EpochReading& result) {
    // What stands in place of a bad record has no label but by chance: its own may well be what is bad of it.
    const auto rank = [&](std::size_t sample) {
      const SampleTruth& truth = truth_.samples[sample];
      const bool told =
          result.reported[sample] != 0 || (!trace_.has_reports && value_.options.bad_sample == BadSample::substitute);
      const bool replaced = truth.record && truth.state != State::intact && told;
      return replaced ? std::nullopt : truth_.label_of(sample, declaration_);
    };
    const auto declared = [&](const RowReading& row) { return sample_of_id(row.id); };
    mark_padding(epoch, result);
    // First the rows whose content speaks: those with one owner, then those of equal content, by id, then by label.
    const auto place = [&](std::size_t i, bool by_label) {
      RowReading& row = result.rows[i];
      const auto hint = declared(row);
      std::optional<std::size_t> best;
      int best_score = -1;
      std::vector<std::size_t> candidates = likely(i);
      if (hint && spare(result, i, *hint)) {
        candidates.push_back(*hint);
      }
      for (const std::size_t candidate : candidates) {
        const bool labeled = row.label == rank(candidate);
        // Content is not expected of a sample that was reported, whatever stands in its place.
        const bool refused = told(result, candidate) || (result.reported[candidate] != 0 && hint != candidate);
        // What some read that is behind damage, or behind the end, gives way to a copy that stands before it.
        const SampleTruth& truth = truth_.samples[candidate];
        const bool behind_damage = truth.optional_for == SampleTruth::OptionalFor::border ||
                                   truth.optional_for == SampleTruth::OptionalFor::group;
        const int standing = truth.presence == Presence::listed ? 2 : behind_damage ? 0 : 1;
        const bool as_said = std::ranges::find(told_[i].as_said, candidate) != told_[i].as_said.end();
        const int score = (refused ? 0 : 64) + (result.yielded[candidate] == 0 ? 32 : 0) +
                          (hint == candidate ? 16 : 0) + (labeled ? 8 : 0) + (as_said ? 4 : 0) + standing;
        if (score > best_score && (!by_label || may_be(row.label, rank(candidate)))) {
          best = candidate;
          best_score = score;
        }
      }
      // A match is weaker than a code: a plain row beyond the samples that look so may be a spoiled sample's, unless
      // the loader says whose it is.
      const bool elsewhere = hint && std::ranges::find(groups_[i], *hint) == groups_[i].end();
      const bool spoiled = elsewhere && (truth_.samples[*hint].state != State::intact || untellable(*hint));
      const bool once_more = best && !drawn_ && (result.yielded[*best] != 0 || told(result, *best));
      const bool in_place_of_another =
          best && hint != best && row.label != rank(*best) && substituted(result, row, rank);
      // What shows nothing is whose the loader says it is, else anybody's with its label.
      const bool mine = best && !once_more && row.label == rank(*best);
      const bool absent = row.by == By::absence && (hint ? elsewhere : !mine && another(result, row.label, rank));
      // What came already is another's, where a sample of which little shows may be under it.
      const bool in_doubt = row.wrong_at || told_[i].length == Recognition::Length::other_than_said;
      const bool covered = once_more && (hint ? elsewhere && perhaps(i, *hint)
                                              : in_doubt && another(result, row.label, rank, told_[i].perhaps));
      const bool weak = row.by == By::match || row.by == By::absence;
      // … nor does what contradicts those whose code it holds: damage may have made it like them.
      if (absent || covered || (spoiled && row.wrong_at) ||
          (weak && (spoiled || in_place_of_another || (once_more && hint != best && anyone_spoiled(result, row))))) {
        row.by = By::nothing;
        groups_[i].clear();
      } else if (best) {
        row.sample = best;
        row.chosen = candidates.size() > 1 && hint != best;
        ++result.yielded[*best];
      }
    };
    const auto sure = [&](std::size_t i) {
      return result.rows[i].by == By::code && groups_[i].size() == 1 && spares_[i].empty();
    };
    for (std::size_t i = 0; i < result.rows.size(); ++i) {
      const auto hint = declared(result.rows[i]);
      if (sure(i) && !(hint && perhaps(i, *hint))) {
        place(i, false);
      }
    }
    for (std::size_t i = 0; i < result.rows.size(); ++i) {
      if (sure(i) && !result.rows[i].sample) {
        place(i, false);
      }
    }
    // A loader that numbers its classes in another way is taken at its word before its labels are.
    for (std::size_t i = 0; i < result.rows.size(); ++i) {
      RowReading& row = result.rows[i];
      const auto hint = declared(row);
      if (row.by != By::padding && !row.sample && hint && result.yielded[*hint] == 0 &&
          (std::ranges::find(groups_[i], *hint) != groups_[i].end() || spare(result, i, *hint))) {
        place(i, false);
        row.class_is_sure = row.class_is_sure || row.sample == hint;
      }
    }
    // What few may own goes before what many may; and what may be there once more goes last.
    std::vector<std::size_t> by_choice(result.rows.size());
    std::iota(by_choice.begin(), by_choice.end(), std::size_t{0});
    const std::size_t first_time = result.rows.size() - surplus(epoch, result);
    std::ranges::sort(by_choice, {}, [&](std::size_t i) { return std::tuple(i >= first_time, groups_[i].size(), i); });
    for (const bool by_label : {true, false}) {
      for (const std::size_t i : by_choice) {
        const RowReading& row = result.rows[i];
        if (row.by != By::padding && !row.sample && !groups_[i].empty()) {
          place(i, by_label);
        }
      }
    }
    mark_wrapped(epoch, result);
    give_to_copies(result, rank);
    // Then the others, by the loader's word or by elimination.
    std::optional<std::size_t> last;
    for (std::size_t i = 0; i < result.rows.size(); ++i) {
      RowReading& row = result.rows[i];
      if (row.sample) {
        last = row.sample;
      }
      if (row.sample || row.by == By::padding || row.by == By::wrapped || row.code) {
        continue;
      }
      const auto hint = declared(row);
      // Once more than once where the content cannot say otherwise.
      const bool again =
          hint && (drawn_ || untellable(*hint) ||
                   (value_.options.bad_sample == BadSample::substitute && truth_.samples[*hint].must_be_refused()));
      if (hint && (!content_tells() || result.yielded[*hint] == 0 || again)) {
        row.by = By::declared_id;
        row.sample = hint;
      } else if (!drawn_ && (!row.id || numbering_ == Numbering::unknown)) {
        row.sample = next_left(result, row, last, rank);
        row.by = row.sample ? By::elimination : By::nothing;
      }
      if (row.sample) {
        ++result.yielded[*row.sample];
        last = row.sample;
      }
    }
  }

  /// Whose a row may be; what need not count and has another length than the loader says gives way to what has it.
  [[nodiscard]] std::vector<std::size_t> likely(std::size_t i) const {
    std::vector<std::size_t> group = groups_[i];
    const auto& as_said = told_[i].as_said;
    std::erase_if(group, [&](std::size_t sample) {
      return !as_said.empty() && truth_.samples[sample].presence == Presence::optional &&
             std::ranges::find(as_said, sample) == as_said.end();
    });
    return group;
  }

  [[nodiscard]] bool perhaps(std::size_t i, std::size_t sample) const {
    return std::ranges::find(told_[i].perhaps, sample) != told_[i].perhaps.end();
  }

  /// Whether a row's label may be a sample's: of some samples nobody knows it.
  [[nodiscard]] static bool may_be(std::optional<std::int64_t> label, std::optional<std::int64_t> ranked) {
    return !ranked || label == ranked;
  }

  /// Whether a sample with that label did not come yet; of the given ones.
  template <class Rank>
  [[nodiscard]] bool another(const EpochReading& result, std::optional<std::int64_t> label, const Rank& rank,
                             std::optional<std::span<const std::size_t>> of = {}) const {
    for (std::size_t i = 0; i < truth_.samples.size(); ++i) {
      if (result.yielded[i] == 0 && !told(result, i) && may_be(label, rank(i)) &&
          (!of || std::ranges::find(*of, i) != of->end())) {
        return true;
      }
    }
    return false;
  }

  /// A bad sample that holds the code of a row as well and may have been delivered.
  [[nodiscard]] bool spare(const EpochReading& result, std::size_t i, std::size_t sample) const {
    return result.rows[i].by == By::code && std::ranges::find(spares_[i], sample) != spares_[i].end() &&
           std::ranges::find(groups_[i], sample) == groups_[i].end() &&
           truth_.samples[sample].shown == SampleTruth::Shown::effective && result.reported[sample] == 0 &&
           result.yielded[sample] == 0;
  }

  /// A damaged copy that was delivered is no second row of the original: of rows beyond one, those with the copy's
  /// label go first, then those that are not what the original holds, then the last ones.
  template <class Rank>
  void give_to_copies(EpochReading& result, const Rank& rank) const {
    if (drawn_) {
      return;
    }
    enum class Which : std::uint8_t { by_label, by_content, any };
    for (const Which which : {Which::by_label, Which::by_content, Which::any}) {
      for (std::size_t i = result.rows.size(); i-- > 0;) {
        RowReading& row = result.rows[i];
        if (row.by != By::code || !row.sample || result.yielded[*row.sample] < 2 || spares_[i].empty() ||
            sample_of_id(row.id) == row.sample || (which == Which::by_content && !row.wrong_at)) {
          continue;
        }
        for (const std::size_t sample : spares_[i]) {
          const bool labeled = declaration_.labels.order != Labels::Order::undeclared && row.label == rank(sample) &&
                               row.label != rank(*row.sample);
          if (spare(result, i, sample) && (which != Which::by_label || labeled)) {
            --result.yielded[*row.sample];
            ++result.yielded[sample];
            row.sample = sample;
            break;
          }
        }
      }
    }
  }

  /// Whether a sample was reported, so that no row of its own is expected.
  [[nodiscard]] bool told(const EpochReading& result, std::size_t sample) const {
    return result.reported[sample] != 0 && value_.options.bad_sample != BadSample::substitute;
  }

  /// Whether a row may be what was put in place of a reported sample, or of a bad one where a loader cannot report:
  /// that one's label says so.
  template <class Rank>
  [[nodiscard]] bool substituted(const EpochReading& result, const RowReading& row, const Rank& rank) const {
    if (value_.options.bad_sample != BadSample::substitute) {
      return false;
    }
    for (std::size_t i = 0; i < truth_.samples.size(); ++i) {
      const bool replaced =
          result.reported[i] != 0 || (!trace_.has_reports && truth_.samples[i].state != State::intact);
      if (replaced && result.yielded[i] == 0 && may_be(row.label, rank(i))) {
        return true;
      }
    }
    return false;
  }

  /// Whether a row may stand for a sample that could not be delivered, or that no content tells, and that nothing was
  /// said of.
  [[nodiscard]] bool anyone_spoiled(const EpochReading& result, const RowReading& row) const {
    for (std::size_t i = 0; i < truth_.samples.size(); ++i) {
      if ((truth_.samples[i].state != State::intact || untellable(i)) && !told(result, i) && result.yielded[i] == 0) {
        return true;
      }
    }
    return row.id.has_value() && sample_of_id(row.id).has_value();
  }

  /// Declared filling rows stand at the end of the last batch, or of those of parts: zeros with the ignore index. Zeros
  /// beyond all samples that can have come are filling, too, whatever their label.
  void mark_padding(const TracedEpoch& epoch, EpochReading& result) const {
    const bool fills = value_.options.last_batch == LastBatch::pad && value_.options.batch_size > 1;
    if (!fills || epoch.batches.empty()) {
      return;
    }
    std::size_t most = 0;
    for (std::size_t i = 0; i < truth_.samples.size(); ++i) {
      most += told(result, i) ? 0U : 1U;
    }
    std::size_t surplus = result.rows.size() - std::min(result.rows.size(), most);
    std::optional<std::uint64_t> over;  // the batch of which no more rows are filling
    for (auto row = result.rows.rbegin(); row != result.rows.rend(); ++row) {
      const bool labeled = row->ignored || row->label == declaration_.labels.ignore_index;
      const bool named = row->id && *row->id >= 0;  // a made-up row may look the same
      const bool last = declaration_.remainder != Remainder::whole || row->batch == result.rows.back().batch;
      if (!last) {
        break;
      }
      if (over == row->batch || !row->blank || ((!labeled || named) && surplus == 0)) {
        over = row->batch;
        continue;
      }
      surplus -= std::min<std::size_t>(surplus, 1);
      row->by = By::padding;
      row->sample.reset();
    }
  }

  [[nodiscard]] bool same_content(std::optional<std::size_t> a, std::optional<std::size_t> b) const {
    return a == b || (a && b && content_->same_content(*a, *b));
  }

  /// Whether two rows hold the same, but for padding: batches of other lengths hold more of it, or less.
  [[nodiscard]] bool alike(const TracedEpoch& epoch, const RowReading& a, const RowReading& b) const {
    const FloatRows as(epoch.batches[a.batch].features);
    const FloatRows bs(epoch.batches[b.batch].features);
    return std::ranges::equal(without_padding(as.row(a.row)), without_padding(bs.row(b.row)));
  }

  [[nodiscard]] std::span<const float> without_padding(std::span<const float> values) const {
    const auto pads = [pad = static_cast<float>(declaration_.ragged.pad_value)](float value) { return value == pad; };
    while (!values.empty() && pads(values.front())) {
      values = values.subspan(1);
    }
    while (!values.empty() && pads(values.back())) {
      values = values.first(values.size() - 1);
    }
    return values;
  }

  /// Samples that come, if all is well.
  [[nodiscard]] std::size_t owed(const EpochReading& result) const {
    std::size_t owed = 0;
    for (std::size_t i = 0; i < truth_.samples.size(); ++i) {
      const SampleTruth& sample = truth_.samples[i];
      // What may be refused, and was not reported, has come as well; of a file that may be refused as a whole, one at
      // least.
      const bool stands = sample.state == State::intact || (sample.state == State::altered && !sample.record);
      const bool comes = (stands && result.reported[i] == 0) || value_.options.bad_sample == BadSample::substitute;
      owed += comes && sample.presence == Presence::listed ? 1U : 0U;
    }
    return owed;
  }

  /// Rows of the last batch that may be repetitions, as declared.
  [[nodiscard]] std::size_t surplus(const TracedEpoch& epoch, const EpochReading& result) const {
    if (value_.options.last_batch != LastBatch::wrap || epoch.batches.empty()) {
      return 0;
    }
    const auto& rows = result.rows;
    const auto in_last =
        std::ranges::count_if(rows, [&](const RowReading& row) { return row.batch == rows.back().batch; });
    return std::min(static_cast<std::size_t>(in_last), rows.size() - std::min(rows.size(), owed(result)));
  }

  /// Declared repetitions stand at the end of the last batch: the first samples of the epoch, once more, in their
  /// order.
  void mark_wrapped(const TracedEpoch& epoch, EpochReading& result) const {
    if (value_.options.last_batch != LastBatch::wrap || epoch.batches.empty()) {
      return;
    }
    auto& rows = result.rows;
    const std::size_t owed = this->owed(result);
    const auto repeats = [&](std::size_t take, const auto& same) {
      const std::size_t begin = rows.size() - take;
      for (std::size_t i = 0; i < take; ++i) {
        const RowReading& row = rows[begin + i];
        const RowReading& first = rows[i % begin];
        // A row that counts once is no repetition, but for what need not count; nor is one that tells nothing when no
        // more came than is owed. Whose the second of two is that tell nothing was a guess, as that of the first was.
        const bool guessed = row.by == By::absence && (!first.sample || first.by == By::absence);
        if (row.sample && !guessed
                ? !same(begin + i, first.sample) ||
                      (result.yielded[*row.sample] < 2 && truth_.samples[*row.sample].presence == Presence::listed)
                : take + owed > rows.size() || row.id != first.id || (!row.id && row.label != first.label) ||
                      (row.blank != first.blank && !alike(epoch, row, first))) {
          return false;
        }
      }
      return true;
    };
    const auto most = [&](std::size_t bound, const auto& same) {
      std::size_t count = 0;
      for (std::size_t take = 1; take < rows.size() && take <= bound; ++take) {
        if (rows[rows.size() - take].batch != rows.back().batch) {
          break;
        }
        count = repeats(take, same) ? take : count;
      }
      return count;
    };
    const auto the_same = [&](std::size_t at, std::optional<std::size_t> sample) { return rows[at].sample == sample; };
    // Copies of one content, and samples that look alike, are taken for each other, as long as each has a row left.
    const auto perhaps_the_same = [&](std::size_t at, std::optional<std::size_t> sample) {
      const bool alike = rows[at].chosen && sample && std::ranges::find(groups_[at], *sample) != groups_[at].end();
      return alike || same_content(rows[at].sample, sample);
    };
    const std::size_t count =
        std::max(most(rows.size(), the_same), most(rows.size() - std::min(owed, rows.size()), perhaps_the_same));
    for (std::size_t i = rows.size() - count; i < rows.size(); ++i) {
      rows[i].by = By::wrapped;
      if (rows[i].sample) {
        --result.yielded[*rows[i].sample];
      }
    }
  }

  template <class Rank>
  std::optional<std::size_t> next_left(const EpochReading& result, const RowReading& row,
                                       std::optional<std::size_t> last, const Rank& rank) const {
    // Those whose row may well tell nothing come before those that would have been recognized.
    const auto plausible = [&](std::size_t i) {
      const SampleTruth& sample = truth_.samples[i];
      if (result.reported[i] != 0) {
        return 3;
      }
      return sample.presence == Presence::optional ? 0 : sample.state != State::intact || untellable(i) ? 2 : 1;
    };
    std::optional<std::size_t> best;
    int best_score = -1;
    for (std::size_t i = 0; i < truth_.samples.size(); ++i) {
      if (result.yielded[i] != 0 || told(result, i) || (row.label && !may_be(row.label, rank(i)))) {
        continue;
      }
      const int score = 2 * plausible(i) + (!last || i > *last ? 1 : 0);
      if (score > best_score) {
        best = i;
        best_score = score;
      }
    }
    return best;
  }

  const Case& value_;
  const Declaration& declaration_;
  const Truth& truth_;
  const Trace& trace_;
  MeantSamples meant_;
  std::shared_ptr<const Recognizer> content_;
  bool drawn_ = false;  ///< with replacement: a sample may come several times
  Numbering numbering_ = Numbering::counted;
  std::vector<std::vector<std::size_t>> groups_;
  std::vector<std::vector<std::size_t>> spares_;  ///< for each row, too
  std::vector<Recognition> told_;                 ///< for each row, too; what is not in the others
};

}  // namespace

const RowReading* EpochReading::find(std::uint64_t batch, std::uint64_t row) const {
  const auto place = [](const RowReading& reading) { return std::pair(reading.batch, reading.row); };
  const auto found = std::ranges::lower_bound(rows, std::pair(batch, row), {}, place);
  return found != rows.end() && place(*found) == std::pair(batch, row) ? &*found : nullptr;
}

bool Reading::guessed(std::size_t epoch) const {
  return epoch < epochs.size() &&
         std::ranges::any_of(
             epochs[epoch].rows,
             [](const RowReading& row) { return row.counts() && (row.by == By::elimination || row.chosen); });
}

std::vector<std::size_t> Reading::order(std::size_t epoch) const {
  std::vector<std::size_t> samples;
  if (epoch < epochs.size()) {
    for (const RowReading& row : epochs[epoch].rows) {
      if (row.counts()) {
        samples.push_back(*row.sample);
      }
    }
  }
  return samples;
}

bool draws_with_replacement(const Declaration& declaration, const LoadOptions& options) {
  return declaration.sampling.replacement == Sampling::Replacement::with && options.shuffle == Shuffle::on;
}

Reading read_rows(const Case& value, const Declaration& declaration, const Truth& truth, const Trace& trace) {
  return Reader(value, declaration, truth, trace).read();
}

}  // namespace proofload
