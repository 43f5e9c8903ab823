/// npy-short-read: memory is taken for what the shape says, and nobody looks at how much of it the read filled.
///
/// Origin: folklore.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "reference/npy_header.hpp"
#include "reference/refusal.hpp"
#include "zoo/sequences_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
std::expected<void, std::string> read_npy_short_read(std::span<const std::byte> file, std::vector<float>& values) {
  if constexpr (variant == Variant::specimen) {
    try {
      const reference::ArrayHeader header = reference::read_array_header(file);
      std::uint64_t size = header.element;
      for (const std::uint64_t extent : header.shape) {
        size *= std::min<std::uint64_t>(extent, 1U << 16U);
      }
      const std::size_t there = file.size() - header.size;
      if (size > there && size < (1U << 20U)) {
        const std::size_t whole = header.size + static_cast<std::size_t>(size);
        const std::unique_ptr<std::byte[]> memory(new std::byte[whole]);  // not written
        std::ranges::copy(file, memory.get());
        return reference::npy_plan(reference::pad_behind).read({memory.get(), whole}, values);
      }
    } catch (const reference::Refusal&) {
      // What is no array is refused below.
    }
  }
  return reference::npy_plan(reference::pad_behind).read(file, values);
}

template <Variant variant>
Declaration npy_short_read() {
  return npy_read_by(read_npy_short_read<variant>);
}

}  // namespace proofload::zoo
