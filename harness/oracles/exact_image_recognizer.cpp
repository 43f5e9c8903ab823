// Pictures that are delivered as they are stored are known by all of their pixels; where some are wrong, by their trace
// code, else by most of them.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <unordered_map>
#include <utility>

#include "oracles/expectation.hpp"
#include "oracles/recognizer.hpp"
#include "run/tensor_values.hpp"

namespace proofload {
namespace {

class ExactImageRecognizer final : public Recognizer {
 public:
  ExactImageRecognizer(const Declaration& declaration, const Truth& truth)
      : declaration_(declaration), truth_(truth), shape_(image_shape(declaration.features)) {
    for (std::size_t i = 0; needs().empty() && i < truth_.samples.size(); ++i) {
      if (const Picture* picture = shown(i)) {
        by_pixels_[digest(picture->values)].push_back(i);
      }
    }
  }

  [[nodiscard]] std::string needs() const override {
    if (!shape_ || shape_->channels != 1) {
      return "declare features.shape as an image of one channel and of fixed size";
    }
    return declaration_.transform.standardized == Standardized::no ? "" : "declare a transform without standardizing";
  }

  [[nodiscard]] std::string_view noun() const override { return "image"; }

  [[nodiscard]] bool fits(const TracedTensor& features) const override {
    return shape_ && values_per_row(features) == shape_->size();
  }

  [[nodiscard]] bool untellable(std::size_t sample) const override { return shown(sample) == nullptr; }

  [[nodiscard]] bool same_content(std::size_t a, std::size_t b) const override {
    const Picture* one = shown(a);
    const Picture* other = shown(b);
    return one != nullptr && other != nullptr && *one == *other;
  }

  [[nodiscard]] Recognition recognize(const SeenRow& row) const override {
    Recognition result;
    result.owners = equal_to(row.values);
    if (!result.owners.empty()) {
      result.by = is_flat(row.values) ? Recognition::By::match : Recognition::By::code;
    } else if (auto code = read_trace(planes(*shape_, row.values)); code && by_code().contains(code->id)) {
      result.by = Recognition::By::code;
      result.code = code;
      result.code->colors = TraceReading::Colors::unclear;
      result.owners = by_code().at(code->id);
    } else {
      result.owners = most_alike(row.values);
      result.by = result.owners.empty() ? Recognition::By::nothing : Recognition::By::match;
    }
    // What must be refused owns what is nobody else's; a flat row, which may be anything's filling, is not its own.
    const auto refused = [this](std::size_t sample) { return truth_.samples[sample].must_be_refused(); };
    std::ranges::copy_if(result.owners, std::back_inserter(result.spares), refused);
    if (is_flat(row.values) || !std::ranges::all_of(result.owners, refused)) {
      std::erase_if(result.owners, refused);
    }
    result.by = result.owners.empty() ? Recognition::By::nothing : result.by;
    if (!result.owners.empty()) {
      result.wrong_at = contradiction(*shown(result.owners.front()), row.values);
    }
    return result;
  }

  [[nodiscard]] std::optional<double> expected(std::size_t sample, const TracedTensor& /*features*/,
                                               std::uint32_t at) const override {
    const Picture* picture = shown(sample);
    return picture != nullptr && at < shape_->size() ? std::optional(value(*picture, at)) : std::nullopt;
  }

  [[nodiscard]] double allowed(std::size_t /*sample*/, std::uint32_t /*at*/) const override {
    return declaration_.transform.tolerance * range_width(declaration_);
  }

  [[nodiscard]] std::optional<Ends> ends(std::size_t sample) const override {
    const Picture* picture = shown(sample);
    if (picture == nullptr) {
      return std::nullopt;
    }
    const auto [low, high] = std::ranges::minmax(picture->values);
    const double one = stored_to_feature(low);
    const double other = stored_to_feature(high);
    return Ends{std::min(one, other), std::max(one, other)};
  }

  [[nodiscard]] Part own_part(std::size_t /*sample*/, const TracedTensor& features) const override {
    return {0, values_per_row(features).value_or(0)};
  }

 private:
  static constexpr double maximum = 255;

  /// The picture that a sample holds now, if a row can show it.
  [[nodiscard]] const Picture* shown(std::size_t sample) const {
    const Picture* picture = truth_.samples[sample].picture.get();
    return picture != nullptr && shape_ && picture->channels == 1 && picture->width == shape_->width &&
                   picture->height == shape_->height
               ? picture
               : nullptr;
  }

  [[nodiscard]] double scale() const {
    const auto& list = declaration_.transform.scale;
    return list.empty() ? 1 : list.front();
  }
  [[nodiscard]] double offset() const {
    const auto& list = declaration_.transform.offset;
    return list.empty() ? 0 : list.front();
  }
  [[nodiscard]] double stored_to_feature(double stored) const { return stored / maximum * scale() + offset(); }

