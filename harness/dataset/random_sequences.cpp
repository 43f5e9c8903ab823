#include "dataset/random_sequences.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "proofload/images.hpp"

namespace proofload {
namespace {

constexpr std::uint64_t cells_per_id = 1024;
constexpr std::uint64_t grid = std::uint64_t{1} << 22U;  // 4096 ids of 1024 cells
// What generated files have at most, however long the declared axis is.
constexpr std::size_t usual_longest = 48;

/// As short as it can be written with nine digits, so that a file holds the very number.
double as_written(double value) {
  const std::string text = fmt::format("{:.9g}", value);
  double written = 0;
  std::from_chars(text.data(), text.data() + text.size(), written);
  return written;
}

bool whole_numbers(const Declaration& declaration) {
  const Dtype dtype = declaration.features.dtype;
  return dtype != Dtype::undeclared && !is_floating(dtype);
}

/// Spread over the range, so that neighbors are far apart.
double traced(const StoredRange& range, std::uint64_t id, std::uint64_t cell, const Declaration& declaration) {
  const std::uint64_t number = (id * cells_per_id + cell % cells_per_id) * 2654435761U % grid;
  const double value =
      range.low + (range.high - range.low) * (static_cast<double>(number) + 0.5) / static_cast<double>(grid);
  return whole_numbers(declaration) ? std::round(value) : as_written(value);
}

}  // namespace

std::vector<std::size_t> random_lengths(Random& random, const Declaration& declaration, std::size_t samples) {
  const std::size_t most = sequence_shape(declaration.features)->longest;
  const std::size_t usual = std::min(most, usual_longest);
  const auto power = [&] {  // twice as long is half as likely
    std::size_t length = 1;
    while (length < usual && random.one_in(2)) {
      length = std::min(usual, length * 2);
    }
    return random.between((length + 1) / 2, length);
  };
  std::vector<std::size_t> lengths(samples);
  const auto fill = [&](const auto& draw) { std::ranges::generate(lengths, draw); };
  switch (random.below(8)) {
    case 0: {
      const std::size_t all = power();
      fill([&] { return all; });
      break;
    }
    case 1:
      fill([&] { return random.below(3); });
      break;
    case 2: {
      fill([&] { return random.between(1, 2); });
      if (samples > 0) {
        lengths[random.below(samples)] = usual;
      }
      break;
    }
    case 3:
      fill([&] { return random.between(usual > 2 ? usual - 2 : 0, usual); });
      break;
    default:
      fill(power);
      break;
  }
  const auto& borders = declaration.sampling.buckets;
  for (std::size_t& length : lengths) {
    if (!borders.empty() && random.one_in(4)) {
      const auto border = static_cast<std::size_t>(std::max<std::int64_t>(borders[random.below(borders.size())], 1));
      length = std::min(border - random.below(2), most);
    } else if (random.one_in(24)) {
      length = 0;
    } else if (most <= usual_longest * 4 && random.one_in(24)) {
      length = random.one_in(2) ? most + 1 : most + random.between(2, most + 2);
    } else if (random.one_in(24)) {
      length = usual;
    }
  }
  return lengths;
}

namespace {

/// The ranges of a sequence's columns: those declared. Where none is, a file may hold any numbers, so each has its own
/// size of them, below zero as well, as far as the features' type has them.
class Ranges {
 public:
  Ranges(Random& random, const Declaration& declaration) : declaration_(declaration) {
    constexpr std::array<double, 4> sizes = {1, 1, 100, 30000};
    const bool declared = declaration.features.range || std::holds_alternative<Text>(declaration.reads);
    if (!declared && random.one_in(2)) {
      size_ = sizes[random.below(sizes.size())];
    }
  }

