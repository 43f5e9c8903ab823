// Images are known by their trace code, else by their look: where they are flat, or all in all.
#include <algorithm>
#include <functional>
#include <map>
#include <ranges>
#include <utility>

#include "oracles/expectation.hpp"
#include "oracles/look_index.hpp"
#include "oracles/recognizer.hpp"
#include "run/tensor_values.hpp"

namespace proofload {
namespace {

class ImageRecognizer final : public Recognizer {
 public:
  ImageRecognizer(const Declaration& declaration, const Truth& truth)
      : declaration_(declaration), truth_(truth), shape_(image_shape(declaration.features)) {
    expect_samples();
  }

  [[nodiscard]] std::string needs() const override {
    const auto kind = declaration_.transform.kind;
    if (kind == Transform::Kind::opaque || kind == Transform::Kind::undeclared) {
      return "declare transform: exact or resized";
    }
    return shape_ ? "" : "declare features.shape as an image of fixed size";
  }

  [[nodiscard]] std::string_view noun() const override { return "image"; }

  [[nodiscard]] bool fits(const TracedTensor& features) const override {
    return shape_ && values_per_row(features) == shape_->size();
  }

  [[nodiscard]] bool untellable(std::size_t sample) const override {
    const auto& expected = expected_[sample];
    if (!expected || !expected->id) {
      return !expected || expected->certain.size() < enough_certain;
    }
    // What may be illegible and is shown in part is not looked for by its flat places either.
    const bool partial = declaration_.transform.resized != Resized::stretch;
    return expected->legible == Expectation::Legible::perhaps && (partial || expected->certain.size() < enough_certain);
  }

  [[nodiscard]] bool same_content(std::size_t a, std::size_t b) const override {
    return expected_[a] && expected_[a] == expected_[b];
  }

  [[nodiscard]] Recognition recognize(const SeenRow& row) const override {
    const auto values = row.values;
    Recognition result;
    if (!shape_) {
      return result;  // nothing fits
    }
    result.code = read_trace(planes(*shape_, values));
    if (result.code) {
      const auto found = by_id_.find(result.code->id);
      if (found != by_id_.end()) {
        result.by = Recognition::By::code;
        settle(result, values, found->second);
        // What the picture is itself was not done on the way.
        if (expected_[result.owners.front()]->colors != TraceReading::Colors::as_painted) {
          result.code->colors = TraceReading::Colors::unclear;
        }
        if (expected_[result.owners.front()]->turned == result.code->deed) {
          result.code->deed = Deed::none;
        }
        if (const auto spares = spare_.find(result.code->id); spares != spare_.end()) {
          result.spares = spares->second;
        }
        return result;
      }
    }
    const bool partial = declaration_.transform.resized != Resized::stretch;
    result.owners = most_alike(values, partial ? 0.5 : 0.85);
    if (!result.owners.empty()) {
      if (expected_[result.owners.front()]->id == expected_[result.owners.back()]->id) {
        settle(result, values, std::exchange(result.owners, {}));
      }
      // What is not what the picture shows that it is like, and just what another shows, is the other.
      if (auto others = result.wrong_at ? uncontradicted(values, partial) : std::vector<std::size_t>();
          !others.empty()) {
        result.owners = std::move(others);
        result.wrong_at.reset();
      }
    } else if (result.owners = looks_.equal_to(values, allowed(0, 0)); result.owners.empty()) {
      result.owners = uncontradicted(values, partial);
    }
    if (!result.owners.empty()) {
      result.by = Recognition::By::match;
      result.code.reset();
    }
    return result;
  }

  [[nodiscard]] std::optional<double> expected(std::size_t sample, const TracedTensor& /*features*/,
                                               std::uint32_t at) const override {
    return expected_[sample] ? std::optional<double>(expected_[sample]->values[at]) : std::nullopt;
  }

  [[nodiscard]] double allowed(std::size_t /*sample*/, std::uint32_t /*at*/) const override {
    return declaration_.transform.tolerance * range_width(declaration_);
  }

  [[nodiscard]] std::optional<Ends> ends(std::size_t sample) const override {
    const auto& expected = expected_[sample];
    if (!expected || expected->certain.size() < enough_certain) {
      return std::nullopt;
    }
    return Ends{expected->low, expected->high};
  }

  [[nodiscard]] Part own_part(std::size_t /*sample*/, const TracedTensor& features) const override {
    return {0, values_per_row(features).value_or(0)};
  }

 private:
  void expect_samples() {
    expected_.resize(truth_.samples.size());
    if (!needs().empty() || !shape_) {
      return;
    }
    for (std::size_t i = 0; i < truth_.samples.size(); ++i) {
      const SampleTruth& sample = truth_.samples[i];
      if (!sample.picture) {
        continue;
      }
      expected_[i] = expect(sample.picture, sample.picture_digest, declaration_, *shape_);
      if (!sample.must_be_refused() && expected_[i]->certain.size() >= enough_certain) {
        comparable_.push_back(i);
      }
      if (const auto own = expected_[i]->id) {
        (sample.must_be_refused() ? spare_ : by_id_)[*own].push_back(i);
      } else if (sample.clean_picture && sample.clean_digest != sample.picture_digest) {
        // Damage may leave a code that one decoder's picture just holds and another's just does not.
        if (const auto id = expect(sample.clean_picture, sample.clean_digest, declaration_, *shape_)->id) {
          spare_[*id].push_back(i);
        }
      }
    }
    spare_lookalikes();
    index_looks();
    // The code of a sample that must be refused, or that had it once, is its own only when no other sample holds it
    // now.
    for (const auto& [id, samples] : spare_) {
      by_id_.try_emplace(id, samples);
    }
  }