  [[nodiscard]] double value(const Picture& picture, std::size_t at) const {
    const auto y = static_cast<std::uint32_t>(at / shape_->row_stride % shape_->height);
    const auto x = static_cast<std::uint32_t>(at / shape_->column_stride % shape_->width);
    return stored_to_feature(picture.at(x, y, 0));
  }

  static bool is_flat(std::span<const float> row) {
    return std::ranges::all_of(row, [&](float v) { return v == row.front(); });
  }

  static std::uint64_t digest(std::span<const std::uint16_t> pixels) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): pixels seen as characters
    return Blob(std::string_view(reinterpret_cast<const char*>(pixels.data()), pixels.size_bytes())).digest();
  }

  /// Samples whose every pixel a row shows.
  [[nodiscard]] std::vector<std::size_t> equal_to(std::span<const float> row) const {
    std::vector<std::uint16_t> pixels;
    pixels.reserve(row.size());
    for (std::size_t at = 0; at < row.size(); ++at) {  // of one channel, so each place is a pixel, row by row
      const double stored = std::round((row[at] - offset()) / scale() * maximum);
      if (!(stored >= 0 && stored <= maximum)) {
        return {};
      }
      pixels.push_back(static_cast<std::uint16_t>(stored));
    }
    const auto found = by_pixels_.find(digest(pixels));
    std::vector<std::size_t> owners;
    if (found != by_pixels_.end()) {
      std::ranges::copy_if(found->second, std::back_inserter(owners), [&](std::size_t sample) {
        return shown(sample)->values == pixels && !contradiction(*shown(sample), row);
      });
    }
    return owners;
  }

  [[nodiscard]] std::optional<std::uint32_t> contradiction(const Picture& picture, std::span<const float> row) const {
    const double near = allowed(0, 0) + 1e-6;
    for (std::size_t at = 0; at < row.size(); ++at) {
      if (!(std::abs(row[at] - value(picture, at)) <= near)) {
        return static_cast<std::uint32_t>(at);
      }
    }
    return std::nullopt;
  }

  /// By the trace codes of their pictures, looked for when the first row wants it: real images have none.
  [[nodiscard]] const std::map<std::uint32_t, std::vector<std::size_t>>& by_code() const {
    if (!by_code_) {
      by_code_.emplace();
      for (std::size_t i = 0; i < truth_.samples.size(); ++i) {
        if (const Picture* picture = shown(i)) {
          const std::vector<float> values(picture->values.begin(), picture->values.end());
          if (const auto code = read_trace({values, picture->width, picture->height, 1, 1, picture->width, 1})) {
            (*by_code_)[code->id].push_back(i);
          }
        }
      }
    }
    return *by_code_;
  }

  /// The one sample that most of a row shows, and much more of it than of any other; or several equal ones.
  [[nodiscard]] std::vector<std::size_t> most_alike(std::span<const float> row) const {
    constexpr std::size_t enough = 2048;  // more would take too long
    constexpr double least = 0.7;
    constexpr double ahead = 0.15;
    if (by_pixels_.size() > enough) {
      return {};
    }
    const double near = allowed(0, 0) + 1e-6;
    std::vector<std::pair<double, const std::vector<std::size_t>*>> ranks;
    for (const auto& [pixels, samples] : by_pixels_) {
      const Picture& picture = *shown(samples.front());
      std::size_t alike = 0;
      for (std::size_t at = 0; at < row.size(); ++at) {
        alike += std::abs(row[at] - value(picture, at)) <= near ? 1U : 0U;
      }
      ranks.emplace_back(static_cast<double>(alike) / static_cast<double>(row.size()), &samples);
    }
    std::ranges::sort(ranks, std::greater());
    const bool one = !ranks.empty() && ranks.front().first >= least &&
                     (ranks.size() == 1 || ranks.front().first >= ranks[1].first + ahead);
    return one ? *ranks.front().second : std::vector<std::size_t>{};
  }

  const Declaration& declaration_;
  const Truth& truth_;
  std::optional<ImageShape> shape_;
  std::unordered_map<std::uint64_t, std::vector<std::size_t>> by_pixels_;  ///< by a digest of the pixels
  mutable std::optional<std::map<std::uint32_t, std::vector<std::size_t>>> by_code_;
};

}  // namespace

std::shared_ptr<const Recognizer> exact_image_recognizer(const Declaration& declaration, const Truth& truth) {
  return std::make_shared<const ExactImageRecognizer>(declaration, truth);
}

}  // namespace proofload
