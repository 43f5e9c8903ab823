#include "oracles/expectation.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <unordered_map>
#include <utility>

#include "oracles/sharp_filters.hpp"

namespace proofload {
namespace {

constexpr std::size_t cached_expectations = 4096;

/// What sharp filters add of edges that are more than a target pixel away, at most: with two flat pixels each way, the
/// negative weights around them sum up to 0.69 in Lanczos's of three lobes, and to less in cubic ones.
constexpr double overshoot = 0.7;

double component(const std::vector<double>& list, std::uint32_t channel, double otherwise) {
  if (list.empty()) {
    return otherwise;
  }
  return list.size() == 1 ? list.front() : list[std::min<std::size_t>(channel, list.size() - 1)];
}

/// Stored channel that gives the feature channel, after the declared treatment of grey and alpha.
std::uint32_t stored_channel(const Picture& picture, std::uint32_t channel) {
  if (channel == 3) {
    return picture.channels - 1;  // alpha kept
  }
  return picture.channels >= 3 ? channel : 0;
}

/// How one axis of the target lies over the picture: position = (x + 0.5 - shift) * step - 0.5.
struct AxisMap {
  double step = 1;
  double shift = 0;
  double first = 0;  ///< targets below it, and from `last` on, are filling
  double last = 0;
  double slip = 0;  ///< target pixels by which sizes and borders of whole pixels may move a position
};

std::array<AxisMap, 2> map_axes(const Picture& picture, const ImageShape& shape, Resized how) {
  const double sw = picture.width;
  const double sh = picture.height;
  const double tw = shape.width;
  const double th = shape.height;
  if (how == Resized::stretch) {
    return {{{sw / tw, 0, 0, tw}, {sh / th, 0, 0, th}}};
  }
  const double factor = how == Resized::letterbox ? std::min(tw / sw, th / sh) : std::max(tw / sw, th / sh);
  const auto axis = [factor](double source, double target) {
    const double size = source * factor;
    const double shift = (target - size) / 2;
    return AxisMap{1 / factor, shift, std::max(0.0, shift), std::min(target, shift + size), 1};
  };
  return {{axis(sw, tw), axis(sh, th)}};
}

/// Where one axis of a target position lies in the picture.
struct Window {
  std::uint32_t first = 0;  ///< stored pixels that most of a usual filter's weight is on: a target pixel to each side,
  std::uint32_t last = 0;   ///< … and at least the two neighbors of bilinear interpolation
  std::uint32_t far_first = 0;  ///< those that the longest filter (Lanczos, three target pixels) looks at
  std::uint32_t far_last = 0;
  std::uint32_t left = 0;  ///< those two neighbors,
  std::uint32_t right = 0;
  double part = 0;     ///< … and how much of the right one
  bool inside = true;  ///< not filling, nor next to it
};

Window window(const AxisMap& map, std::uint32_t target, std::uint32_t targets, std::uint32_t size) {
  const double center = (target + 0.5 - map.shift) * map.step - 0.5;
  const double reach = std::max(1.0, map.step) + map.slip * map.step;
  const auto pixel = [size](double at) {
    return static_cast<std::uint32_t>(std::clamp(at, 0.0, static_cast<double>(size - 1)));
  };
  Window result;
  result.first = pixel(std::ceil(center - reach));
  result.last = pixel(std::floor(center + reach));
  result.far_first = pixel(std::ceil(center - 3 * reach));
  result.far_last = pixel(std::floor(center + 3 * reach));
  result.left = pixel(std::floor(center));
  result.right = pixel(std::floor(center) + 1);
  result.part = std::clamp(center - std::floor(center), 0.0, 1.0);
  result.inside =
      (map.first <= 0 || target + 0.5 >= map.first + 1) && (map.last >= targets || target + 0.5 <= map.last - 1);
  return result;
}

class Builder {
 public:
  Builder(const Picture& picture, const Declaration& declaration, const ImageShape& shape)
      : picture_(picture), declaration_(declaration), shape_(shape) {}

