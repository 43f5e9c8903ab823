/// A tensor is a dtype, a shape and a view of bytes, with an owner that may keep the bytes alive.
///
/// So loaders that own, share or lend their memory all fit: `owner` holds the memory (shared), or is empty when the
/// loader lends it for as long as its declaration says (`BatchLife`). Elements are in native byte order, in row-major
/// order (last axis fastest), without gaps.
///
/// Sanitizers: a tensor is made by the loader and only read by the harness, which never resizes `shape`.
/// Threads: a value; distinct objects may be used from distinct threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace proofload {

enum class Dtype : std::uint8_t { undeclared, uint8, int8, int16, int32, int64, float16, float32, float64, boolean };

/// Bytes of one element; 0 for `undeclared`.
constexpr std::size_t size_of(Dtype dtype) {
  switch (dtype) {
    case Dtype::undeclared:
      return 0;
    case Dtype::uint8:
    case Dtype::int8:
    case Dtype::boolean:
      return 1;
    case Dtype::int16:
    case Dtype::float16:
      return 2;
    case Dtype::int32:
    case Dtype::float32:
      return 4;
    case Dtype::int64:
    case Dtype::float64:
      return 8;
  }
  return 0;
}

std::string_view name(Dtype dtype);

constexpr bool is_floating(Dtype dtype) {
  return dtype == Dtype::float16 || dtype == Dtype::float32 || dtype == Dtype::float64;
}

/// The dtype of a C++ type.
template <class T>
inline constexpr Dtype dtype_of = Dtype::undeclared;
template <>
inline constexpr Dtype dtype_of<std::uint8_t> = Dtype::uint8;
template <>
inline constexpr Dtype dtype_of<std::int8_t> = Dtype::int8;
template <>
inline constexpr Dtype dtype_of<std::int16_t> = Dtype::int16;
template <>
inline constexpr Dtype dtype_of<std::int32_t> = Dtype::int32;
template <>
inline constexpr Dtype dtype_of<std::int64_t> = Dtype::int64;
template <>
inline constexpr Dtype dtype_of<float> = Dtype::float32;
template <>
inline constexpr Dtype dtype_of<double> = Dtype::float64;
template <>
inline constexpr Dtype dtype_of<bool> = Dtype::boolean;

struct Tensor {
  Dtype dtype = Dtype::undeclared;
  std::vector<std::int64_t> shape;
  std::span<const std::byte> bytes;
  std::shared_ptr<const void> owner;

  /// A tensor that owns `values`. The shape's product must be the number of values; the harness judges it, not this.
  template <class T>
  static Tensor own(std::vector<T> values, std::vector<std::int64_t> shape) {
    auto held = std::make_shared<const std::vector<T>>(std::move(values));
    return {dtype_of<T>, std::move(shape), std::as_bytes(std::span<const T>(*held)), held};
  }

  /// A tensor over memory that the loader lends.
  template <class T>
  static Tensor lend(std::span<const T> values, std::vector<std::int64_t> shape) {
    return {dtype_of<T>, std::move(shape), std::as_bytes(values), nullptr};
  }
};

}  // namespace proofload
