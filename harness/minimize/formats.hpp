/// Files as the parts that their formats are made of, found by content. Only files that are whole are taken apart: to
/// put the sums of a damaged one right would repair what the failure may be about.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/bmp.hpp"
#include "proofload/blob.hpp"

namespace proofload {

struct PngPart {
  std::string type;  ///< four letters
  std::string data;
};

/// The chunks of a PNG whose every length and checksum is right and that ends with its last chunk.
std::optional<std::vector<PngPart>> png_parts(const Blob& file);
/// With lengths and checksums made right.
std::string png_of(const std::vector<PngPart>& parts);

/// The segments of a JPEG that ends with its end marker; coded data stays with the segment before it.
std::optional<std::vector<std::string>> jpeg_parts(const Blob& file);

struct BmpParts {
  std::string head;  ///< all that is before the pixels
  BmpHeader header;
  std::string rows;  ///< as stored, each filled up to four bytes
};

/// A BMP of plain rows, all of them there and nothing behind them.
std::optional<BmpParts> bmp_parts(const Blob& file);
/// The top left of it, with the sizes in the header made right.
std::string bmp_of(const BmpParts& parts, std::uint32_t width, std::uint32_t height);

struct NpyParts {
  std::string version;     ///< two bytes
  std::string dictionary;  ///< without the padding and the line feed
  std::vector<std::uint64_t> shape;
  std::size_t item = 0;  ///< bytes
  std::string data;
};

/// An NPY file whose data is as long as its header says.
std::optional<NpyParts> npy_parts(const Blob& file);
/// One whose header is whole, however much data there is.
std::optional<NpyParts> npy_parts_of_any_length(const Blob& file);
/// With the header's length made right. `padding`: to the 64 bytes that writers align to, or none.
enum class NpyPadding : std::uint8_t { aligned, none };
std::string npy_of(const NpyParts& parts, NpyPadding padding);
/// The parts with another shape: the dictionary says it and the data is cut.
NpyParts with_shape(const NpyParts& parts, const std::vector<std::uint64_t>& shape);

struct IdxParts {
  char kind = 0;  ///< of the items, as the third byte says it
  std::vector<std::uint64_t> shape;
  std::size_t item = 0;  ///< bytes
  std::string data;
};

/// An IDX file (as MNIST's) whose data is as long as its header says.
std::optional<IdxParts> idx_parts(const Blob& file);
std::string idx_of(const IdxParts& parts);
IdxParts with_shape(const IdxParts& parts, const std::vector<std::uint64_t>& shape);

/// Whether any of the above takes it apart, or it is a whole container.
bool is_whole(const Blob& file);

}  // namespace proofload
