#include "minimize/formats.hpp"

#include <zlib.h>

#include <algorithm>
#include <charconv>
#include <span>

#include "faults/image_bytes.hpp"
#include "minimize/containers.hpp"

namespace proofload {
namespace {

constexpr std::string_view npy_magic = "\x93NUMPY";

std::string big_endian_text(std::uint32_t value) {
  std::string bytes;
  for (unsigned shift = 32; shift > 0;) {
    shift -= 8;
    bytes += static_cast<char>(value >> shift);
  }
  return bytes;
}

/// Where the value of a key of the header's dictionary begins.
std::optional<std::size_t> value_of(std::string_view dictionary, std::string_view key) {
  const std::size_t at = dictionary.find(key);
  if (at == std::string_view::npos) {
    return std::nullopt;
  }
  const std::size_t first = dictionary.find_first_not_of(": ", at + key.size());
  return first == std::string_view::npos ? std::nullopt : std::optional(first);
}

std::optional<std::vector<std::uint64_t>> shape_of(std::string_view dictionary) {
  const std::size_t at = value_of(dictionary, "'shape'").value_or(dictionary.size());
  const std::size_t close = dictionary.find(')', at);
  if (close == std::string_view::npos || dictionary[at] != '(') {
    return std::nullopt;
  }
  std::vector<std::uint64_t> shape;
  const char* next = dictionary.data() + at + 1;
  const char* end = dictionary.data() + close;
  while (next < end) {
    std::uint64_t extent = 0;
    const auto read = std::from_chars(next, end, extent);
    if (read.ec == std::errc()) {
      shape.push_back(extent);
      next = read.ptr;
    } else if (*next != ' ' && *next != ',') {
      return std::nullopt;
    } else {
      ++next;
    }
  }
  return shape;
}

std::optional<std::size_t> item_of(std::string_view dictionary) {
  const auto at = value_of(dictionary, "'descr'");
  if (!at || dictionary[*at] != '\'' || *at + 3 >= dictionary.size()) {
    return std::nullopt;
  }
  std::size_t item = 0;
  const char* first = dictionary.data() + *at + 3;  // the quote, the byte order, the kind
  const auto read = std::from_chars(first, dictionary.data() + dictionary.size(), item);
  return read.ec == std::errc() && *read.ptr == '\'' && item > 0 && item <= 16 ? std::optional(item) : std::nullopt;
}

/// Nothing where it does not fit into 2^40 bytes.
std::optional<std::uint64_t> size_of(const std::vector<std::uint64_t>& shape, std::size_t item) {
  std::uint64_t size = item;
  for (const std::uint64_t extent : shape) {
    if (extent != 0 && size > (std::uint64_t{1} << 40U) / extent) {
      return std::nullopt;
    }
    size *= extent;
  }
  return size;
}

}  // namespace

std::optional<std::vector<PngPart>> png_parts(const Blob& file) {
  const auto bytes = file.bytes();
  if (!is_png(bytes)) {
    return std::nullopt;
  }
  const auto chunks = png_chunks(bytes);
  if (chunks.empty() || chunks.back().end() != bytes.size()) {
    return std::nullopt;
  }
  std::vector<PngPart> parts;
  for (const PngChunk& chunk : chunks) {
    if (big_endian(bytes, chunk.checksum(), 4) != png_checksum(bytes, chunk)) {
      return std::nullopt;
    }
    parts.push_back({std::string(file.text().substr(chunk.start + 4, 4)),
                     std::string(file.text().substr(chunk.payload(), chunk.data))});
  }
  return parts;
}

std::string png_of(const std::vector<PngPart>& parts) {
  std::string file = "\x89PNG\r\n\x1a\n";
  for (const PngPart& part : parts) {
    const std::string body = part.type + part.data;
    const auto sum = ::crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()));
    file += big_endian_text(static_cast<std::uint32_t>(part.data.size())) + body +
            big_endian_text(static_cast<std::uint32_t>(sum));
  }
  return file;
}

std::optional<std::vector<std::string>> jpeg_parts(const Blob& file) {
  const auto bytes = file.bytes();
  if (!is_jpeg(bytes)) {
    return std::nullopt;
  }
  const auto segments = jpeg_segments(bytes);
  if (segments.size() < 2 || segments.back().marker != 0xD9 || segments.back().end() != bytes.size()) {
    return std::nullopt;
  }
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const std::size_t end = i + 1 < segments.size() ? segments[i + 1].start : bytes.size();
    parts.emplace_back(file.text().substr(segments[i].start, end - segments[i].start));
  }
  return parts;
}

std::optional<NpyParts> npy_parts(const Blob& file) {
  auto parts = npy_parts_of_any_length(file);
  return parts && size_of(parts->shape, parts->item) == parts->data.size() ? std::move(parts) : std::nullopt;
}

std::optional<NpyParts> npy_parts_of_any_length(const Blob& file) {
  const std::string_view text = file.text();
  if (!text.starts_with(npy_magic) || text.size() < 12) {
    return std::nullopt;
  }
  const std::size_t width = text[6] == 1 ? 2 : 4;
  std::size_t length = 0;
  for (std::size_t i = width; i-- > 0;) {
    length = length << 8U | static_cast<unsigned char>(text[8 + i]);
  }
  if (length > text.size() - 8 - width) {
    return std::nullopt;
  }
  NpyParts parts;
  parts.version = text.substr(6, 2);
  parts.dictionary = text.substr(8 + width, length);
  parts.dictionary.resize(parts.dictionary.find_last_not_of(" \n") + 1);
  parts.data = text.substr(8 + width + length);
  const auto shape = shape_of(parts.dictionary);
  const auto item = item_of(parts.dictionary);
  if (!shape || !item) {
    return std::nullopt;
  }
  parts.shape = *shape;
  parts.item = *item;
  return parts;
}

