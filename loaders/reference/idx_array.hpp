/// An idx array is what an IDX file of unsigned bytes holds: its sizes along each axis, and the bytes, the last axis
/// running fastest.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <vector>

#include "proofload/source.hpp"

namespace proofload::reference {

struct IdxArray {
  std::vector<std::uint32_t> shape;
  std::vector<std::byte> data;  ///< as many as the shape says
};

struct IdxRules {
  std::size_t axes = 3;
  std::vector<std::uint32_t> item;  ///< the sizes along all axes but the first
  std::size_t most_bytes = 0;       ///< of data; larger arrays are refused before they are read
};

/// Refuses another type, other axes and sizes than the rules say, and a file that is longer or shorter than its header
/// says. The error is for people. Memory is taken for what is there, never for what the header claims.
std::expected<IdxArray, std::string> read_idx(Source& source, const std::string& path, const IdxRules& rules);

/// The header of an array that the rules allow, off the front of a file: the magic number, and the sizes, each with the
/// most significant byte first.
std::expected<std::vector<std::uint32_t>, std::string> idx_shape(std::span<const std::byte> header,
                                                                 const IdxRules& rules);

/// Bytes of the header of an array of so many axes.
constexpr std::size_t idx_header_size(std::size_t axes) { return 4 + 4 * axes; }

}  // namespace proofload::reference
