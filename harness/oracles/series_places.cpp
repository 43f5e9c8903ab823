#include "oracles/series_places.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "case/names.hpp"

namespace proofload {
namespace {

/// What the type of features or labels may change of a number.
double rounding(double value, Dtype dtype) {
  const double size = std::abs(value);
  return dtype == Dtype::undeclared || is_floating(dtype)
             ? size * (dtype == Dtype::float16 ? 1.0 / 512 : 8.0 * std::numeric_limits<float>::epsilon()) + 1e-7
             : 1;
}

}  // namespace

SeriesPlaces::SeriesPlaces(const Truth& truth, const Declaration& declaration)
    : truth_(truth), declaration_(declaration) {
  for (std::size_t s = 0; s < truth.series.size(); ++s) {
    const Sequence& rows = truth.series[s].rows;
    for (std::size_t row = 0; row < rows.steps(); ++row) {
      const double first = as_delivered({0, s, row}, 0);
      const double target = rows.values[(row + 1) * rows.channels - 1];
      if (!std::isnan(first)) {
        first_.push_back({first, s, row});
      }
      if (!std::isnan(target)) {
        targets_.push_back({target, s, row});
      }
    }
  }
  const auto key = [](const Place& place) { return std::tuple(place.value, place.series, place.row); };
  std::ranges::sort(first_, {}, key);
  std::ranges::sort(targets_, {}, key);
}

double SeriesPlaces::as_delivered(const Place& place, std::size_t channel) const {
  const Sequence& rows = truth_.series[place.series].rows;
  return rows.values[place.row * rows.channels + channel] * scale_of(declaration_.transform, channel) +
         offset_of(declaration_.transform, channel);
}

std::span<const SeriesPlaces::Place> SeriesPlaces::near(const std::vector<Place>& places, double value) const {
  const double off = rounding(value, &places == &first_ ? declaration_.features.dtype : declaration_.labels.dtype);
  const auto first = std::ranges::lower_bound(places, value - off, {}, &Place::value);
  const auto last = std::ranges::upper_bound(places, value + off, {}, &Place::value);
  return {first, last};
}

std::optional<SeriesPlaces::Place> SeriesPlaces::place_of(std::span<const float> step,
                                                          const std::optional<Place>& before) const {
  std::optional<Place> best;
  for (const Place& place : near(first_, step.front())) {
    bool all = true;
    for (std::size_t c = 1; c < step.size() && all; ++c) {
      all = std::abs(as_delivered(place, c) - step[c]) <= rounding(step[c], declaration_.features.dtype);
    }
    // Of equal rows the one that goes on from the step before.
    const bool goes_on = before && place.series == before->series && place.row > before->row;
    if (all && (!best || (goes_on && !(best->series == before->series && best->row > before->row)))) {
      best = place;
    }
  }
  return best;
}

std::string SeriesPlaces::rows_of(std::span<const float> features) const {
  const std::size_t channels = truth_.series.empty() ? 0 : truth_.series.front().rows.channels - 1;
  if (channels == 0 || features.empty() || features.size() % channels != 0) {
    return {};
  }
  std::string text;
  std::string file;
  std::optional<Place> before;
  for (std::size_t at = 0; at < features.size(); at += channels) {
    const auto place = place_of(features.subspan(at, channels), before);
    if (!place) {
      return {};
    }
    if (before && before->series != place->series) {
      text += file;
    }
    file = fmt::format(" of {}", escape(truth_.series[place->series].path));
    text += fmt::format("{}{}", text.empty() ? "rows " : ", ", place->row);
    before = place;
  }
  return text + file;
}

std::string SeriesPlaces::row_of_target(double target) const {
  const auto places = near(targets_, target);
  return places.empty()
             ? ""
             : fmt::format("row {} of {}", places.front().row, escape(truth_.series[places.front().series].path));
}

}  // namespace proofload
