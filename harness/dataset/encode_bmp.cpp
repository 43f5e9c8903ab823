#include <algorithm>

#include "dataset/encode.hpp"

namespace proofload {
namespace {

constexpr std::uint32_t file_header = 14;

/// What a plan leaves open.
struct Form {
  std::uint32_t header = 40;  ///< bytes
  std::uint32_t bits = 24;
  enum class Masks : std::uint8_t { usual, named } named = {};
  std::array<std::uint32_t, 4> masks = {};
};

template <class T, std::size_t n>
const T& pick(Random& random, const std::array<T, n>& choices) {
  return choices[random.below(n)];
}

Form form_of(const ImagePlan& plan, Random& random) {
  Form form;
  const bool top_down = plan.scan == ImagePlan::Scan::interlaced;
  if (plan.color == ColorType::rgba) {  // only a mask that is named makes the fourth byte alpha
    form.header = pick(random, std::array<std::uint32_t, 3>{56, 108, 124});
    form.bits = 32;
    form.named = Form::Masks::named;
    form.masks = pick(random, std::array<std::array<std::uint32_t, 4>, 2>{
                                  {{0xFF0000, 0xFF00, 0xFF, 0xFF000000}, {0xFF, 0xFF00, 0xFF0000, 0xFF000000}}});
    return form;
  }
  form.header = pick(random, std::array<std::uint32_t, 5>{12, 40, 40, 108, 124});
  if (form.header == 12 && top_down) {
    form.header = 40;  // the short header has no sign
  }
  if (plan.color == ColorType::palette) {
    form.bits = plan.bit_depth;
    return form;
  }
  form.bits = form.header == 12 ? 24 : pick(random, std::array<std::uint32_t, 4>{16, 24, 24, 32});
  if (form.bits == 16) {
    form.named = random.one_in(2) ? Form::Masks::named : Form::Masks::usual;
    form.masks = {0x7C00, 0x03E0, 0x001F, 0};
    if (form.named == Form::Masks::named && random.one_in(2)) {
      form.masks = {0xF800, 0x07E0, 0x001F, 0};
    }
  } else {
    form.masks = {0xFF0000, 0x00FF00, 0x0000FF, 0};
  }
  return form;
}

class BmpWriter {
 public:
  BmpWriter(const Picture& picture, const ImagePlan& plan, const Form& form)
      : picture_(picture), plan_(plan), form_(form) {}

  std::vector<std::byte> write(const std::vector<Rgb>& palette) {
    const bool masks_behind = form_.named == Form::Masks::named && form_.header == 40;
    const std::uint32_t entry_size = form_.header == 12 ? 3 : 4;
    // A short header cannot say how many colors there are.
    const std::size_t entries = form_.bits > 8 ? 0 : form_.header == 12 ? std::size_t{1} << form_.bits : palette.size();
    const auto start =
        static_cast<std::uint32_t>(file_header + form_.header + (masks_behind ? 12 : 0) + entries * entry_size);
    const std::uint32_t row_size = (picture_.width * form_.bits + 31) / 32 * 4;
    const std::uint32_t size = row_size * picture_.height;
    put('B', 1);
    put('M', 1);
    put(start + size, 4);
    put(0, 4);
    put(start, 4);
    put_header(size, static_cast<std::uint32_t>(entries));
    if (masks_behind) {
      put_masks(3);
    }
    for (std::size_t i = 0; i < entries; ++i) {
      const Rgb color = i < palette.size() ? palette[i] : Rgb{};
      put(color[2], 1);
      put(color[1], 1);
      put(color[0], 1);
      put(0, entry_size - 3);
    }
    put_rows(palette, row_size);
    return std::move(bytes_);
  }

 private:
  void put(std::uint32_t value, std::size_t width) {
    for (std::size_t i = 0; i < width; ++i, value >>= 8U) {
      bytes_.push_back(static_cast<std::byte>(value & 0xFFU));
    }
  }

  void put_masks(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      put(form_.masks.at(i), 4);
    }
  }

  void put_header(std::uint32_t size, std::uint32_t entries) {
    const bool top_down = plan_.scan == ImagePlan::Scan::interlaced;
    put(form_.header, 4);
    if (form_.header == 12) {
      put(picture_.width, 2);
      put(picture_.height, 2);
      put(1, 2);
      put(form_.bits, 2);
      return;
    }
    put(picture_.width, 4);
    put(top_down ? 0U - picture_.height : picture_.height, 4);
    put(1, 2);
    put(form_.bits, 2);
    const bool named = form_.named == Form::Masks::named;
    put(named ? 3 : 0, 4);
    put(plan_.id % 3 == 0 && !named ? 0 : size, 4);  // plain rows need not say how many bytes they take
    put(2835, 4);                                    // 72 dots per inch
    put(2835, 4);
    put(entries, 4);
    put(0, 4);
    if (form_.header >= 52) {
      const std::size_t count = form_.header == 52 ? 3 : 4;
      if (named) {
        put_masks(count);
      } else {
        for (std::size_t i = 0; i < count; ++i) {
          put(0, 4);
        }
      }
    }
    if (form_.header >= 108) {
      put(0x73524742, 4);  // sRGB
      for (std::size_t at = 60; at < form_.header; at += 4) {
        put(0, 4);
      }
    }
  }

  void put_rows(const std::vector<Rgb>& palette, std::uint32_t row_size) {
    std::vector<std::uint8_t> rows;
    if (form_.bits <= 8) {
      rows = indexed_rows(picture_, palette, form_.bits, row_size);
    } else {
      rows = masked_rows(row_size);
    }
    for (std::uint32_t y = 0; y < picture_.height; ++y) {
      const std::uint32_t row = plan_.scan == ImagePlan::Scan::interlaced ? y : picture_.height - 1 - y;
      for (std::uint32_t i = 0; i < row_size; ++i) {
        bytes_.push_back(static_cast<std::byte>(rows[std::size_t{row} * row_size + i]));
      }
    }
  }

  [[nodiscard]] std::vector<std::uint8_t> masked_rows(std::uint32_t row_size) const {
    std::vector<std::uint8_t> rows(std::size_t{row_size} * picture_.height);
    const std::uint32_t bytes = form_.bits / 8;
    for (std::uint32_t y = 0; y < picture_.height; ++y) {
      for (std::uint32_t x = 0; x < picture_.width; ++x) {
        std::uint64_t pixel = 0;
        for (std::uint32_t c = 0; c < picture_.channels; ++c) {
          // The nearest part of the mask, which is whole steps of its lowest bit.
          const std::uint64_t mask = form_.masks.at(c);
          const std::uint64_t step = mask & (~mask + 1);
          pixel |= (picture_.at(x, y, c) * (mask / step) + 127) / 255 * step;
        }
        for (std::uint32_t i = 0; i < bytes; ++i) {
          rows[std::size_t{y} * row_size + x * bytes + i] = static_cast<std::uint8_t>(pixel >> (8 * i));
        }
      }
    }
    return rows;
  }

  const Picture& picture_;
  const ImagePlan& plan_;
  Form form_;
  std::vector<std::byte> bytes_;
};

}  // namespace

std::vector<std::byte> encode_bmp(const Picture& picture, const ImagePlan& plan) {
  Random random(plan.id);
  const Form form = form_of(plan, random);
  const std::vector<Rgb> palette = form.bits <= 8 ? palette_of(picture, random) : std::vector<Rgb>{};
  return BmpWriter(picture, plan, form).write(palette);
}

}  // namespace proofload