  Expectation build() {
    Expectation result;
    resize(result);
    find_id(result);
    if (result.id && blended_unreadable(*result.id)) {
      result.legible = Expectation::Legible::perhaps;
    }
    const Transform::Kind kind = declaration_.transform.kind;
    if (kind != Transform::Kind::exact && kind != Transform::Kind::resized) {
      result.certain.clear();
      result.ringing.clear();
    }
    find_ends(result);
    return result;
  }

 private:
  /// What bilinear interpolation gives everywhere, and where any usual filter gives the same.
  void resize(Expectation& result) {
    result.values.assign(shape_.size(), 0);
    const auto [map_x, map_y] = map_axes(picture_, shape_, declaration_.transform.resized);
    std::vector<Window> columns(shape_.width);
    for (std::uint32_t x = 0; x < shape_.width; ++x) {
      columns[x] = window(map_x, x, shape_.width, picture_.width);
    }
    for (std::uint32_t y = 0; y < shape_.height; ++y) {
      const Window rows = window(map_y, y, shape_.height, picture_.height);
      if (!rows.inside) {
        continue;
      }
      for (std::uint32_t x = 0; x < shape_.width; ++x) {
        if (columns[x].inside) {
          for (std::uint32_t c = 0; c < shape_.channels; ++c) {
            add(result, x, y, c, columns[x], rows);
          }
        }
      }
    }
  }

  /// As a loader's row would be read; where that does not hold the code, it may still be read as it is stored, as far
  /// as the filter lets it, or be known by what a crop shows of it.
  void find_id(Expectation& result) const {
    const auto whole = [&result](const std::optional<TraceReading>& reading) -> std::optional<std::uint32_t> {
      if (!reading) {
        return std::nullopt;
      }
      result.colors = reading->colors;
      result.turned = reading->deed;
      return reading->id;
    };
    const std::vector<float> values(picture_.values.begin(), picture_.values.end());
    const std::uint32_t colors = picture_.channels >= 3 ? 3 : 1;
    const auto stored = whole(read_trace({values, picture_.width, picture_.height, colors, 1,
                                          std::size_t{picture_.width} * picture_.channels, picture_.channels}));
    const auto resized = whole(read_trace(planes(shape_, result.values)));
    result.id = resized ? resized : stored;
    if (declaration_.transform.resized == Resized::stretch ? resized != stored : !shown_large_enough()) {
      result.legible = Expectation::Legible::perhaps;
    }
  }

  /// Whether each cell of a code gets two target pixels both ways: of less, filters and borders of whole pixels may
  /// leave nothing.
  [[nodiscard]] bool shown_large_enough() const {
    constexpr double least = 2.0 * trace_grid;
    const auto [map_x, map_y] = map_axes(picture_, shape_, declaration_.transform.resized);
    return picture_.width / map_x.step >= least && picture_.height / map_y.step >= least;
  }

  /// Whether the code is lost when the picture is laid on black or on white, as a loader may do.
  [[nodiscard]] bool blended_unreadable(std::uint32_t code) const {
    const Alpha alpha = declaration_.transform.alpha;
    if (picture_.channels % 2 != 0 || alpha == Alpha::dropped || alpha == Alpha::kept) {
      return false;
    }
    for (const std::uint32_t ground : {0U, picture_.maximum}) {
      Picture laid{picture_.width, picture_.height, picture_.channels - 1, picture_.maximum, {}};
      laid.values.reserve(std::size_t{laid.width} * laid.height * laid.channels);
      for (std::size_t i = 0; i < picture_.values.size(); i += picture_.channels) {
        const std::uint32_t opacity = picture_.values[i + laid.channels];
        for (std::size_t c = 0; c < laid.channels; ++c) {
          const std::uint64_t sum =
              std::uint64_t{picture_.values[i + c]} * opacity + std::uint64_t{ground} * (picture_.maximum - opacity);
          laid.values.push_back(static_cast<std::uint16_t>(sum / picture_.maximum));
        }
      }
      if (Builder(laid, declaration_, shape_).build().id != code) {
        return true;
      }
    }
    return false;
  }

