#include "faults/idx_faults.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "dataset/idx.hpp"
#include "dataset/look.hpp"
#include "faults/byte_faults.hpp"

namespace proofload {
namespace {

std::vector<std::uint32_t> shape_of(std::string_view file) {
  const std::span bytes = std::as_bytes(std::span(file));
  std::vector<std::uint32_t> shape;
  shape.reserve(byte_at(bytes, 3));
  for (std::size_t axis = 0; axis < byte_at(bytes, 3); ++axis) {
    shape.push_back(big32(bytes, 4 + 4 * axis));
  }
  return shape;
}

/// Type and axes, which stand in front of the sizes.
std::optional<std::string> other_front(std::string file, std::string_view change) {
  const auto with = [&](std::size_t at, int value) {
    file[at] = static_cast<char>(value);
    return file;
  };
  if (change == "signed_bytes") {
    return with(2, 0x09);
  }
  if (change == "wide_items") {
    return with(2, 0x0B);
  }
  if (change == "no_type") {
    return with(2, 0);
  }
  if (change == "front") {
    return with(0, 1);
  }
  if (change == "one_axis_more") {
    return with(3, file[3] + 1);
  }
  if (change == "one_axis_less") {
    return with(3, file[3] - 1);
  }
  return std::nullopt;
}

std::uint32_t reversed(std::uint32_t value) {
  return value >> 24U | (value >> 8U & 0xFF00U) | (value << 8U & 0xFF0000U) | value << 24U;
}

/// Sizes that the data behind does not bear out.
std::optional<std::vector<std::uint32_t>> other_shape(std::vector<std::uint32_t> shape, std::string_view change) {
  const bool images = shape.size() == 3;
  if (change == "more_samples") {
    ++shape[0];
  } else if (change == "fewer_samples" && shape[0] != 0) {
    --shape[0];
  } else if (change == "no_samples") {
    shape[0] = 0;
  } else if (change == "huge") {
    shape[0] = 0x7FFFFFFF;
  } else if (change == "overflow" && images) {  // a product of 2^64, in which nothing is left
    shape = {1U << 22U, 1U << 21U, 1U << 21U};
  } else if (change == "more_rows" && images) {
    ++shape[1];
  } else if (change == "fewer_rows" && images && shape[1] != 0) {
    --shape[1];
  } else if (change == "no_rows" && images) {
    shape[1] = 0;
  } else if (change == "exchanged" && images) {
    std::swap(shape[1], shape[2]);
  } else if (change == "same_area" && images && shape[1] % 2 == 0) {  // as many pixels
    shape[1] /= 2;
    shape[2] *= 2;
  } else if (change == "little_endian") {
    std::ranges::transform(shape, shape.begin(), reversed);
  } else {
    return std::nullopt;
  }
  return shape;
}

Blob file_of(std::span<const std::uint32_t> shape, std::string_view data) {
  return Blob(idx_bytes(shape, std::as_bytes(std::span(data))));
}

}  // namespace

bool is_idx(std::string_view file) {
  return file.size() >= 8 && file[0] == 0 && file[1] == 0 && file[2] == 0x08 && file[3] >= 1 && file[3] <= 3 &&
         file.size() >= 4 + 4 * static_cast<std::size_t>(file[3]);
}

std::size_t idx_item(std::string_view file) {
  std::uint64_t item = 1;
  const auto shape = shape_of(file);
  for (std::size_t axis = 1; axis < shape.size(); ++axis) {
    item *= shape[axis];  // of two at most
  }
  return item <= file.size() ? static_cast<std::size_t>(item) : 0;
}

std::optional<Blob> idx_header_changed(const Damage& damage) {
  const std::string_view file = damage.before.text();
  const std::string_view change = damage.fault.text;
  if (!is_idx(file)) {
    return std::nullopt;
  }
  if (const auto other = other_front(std::string(file), change)) {
    return Blob(std::string_view(*other));
  }
  auto shape = shape_of(file);
  const std::string_view data = file.substr(4 + 4 * shape.size());
  if (const auto other = other_shape(shape, change)) {
    return file_of(*other, data);
  }
  return std::nullopt;
}

std::optional<Blob> idx_samples_changed(const Damage& damage) {
  const std::string_view file = damage.before.text();
  const std::string_view change = damage.fault.text;
  auto shape = is_idx(file) ? shape_of(file) : std::vector<std::uint32_t>{};
  const std::size_t item = shape.empty() ? 0 : idx_item(file);
  if (item == 0 || shape[0] == 0 || file.size() != 4 + 4 * shape.size() + shape[0] * item) {
    return std::nullopt;
  }
  std::string data(file.substr(4 + 4 * shape.size()));
  if (change == "one_added") {
    ++shape[0];
    data += data.substr(0, item);
  } else if (change == "one_dropped" || change == "half_dropped") {
    shape[0] -= change == "one_dropped" ? 1 : (shape[0] + 1) / 2;
    data.resize(shape[0] * item);
  } else if (change == "rotated") {  // the first one becomes the last
    data = data.substr(item) + data.substr(0, item);
  } else if (change == "other_number") {
    data[data.size() / 2] = '\xFF';
  } else {
    return std::nullopt;
  }
  return file_of(shape, data);
}

}  // namespace proofload
