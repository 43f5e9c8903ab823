#include "reference/npy_steps.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <string_view>
#include <type_traits>

#include "reference/npy_header.hpp"
#include "reference/refusal.hpp"

namespace proofload::reference {
namespace {

static_assert(std::endian::native == std::endian::little);

/// A float of 16 bits: sign, 5 bits of exponent, 10 of fraction.
struct Half {
  std::uint16_t bits = 0;

  explicit operator double() const {
    const int exponent = bits >> 10U & 31U;
    const int fraction = bits & 1023U;
    const double size = exponent == 0    ? std::ldexp(fraction, -24)
                        : exponent == 31 ? (fraction == 0 ? HUGE_VAL : std::nan(""))
                                         : std::ldexp(1024 + fraction, exponent - 25);
    return (bits & 0x8000U) != 0 ? -size : size;
  }
};

template <class T, ArrayHeader::Bytes bytes>
T element_at(const std::byte* at) {
  std::byte native[sizeof(T)];
  std::memcpy(native, at, sizeof(T));
  if constexpr (bytes == ArrayHeader::Bytes::big_first) {
    std::ranges::reverse(native);
  }
  T value;
  std::memcpy(&value, native, sizeof(T));
  return value;
}

class Array {
 public:
  Array(std::span<const std::byte> data, const ArrayHeader& header, const ArrayPlan& plan)
      : data_(data), header_(header), plan_(plan), steps_(static_cast<std::size_t>(header.shape.front())) {}

  /// Part by part, so that a part is still in the cache when it is converted.
  void append(std::vector<float>& values) const {
    constexpr std::size_t part = std::size_t{4} << 10U;
    const std::size_t count = steps_ * plan_.item();
    values.reserve(values.size() + count);
    for (std::size_t first = 0; first < count; first += part) {
      const std::size_t before = values.size();
      values.resize(before + std::min(part, count - first));
      append(first, std::span(values).subspan(before));
    }
  }

 private:
  void append(std::size_t first, std::span<float> into) const {
    using Kind = ArrayHeader::Kind;
    if (header_.kind == Kind::floating) {
      header_.element == 2   ? copy<Half>(first, into)
      : header_.element == 4 ? copy<float>(first, into)
                             : copy<double>(first, into);
    } else if (header_.kind == Kind::unsigned_integer) {
      copy<std::uint8_t>(first, into);
    } else {
      header_.element == 1   ? copy<std::int8_t>(first, into)
      : header_.element == 2 ? copy<std::int16_t>(first, into)
      : header_.element == 4 ? copy<std::int32_t>(first, into)
                             : copy<std::int64_t>(first, into);
    }
  }

  template <class T>
  void copy(std::size_t first, std::span<float> into) const {
    header_.bytes == ArrayHeader::Bytes::big_first ? copy<T, ArrayHeader::Bytes::big_first>(first, into)
                                                   : copy<T, ArrayHeader::Bytes::little_first>(first, into);
  }

  template <class T, ArrayHeader::Bytes bytes>
  void copy(std::size_t first, std::span<float> into) const {
    const bool columns_first = header_.places == ArrayHeader::Places::columns_first;
    const auto element = [&](std::size_t i) {
      const std::size_t place = columns_first ? columns_first_place(i) : i;
      return static_cast<double>(element_at<T, bytes>(data_.data() + place * sizeof(T)));
    };
    bool in_range = true;
    if (std::is_same_v<T, float> && bytes == ArrayHeader::Bytes::little_first && !columns_first) {
      std::memcpy(into.data(), data_.data() + first * sizeof(float), into.size_bytes());
      if (plan_.outside == ArrayPlan::Outside::taken) {
        return;
      }
      const float low = plan_.low;
      const float high = plan_.high;
      unsigned outside = 0;
      for (const float value : into) {  // to the end, so that several are compared at once
        outside |= value >= low && value <= high ? 0U : 1U;
      }
      in_range = outside == 0;
    } else {
      for (std::size_t i = 0; i < into.size(); ++i) {
        const double value = element(first + i);
        in_range = in_range && (plan_.outside == ArrayPlan::Outside::taken || holds(value));
        into[i] = static_cast<float>(value);
      }
    }
    for (std::size_t i = first; !in_range && i < first + into.size(); ++i) {
      if (const double value = element(i); !holds(value)) {
        refuse("expected a number in [" + std::to_string(plan_.low) + ", " + std::to_string(plan_.high) + "] in step " +
               std::to_string(i / plan_.columns) + ", column " + std::to_string(i % plan_.columns) + ", found " +
               std::to_string(value));
      }
    }
  }

  /// The first axis runs fastest.
  [[nodiscard]] std::size_t columns_first_place(std::size_t i) const {
    const std::size_t step = i / plan_.item();
    const std::size_t row = i % plan_.item() / plan_.columns;
    const std::size_t rows = plan_.item() / plan_.columns;
    return step + steps_ * (row + rows * (i % plan_.columns));
  }

  /// No for what is no number, too.
  [[nodiscard]] bool holds(double value) const {
    return value >= static_cast<double>(plan_.low) && value <= static_cast<double>(plan_.high);
  }

  std::span<const std::byte> data_;
  const ArrayHeader& header_;
  const ArrayPlan& plan_;
  std::size_t steps_;
};

std::string text_of(const std::vector<std::uint64_t>& shape) {
  std::string text = "(";
  for (const std::uint64_t size : shape) {
    text += (text.size() == 1 ? "" : ", ") + std::to_string(size);
  }
  return text + ")";
}

void read(std::span<const std::byte> file, const ArrayPlan& plan, std::vector<float>& values) {
  const ArrayHeader header = read_array_header(file);
  std::vector<std::uint64_t> item = {plan.columns};
  if (plan.rows != 0) {
    item.insert(item.begin(), plan.rows);
  }
  if (header.shape.size() != item.size() + 1 || !std::ranges::equal(std::span(header.shape).subspan(1), item)) {
    refuse("expected an array of the shape (" + std::string(plan.rows == 0 ? "steps" : "samples") + ", " +
           text_of(item).substr(1) + ", found " + text_of(header.shape));
  }
  const std::span<const std::byte> data = file.subspan(header.size);
  const std::size_t step = plan.item() * header.element;
  // Divided, since a product could overflow.
  if (header.shape[0] != data.size() / step || data.size() % step != 0) {
    refuse("the shape " + text_of(header.shape) + " needs " + std::to_string(header.shape[0]) + " steps of " +
           std::to_string(step) + " bytes, found " + std::to_string(data.size()) + " bytes");
  }
  Array(data, header, plan).append(values);
}

}  // namespace

std::expected<void, std::string> read_npy_steps(std::span<const std::byte> file, const ArrayPlan& plan,
                                                std::vector<float>& values) {
  try {
    read(file, plan, values);
    return {};
  } catch (Refusal& refusal) {
    return std::unexpected(std::move(refusal.reason));
  }
}

}  // namespace proofload::reference
