#include "faults/png_faults.hpp"

#include <zlib.h>

#include <algorithm>
#include <string>

#include "faults/byte_faults.hpp"
#include "faults/image_bytes.hpp"
#include "faults/place.hpp"
#include "proofload/random.hpp"

namespace proofload {
namespace {

using Bytes = std::vector<std::byte>;

/// Larger ones are left alone.
constexpr std::size_t most_inflated = std::size_t{16} << 20U;

void put32(Bytes& into, std::uint64_t value) {
  into.resize(into.size() + 4);
  put_big_endian(into, into.size() - 4, 4, static_cast<std::uint32_t>(value));
}

Bytes bytes_of(std::string_view text) {
  Bytes bytes(text.size());
  std::ranges::transform(text, bytes.begin(), [](char c) { return static_cast<std::byte>(c); });
  return bytes;
}

// NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): zlib's bytes
const Bytef* zlib(const std::byte* bytes) { return reinterpret_cast<const Bytef*>(bytes); }

enum class Sum : std::uint8_t { right, wrong };

struct Piece {
  std::string type;
  Bytes data;
  std::uint32_t length = 0;          ///< as it is said
  std::optional<std::uint32_t> sum;  ///< as it was; nothing: to be computed
};

Piece piece(std::string_view type, Bytes data) {
  const auto length = static_cast<std::uint32_t>(data.size());
  return {std::string(type), std::move(data), length, std::nullopt};
}

/// A file taken apart into chunks; behind them what could not be followed.
struct Pieces {
  std::vector<Piece> chunks;
  Bytes rest;

