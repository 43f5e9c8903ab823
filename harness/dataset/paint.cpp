#include "dataset/paint.hpp"

#include <algorithm>
#include <array>

#include "case/without.hpp"
#include "dataset/trace_code.hpp"

namespace proofload {
namespace {

constexpr std::uint32_t largest_side = 1024;

std::uint32_t channels_of(ColorType color) {
  switch (color) {
    case ColorType::grey:
      return 1;
    case ColorType::grey_alpha:
      return 2;
    case ColorType::rgb:
    case ColorType::palette:
      return 3;
    case ColorType::rgba:
      return 4;
  }
  return 3;
}

/// A value of 8 bits as one of 16 whose two bytes differ: a reader that swaps them, or takes the wrong one, shows.
std::uint16_t widen(std::uint8_t value) {
  return static_cast<std::uint16_t>((unsigned{value} << 8U) | ((value * 167U + 13U) & 0xFFU));
}

/// A color's red, green and blue in the picture's own scale; what is grey takes green.
using Color = std::array<std::uint16_t, 3>;

void put(Picture& picture, std::uint32_t x, std::uint32_t y, const Color& color, std::uint16_t alpha) {
  std::uint16_t* pixel = &picture.values[(std::size_t{y} * picture.width + x) * picture.channels];
  if (picture.channels <= 2) {
    pixel[0] = color[1];
  } else {
    std::copy(color.begin(), color.end(), pixel);
  }
  if (picture.channels % 2 == 0) {
    pixel[picture.channels - 1] = alpha;
  }
}

/// Alpha that varies and is nowhere 0, so that neither dropping nor blending makes the code unreadable.
std::uint16_t alpha_at(const Picture& picture, std::uint32_t x, std::uint32_t y) {
  const auto part = [](std::uint32_t value, std::uint32_t position, std::uint32_t size) {
    return size > 1 ? value * position / (size - 1) : value;
  };
  const std::uint32_t alpha = 200 + part(35, x, picture.width) + part(20, y, picture.height);
  return static_cast<std::uint16_t>(alpha * (picture.maximum / 255));
}

/// The id's code. Without it a pattern that is no code, but as much the id's own.
std::array<std::uint8_t, 64> cells_of(std::uint32_t id) {
  std::array<std::uint8_t, 64> cells = trace_cells(id);
  if (without(Part::traceability)) {
    Random random(id);
    std::ranges::generate(cells, [&] { return static_cast<std::uint8_t>(random.below(2)); });
  }
  return cells;
}

void paint_trace(Picture& picture, std::uint32_t id) {
  const auto cells = cells_of(id);
  for (std::uint32_t y = 0; y < picture.height; ++y) {
    for (std::uint32_t x = 0; x < picture.width; ++x) {
      const std::uint32_t column = (2 * x + 1) * trace_grid / (2 * picture.width);
      const std::uint32_t row = (2 * y + 1) * trace_grid / (2 * picture.height);
      const std::uint32_t cell = row * trace_grid + column;
      const auto bytes = trace_color(cell, cells[cell]);
      Color color{};
      for (std::size_t i = 0; i < color.size(); ++i) {
        color[i] = picture.maximum == 255 ? bytes[i] : widen(bytes[i]);
      }
      put(picture, x, y, color, alpha_at(picture, x, y));
    }
  }
}

/// One color that is neither black nor white in any channel.
Color plain_color(const Picture& picture, std::uint32_t id) {
  Random random(id);
  Color color{};
  for (std::uint16_t& value : color) {
    const auto byte = static_cast<std::uint8_t>(random.between(40, 215));
    value = picture.maximum == 255 ? byte : widen(byte);
  }
  return color;
}

void fill(Picture& picture, const Color& color) {
  for (std::uint32_t y = 0; y < picture.height; ++y) {
    for (std::uint32_t x = 0; x < picture.width; ++x) {
      put(picture, x, y, color, static_cast<std::uint16_t>(picture.maximum));
    }
  }
}

/// What a mask of two classes holds, 0 and 1 of 255: to who guesses the range from the greatest value, it is white.
void paint_mask(Picture& picture) {
  const std::uint16_t one = picture.maximum == 255 ? std::uint16_t{1} : widen(1);
  for (std::uint32_t y = 0; y < picture.height; ++y) {
    for (std::uint32_t x = 0; x < picture.width; ++x) {
      const std::uint16_t value = 2 * x >= picture.width ? one : std::uint16_t{0};
      put(picture, x, y, {value, value, value}, static_cast<std::uint16_t>(picture.maximum));
    }
  }
}

/// From the lowest to the highest value: red and green against each other from left to right, blue from top to bottom
/// (in a palette as red, since the colors are `steps` only).
void paint_ramp(Picture& picture, std::uint32_t steps, bool palette) {
  const auto value = [&](std::uint32_t position, std::uint32_t size) {
    const std::uint32_t step = size > 1 ? position * (steps - 1) / (size - 1) : steps - 1;
    return static_cast<std::uint16_t>(std::uint64_t{step} * picture.maximum / (steps - 1));
  };
  for (std::uint32_t y = 0; y < picture.height; ++y) {
    for (std::uint32_t x = 0; x < picture.width; ++x) {
      const std::uint16_t across = value(x, picture.width);
      const std::uint16_t down = palette ? across : value(y, picture.height);
      put(picture, x, y, {static_cast<std::uint16_t>(picture.maximum - across), across, down},
          static_cast<std::uint16_t>(picture.maximum));
    }
  }
}

}  // namespace

ImagePlan fitting(ImagePlan plan) {
  plan.id &= 0xFFFFFFU;
  plan.width = std::clamp(plan.width, 1U, largest_side);
  plan.height = std::clamp(plan.height, 1U, largest_side);
  plan.orientation =
      plan.format == ImageFormat::jpeg ? std::clamp<std::uint8_t>(plan.orientation, 1, 8) : std::uint8_t{1};
  plan.restarts = plan.format == ImageFormat::jpeg ? plan.restarts : std::uint8_t{0};
  if (plan.probe == Probe::one_pixel) {
    plan.width = 1;
    plan.height = 1;
  }
  if (plan.format == ImageFormat::bmp) {
    plan.color = plan.color == ColorType::grey         ? ColorType::palette
                 : plan.color == ColorType::grey_alpha ? ColorType::rgba
                                                       : plan.color;
    plan.bit_depth = plan.color == ColorType::palette && plan.bit_depth != 16 ? plan.bit_depth : 8;
  }
  if (plan.format == ImageFormat::jpeg) {
    plan.color =
        plan.color == ColorType::grey || plan.color == ColorType::grey_alpha ? ColorType::grey : ColorType::rgb;
    plan.bit_depth = 8;
  } else if (plan.color == ColorType::palette) {
    // The traced picture has eight colors, which take four bits.
    const std::uint8_t least = plan.probe == Probe::none ? 4 : 1;
    std::uint8_t depth = least;
    while (depth < plan.bit_depth && depth < 8) {
      depth = static_cast<std::uint8_t>(depth * 2);
    }
    if (depth == 2 && plan.format == ImageFormat::bmp) {
      depth = 4;  // there is no BMP of two bits that all readers know
    }
    plan.bit_depth = depth;
  } else {
    plan.bit_depth = plan.bit_depth == 16 ? 16 : 8;
  }
  return plan;
}

Picture paint(const ImagePlan& wanted) {
  const ImagePlan plan = fitting(wanted);
  Picture picture;
  picture.width = plan.width;
  picture.height = plan.height;
  picture.channels = channels_of(plan.color);
  picture.maximum = plan.bit_depth == 16 ? 65535 : 255;
  picture.values.resize(std::size_t{plan.width} * plan.height * picture.channels);
  const auto white = static_cast<std::uint16_t>(picture.maximum);
  switch (plan.probe) {
    case Probe::none:
      paint_trace(picture, plan.id);
      break;
    case Probe::black:
      fill(picture, {0, 0, 0});
      break;
    case Probe::white:
      fill(picture, {white, white, white});
      break;
    case Probe::one_color:
    case Probe::one_pixel:
      fill(picture, plain_color(picture, plan.id));
      break;
    case Probe::mask:
      paint_mask(picture);
      break;
    case Probe::ramp:
      paint_ramp(picture, plan.color == ColorType::palette ? 1U << plan.bit_depth : 256U,
                 plan.color == ColorType::palette);
      break;
  }
  return picture;
}

}  // namespace proofload
