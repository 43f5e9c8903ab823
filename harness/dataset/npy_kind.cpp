#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "dataset/npy.hpp"
#include "dataset/npy_header.hpp"
#include "dataset/sequence_kind.hpp"

namespace proofload {
namespace {

const Npy& npy_of(const Declaration& declaration) { return std::get<Npy>(declaration.reads); }

SequenceEvidence look(const Blob& bytes, const Declaration& declaration) {
  return look_at_npy(bytes, npy_of(declaration), *sequence_shape(declaration.features));
}

/// One draw each: most files are as NumPy writes them, and the others differ in few ways.
struct Style {
  explicit Style(Random& random)
      : order(random.one_in(4) ? '>' : '<'),
        places(random.one_in(3) ? Places::columns : Places::rows),
        version(random.one_in(4) ? static_cast<std::uint8_t>(random.between(2, 3)) : 1),
        alignment(random.one_in(4)   ? 16
                  : random.one_in(6) ? 512
                                     : 64),
        keys(random.one_in(8) ? random.below(6) : 0) {}

  char order;
  enum class Places : std::uint8_t { rows, columns } places;
  std::uint8_t version;
  std::size_t alignment;  ///< 512: more than a byte can count
  std::uint64_t keys;     ///< the number of their permutation
};

bool holds(const NpyElement& element, std::span<const double> values) {
  const double bits = static_cast<double>(element.size) * 8 - (element.kind == 'u' ? 0 : 1);
  const double high = element.kind == 'f' ? (element.size == 2   ? 65504
                                             : element.size == 4 ? 1e30
                                                                 : 1e300)
                                          : std::exp2(bits) - 1;
  const double low = element.kind == 'u' ? 0 : -high;
  return std::ranges::all_of(values, [&](double value) { return value >= low && value <= high; });
}

/// Mostly floats, which tell more; whole numbers where they can hold a sequence.
NpyElement random_element(Random& random, const Npy& npy, const Declaration& declaration,
                          std::span<const double> values) {
  std::vector<NpyElement> floats;
  std::vector<NpyElement> whole;
  for (const Dtype dtype : npy.dtypes) {
    const auto element = npy_element(dtype);
    if (element && holds(*element, values)) {
      (element->kind == 'f' ? floats : whole).push_back(*element);
    }
  }
  // Rounded, numbers near zero tell too little; those near a hundred not much.
  double largest = 0;
  for (const double value : values) {
    largest = std::max(largest, std::abs(value));
  }
  const bool tells = declaration.features.range || largest > 1000 || (largest > 50 && random.one_in(4));
  const bool takes_whole = floats.empty() || (!whole.empty() && tells && random.one_in(4));
  const std::vector<NpyElement>& choices = takes_whole ? whole : floats;
  return choices.empty() ? NpyElement{} : choices[random.below(choices.size())];
}

/// Bytes that are to hold the numbers, which are then brought nearer to zero; seldom any. Half of the numbers of a byte
/// are not those of the other kind.
std::optional<Dtype> random_bytes(Random& random, const Npy& kind, const Declaration& declaration) {
  if (!random.one_in(8) || !declaration.transform.offset.empty()) {
    return std::nullopt;
  }
  const Dtype dtype = random.one_in(2) ? Dtype::int8 : Dtype::uint8;
  const auto& range = declaration.features.range;
  const double high = dtype == Dtype::int8 ? 0 : 255;
  const bool fits = !range || (range->low <= 0 && range->high >= high);
  return fits && std::ranges::find(kind.dtypes, dtype) != kind.dtypes.end() ? std::optional(dtype) : std::nullopt;
}

void bring_into(Dtype bytes, std::span<double> values) {
  for (double& value : values) {
    value = std::round(value);
    value = bytes == Dtype::int8 ? std::fmod(value, 128) : std::fmod(std::abs(value), 256);
  }
}

std::string dictionary(const NpyElement& element, std::span<const std::size_t> axes, const Style& style) {
  std::array<std::string, 3> entries = {
      fmt::format("'descr': '{}', ", element.descr()),
      fmt::format("'fortran_order': {}, ", style.places == Style::Places::columns ? "True" : "False"),
      axes.size() == 1 ? fmt::format("'shape': ({},), ", axes[0])
                       : fmt::format("'shape': ({}), ", fmt::join(axes, ", "))};
  std::ranges::rotate(entries, entries.begin() + static_cast<std::ptrdiff_t>(style.keys % 3));
  if (style.keys >= 3) {
    std::swap(entries[0], entries[1]);
  }
  return fmt::format("{{{}{}{}}}", entries[0], entries[1], entries[2]);
}

std::string written(std::span<const double> values, std::span<const std::size_t> axes, NpyElement element,
                    const Style& style) {
  element.order = element.size == 1 ? '|' : style.order;
  std::string bytes = npy_header_bytes(style.version, dictionary(element, axes, style), style.alignment);
  std::vector<double> stored(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    stored[style.places == Style::Places::columns ? first_axis_fastest(i, axes) : i] = values[i];
  }
  for (const double value : stored) {
    bytes += element.encoded(value);
  }
  return bytes;
}

Blob write(const Sequence& sequence, Random& random, const Declaration& declaration) {
  return Blob(std::string_view(random_npy(sequence, random, npy_of(declaration), declaration)));
}

constexpr SequenceFormat npy_format{.extension = "npy", .look = look, .write = write};

}  // namespace

std::string random_npy(const Sequence& drawn, Random& random, const Npy& kind, const Declaration& declaration) {
  const SequenceShape shape = *sequence_shape(declaration.features);
  const std::array axes = {drawn.steps(), shape.channels};
  const bool has_channels = shape.axes == SequenceShape::Axes::steps_and_channels;
  std::vector<double> values = drawn.values;
  return random_array(values, std::span(axes).first(has_channels ? 2 : 1), random, kind, declaration);
}

std::string random_array(std::vector<double>& values, std::span<const std::size_t> axes, Random& random,
                         const Npy& kind, const Declaration& declaration) {
  const Style style(random);
  const auto bytes_of = random_bytes(random, kind, declaration);
  if (bytes_of) {
    bring_into(*bytes_of, values);
  }
  const NpyElement element =
      bytes_of && random.one_in(2) ? *npy_element(*bytes_of) : random_element(random, kind, declaration, values);
  return written(values, axes, element, style);
}

std::string random_whole_numbers(std::span<const double> values, Random& random) {
  const Style style(random);
  std::vector<NpyElement> choices;
  for (const Dtype dtype : {Dtype::int64, Dtype::int64, Dtype::int32, Dtype::int16, Dtype::int8, Dtype::uint8}) {
    if (holds(*npy_element(dtype), values)) {
      choices.push_back(*npy_element(dtype));
    }
  }
  const std::array axes = {values.size()};
  return written(values, axes, choices.empty() ? *npy_element(Dtype::int64) : choices[random.below(choices.size())],
                 style);
}

const DataKind& npy_kind() { return sequence_kind<npy_format>(); }

}  // namespace proofload