  /// Alpha that is blended in or not said of, color made grey, and alpha that the picture does not have, have more than
  /// one right value.
  [[nodiscard]] bool channel_certain(std::uint32_t channel) const {
    const bool has_alpha = picture_.channels == 2 || picture_.channels == 4;
    const Alpha alpha = declaration_.transform.alpha;
    if (has_alpha && alpha != (shape_.channels == 4 ? Alpha::kept : Alpha::dropped)) {
      return false;
    }
    return channel == 3 ? has_alpha : shape_.channels >= 3 || picture_.channels <= 2;
  }

  void add(Expectation& result, std::uint32_t x, std::uint32_t y, std::uint32_t c, const Window& columns,
           const Window& rows) const {
    const bool opaque = c == 3 && picture_.channels % 2 != 0;
    const std::uint32_t stored = stored_channel(picture_, c);
    const auto spread = [&](std::uint32_t left, std::uint32_t right, std::uint32_t top, std::uint32_t bottom) {
      std::uint16_t low = 65535;
      std::uint16_t high = 0;
      for (std::uint32_t v = top; v <= bottom; ++v) {
        for (std::uint32_t u = left; u <= right; ++u) {
          const std::uint16_t value = picture_.at(u, v, stored);
          low = std::min(low, value);
          high = std::max(high, value);
        }
      }
      return high - low;
    };
    const auto mix = [](double a, double b, double part) { return a + (b - a) * part; };
    const double stored_value = opaque ? picture_.maximum
                                       : mix(mix(picture_.at(columns.left, rows.left, stored),
                                                 picture_.at(columns.right, rows.left, stored), columns.part),
                                             mix(picture_.at(columns.left, rows.right, stored),
                                                 picture_.at(columns.right, rows.right, stored), columns.part),
                                             rows.part);
    const Transform& transform = declaration_.transform;
    const double value =
        stored_value / picture_.maximum * component(transform.scale, c, 1) + component(transform.offset, c, 0);
    const std::size_t at = c * shape_.channel_stride + y * shape_.row_stride + x * shape_.column_stride;
    result.values[at] = static_cast<float>(value);
    if (!opaque && (transform.resized != Resized::stretch || shape_.channels == 4)) {
      result.covered.push_back(static_cast<std::uint32_t>(at));
    }
    // A spread of a quarter of the tolerance leaves the rest to decoders and rounding.
    if (channel_certain(c) &&
        spread(columns.first, columns.last, rows.first, rows.last) * 4.0 <= transform.tolerance * picture_.maximum) {
      result.certain.push_back(static_cast<std::uint32_t>(at));
      const int far = spread(columns.far_first, columns.far_last, rows.far_first, rows.far_last);
      result.ringing.push_back(
          static_cast<float>(overshoot * far / picture_.maximum * std::abs(component(transform.scale, c, 1))));
    }
  }

  void find_ends(Expectation& result) const {
    if (result.certain.empty()) {
      return;
    }
    result.low = std::numeric_limits<float>::max();
    result.high = std::numeric_limits<float>::lowest();
    for (const std::uint32_t at : result.certain) {
      result.low = std::min(result.low, result.values[at]);
      result.high = std::max(result.high, result.values[at]);
    }
    if (declaration_.transform.standardized == Standardized::no) {
      return;
    }
    // Standardized, only flat pictures have values that do not depend on the filter; others are compared up to scale
    // and offset, which take two values that are well apart.
    if (result.certain.size() == shape_.size() && result.high - result.low < 1e-6F) {
      std::ranges::fill(result.values, 0.0F);
      result.low = 0;
      result.high = 0;
    } else if (result.high - result.low < apart * declaration_.transform.tolerance) {
      result.certain.clear();
    }
  }

  static constexpr double apart = 10;  ///< tolerances

