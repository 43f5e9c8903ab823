/// Pixels of a picture brought to the declared features, in the ways that knobs ask for.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include "dataset/picture.hpp"
#include "harness/oracles/knobs.hpp"

namespace proofload::test {

/// One axis of the target laid over the picture.
struct Laid {
  double step = 1;
  double shift = 0;
  double size = 0;  ///< of the picture, in target pixels

  [[nodiscard]] bool holds(std::int64_t target) const {
    const double at = static_cast<double>(target) + 0.5;
    return at >= shift && at < shift + size;
  }
};

inline std::pair<Laid, Laid> lay(const Picture& picture, const Knobs& knobs) {
  const double sw = picture.width;
  const double sh = picture.height;
  const auto tw = static_cast<double>(knobs.width);
  const auto th = static_cast<double>(knobs.height);
  if (knobs.defect == Defect::corner_instead_of_resize) {
    return {{1, 0, sw}, {1, 0, sh}};
  }
  if (knobs.transform.resized == Resized::stretch) {
    return {{sw / tw, 0, tw}, {sh / th, 0, th}};
  }
  const double factor =
      knobs.transform.resized == Resized::letterbox ? std::min(tw / sw, th / sh) : std::max(tw / sw, th / sh);
  const auto axis = [&](double source, double target) {
    double size = source * factor;
    double shift = (target - size) / 2;
    if (knobs.rounding == Knobs::Rounding::whole_pixels) {
      size = std::max(1.0, std::round(size));
      shift = std::floor((target - size) / 2);
    }
    return Laid{source / size, shift, size};
  };
  return {axis(sw, tw), axis(sh, th)};
}

using Taps = std::vector<std::pair<std::uint32_t, double>>;

inline double weight(Filter filter, double x) {
  x = std::abs(x);
  const auto sinc = [](double v) { return v == 0 ? 1.0 : std::sin(std::numbers::pi * v) / (std::numbers::pi * v); };
  switch (filter) {
    case Filter::box:
      return x <= 0.5 ? 1 : 0;
    case Filter::cubic:
      return x < 1 ? (1.5 * x - 2.5) * x * x + 1 : x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
    case Filter::sharper_cubic:
    case Filter::unstretched_cubic:
      return x < 1 ? (1.25 * x - 2.25) * x * x + 1 : x < 2 ? ((-0.75 * x + 3.75) * x - 6) * x + 3 : 0;
    case Filter::lanczos:
      return x < 3 ? sinc(x) * sinc(x / 3) : 0;
    default:
      return std::max(0.0, 1 - x);
  }
}

inline Taps taps(const Laid& laid, std::int64_t target, std::uint32_t size, Filter filter) {
  const double center = (static_cast<double>(target) + 0.5 - laid.shift) * laid.step - 0.5;
  const auto clamped = [size](double at) {
    return static_cast<std::uint32_t>(std::clamp(at, 0.0, static_cast<double>(size) - 1));
  };
  if (filter == Filter::nearest) {
    return {{clamped(std::floor(center + 0.5)), 1}};
  }
  if (filter == Filter::bilinear) {
    const double low = std::floor(center);
    return {{clamped(low), 1 - (center - low)}, {clamped(low + 1), center - low}};
  }
  const bool cubic = filter == Filter::cubic || filter == Filter::sharper_cubic || filter == Filter::unstretched_cubic;
  const double unit = filter == Filter::unstretched_cubic ? 1 : std::max(1.0, laid.step);
  const double reach = unit * (filter == Filter::lanczos ? 3 : cubic ? 2 : 1);
  Taps result;
  double sum = 0;
  for (double at = std::ceil(center - reach); at <= center + reach; at += 1) {
    if (at >= 0 && at < size) {
      const double w = weight(filter, (at - center) / unit);
      result.emplace_back(clamped(at), w);
      sum += w;
    }
  }
  if (sum == 0) {
    return {{clamped(std::round(center)), 1}};
  }
  for (auto& tap : result) {
    tap.second /= sum;
  }
  return result;
}

/// The declared channels of one stored pixel, from 0 to 1.
inline std::array<double, 4> pixel(const Picture& picture, std::uint32_t x, std::uint32_t y, const Knobs& knobs) {
  const auto stored = [&](std::uint32_t channel) {
    const std::uint32_t value = picture.at(x, y, channel);
    if (knobs.defect == Defect::low_byte_of_sixteen && picture.maximum == 65535) {
      return (value & 0xFFU) / 255.0;
    }
    return static_cast<double>(value) / picture.maximum;
  };
  const bool color = picture.channels >= 3;
  std::array<double, 4> result = {stored(0), stored(color ? 1 : 0), stored(color ? 2 : 0), 1};
  if (picture.channels % 2 == 0) {
    result[3] = stored(picture.channels - 1);
    if (knobs.transform.alpha == Alpha::blended || knobs.blends == Knobs::Blends::always) {
      const double back = knobs.background == Knobs::Background::white ? 1 : 0;
      for (std::size_t c = 0; c < 3; ++c) {
        result[c] = result[c] * result[3] + back * (1 - result[3]);
      }
    }
  }
  if (knobs.defect == Defect::blue_first) {
    std::swap(result[0], result[2]);
  }
  if (knobs.defect == Defect::red_only) {
    result[1] = result[2] = result[0];
  }
  if (knobs.channels == 1) {
    result[0] = knobs.grey == Knobs::Grey::luma ? 0.299 * result[0] + 0.587 * result[1] + 0.114 * result[2]
                                                : (result[0] + result[1] + result[2]) / 3;
  }
  return result;
}

inline double component(const std::vector<double>& list, std::size_t channel, double otherwise) {
  return list.empty() ? otherwise : list.size() == 1 ? list[0] : list[channel];
}

/// The features of one sample. `canvas` is what a letterbox is laid on.
inline std::vector<double> features_of(const Picture& picture, const Knobs& knobs, std::vector<double>& canvas) {
  const auto channels = static_cast<std::size_t>(knobs.channels);
  const auto width = static_cast<std::size_t>(knobs.width);
  const auto height = static_cast<std::size_t>(knobs.height);
  const auto at = [&](std::size_t x, std::size_t y, std::size_t c) {
    return knobs.layout == Layout::chw ? (c * height + y) * width + x : (y * width + x) * channels + c;
  };
  const Transform& transform = knobs.transform;
  const bool plain = knobs.defect == Defect::not_normalized;
  const auto finished = [&](double value, std::size_t c) {
    return plain ? value : value * component(transform.scale, c, 1) + component(transform.offset, c, 0);
  };
  std::vector<double> row(channels * width * height, 0);
  if (knobs.filling == Knobs::Filling::black) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      row[i] = finished(0, knobs.layout == Layout::chw ? i / (width * height) : i % channels);
    }
  }
  if (knobs.defect == Defect::canvas_not_cleared && !canvas.empty()) {
    row = canvas;
  }
  const auto [across, down] = lay(picture, knobs);
  std::vector<Taps> columns;
  for (std::size_t x = 0; x < width; ++x) {
    columns.push_back(taps(across, static_cast<std::int64_t>(x), picture.width, knobs.filter));
  }
  // Lines of the picture at the target's width, made when first needed: a wide filter needs each of them many times.
  std::vector<std::vector<std::array<double, 4>>> resized(picture.height);
  const auto line = [&](std::uint32_t v) -> const std::vector<std::array<double, 4>>& {
    auto& made = resized[v];
    if (made.empty()) {
      made.resize(width);
      for (std::size_t x = 0; x < width; ++x) {
        for (const auto& [u, weight] : columns[x]) {
          const auto value = pixel(picture, u, v, knobs);
          for (std::size_t c = 0; c < 4; ++c) {
            made[x][c] += value[c] * weight;
          }
        }
      }
    }
    return made;
  };
  for (std::size_t y = 0; y < height; ++y) {
    const Taps lines = taps(down, static_cast<std::int64_t>(y), picture.height, knobs.filter);
    for (std::size_t x = 0; x < width; ++x) {
      if (!across.holds(static_cast<std::int64_t>(x)) || !down.holds(static_cast<std::int64_t>(y))) {
        continue;
      }
      std::array<double, 4> sum{};
      for (const auto& [v, weight] : lines) {
        for (std::size_t c = 0; c < 4; ++c) {
          sum[c] += line(v)[x][c] * weight;
        }
      }
      for (std::size_t c = 0; c < channels; ++c) {
        row[at(x, y, c)] = finished(std::clamp(sum[c], 0.0, 1.0), c);
      }
    }
  }
  if (knobs.defect == Defect::darker_in_a_corner) {  // by a fifth, as if part of the file had been decoded otherwise
    for (std::size_t y = 0; y < height / 4; ++y) {
      for (std::size_t x = 0; x < width / 4; ++x) {
        for (std::size_t c = 0; c < channels; ++c) {
          row[at(x, y, c)] *= 0.8;
        }
      }
    }
  }
  canvas = row;
  if (transform.standardized == Standardized::per_sample) {
    double mean = 0;
    double square = 0;
    for (const double value : row) {
      mean += value / static_cast<double>(row.size());
    }
    for (const double value : row) {
      square += (value - mean) * (value - mean) / static_cast<double>(row.size());
    }
    const bool flat = square < 1e-12 && knobs.defect != Defect::nan_in_flat;
    const double deviation = square < 1e-12 ? 0 : std::sqrt(square);
    for (double& value : row) {
      value = flat ? 0 : (square < 1e-12 ? 0 : value - mean) / deviation;
    }
  }
  const auto turn = [&](auto&& from) {
    std::vector<double> turned(row.size());
    for (std::size_t y = 0; y < height; ++y) {
      for (std::size_t x = 0; x < width; ++x) {
        for (std::size_t c = 0; c < channels; ++c) {
          turned[at(x, y, c)] = from(x, y, c);
        }
      }
    }
    row = turned;
  };
  if (knobs.defect == Defect::mirrored) {
    turn([&](std::size_t x, std::size_t y, std::size_t c) { return row[at(width - 1 - x, y, c)]; });
  } else if (knobs.defect == Defect::upside_down) {
    turn([&](std::size_t x, std::size_t y, std::size_t c) { return row[at(x, height - 1 - y, c)]; });
  } else if (knobs.defect == Defect::transposed) {
    // Filled as width x height and read as height x width.
    turn([&](std::size_t x, std::size_t y, std::size_t c) {
      const std::size_t flat = y * width + x;
      return row[at(flat / height, flat % height, c)];
    });
  }
  return row;
}

}  // namespace proofload::test