  [[nodiscard]] std::size_t find(std::string_view type) const {
    const auto found = std::ranges::find(chunks, type, &Piece::type);
    return static_cast<std::size_t>(found - chunks.begin());
  }
  [[nodiscard]] std::size_t behind(std::string_view type) const {
    const auto found = std::ranges::find(chunks.rbegin(), chunks.rend(), type, &Piece::type);
    return static_cast<std::size_t>(chunks.rend() - found);
  }
  void insert(std::size_t at, Piece added) {
    chunks.insert(chunks.begin() + static_cast<std::ptrdiff_t>(std::min(at, chunks.size())), std::move(added));
  }
};

Pieces pieces_of(std::span<const std::byte> file) {
  Pieces result;
  std::size_t end = png_signature_size;
  for (const PngChunk& chunk : png_chunks(file)) {
    Piece one;
    for (const std::byte letter : file.subspan(chunk.start + 4, 4)) {
      one.type += static_cast<char>(letter);
    }
    const auto data = file.subspan(chunk.payload(), chunk.data);
    one.data.assign(data.begin(), data.end());
    one.length = static_cast<std::uint32_t>(chunk.data);
    one.sum = big_endian(file, chunk.checksum(), 4);
    result.chunks.push_back(std::move(one));
    end = chunk.end();
  }
  const auto rest = file.subspan(std::min(end, file.size()));
  result.rest.assign(rest.begin(), rest.end());
  return result;
}

Blob joined(const Pieces& pieces, std::span<const std::byte> file) {
  Bytes bytes(file.begin(), file.begin() + png_signature_size);
  for (const Piece& chunk : pieces.chunks) {
    put32(bytes, chunk.length);
    const std::size_t covered = bytes.size();
    const Bytes type = bytes_of(chunk.type);
    bytes.insert(bytes.end(), type.begin(), type.end());
    bytes.insert(bytes.end(), chunk.data.begin(), chunk.data.end());
    put32(bytes, chunk.sum ? *chunk.sum : crc32_z(0, zlib(bytes.data() + covered), bytes.size() - covered));
  }
  bytes.insert(bytes.end(), pieces.rest.begin(), pieces.rest.end());
  return Blob(std::move(bytes));
}

void spoil_sum(Piece& chunk) {
  const Bytes type = bytes_of(chunk.type);
  const auto sum = crc32_z(crc32_z(0, zlib(type.data()), type.size()), zlib(chunk.data.data()), chunk.data.size());
  chunk.sum = ~static_cast<std::uint32_t>(sum);
}

/// The chunk's data in chunks of one byte, as far as there are not too many.
void split_into_bytes(Pieces& pieces, std::size_t at) {
  constexpr std::size_t most = 64;
  const Piece whole = pieces.chunks[at];
  const std::size_t count = std::min(most, whole.data.empty() ? 0 : whole.data.size() - 1);
  pieces.chunks[at] = piece(whole.type, {whole.data.begin() + static_cast<std::ptrdiff_t>(count), whole.data.end()});
  for (std::size_t i = count; i-- > 0;) {
    pieces.insert(at, piece(whole.type, {whole.data[i]}));
  }
}

/// Makes an animation of it: the image is the first frame, and comes again as the second.
void animate(Pieces& pieces) {
  const std::size_t header = pieces.find("IHDR");
  const std::size_t first = pieces.find("IDAT");
  if (header == pieces.chunks.size() || first == pieces.chunks.size() || pieces.chunks[header].data.size() < 8) {
    return;
  }
  const Bytes size(pieces.chunks[header].data.begin(), pieces.chunks[header].data.begin() + 8);
  const auto control = [&size](std::uint64_t number) {
    Bytes data;
    put32(data, number);
    data.insert(data.end(), size.begin(), size.end());
    put32(data, 0);
    put32(data, 0);
    put32(data, 0x00010064U);  // 1 / 100 s
    data.resize(data.size() + 2);
    return piece("fcTL", std::move(data));
  };
  Bytes frame;
  put32(frame, 2);
  for (const Piece& chunk : pieces.chunks) {
    if (chunk.type == "IDAT") {
      frame.insert(frame.end(), chunk.data.begin(), chunk.data.end());
    }
  }
  const std::size_t behind = pieces.behind("IDAT");
  pieces.insert(behind, piece("fdAT", std::move(frame)));
  pieces.insert(behind, control(1));
  pieces.insert(first, control(0));
  Bytes animation;
  put32(animation, 2);
  put32(animation, 0);
  pieces.insert(first, piece("acTL", std::move(animation)));
}

/// Whether the change is known and fits; `at`: the chunk that it touches.
bool change(Pieces& pieces, std::size_t at, std::string_view how) {
  Piece& chunk = pieces.chunks[at];
  if (how == "drop") {
    pieces.chunks.erase(pieces.chunks.begin() + static_cast<std::ptrdiff_t>(at));
  } else if (how == "double") {
    pieces.insert(at, Piece(chunk));
  } else if (how == "move") {
    std::swap(chunk, pieces.chunks[(at + 1) % pieces.chunks.size()]);
  } else if (how == "rename") {
    chunk.type[3] = chunk.type[3] == 'Z' ? 'Y' : 'Z';
    chunk.sum.reset();
  } else if (how == "longer" || how == "shorter" || how == "huge") {
    chunk.length = how == "longer" ? chunk.length + 1 : how == "huge" ? 0x7FFFFFFFU : chunk.length - 1;
  } else if (how == "split_bytes" || how == "split_empty") {
    const std::size_t data = chunk.type == "IDAT" ? at : pieces.find("IDAT");
    if (data == pieces.chunks.size()) {
      return false;
    }
    if (how == "split_bytes") {
      split_into_bytes(pieces, data);
    } else {
      pieces.insert(data, piece("IDAT", {}));
    }
  } else if (how == "data_at_the_end") {
    pieces.chunks.back().data.assign(4, std::byte{'!'});
    pieces.chunks.back().length = 4;
    pieces.chunks.back().sum.reset();
  } else if (how == "animated") {
    animate(pieces);
  } else if (how == "comment") {
    pieces.insert(at + 1, piece("tEXt", bytes_of(std::string_view("Comment\0IEND IDAT", 17))));
  } else if (how == "private") {
    pieces.insert(at + 1, piece("prVt", bytes_of("anything")));
  } else if (how == "critical") {
    pieces.insert(at + 1, piece("PRIV", bytes_of("anything")));
  } else {
    return false;
  }
  return true;
}

/// The chunk that a place lies in; the last one for a place behind all.
std::optional<std::size_t> chunk_at(const Damage& damage) {
  const auto at = resolve(damage.fault.at, damage.before.bytes());
  const auto chunks = png_chunks(damage.before.bytes());
  if (!at || chunks.empty()) {
    return std::nullopt;
  }
  const auto found = std::ranges::find_if(chunks, [&](const PngChunk& chunk) { return *at < chunk.end(); });
  return std::min(static_cast<std::size_t>(found - chunks.begin()), chunks.size() - 1);
}

std::optional<Bytes> inflated(const Bytes& stream) {
  Bytes raw;
  z_stream state{};
  if (inflateInit(&state) != Z_OK) {
    return std::nullopt;
  }
  // zlib takes its own byte type, and does not write to its input.
  // NOLINTBEGIN(cppcoreguidelines-pro-type-reinterpret-cast,cppcoreguidelines-pro-type-const-cast)
  state.next_in = const_cast<Bytef*>(zlib(stream.data()));
  state.avail_in = static_cast<uInt>(stream.size());
  int code = Z_OK;
  while (code == Z_OK && raw.size() < most_inflated) {
    const std::size_t before = raw.size();
    raw.resize(std::max<std::size_t>(before * 2, 4096));
    state.next_out = reinterpret_cast<Bytef*>(raw.data() + before);
    state.avail_out = static_cast<uInt>(raw.size() - before);
    code = inflate(&state, Z_NO_FLUSH);
    raw.resize(raw.size() - state.avail_out);
  }
  // NOLINTEND(cppcoreguidelines-pro-type-reinterpret-cast,cppcoreguidelines-pro-type-const-cast)
  inflateEnd(&state);
  return code == Z_STREAM_END ? std::optional(std::move(raw)) : std::nullopt;
}

/// Stored blocks, not deflated ones: the same bytes with every version of zlib.
Bytes stored(const Bytes& raw) {
  constexpr std::size_t most_in_block = 65535;
  Bytes stream = {std::byte{0x78}, std::byte{0x01}};
  std::size_t at = 0;
  do {
    const std::size_t size = std::min(most_in_block, raw.size() - at);
    stream.push_back(at + size == raw.size() ? std::byte{1} : std::byte{0});
    for (const std::size_t word : {size, most_in_block - size}) {
      stream.push_back(static_cast<std::byte>(word & 0xFFU));
      stream.push_back(static_cast<std::byte>(word >> 8U));
    }
    stream.insert(stream.end(), raw.begin() + static_cast<std::ptrdiff_t>(at),
                  raw.begin() + static_cast<std::ptrdiff_t>(at + size));
    at += size;
  } while (at < raw.size());
  put32(stream, adler32_z(1, zlib(raw.data()), raw.size()));
  return stream;
}

/// Bytes of a row with its filter; nothing for interlaced images, whose rows differ.
std::optional<std::size_t> row_size(const Bytes& header) {
  if (header.size() != 13 || header[12] != std::byte{0}) {
    return std::nullopt;
  }
  const auto color = std::to_integer<unsigned>(header[9]);
  const std::uint64_t channels = color == 2 ? 3 : color == 4 ? 2 : color == 6 ? 4 : 1;
  const std::uint64_t bits = std::uint64_t{big_endian(header, 0, 4)} * channels * std::to_integer<unsigned>(header[8]);
  return static_cast<std::size_t>(1 + (bits + 7) / 8);
}

/// Changes the pixels before they are packed.
bool change_raw(Bytes& raw, const Bytes& header, std::string_view how, Random& random) {
  const auto row = row_size(header);
  if (how == "stored") {
    return true;
  }
  if (raw.empty()) {
    return false;
  }
  if (how == "short") {
    raw.resize(raw.size() - std::min<std::size_t>(raw.size(), random.one_in(2) ? 1 : row.value_or(1)));
  } else if (how == "long") {
    raw.resize(raw.size() + (random.one_in(2) ? 1 : row.value_or(1)));
  } else if (how == "filter") {
    const std::size_t rows = row ? raw.size() / *row : 1;
    raw[random.below(std::max<std::size_t>(rows, 1)) * row.value_or(0)] =
        static_cast<std::byte>(random.between(5, 255));
  } else if (how == "index" && row && *row > 1 && raw.size() >= *row && header[9] == std::byte{3}) {
    const std::size_t start = random.below(raw.size() / *row) * *row;
    raw[start] = std::byte{0};  // no filter
    raw[start + 1] = std::byte{0xFF};
  } else {
    return false;
  }
  return true;
}

/// Changes the packed stream.
bool change_stream(Bytes& stream, std::string_view how) {
  if (stream.size() < 6) {
    return false;
  }
  if (how == "adler") {
    stream.back() ^= std::byte{0xFF};
  } else if (how == "no_adler") {
    stream.resize(stream.size() - 4);
  } else if (how == "cut") {
    stream.resize(stream.size() / 2);
  } else if (how == "method") {
    stream[0] = std::byte{0x77};
    stream[1] = std::byte{0x85};  // a multiple of 31, as it must be
  } else if (how == "preset") {
    stream[1] = std::byte{0x20};
    const unsigned rest = (std::to_integer<unsigned>(stream[0]) * 256 + 0x20U) % 31;
    stream[1] = static_cast<std::byte>(0x20U + (31 - rest) % 31);
  } else if (how == "tail") {
    stream.insert(stream.end(), 5, std::byte{'t'});
  } else {
    return false;
  }
  return true;
}

}  // namespace

std::optional<Blob> png_structure_changed(const Damage& damage) {
  const auto at = chunk_at(damage);
  if (!at) {
    return std::nullopt;
  }
  Pieces pieces = pieces_of(damage.before.bytes());
  const std::size_t count = pieces.chunks.size();
  if (!change(pieces, *at, damage.fault.text)) {
    return std::nullopt;
  }
  if (damage.fault.amount == 1 && !pieces.chunks.empty()) {
    const bool adds = pieces.chunks.size() == count + 1 && damage.fault.text != "double";
    spoil_sum(pieces.chunks[std::min(*at + (adds ? 1 : 0), pieces.chunks.size() - 1)]);
  }
  return joined(pieces, damage.before.bytes());
}

std::optional<Blob> png_stream_changed(const Damage& damage) {
  Pieces pieces = pieces_of(damage.before.bytes());
  const std::size_t first = pieces.find("IDAT");
  if (first == pieces.chunks.size() || pieces.chunks.front().type != "IHDR") {
    return std::nullopt;
  }
  Bytes stream;
  for (const Piece& chunk : pieces.chunks) {
    if (chunk.type == "IDAT") {
      stream.insert(stream.end(), chunk.data.begin(), chunk.data.end());
    }
  }
  Random random(damage.fault.seed);
  if (!change_stream(stream, damage.fault.text)) {
    auto raw = inflated(stream);
    if (!raw || !change_raw(*raw, pieces.chunks.front().data, damage.fault.text, random)) {
      return std::nullopt;
    }
    stream = stored(*raw);
  }
  std::erase_if(pieces.chunks, [](const Piece& chunk) { return chunk.type == "IDAT"; });
  pieces.insert(first, piece("IDAT", std::move(stream)));
  if (damage.fault.amount == 1) {
    spoil_sum(pieces.chunks[first]);
  }
  return joined(pieces, damage.before.bytes());
}

}  // namespace proofload
