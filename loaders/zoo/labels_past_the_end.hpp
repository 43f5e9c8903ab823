/// labels-past-the-end: as many labels are read as there are features, however many the other file holds.
///
/// Origin: folklore (`labels[i]` of an array that is one sample short).
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "reference/npy_header.hpp"
#include "reference/npy_labels.hpp"
#include "reference/refusal.hpp"
#include "zoo/arrays_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
std::expected<std::vector<std::int64_t>, std::string> read_labels_past_the_end(std::span<const std::byte> file,
                                                                               std::uint64_t samples) {
  if constexpr (variant == Variant::specimen) {
    try {
      const reference::ArrayHeader header = reference::read_array_header(file);
      if (header.kind == reference::ArrayHeader::Kind::signed_integer && header.element == sizeof(std::int64_t) &&
          header.bytes == reference::ArrayHeader::Bytes::little_first && header.shape.size() == 1) {
        const std::span data = file.subspan(header.size);
        const std::unique_ptr<std::byte[]> stored(new std::byte[data.size()]);
        std::ranges::copy(data, stored.get());
        std::vector<std::int64_t> labels;
        for (std::uint64_t i = 0; i < samples; ++i) {
          std::memcpy(&labels.emplace_back(), stored.get() + i * sizeof(std::int64_t), sizeof(std::int64_t));
        }
        return labels;
      }
    } catch (const reference::Refusal&) {
      // What is no array is refused below.
    }
  }
  return reference::read_npy_labels(file, samples);
}

template <Variant variant>
Declaration labels_past_the_end() {
  reference::ArrayTablePlan plan = reference::npy_arrays_plan();
  plan.read_labels = read_labels_past_the_end<variant>;
  return arrays_with(reference::npy_arrays(plan));
}

}  // namespace proofload::zoo
