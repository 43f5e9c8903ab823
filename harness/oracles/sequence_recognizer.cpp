// Sequences are known by their numbers: each of them votes for the samples that hold it, wherever in the row it stands.
#include <algorithm>
#include <cmath>
#include <limits>

#include "oracles/recognizer.hpp"
#include "run/tensor_values.hpp"

namespace proofload {
namespace {

/// What a sample's own steps must be, after cutting and scaling.
struct Own {
  std::vector<double> values;  ///< NaN: not known
  std::size_t telling = 0;     ///< values that are known and no padding
  std::size_t unique = 0;      ///< of them, those that no other sample has
  bool known = false;          ///< whether anybody can tell what it is
};

class SequenceRecognizer final : public Recognizer {
 public:
  SequenceRecognizer(const Declaration& declaration, const Truth& truth)
      : declaration_(declaration),
        truth_(truth),
        shape_(sequence_shape(declaration.features).value_or(SequenceShape{})),
        pad_(declaration.ragged.pad_value) {
    expect_samples();
  }

  [[nodiscard]] std::string needs() const override {
    if (shape_.channels == 0) {
      return "declare features.shape as [steps] or [steps, channels]";
    }
    if (declaration_.transform.kind != Transform::Kind::exact) {
      return "declare transform: exact";
    }
    return declaration_.transform.standardized == Standardized::no ? "" : "declare a transform without standardizing";
  }

  [[nodiscard]] std::string_view noun() const override { return "sequence"; }

  [[nodiscard]] bool fits(const TracedTensor& features) const override {
    const bool channels = shape_.axes == SequenceShape::Axes::steps_and_channels;
    return features.shape.size() == (channels ? 3 : 2) && features.shape[1] >= 0 &&
           (!channels || features.shape[2] == static_cast<std::int64_t>(shape_.channels));
  }

  [[nodiscard]] bool untellable(std::size_t sample) const override { return !own_[sample].known; }

  [[nodiscard]] bool same_content(std::size_t a, std::size_t b) const override {
    return own_[a].known && own_[b].known && (a == b || same_values(own_[a], own_[b]));
  }

  [[nodiscard]] Recognition recognize(const SeenRow& row) const override {
    const auto keyed = keyed_by(row.values);
    Recognition result = consistent(row, keyed);
    if (result.owners.empty()) {
      const Votes votes(*this, row.values);
      result = most_voted(row, votes);
    }
    for (const std::size_t i : held_by(row.values, keyed)) {
      if (std::ranges::find(result.owners, i) == result.owners.end()) {
        result.perhaps.push_back(i);
      }
    }
    // What must be refused, or what only held that content, owns what is nobody else's.
    const auto gives_way = [this](std::size_t sample) {
      const SampleTruth& truth = truth_.samples[sample];
      return truth.must_be_refused() ||
             (truth.state != SampleTruth::State::intact && truth.shown == SampleTruth::Shown::clean);
    };
    std::ranges::copy_if(result.owners, std::back_inserter(result.spares),
                         [this](std::size_t sample) { return truth_.samples[sample].must_be_refused(); });
    if (!std::ranges::all_of(result.owners, gives_way)) {
      std::erase_if(result.owners, gives_way);
    }
    if (!result.owners.empty()) {
      result.wrong_at = contradiction(result.owners.front(), row.values);
      // A window that somebody else counts shares most of its steps with those that are listed.
      if (result.wrong_at && unlisted_windows_) {
        return {};
      }
      if (const auto said = said_steps(row)) {
        result.length = steps_of(result.owners.front()) == *said ? Recognition::Length::as_said
                                                                 : Recognition::Length::other_than_said;
        std::ranges::copy_if(result.owners, std::back_inserter(result.as_said),
                             [&](std::size_t sample) { return steps_of(sample) == *said; });
      }
      if (own_[result.owners.front()].telling == 0) {
        result.by = Recognition::By::absence;
      }
    }
    return result;
  }

  [[nodiscard]] std::optional<double> expected(std::size_t sample, const TracedTensor& features,
                                               std::uint32_t at) const override {
    const std::size_t cells = values_per_row(features).value_or(0);
    if (!own_[sample].known || at >= cells || own_[sample].values.size() > cells) {
      return std::nullopt;
    }
    const auto& values = own_[sample].values;
    const std::size_t first = pads_head() ? cells - values.size() : 0;
    return at >= first && at - first < values.size() ? values[at - first] : pad_;
  }

  [[nodiscard]] double allowed(std::size_t sample, std::uint32_t /*at*/) const override {
    double largest = 0;
    for (const double value :
         own_[sample].known ? std::span<const double>(own_[sample].values) : std::span<const double>()) {
      largest = std::isnan(value) ? largest : std::max(largest, std::abs(value));
    }
    return rounding(largest);
  }

