#include "oracles/sharp_filters.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

namespace proofload {
namespace {

struct Kernel {
  enum class Kind : std::uint8_t { cubic, lanczos } kind = Kind::cubic;
  double parameter = 0;  ///< of cubic: a; of Lanczos: lobes

  [[nodiscard]] double reach() const { return kind == Kind::cubic ? 2 : parameter; }

  [[nodiscard]] double operator()(double x) const {
    x = std::abs(x);
    if (x >= reach()) {
      return 0;
    }
    if (kind == Kind::lanczos) {
      const auto sinc = [](double v) { return v == 0 ? 1.0 : std::sin(std::numbers::pi * v) / (std::numbers::pi * v); };
      return sinc(x) * sinc(x / parameter);
    }
    const double a = parameter;
    return x < 1 ? ((a + 2) * x - (a + 3)) * x * x + 1 : ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
  }
};

constexpr std::array<Kernel, 5> kernels = {{{Kernel::Kind::cubic, -0.5},
                                            {Kernel::Kind::cubic, -0.75},
                                            {Kernel::Kind::lanczos, 2},
                                            {Kernel::Kind::lanczos, 3},
                                            {Kernel::Kind::lanczos, 4}}};

enum class Stretched : std::uint8_t { no, when_shrinking };
enum class Border : std::uint8_t { left_out, repeated };

/// What each target position takes of which stored ones, on one axis.
struct Axis {
  struct Tap {
    std::uint32_t at = 0;
    float weight = 0;
  };
  std::vector<std::vector<Tap>> taps;

  Axis(std::uint32_t size, std::uint32_t target, const Kernel& kernel, Stretched stretched, Border border) {
    const double step = static_cast<double>(size) / target;
    const double unit = stretched == Stretched::no ? 1 : std::max(1.0, step);
    taps.resize(target);
    for (std::uint32_t t = 0; t < target; ++t) {
      const double center = (t + 0.5) * step - 0.5;
      double sum = 0;
      for (double at = std::ceil(center - kernel.reach() * unit); at <= center + kernel.reach() * unit; at += 1) {
        const bool beyond = at < 0 || at >= size;
        if (!beyond || border == Border::repeated) {
          const double weight = kernel((at - center) / unit);
          taps[t].push_back({static_cast<std::uint32_t>(std::clamp(at, 0.0, size - 1.0)), static_cast<float>(weight)});
          sum += weight;
        }
      }
      for (Tap& tap : taps[t]) {
        tap.weight /= static_cast<float>(sum);
      }
    }
  }
};

void include(Envelope& envelope, const Plane& plane, const Axis& across, const Axis& down) {
  const std::size_t width = across.taps.size();
  std::vector<float> rows(width * plane.height, 0);  // each stored row, brought to the target width
  for (std::size_t y = 0; y < plane.height; ++y) {
    const auto row = plane.values.subspan(y * plane.width, plane.width);
    for (std::size_t x = 0; x < width; ++x) {
      for (const Axis::Tap& tap : across.taps[x]) {
        rows[y * width + x] += row[tap.at] * tap.weight;
      }
    }
  }
  for (std::size_t y = 0; y < down.taps.size(); ++y) {
    for (std::size_t x = 0; x < width; ++x) {
      float sum = 0;
      for (const Axis::Tap& tap : down.taps[y]) {
        sum += rows[tap.at * width + x] * tap.weight;
      }
      float& low = envelope.low[y * width + x];
      float& high = envelope.high[y * width + x];
      low = std::min(low, sum);
      high = std::max(high, sum);
    }
  }
}

}  // namespace

Envelope sharp_envelope(const Plane& plane, std::uint32_t width, std::uint32_t height) {
  Envelope envelope;
  envelope.low.assign(std::size_t{width} * height, std::numeric_limits<float>::max());
  envelope.high.assign(std::size_t{width} * height, std::numeric_limits<float>::lowest());
  const bool shrinks = plane.width > width || plane.height > height;
  for (const Kernel& kernel : kernels) {
    for (const Stretched stretched : {Stretched::when_shrinking, Stretched::no}) {
      if (stretched == Stretched::no && !shrinks) {
        continue;
      }
      for (const Border border : {Border::left_out, Border::repeated}) {
        include(envelope, plane, {plane.width, width, kernel, stretched, border},
                {plane.height, height, kernel, stretched, border});
      }
    }
  }
  return envelope;
}

}  // namespace proofload