  StoredRange operator()(std::size_t channel) const {
    if (size_ == 0) {
      return stored_range(declaration_, channel);
    }
    const StoredRange type = range_of(declaration_.features.dtype);
    const double scale = scale_of(declaration_.transform, channel);
    const double offset = offset_of(declaration_.transform, channel);
    const auto [low, high] = std::minmax((type.low - offset) / scale, (type.high - offset) / scale);
    return scale == 0 ? StoredRange{} : StoredRange{std::max(-size_, low), std::min(size_, high)};
  }

  /// A number that the features' type does not have, where files may hold any.
  [[nodiscard]] std::optional<double> beyond_type(std::size_t channel) const {
    const double greatest = range_of(declaration_.features.dtype).high;
    const double scale = scale_of(declaration_.transform, channel);
    if (size_ == 0 || scale == 0 || greatest > 1e100 || declaration_.features.dtype == Dtype::int64) {
      return std::nullopt;
    }
    return (1.5 * greatest - offset_of(declaration_.transform, channel)) / scale;
  }

 private:
  const Declaration& declaration_;
  double size_ = 0;
};

}  // namespace

Sequence random_sequence(Random& random, const Declaration& declaration, std::uint32_t id, std::size_t steps) {
  const std::size_t channels = sequence_shape(declaration.features)->channels;
  const Ranges ranges(random, declaration);
  Sequence sequence{channels, {}};
  sequence.values.reserve(steps * channels);
  for (std::size_t cell = 0; cell < steps * channels; ++cell) {
    sequence.values.push_back(traced(ranges(cell % channels), id, cell, declaration));
  }
  if (steps == 0) {
    return sequence;
  }
  const auto value = [&](std::size_t step, std::size_t channel) -> double& {
    return sequence.values[step * channels + channel];
  };
  if (random.one_in(6)) {  // a real step that looks like padding, last or anywhere
    const std::size_t step = random.one_in(2) ? steps - 1 : random.below(steps);
    for (std::size_t c = 0; c < channels; ++c) {
      const double scale = scale_of(declaration.transform, c);
      const StoredRange range = ranges(c);
      const double pad = scale == 0 ? 0 : (declaration.ragged.pad_value - offset_of(declaration.transform, c)) / scale;
      if (pad >= range.low && pad <= range.high) {
        value(step, c) = as_written(pad);
      }
    }
  }
  if (steps > 1 && random.one_in(8)) {  // `3`, then `2.5`
    for (std::size_t c = 0; c < channels; ++c) {
      const StoredRange range = ranges(c);
      const double whole = std::round(value(0, c));
      if (whole >= range.low && whole <= range.high) {
        value(0, c) = whole;
      }
    }
  }
  if (random.one_in(16)) {
    const std::size_t c = random.below(channels);
    value(random.below(steps), c) = ranges.beyond_type(c).transform(as_written).value_or(value(0, c));
  }
  if (random.one_in(8)) {
    const std::size_t c = random.below(channels);
    const StoredRange range = ranges(c);
    const double end = as_written(random.one_in(2) ? range.low : range.high);
    if (end >= range.low && end <= range.high) {
      value(random.below(steps), c) = end;
    }
  }
  return sequence;
}

SequencePaths random_paths(Random& random, std::size_t samples, std::size_t classes, std::string_view extension) {
  // Names of folders and files are as hostile to loaders of sequences as to those of images.
  const ImageKinds one_format{.formats = {ImageFormat::png}};
  const ImageDatasetPlan plan = random_images(random, one_format, samples, classes);
  SequencePaths result{{}, plan.empty_folders};
  std::set<std::string> taken;  // images may differ in nothing but the case of their extension
  for (const ImagePlan& image : plan.images) {
    const std::string stem = fmt::format("{}{}{}", image.folder, image.folder.empty() ? "" : "/", image.stem);
    std::string path = fmt::format("{}.{}", stem, extension);
    for (int copy = 2; !taken.insert(path).second; ++copy) {
      path = fmt::format("{}_{}.{}", stem, copy, extension);
    }
    result.paths.push_back(std::move(path));
  }
  return result;
}

}  // namespace proofload
