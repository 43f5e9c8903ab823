#include "dataset/trace_code.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "proofload/random.hpp"

namespace proofload {
namespace {

constexpr std::size_t grid = trace_grid;
constexpr std::size_t cell_count = grid * grid;
constexpr std::size_t bit_count = cell_count / 2;
constexpr std::uint32_t id_mask = 0xFFFFFFU;

using Cells = std::array<float, cell_count>;

/// Where a bit is painted: as it is, and inverted in the diagonally opposite quadrant.
struct Pair {
  std::uint8_t plain = 0;
  std::uint8_t inverted = 0;
};

constexpr std::size_t cell_at(std::size_t column, std::size_t row) { return row * grid + column; }

/// The fixed pairing: within two opposite quadrants the cells are matched by a pseudo-random permutation, so that no
/// flip and no rotation keeps the pairs.
constexpr std::array<Pair, bit_count> make_pairs() {
  constexpr std::size_t half = grid / 2;
  constexpr std::size_t quarter = half * half;
  Random random(0x70726F6F66ULL);
  std::array<Pair, bit_count> pairs{};
  for (std::size_t diagonal = 0; diagonal < 2; ++diagonal) {
    std::array<std::uint8_t, quarter> upper{};
    std::array<std::uint8_t, quarter> lower{};
    for (std::size_t i = 0; i < quarter; ++i) {
      const std::size_t x = i % half;
      const std::size_t y = i / half;
      upper[i] = static_cast<std::uint8_t>(cell_at(x + diagonal * half, y));
      lower[i] = static_cast<std::uint8_t>(cell_at(x + (1 - diagonal) * half, y + half));
    }
    for (auto* side : {&upper, &lower}) {
      for (std::size_t i = quarter - 1; i > 0; --i) {
        std::swap((*side)[i], (*side)[random.below(i + 1)]);
      }
    }
    for (std::size_t i = 0; i < quarter; ++i) {
      const bool plain_above = random.one_in(2);
      pairs[diagonal * quarter + i] = plain_above ? Pair{upper[i], lower[i]} : Pair{lower[i], upper[i]};
    }
  }
  return pairs;
}

constexpr std::array<Pair, bit_count> pairs = make_pairs();

/// A one-to-one map of 24 bits, so that ids that differ little look unlike each other.
constexpr std::uint32_t scramble(std::uint32_t id) {
  id &= id_mask;
  id = (id * 0x9E3779U + 0x5A17C3U) & id_mask;
  id ^= id >> 11U;
  id = (id * 0xB5297BU) & id_mask;
  return id ^ (id >> 13U);
}

/// The factor that undoes a multiplication by an odd number modulo 2^24.
constexpr std::uint32_t inverse_of(std::uint32_t odd) {
  std::uint32_t inverse = odd;
  for (int i = 0; i < 5; ++i) {
    inverse *= 2U - odd * inverse;
  }
  return inverse & id_mask;
}

constexpr std::uint32_t unscramble(std::uint32_t code) {
  code ^= code >> 13U;
  code = (code * inverse_of(0xB5297BU)) & id_mask;
  code ^= (code >> 11U) ^ (code >> 22U);
  return ((code - 0x5A17C3U) * inverse_of(0x9E3779U)) & id_mask;
}

static_assert(unscramble(scramble(0)) == 0 && unscramble(scramble(id_mask)) == id_mask &&
              unscramble(scramble(0x123456U)) == 0x123456U);

/// CRC-8 (polynomial 0x07) of 24 bits. It does not start at 0, so that an inverted word is no code word.
constexpr std::uint8_t checksum(std::uint32_t code) {
  std::uint32_t crc = 0x5A;
  for (int byte = 2; byte >= 0; --byte) {
    crc ^= (code >> (8U * static_cast<unsigned>(byte))) & 0xFFU;
    for (int bit = 0; bit < 8; ++bit) {
      crc = ((crc << 1U) ^ ((crc & 0x80U) != 0 ? 0x07U : 0U)) & 0xFFU;
    }
  }
  return static_cast<std::uint8_t>(crc);
}

/// For each deed and each cell of the image as painted, the cell where it is found.
constexpr std::size_t deed_count = 8;
constexpr std::array<std::array<std::uint8_t, cell_count>, deed_count> make_places() {
  std::array<std::array<std::uint8_t, cell_count>, deed_count> places{};
  constexpr std::size_t last = grid - 1;
  for (std::size_t y = 0; y < grid; ++y) {
    for (std::size_t x = 0; x < grid; ++x) {
      const std::array<std::size_t, deed_count> found = {
          cell_at(x, y),                // none
          cell_at(last - x, y),         // flipped_horizontally
          cell_at(x, last - y),         // flipped_vertically
          cell_at(last - y, x),         // rotated_90, clockwise
          cell_at(last - x, last - y),  // rotated_180
          cell_at(y, last - x),         // rotated_270, clockwise
          cell_at(y, x),                // transposed
          cell_at(last - y, last - x),  // transposed_other
      };
      for (std::size_t deed = 0; deed < deed_count; ++deed) {
        places[deed][cell_at(x, y)] = static_cast<std::uint8_t>(found[deed]);
      }
    }
  }
  return places;
}

constexpr auto places = make_places();

/// The pixels of one axis whose centers are in the inner half of each cell; none: between two pixels.
struct Stretch {
  std::size_t begin = 0;
  std::size_t end = 0;
  float fraction = 0;  ///< when begin == end: the weight of pixel `begin` + 1, the rest on pixel `begin`
};

std::array<Stretch, grid> stretches(std::uint32_t size) {
  std::array<Stretch, grid> result;
  for (std::size_t i = 0; i < grid; ++i) {
    // In units of a quarter of a cell the inner half is 4 i + 1 … 4 i + 3, and pixel x has its center at
    // (x + 1/2) * 32 / size: begin is the smallest x with (2 x + 1) * 16 >= (4 i + 1) * size.
    const auto first_not_before = [&](std::size_t quarters) {
      const std::size_t bound = quarters * size;
      return bound <= 16 ? 0 : (bound - 16 + 31) / 32;
    };
    result[i].begin = first_not_before(4 * i + 1);
    result[i].end = std::min<std::size_t>(first_not_before(4 * i + 3), size);
    if (result[i].begin >= result[i].end) {
      const float center =
          std::max(0.0F, (static_cast<float>(i) + 0.5F) * static_cast<float>(size) / static_cast<float>(grid) - 0.5F);
      const auto below = std::min(static_cast<std::size_t>(center), std::size_t{size} - 2);
      result[i] = {below, below, center - static_cast<float>(below)};
    }
  }
  return result;
}

float cell_value(const float* plane, const Planes& image, const Stretch& across, const Stretch& down) {
  const auto row_value = [&](const float* row) {
    if (across.begin == across.end) {
      return row[across.begin * image.column_stride] * (1.0F - across.fraction) +
             row[(across.begin + 1) * image.column_stride] * across.fraction;
    }
    float sum = 0;
    for (std::size_t x = across.begin; x < across.end; ++x) {
      sum += row[x * image.column_stride];
    }
    return sum / static_cast<float>(across.end - across.begin);
  };
  if (down.begin == down.end) {
    return row_value(plane + down.begin * image.row_stride) * (1.0F - down.fraction) +
           row_value(plane + (down.begin + 1) * image.row_stride) * down.fraction;
  }
  float sum = 0;
  for (std::size_t y = down.begin; y < down.end; ++y) {
    sum += row_value(plane + y * image.row_stride);
  }
  return sum / static_cast<float>(down.end - down.begin);
}

enum class Contrast : std::uint8_t { some, none, not_finite };

/// Brings the cells to mean 0 and deviation 1, when they differ at all.
Contrast standardize(Cells& cells) {
  double sum = 0;
  for (const float value : cells) {
    sum += value;
  }
  const double mean = sum / cell_count;
  double squares = 0;
  for (const float value : cells) {
    squares += (value - mean) * (value - mean);
  }
  const double deviation = std::sqrt(squares / cell_count);
  if (!std::isfinite(deviation)) {
    return Contrast::not_finite;
  }
  if (deviation <= 1e-6 * std::abs(mean) || deviation <= 1e-30) {
    return Contrast::none;
  }
  for (float& value : cells) {
    value = static_cast<float>((value - mean) / deviation);
  }
  return Contrast::some;
}

/// Which cells are bright; nothing when the levels are not two clear ones, of as many cells each.
std::optional<std::array<bool, cell_count>> levels_of(const Cells& cells) {
  Cells sorted = cells;
  const auto middle = sorted.begin() + cell_count / 2;
  std::nth_element(sorted.begin(), middle, sorted.end());
  const auto low_quartile = sorted.begin() + cell_count / 4;
  std::nth_element(sorted.begin(), low_quartile, middle);
  const auto high_quartile = sorted.begin() + 3 * cell_count / 4;
  std::nth_element(middle, high_quartile, sorted.end());
  const float low = *low_quartile;
  const float high = *high_quartile;
  const float reach = 0.38F * (high - low);
  const float border = (low + high) / 2;
  if (!(high > low)) {
    return std::nullopt;
  }
  std::array<bool, cell_count> bright{};
  std::size_t count = 0;
  for (std::size_t i = 0; i < cell_count; ++i) {
    bright[i] = cells[i] > border;
    count += bright[i] ? 1 : 0;
    if (std::abs(cells[i] - (bright[i] ? high : low)) > reach) {
      return std::nullopt;
    }
  }
  if (count != bit_count) {
    return std::nullopt;
  }
  return bright;
}

/// The id of a grid that was brought to its place by `place`.
std::optional<std::uint32_t> decode(const std::array<bool, cell_count>& bright,
                                    const std::array<std::uint8_t, cell_count>& place) {
  std::uint32_t word = 0;
  for (const Pair& pair : pairs) {
    const bool bit = bright[place[pair.plain]];
    if (bit == bright[place[pair.inverted]]) {
      return std::nullopt;
    }
    word = (word << 1U) | (bit ? 1U : 0U);
  }
  const std::uint32_t code = word >> 8U;
  if (checksum(code) != (word & 0xFFU)) {
    return std::nullopt;
  }
  return unscramble(code);
}

/// How much brighter a channel is on the left than on the right, less how much brighter at the top than at the bottom,
/// among cells of one level each; as a fraction of the distance between the levels.
float left_less_top(const Cells& cells, const std::array<bool, cell_count>& bright,
                    const std::array<std::uint8_t, cell_count>& place) {
  // [bright][bottom][right]
  std::array<float, 8> sums{};
  std::array<float, 8> counts{};
  for (std::size_t i = 0; i < cell_count; ++i) {
    const std::size_t found = place[i];
    const std::size_t kind =
        (bright[found] ? 4U : 0U) + (i / grid >= grid / 2 ? 2U : 0U) + (i % grid >= grid / 2 ? 1U : 0U);
    sums[kind] += cells[found];
    counts[kind] += 1;
  }
  const auto mean = [&](std::initializer_list<std::size_t> kinds) {
    float sum = 0;
    float count = 0;
    for (const std::size_t kind : kinds) {
      sum += sums[kind];
      count += counts[kind];
    }
    return count > 0 ? sum / count : 0.0F;
  };
  const float gap = mean({4, 5, 6, 7}) - mean({0, 1, 2, 3});
  if (!(gap > 0)) {
    return 0;
  }
  // Left less right minus top less bottom is twice (bottom left less top right).
  float difference = 0;
  float levels = 0;
  for (const std::size_t level : {0U, 4U}) {
    if (counts[level + 1] > 0 && counts[level + 2] > 0) {
      difference += mean({level + 2}) - mean({level + 1});
      levels += 1;
    }
  }
  return levels > 0 ? 2 * difference / levels / gap : 0.0F;
}

bool within(const Planes& image) {
  const auto last = [&](std::uint32_t count, std::size_t stride) {
    return static_cast<unsigned __int128>(count - 1) * stride;
  };
  return last(image.channels, image.channel_stride) + last(image.height, image.row_stride) +
             last(image.width, image.column_stride) <
         image.values.size();
}

}  // namespace

std::array<std::uint8_t, 64> trace_cells(std::uint32_t id) {
  const std::uint32_t code = scramble(id);
  const std::uint32_t word = (code << 8U) | checksum(code);
  std::array<std::uint8_t, 64> cells{};
  for (std::size_t i = 0; i < bit_count; ++i) {
    const auto bit = static_cast<std::uint8_t>((word >> (bit_count - 1 - i)) & 1U);
    cells[pairs[i].plain] = bit;
    cells[pairs[i].inverted] = static_cast<std::uint8_t>(1U - bit);
  }
  return cells;
}

std::array<std::uint8_t, 3> trace_color(std::uint32_t cell, std::uint8_t level) {
  const int base = level != 0 ? 192 : 64;
  const int red = base + (cell % grid < grid / 2 ? 30 : -30);
  const int blue = base + (cell / grid < grid / 2 ? 30 : -30);
  return {static_cast<std::uint8_t>(red), static_cast<std::uint8_t>(base), static_cast<std::uint8_t>(blue)};
}

std::string_view name(Deed deed) {
  switch (deed) {
    case Deed::none:
      return "none";
    case Deed::flipped_horizontally:
      return "flipped horizontally";
    case Deed::flipped_vertically:
      return "flipped vertically";
    case Deed::rotated_90:
      return "rotated by 90 degrees";
    case Deed::rotated_180:
      return "rotated by 180 degrees";
    case Deed::rotated_270:
      return "rotated by 270 degrees";
    case Deed::transposed:
      return "transposed";
    case Deed::transposed_other:
      return "transposed along the other diagonal";
  }
  return "unknown";
}

std::optional<TraceReading> read_trace(const Planes& image) {
  if (image.width < grid || image.height < grid || image.channels == 0 || !within(image)) {
    return std::nullopt;
  }
  const auto across = stretches(image.width);
  const auto down = stretches(image.height);
  // The last of two or four channels is alpha, which carries no code.
  const std::uint32_t colors = image.channels == 2 || image.channels == 4 ? image.channels - 1 : image.channels;
  Cells mixed{};
  std::array<Cells, 3> channels{};
  for (std::uint32_t channel = 0; channel < colors; ++channel) {
    const float* plane = image.values.data() + channel * image.channel_stride;
    Cells cells{};
    for (std::size_t y = 0; y < grid; ++y) {
      for (std::size_t x = 0; x < grid; ++x) {
        cells[cell_at(x, y)] = cell_value(plane, image, across[x], down[y]);
      }
    }
    switch (standardize(cells)) {
      case Contrast::not_finite:
        return std::nullopt;
      case Contrast::none:  // a channel that was lost leaves the id readable in the others
        continue;
      case Contrast::some:
        break;
    }
    for (std::size_t i = 0; i < cell_count; ++i) {
      mixed[i] += cells[i];
    }
    if (channel < channels.size()) {
      channels[channel] = cells;
    }
  }

  const auto bright = levels_of(mixed);
  if (!bright) {
    return std::nullopt;
  }
  std::optional<TraceReading> reading;
  for (std::size_t deed = 0; deed < deed_count; ++deed) {
    if (const auto id = decode(*bright, places[deed])) {
      if (reading) {
        return std::nullopt;
      }
      reading = TraceReading{*id, static_cast<Deed>(deed)};
    }
  }
  if (reading && colors == 3) {
    const auto& place = places[static_cast<std::size_t>(reading->deed)];
    // As painted: red is brighter on the left, blue at the top, each by 60 of 128.
    const float order = left_less_top(channels[0], *bright, place) - left_less_top(channels[2], *bright, place);
    if (std::abs(order) > 0.4F) {
      reading->colors = order > 0 ? TraceReading::Colors::as_painted : TraceReading::Colors::red_and_blue_exchanged;
    }
  }
  return reading;
}

}  // namespace proofload