  const Picture& picture_;
  const Declaration& declaration_;
  const ImageShape& shape_;
};

/// For each certain position, what the usual sharp filters do add there. Where a crop or a letterbox may lie elsewhere
/// by part of a pixel, and for pictures whose filtering takes long, as much as any could.
///
/// The result is valid until the next call on this thread.
std::span<const float> ringing_of(const Expectation& expected, const Transform& transform, const ImageShape& shape) {
  constexpr std::uint64_t most_pixels = std::uint64_t{1} << 18U;
  if (transform.resized != Resized::stretch ||
      std::uint64_t{expected.picture->width} * expected.picture->height > most_pixels) {
    return expected.ringing;
  }
  // Rows of one sample often follow each other, and one row is compared with many samples.
  struct Known {
    std::weak_ptr<const Picture> picture;
    std::vector<float> ringing;
  };
  constexpr std::size_t most_values = std::size_t{8} << 20U;
  thread_local std::unordered_map<const Picture*, Known> cache;
  thread_local std::size_t values = 0;
  thread_local std::optional<std::pair<Transform, ImageShape>> of;
  if (of != std::pair(transform, shape) || values > most_values) {
    cache.clear();
    values = 0;
    of.emplace(transform, shape);
  }
  Known& known = cache[expected.picture.get()];
  if (known.picture.lock() == expected.picture) {
    return known.ringing;
  }
  const Picture& picture = *expected.picture;
  std::vector<Envelope> envelopes;
  for (std::uint32_t c = 0; c < shape.channels; ++c) {
    const std::uint32_t stored = stored_channel(picture, c);
    std::vector<float> plane(std::size_t{picture.width} * picture.height);
    for (std::size_t i = 0; i < plane.size(); ++i) {
      plane[i] =
          static_cast<float>(picture.values[i * picture.channels + stored]) / static_cast<float>(picture.maximum);
    }
    envelopes.push_back(sharp_envelope({plane, picture.width, picture.height}, shape.width, shape.height));
  }
  std::vector<float> ringing;
  for (std::size_t i = 0; i < expected.certain.size(); ++i) {
    const std::size_t at = expected.certain[i];
    const std::size_t c = at / shape.channel_stride % shape.channels;
    const std::size_t y = at / shape.row_stride % shape.height;
    const std::size_t x = at / shape.column_stride % shape.width;
    const auto scale = static_cast<float>(component(transform.scale, static_cast<std::uint32_t>(c), 1));
    const auto offset = static_cast<float>(component(transform.offset, static_cast<std::uint32_t>(c), 0));
    const Envelope& envelope = envelopes[c];
    const float low = envelope.low[y * shape.width + x] * scale + offset;
    const float high = envelope.high[y * shape.width + x] * scale + offset;
    const float value = expected.values[at];
    ringing.push_back(std::min(expected.ringing[i], std::max(std::abs(low - value), std::abs(high - value))));
  }
  values += ringing.size();
  known = {expected.picture, std::move(ringing)};
  return known.ringing;
}

/// With scale and offset free: the best line through the certain values, then the largest distance from it.
std::optional<std::uint32_t> contradiction_up_to_line(const Expectation& expected, std::span<const float> row,
                                                      double tolerance, std::span<const float> may_ring) {
  double n = 0;
  double sx = 0;
  double sy = 0;
  double sxx = 0;
  double sxy = 0;
  double ringing = 0;
  for (std::size_t i = 0; i < expected.certain.size(); ++i) {
    // Where a filter may have added something, a value says less of the line.
    const double weight = 1 / std::pow(tolerance + may_ring[i], 2);
    const double x = expected.values[expected.certain[i]];
    const double y = row[expected.certain[i]];
    n += weight;
    sx += weight * x;
    sy += weight * y;
    sxx += weight * x * x;
    sxy += weight * x * y;
    ringing += weight * may_ring[i];
  }
  ringing /= n;
  const double spread = (sxx - sx * sx / n) / n;
  const double slope = spread > 1e-12 ? (sxy - sx * sy / n) / n / spread : 0;
  const double base = (sy - slope * sx) / n;
  if (slope * (expected.high - expected.low) < 0.1) {
    return expected.certain.front();  // what varies has a deviation of 1 when it is standardized
  }
  const double scale = std::max(std::abs(slope), 1e-3);
  for (std::size_t i = 0; i < expected.certain.size(); ++i) {
    const std::uint32_t at = expected.certain[i];
    const double allowed = 2 * (tolerance + ringing + may_ring[i]) * scale + 1e-4;
    if (!(std::abs(expected.values[at] * slope + base - row[at]) <= allowed)) {
      return at;
    }
  }
  return std::nullopt;
}

}  // namespace

Planes planes(const ImageShape& shape, std::span<const float> row) {
  return {row, shape.width, shape.height, shape.channels, shape.channel_stride, shape.row_stride, shape.column_stride};
}

std::shared_ptr<const Expectation> expect(const std::shared_ptr<const Picture>& picture, std::uint64_t digest,
                                          const Declaration& declaration, const ImageShape& shape) {
  // Per thread, so no lock; per transform, of which a process judges one for long.
  thread_local std::unordered_map<std::uint64_t, std::shared_ptr<const Expectation>> cache;
  thread_local std::optional<std::pair<Transform, ImageShape>> of;
  if (!of || of->second != shape || of->first != declaration.transform || cache.size() > cached_expectations) {
    cache.clear();
    of.emplace(declaration.transform, shape);
  }
  auto& slot = cache[digest];
  if (!slot) {
    Expectation built = Builder(*picture, declaration, shape).build();
    built.picture = picture;
    built.certain.shrink_to_fit();  // tens of thousands are held for large datasets
    built.covered.shrink_to_fit();
    built.ringing.shrink_to_fit();
    slot = std::make_shared<const Expectation>(std::move(built));
  }
  return slot;
}

std::optional<std::uint32_t> contradiction(const Expectation& expected, std::span<const float> row,
                                           const Declaration& declaration) {
  const Transform& transform = declaration.transform;
  if (expected.certain.size() < enough_certain) {
    return std::nullopt;
  }
  if (transform.standardized == Standardized::per_sample && expected.high > expected.low) {
    if (const auto at = contradiction_up_to_line(expected, row, transform.tolerance, expected.ringing)) {
      return at;
    }
    const std::vector<float> none(expected.certain.size(), 0);
    if (!contradiction_up_to_line(expected, row, transform.tolerance, none)) {
      return std::nullopt;
    }
    return contradiction_up_to_line(expected, row, transform.tolerance,
                                    ringing_of(expected, transform, *image_shape(declaration.features)));
  }
  const auto allowed = static_cast<float>(transform.tolerance * range_width(declaration) + 1e-6);
  bool smooth = true;
  for (std::size_t i = 0; i < expected.certain.size(); ++i) {
    const std::uint32_t at = expected.certain[i];
    const float distance = std::abs(expected.values[at] - row[at]);
    if (!(distance <= allowed + expected.ringing[i])) {
      return at;
    }
    smooth = smooth && distance <= allowed;
  }
  if (smooth) {
    return std::nullopt;
  }
  const auto ringing = ringing_of(expected, transform, *image_shape(declaration.features));
  for (std::size_t i = 0; i < expected.certain.size(); ++i) {
    const std::uint32_t at = expected.certain[i];
    if (!(std::abs(expected.values[at] - row[at]) <= allowed + ringing[i])) {
      return at;
    }
  }
  return std::nullopt;
}

double likeness(const Expectation& expected, std::span<const float> row) {
  double n = 0;
  double sx = 0;
  double sy = 0;
  double sxx = 0;
  double syy = 0;
  double sxy = 0;
  const std::size_t count = expected.covered.empty() ? expected.values.size() : expected.covered.size();
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t at = expected.covered.empty() ? i : expected.covered[i];
    const double x = expected.values[at];
    const double y = row[at];
    n += 1;
    sx += x;
    sy += y;
    sxx += x * x;
    syy += y * y;
    sxy += x * y;
  }
  const double spread = (n * sxx - sx * sx) * (n * syy - sy * sy);
  return spread > 1e-9 ? (n * sxy - sx * sy) / std::sqrt(spread) : 0;
}

double range_width(const Declaration& declaration) {
  const auto& range = declaration.features.range;
  if (range && range->high > range->low) {
    return range->high - range->low;
  }
  double width = 0;  // of what the stored values, from 0 to 1, become
  for (const double scale : declaration.transform.scale) {
    width = std::max(width, std::abs(scale));
  }
  return width > 0 ? width : 1.0;
}

}  // namespace proofload