  [[nodiscard]] std::optional<Ends> ends(std::size_t sample) const override {
    if (!own_[sample].known || own_[sample].telling == 0) {
      return std::nullopt;
    }
    Ends ends{std::numeric_limits<double>::max(), std::numeric_limits<double>::lowest()};
    for (const double value : own_[sample].values) {
      if (!std::isnan(value) && !is_pad(value)) {  // a row does not show whether it is padding
        ends.low = std::min(ends.low, value);
        ends.high = std::max(ends.high, value);
      }
    }
    return ends;
  }

  [[nodiscard]] Part own_part(std::size_t sample, const TracedTensor& features) const override {
    const std::size_t cells = values_per_row(features).value_or(0);
    const std::size_t count = own_[sample].known ? own_[sample].values.size() : 0;
    if (count > cells || (count < cells && declaration_.ragged.pad == Ragged::Side::undeclared)) {
      return {};
    }
    return {pads_head() ? cells - count : 0, count};
  }

 private:
  struct Cell {
    double value = 0;
    std::size_t sample = 0;
  };

  [[nodiscard]] bool pads_head() const { return declaration_.ragged.pad == Ragged::Side::head; }

  /// Whether nothing tells a number from padding in a row: also one that is too small for the declared dtype.
  [[nodiscard]] bool is_pad(double value) const { return std::abs(value - pad_) <= rounding(pad_); }

  /// What converting a number of this size to the declared dtype may change.
  [[nodiscard]] double rounding(double value) const {
    const double size = std::abs(value);
    switch (declaration_.features.dtype) {
      case Dtype::float64:
      case Dtype::float32:  // rows are looked at as floats
        return size * 4 * std::numeric_limits<float>::epsilon() + 1e-30;
      case Dtype::float16:
        return size / 512 + 1e-7;
      default:
        return size * 4 * std::numeric_limits<float>::epsilon() + (value == std::round(value) ? 0 : 1);
    }
  }

  /// As far as a row shows it.
  [[nodiscard]] bool same_values(const Own& a, const Own& b) const {
    return std::ranges::equal(a.values, b.values, [this](double x, double y) {
      return x == y || std::abs(x - y) <= rounding(x) || (std::isnan(x) && std::isnan(y));
    });
  }

  void expect_samples() {
    own_.resize(truth_.samples.size());
    unlisted_windows_ = std::holds_alternative<Windows>(declaration_.reads) &&
                        std::ranges::any_of(truth_.samples, [](const SampleTruth& sample) {
                          return sample.optional_for == SampleTruth::OptionalFor::border;
                        });
    if (!needs().empty()) {
      return;
    }
    for (std::size_t i = 0; i < truth_.samples.size(); ++i) {
      if (truth_.samples[i].sequence) {
        own_[i] = own_of(*truth_.samples[i].sequence);
        if (own_[i].telling == 0) {
          silent_.push_back(i);
        }
        for (const double value : own_[i].values) {
          if (!std::isnan(value) && !is_pad(value)) {
            cells_.push_back({value, i});
          }
        }
      }
    }
    tally_.resize(own_.size());
    used_.resize(cells_.size());
    std::ranges::sort(cells_, {}, &Cell::value);
    std::vector<std::pair<std::ptrdiff_t, double>> rarest(own_.size(),
                                                          {std::numeric_limits<std::ptrdiff_t>::max(), 0.0});
    for (auto first = cells_.begin(); first != cells_.end();) {
      const auto last = std::find_if(first, cells_.end(), [first, near = rounding(first->value)](const Cell& cell) {
        return cell.value - first->value > near;
      });
      const bool of_one = std::all_of(first, last, [first](const Cell& cell) { return cell.sample == first->sample; });
      own_[first->sample].unique += of_one ? 1 : 0;
      for (auto cell = first; cell != last; ++cell) {
        rarest[cell->sample] = std::min(rarest[cell->sample], {last - first, cell->value});
      }
      first = last;
    }
    for (std::size_t i = 0; i < own_.size(); ++i) {
      if (own_[i].known && own_[i].telling > 0) {
        keys_.push_back({rarest[i].second, i});
      }
    }
    std::ranges::sort(keys_, {}, &Cell::value);
  }

  [[nodiscard]] Own own_of(const Sequence& sequence) const {
    const std::size_t steps = sequence.steps();
    const Ragged::Side cut = declaration_.ragged.cut;
    const bool cuts = steps > shape_.longest && (cut == Ragged::Side::head || cut == Ragged::Side::tail);
    const std::size_t first = cuts && cut == Ragged::Side::head ? steps - shape_.longest : 0;
    const std::size_t count = cuts ? shape_.longest : steps;
    Own own;
    own.known = true;
    for (std::size_t i = first * sequence.channels; i < (first + count) * sequence.channels; ++i) {
      const std::size_t channel = i % sequence.channels;
      const double value =
          sequence.values[i] * scale_of(declaration_.transform, channel) + offset_of(declaration_.transform, channel);
      own.values.push_back(value);
      own.telling += !std::isnan(value) && !is_pad(value) ? 1 : 0;
    }
    return own;
  }

