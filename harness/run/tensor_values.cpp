#include "run/tensor_values.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <utility>

namespace proofload {
namespace {

struct Half {
  std::uint16_t bits;
};
struct Boolean {
  std::uint8_t byte;  // any byte: a bool of another value would be undefined
};

float number(Half half) { return half_to_float(half.bits); }
std::uint8_t number(Boolean boolean) { return boolean.byte != 0 ? 1 : 0; }
template <class T>
T number(T value) {
  return value;
}

/// Calls `use` with an object of the dtype's type; `otherwise` for `undeclared`.
template <class Result, class Use>
Result with_type(Dtype dtype, Result otherwise, Use use) {
  switch (dtype) {
    case Dtype::undeclared:
      return otherwise;
    case Dtype::uint8:
      return use(std::uint8_t{});
    case Dtype::int8:
      return use(std::int8_t{});
    case Dtype::int16:
      return use(std::int16_t{});
    case Dtype::int32:
      return use(std::int32_t{});
    case Dtype::int64:
      return use(std::int64_t{});
    case Dtype::float16:
      return use(Half{});
    case Dtype::float32:
      return use(float{});
    case Dtype::float64:
      return use(double{});
    case Dtype::boolean:
      return use(Boolean{});
  }
  return otherwise;
}

template <class T>
T element(const std::byte* bytes, std::size_t index) {
  T value;
  std::memcpy(&value, bytes + index * sizeof(T), sizeof(T));
  return value;
}

template <class To>
std::vector<To> converted(const TracedTensor& tensor) {
  return with_type(tensor.dtype, std::vector<To>{}, [&](auto type) {
    std::vector<To> result(value_count(tensor));
    const std::byte* bytes = tensor.bytes.data();
    for (std::size_t i = 0; i < result.size(); ++i) {
      result[i] = static_cast<To>(number(element<decltype(type)>(bytes, i)));
    }
    return result;
  });
}

}  // namespace

float half_to_float(std::uint16_t bits) {
  const std::uint32_t sign = (bits & 0x8000U) << 16U;
  const std::uint32_t exponent = (bits >> 10U) & 0x1FU;
  const std::uint32_t fraction = bits & 0x3FFU;
  if (exponent == 0) {
    const float magnitude = static_cast<float>(fraction) * 0x1p-24F;
    return sign != 0 ? -magnitude : magnitude;
  }
  const std::uint32_t wide = exponent == 0x1F ? 0xFFU : exponent + 112;
  return std::bit_cast<float>(sign | (wide << 23U) | (fraction << 13U));
}

std::size_t value_count(const TracedTensor& tensor) {
  const std::size_t size = size_of(tensor.dtype);
  return size == 0 ? 0 : tensor.bytes.size() / size;
}

std::optional<std::size_t> values_per_row(const TracedTensor& tensor) {
  std::size_t product = 1;
  for (std::size_t axis = 1; axis < tensor.shape.size(); ++axis) {
    if (tensor.shape[axis] < 0 ||
        __builtin_mul_overflow(product, static_cast<std::size_t>(tensor.shape[axis]), &product)) {
      return std::nullopt;
    }
  }
  return product;
}

std::size_t whole_rows(const TracedTensor& tensor) {
  const auto per_row = values_per_row(tensor);
  if (!per_row || tensor.rows() <= 0) {
    return 0;
  }
  const auto rows = static_cast<std::size_t>(tensor.rows());
  return *per_row == 0 ? rows : std::min(rows, value_count(tensor) / *per_row);
}

double value_at(const TracedTensor& tensor, std::size_t index) {
  return with_type(tensor.dtype, 0.0, [&](auto type) {
    return static_cast<double>(number(element<decltype(type)>(tensor.bytes.data(), index)));
  });
}

std::vector<double> values(const TracedTensor& tensor) { return converted<double>(tensor); }

std::optional<std::int64_t> integer_at(const TracedTensor& tensor, std::size_t index) {
  if (index >= value_count(tensor)) {
    return std::nullopt;
  }
  if (tensor.dtype == Dtype::int64) {
    return element<std::int64_t>(tensor.bytes.data(), index);
  }
  const double value = value_at(tensor, index);
  if (!(value >= -0x1p63 && value < 0x1p63) || std::trunc(value) != value) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(value);
}

FloatRows::FloatRows(const TracedTensor& tensor)
    : rows_(whole_rows(tensor)), per_row_(values_per_row(tensor).value_or(0)) {
  if (tensor.dtype == Dtype::float32) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): a vector's bytes are aligned for any scalar
    all_ = {reinterpret_cast<const float*>(tensor.bytes.data()), value_count(tensor)};
  } else {
    converted_ = converted<float>(tensor);
    all_ = converted_;
  }
}

}  // namespace proofload