std::string npy_of(const NpyParts& parts, NpyPadding padding) {
  const std::size_t width = parts.version.front() == 1 ? 2 : 4;
  std::string header = parts.dictionary;
  if (padding == NpyPadding::aligned) {
    header.append(63 - (8 + width + header.size()) % 64, ' ');
  }
  header += '\n';
  std::string length;
  for (std::size_t i = 0; i < width; ++i) {
    length += static_cast<char>(header.size() >> (8 * i));
  }
  return std::string(npy_magic) + parts.version + length + header + parts.data;
}

NpyParts with_shape(const NpyParts& parts, const std::vector<std::uint64_t>& shape) {
  NpyParts next = parts;
  next.shape = shape;
  std::string text = "(";
  for (std::size_t i = 0; i < shape.size(); ++i) {
    text += (i > 0 ? ", " : "") + std::to_string(shape[i]);
  }
  text += shape.size() == 1 ? ",)" : ")";
  const std::size_t at = value_of(next.dictionary, "'shape'").value_or(next.dictionary.size());
  const std::size_t close = next.dictionary.find(')', at);
  if (close != std::string::npos) {
    next.dictionary.replace(at, close + 1 - at, text);
  }
  next.data.resize(std::min<std::size_t>(next.data.size(), size_of(shape, parts.item).value_or(0)));
  return next;
}

std::optional<IdxParts> idx_parts(const Blob& file) {
  const std::string_view text = file.text();
  if (text.size() < 4 || text[0] != 0 || text[1] != 0) {
    return std::nullopt;
  }
  const auto kind = static_cast<unsigned char>(text[2]);
  const std::size_t axes = static_cast<unsigned char>(text[3]);
  const std::size_t item = kind == 0x08 || kind == 0x09   ? 1
                           : kind == 0x0B                 ? 2
                           : kind == 0x0C || kind == 0x0D ? 4
                           : kind == 0x0E                 ? 8
                                                          : 0;
  const std::size_t header = 4 + 4 * axes;
  if (item == 0 || axes == 0 || header > text.size()) {
    return std::nullopt;
  }
  IdxParts parts{.kind = text[2], .shape = {}, .item = item, .data = std::string(text.substr(header))};
  for (std::size_t axis = 0; axis < axes; ++axis) {
    parts.shape.push_back(big_endian(file.bytes(), 4 + 4 * axis, 4));
  }
  return size_of(parts.shape, item) == parts.data.size() ? std::optional(std::move(parts)) : std::nullopt;
}

std::string idx_of(const IdxParts& parts) {
  std::string bytes(2, '\0');
  bytes += parts.kind;
  bytes += static_cast<char>(parts.shape.size());
  for (const std::uint64_t extent : parts.shape) {
    bytes += big_endian_text(static_cast<std::uint32_t>(extent));
  }
  return bytes + parts.data;
}

IdxParts with_shape(const IdxParts& parts, const std::vector<std::uint64_t>& shape) {
  IdxParts next = parts;
  next.shape = shape;
  next.data.resize(std::min<std::size_t>(next.data.size(), size_of(shape, parts.item).value_or(0)));
  return next;
}

std::optional<BmpParts> bmp_parts(const Blob& file) {
  const auto header = is_bmp(file.bytes()) ? bmp_header(file.bytes()) : std::nullopt;
  constexpr std::uint32_t plain = 0;
  constexpr std::uint32_t plain_with_masks = 3;
  if (!header || (header->compression != plain && header->compression != plain_with_masks) || header->width <= 0 ||
      header->rows() == 0 || header->pixels_at < header->palette_at() || header->pixels_at > file.size()) {
    return std::nullopt;
  }
  const std::string_view rows = file.text().substr(header->pixels_at);
  const std::uint64_t row = header->row_size();
  if (row == 0 || rows.size() % row != 0 || rows.size() / row != header->rows()) {
    return std::nullopt;
  }
  return BmpParts{std::string(file.text().substr(0, header->pixels_at)), *header, std::string(rows)};
}

std::string bmp_of(const BmpParts& parts, std::uint32_t width, std::uint32_t height) {
  const BmpHeader& old = parts.header;
  BmpHeader header = old;
  header.width = width;
  std::string file = parts.head;
  const std::size_t first = old.height < 0 ? 0 : old.rows() - height;
  for (std::size_t y = first; y < first + height; ++y) {
    file += parts.rows.substr(y * old.row_size(), header.row_size());
  }
  const auto put = [&file](std::size_t at, std::size_t bytes, std::uint64_t value) {
    for (std::size_t i = 0; i < bytes; ++i, value >>= 8U) {
      file[at + i] = static_cast<char>(value & 0xFFU);
    }
  };
  const std::size_t side = old.is_core() ? 2 : 4;
  put(18, side, width);
  put(18 + side, side, old.height < 0 ? 0 - std::uint64_t{height} : height);
  // Zero leaves it open, and stays.
  if (old.file_size != 0) {
    put(2, 4, file.size());
  }
  if (old.pixels_size != 0) {
    put(34, 4, file.size() - parts.head.size());
  }
  return file;
}

bool is_whole(const Blob& file) {
  return png_parts(file) || jpeg_parts(file) || npy_parts(file) || idx_parts(file) || container_of(file);
}

}  // namespace proofload