  [[nodiscard]] std::int64_t steps_of(std::size_t sample) const {
    return static_cast<std::int64_t>(own_[sample].values.size() / shape_.channels);
  }

  /// By its length, else by its mask.
  [[nodiscard]] std::optional<std::int64_t> said_steps(const SeenRow& row) const {
    if (row.batch.lengths) {
      return integer_at(*row.batch.lengths, row.row);
    }
    const auto& mask = row.batch.mask;
    const auto steps = mask ? values_per_row(*mask) : std::nullopt;
    if (!steps || declaration_.ragged.mask == Ragged::Mask::undeclared || row.row >= whole_rows(*mask)) {
      return std::nullopt;
    }
    std::int64_t real = 0;
    for (std::size_t step = 0; step < *steps; ++step) {
      const bool set = value_at(*mask, row.row * *steps + step) != 0;
      real += set == (declaration_.ragged.mask == Ragged::Mask::true_is_real) ? 1 : 0;
    }
    return real;
  }

  /// Samples that may be all there in a row: it holds their rarest value, or they have none to hold. Among a million
  /// samples these are few, where values of theirs may be in many. Ascending.
  [[nodiscard]] std::vector<std::size_t> keyed_by(std::span<const float> row) const {
    std::vector<std::size_t> samples = silent_;
    for (const double value : row) {
      // What is compared with it later is rounded as the sample's value is, not as the row's.
      const double near = 2 * rounding(value);
      for (auto key = std::ranges::lower_bound(keys_, value - near, {}, &Cell::value);
           key != keys_.end() && key->value <= value + near; ++key) {
        samples.push_back(key->sample);
      }
    }
    std::ranges::sort(samples);
    const auto twice = std::ranges::unique(samples);
    samples.erase(twice.begin(), twice.end());
    return samples;
  }

  /// Of these samples those all of whose values a row holds, wherever they stand; each of its values is one of theirs
  /// at most.
  [[nodiscard]] std::vector<std::size_t> held_by(std::span<const float> row, std::vector<std::size_t> samples) const {
    std::vector<float> sorted(row.begin(), row.end());
    std::ranges::sort(sorted);
    std::vector<double> telling;
    std::erase_if(samples, [&](std::size_t sample) {
      const Own& own = own_[sample];
      if (own.telling > sorted.size()) {
        return true;
      }
      telling.clear();
      std::ranges::copy_if(own.values, std::back_inserter(telling),
                           [this](double value) { return !std::isnan(value) && !is_pad(value); });
      std::ranges::sort(telling);
      auto at = sorted.begin();
      return !std::ranges::all_of(telling, [&](double value) {
        at = std::find_if(at, sorted.end(), [&](float one) { return one >= value - rounding(value); });
        const bool there = at != sorted.end() && *at <= value + rounding(value);
        at += there ? 1 : 0;
        return there;
      });
    });
    return samples;
  }

  /// Of the sample: how many of its values a row holds. What a row does not touch costs nothing: among 100,000 samples
  /// it holds values of few. One at a time.
  class Votes {
   public:
    Votes(const SequenceRecognizer& of, std::span<const float> row) : of_(of), samples_(of.silent_) {
      for (std::size_t at = 0; at < row.size(); ++at) {
        const double value = row[at];
        const double near = of.rounding(value);
        const auto first = std::ranges::lower_bound(of.cells_, value - near, {}, &Cell::value);
        for (auto cell = first; cell != of.cells_.end() && cell->value <= value + near; ++cell) {
          hear(static_cast<std::size_t>(cell - of.cells_.begin()), at);
        }
      }
      std::ranges::sort(samples_);
    }
    ~Votes() {
      for (const std::size_t sample : samples_) {
        of_.tally_[sample] = {};
      }
      for (const std::size_t place : used_) {
        of_.used_[place] = false;
      }
    }
    Votes(const Votes&) = delete;
    Votes& operator=(const Votes&) = delete;

    std::size_t operator[](std::size_t sample) const { return of_.tally_[sample].votes; }
    /// Those that have votes, and those that could have none; ascending.
    [[nodiscard]] const std::vector<std::size_t>& samples() const { return samples_; }

   private:
    void hear(std::size_t place, std::size_t at) {
      const std::size_t sample = of_.cells_[place].sample;
      Tally& tally = of_.tally_[sample];
      if (of_.used_[place] || tally.heard == at + 1) {
        return;
      }
      if (tally.votes++ == 0) {
        samples_.push_back(sample);
      }
      tally.heard = at + 1;
      of_.used_[place] = true;
      used_.push_back(place);
    }