  /// Damage that put a part of another file into one may make it look like that other, and more so than one decoder's
  /// picture shows the other's code.
  void spare_lookalikes() {
    constexpr double alike = 0.85;
    for (std::size_t i = 0; i < truth_.samples.size(); ++i) {
      if (truth_.samples[i].state != SampleTruth::State::altered || !expected_[i] || expected_[i]->id) {
        continue;
      }
      for (const auto& [id, samples] : by_id_) {
        if (likeness(*expected_[samples.front()], expected_[i]->values) >= alike) {
          spare_[id].push_back(i);
        }
      }
    }
  }

  /// Of many pictures, those that a row equals all over are found without comparing it with each. Standardized rows,
  /// and those that do not show the whole picture, equal none.
  void index_looks() {
    constexpr std::size_t many = 256;
    const Transform& transform = declaration_.transform;
    if (comparable_.size() <= many || transform.resized != Resized::stretch ||
        transform.standardized != Standardized::no) {
      return;
    }
    for (const std::size_t sample : comparable_) {
      looks_.add(sample, expected_[sample]->values);
    }
    looks_.sort();
  }

  /// Those that the row may be by its flat places.
  [[nodiscard]] std::vector<std::size_t> uncontradicted(std::span<const float> values, bool partial) const {
    std::vector<std::size_t> samples;
    for (const std::size_t sample : comparable_) {
      // A few flat places in part of a code may be those of another code.
      if (!(partial && expected_[sample]->id) && !contradiction(*expected_[sample], values, declaration_)) {
        samples.push_back(sample);
      }
    }
    // What is flat all over is a surer match than what is flat here and there.
    std::ranges::sort(samples, {}, [this](std::size_t sample) {
      return std::pair(-static_cast<std::ptrdiff_t>(expected_[sample]->certain.size()), sample);
    });
    return samples;
  }

  /// Of samples with one trace code (copies, of which some may have been changed), those that the row may be; else all,
  /// and where the row contradicts the first.
  void settle(Recognition& result, std::span<const float> values, const std::vector<std::size_t>& samples) const {
    for (const std::size_t sample : samples) {
      const auto at = contradiction(*expected_[sample], values, declaration_);
      if (!at) {
        result.owners.push_back(sample);
      } else if (!result.wrong_at) {
        result.wrong_at = at;
      }
    }
    if (result.owners.empty()) {
      result.owners = samples;
    } else {
      result.wrong_at.reset();
    }
  }

  /// The traced samples that a row is much more like than any other; for rows that show no whole code, or a faint one.
  std::vector<std::size_t> most_alike(std::span<const float> values, double alike) const {
    constexpr double ahead = 0.2;
    std::vector<std::pair<double, std::size_t>> ranks;
    for (const auto& [id, samples] : by_id_) {
      for (const std::size_t sample : samples) {
        if (expected_[sample]->id == id) {
          ranks.emplace_back(likeness(*expected_[sample], values), sample);
        }
      }
    }
    std::ranges::sort(ranks, std::greater());
    if (ranks.empty() || ranks.front().first < alike) {
      return {};
    }
    // Codes that differ only where a crop does not show them are not told apart, only kept apart from the others.
    std::vector<std::size_t> group;
    for (const auto& [likely, sample] : ranks) {
      if (expected_[sample]->id == expected_[ranks.front().second]->id || likely > ranks.front().first - ahead) {
        group.push_back(sample);
      }
    }
    // Nor is a row given to them that is more like a picture without a code of which nothing is certain.
    const auto plainer = [&](std::size_t sample) {
      return expected_[sample] && !expected_[sample]->id && untellable(sample) &&
             !truth_.samples[sample].must_be_refused() && likeness(*expected_[sample], values) > ranks.front().first;
    };
    if (std::ranges::any_of(std::views::iota(std::size_t{0}, expected_.size()), plainer)) {
      return {};
    }
    // What damage took the code from may look like a copy of what it was, and more so like itself.
    for (const std::size_t sample : comparable_) {
      if (!expected_[sample]->id && likeness(*expected_[sample], values) >= ranks.front().first &&
          !contradiction(*expected_[sample], values, declaration_)) {
        group.push_back(sample);
      }
    }
    return group;
  }

  const Declaration& declaration_;
  const Truth& truth_;
  std::optional<ImageShape> shape_;
  std::vector<std::shared_ptr<const Expectation>> expected_;
  std::map<std::uint32_t, std::vector<std::size_t>> by_id_;
  std::map<std::uint32_t, std::vector<std::size_t>> spare_;  ///< of samples that must be refused, or that had it once
  std::vector<std::size_t> comparable_;
  LookIndex looks_;  ///< of them, when they are many
};

}  // namespace

std::shared_ptr<const Recognizer> image_recognizer(const Declaration& declaration, const Truth& truth) {
  return std::make_shared<const ImageRecognizer>(declaration, truth);
}

}  // namespace proofload