    const SequenceRecognizer& of_;
    std::vector<std::size_t> samples_;
    std::vector<std::size_t> used_;
  };

  /// The first place where a row is not what it must be, with padding at one side.
  [[nodiscard]] std::optional<std::uint32_t> contradiction(const Own& own, std::span<const float> row,
                                                           std::size_t first) const {
    for (std::size_t at = 0; at < row.size(); ++at) {
      const bool real = at >= first && at - first < own.values.size();
      if (!real && declaration_.ragged.pad == Ragged::Side::undeclared) {
        continue;
      }
      const double expected = real ? own.values[at - first] : pad_;
      if (!std::isnan(expected) && !(std::abs(row[at] - expected) <= rounding(expected))) {
        return static_cast<std::uint32_t>(at);
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] std::optional<std::uint32_t> contradiction(std::size_t sample, std::span<const float> row) const {
    const Own& own = own_[sample];
    if (own.values.size() > row.size()) {
      return static_cast<std::uint32_t>(row.size());  // steps are missing
    }
    const std::size_t room = row.size() - own.values.size();
    const auto wrong = contradiction(own, row, pads_head() ? room : 0);
    if (wrong && declaration_.ragged.pad == Ragged::Side::undeclared && !contradiction(own, row, room)) {
      return std::nullopt;
    }
    return wrong;
  }

  /// Samples whose content the whole row is.
  [[nodiscard]] Recognition consistent(const SeenRow& row, const std::vector<std::size_t>& keyed) const {
    Recognition result;
    const bool blank = std::ranges::all_of(row.values, [this](float v) { return is_pad(v); });
    for (const std::size_t i : keyed) {
      // A row of padding is what an empty sequence gives, and no sign of a bad one.
      const bool fits = own_[i].telling > 0 || (blank && !truth_.samples[i].must_be_refused());
      if (fits && !contradiction(i, row.values)) {
        result.owners.push_back(i);
      }
    }
    if (!result.owners.empty()) {
      result.by = own_[result.owners.front()].telling > 1 ? Recognition::By::code : Recognition::By::match;
    }
    // Where only the length tells them apart, the loader's word on it does.
    if (const auto said = said_steps(row)) {
      std::ranges::sort(result.owners, {},
                        [&](std::size_t sample) { return std::pair(steps_of(sample) == *said ? 0 : 1, sample); });
    }
    return result;
  }

  /// The samples that are there whole; else those that have most of what a row holds, or most of whose values it holds.
  [[nodiscard]] Recognition most_voted(const SeenRow& row, const Votes& votes) const {
    constexpr std::size_t no_chance = 3;
    Recognition result;
    const auto shown =
        static_cast<std::size_t>(std::ranges::count_if(row.values, [this](float v) { return !is_pad(v); }));
    std::pair<bool, std::size_t> most;
    for (const std::size_t i : votes.samples()) {
      if (votes[i] == 0 || votes[i] * 2 < std::min(shown, own_[i].telling)) {
        continue;
      }
      // Few small whole numbers are in many a longer row by chance.
      const bool no_accident = own_[i].unique >= no_chance || (votes[i] >= no_chance && votes[i] * 2 >= shown);
      const std::pair<bool, std::size_t> rank = {no_accident && votes[i] == own_[i].telling, votes[i]};
      if (rank > most) {
        result.owners.clear();
        most = rank;
      }
      if (rank == most) {
        result.owners.push_back(i);
      }
    }
    if (!result.owners.empty()) {
      result.by = votes[result.owners.front()] > 1 ? Recognition::By::code : Recognition::By::match;
    }
    return result;
  }

  const Declaration& declaration_;
  const Truth& truth_;
  SequenceShape shape_;
  double pad_;
  std::vector<Own> own_;
  std::vector<Cell> cells_;          ///< by value
  std::vector<Cell> keys_;           ///< of each sample that value which the fewest cells hold; by value
  std::vector<std::size_t> silent_;  ///< samples without a telling value
  /// Whether there may be windows that are not among the samples: behind damage, rows are counted in several ways.
  bool unlisted_windows_ = false;
  /// Of the row that is looked at; empty between two.
  struct Tally {
    std::size_t votes = 0;
    std::size_t heard = 0;  ///< one plus the place of the row that voted last
  };
  mutable std::vector<Tally> tally_;
  mutable std::vector<bool> used_;  ///< cells: a value that fills a row is one vote
};

}  // namespace

std::shared_ptr<const Recognizer> sequence_recognizer(const Declaration& declaration, const Truth& truth) {
  return std::make_shared<const SequenceRecognizer>(declaration, truth);
}

}  // namespace proofload
