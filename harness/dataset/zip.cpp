#include "dataset/zip.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <iterator>
#include <new>
#include <utility>

namespace proofload {
namespace {

constexpr std::string_view local_mark = "PK\x03\x04";
constexpr std::string_view entry_mark = "PK\x01\x02";
constexpr std::string_view end_mark = "PK\x05\x06";
constexpr std::string_view descriptor_mark = "PK\x07\x08";
constexpr std::size_t local_size = 30;
constexpr std::size_t entry_size = 46;
constexpr std::size_t end_size = 22;
constexpr std::uint64_t in_extra_field = 0xFFFFFFFF;
constexpr unsigned sizes_behind_data = 8;

/// More is not looked at.
constexpr std::size_t most_bytes = std::size_t{64} << 20U;

std::uint64_t crc_of(std::string_view data) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): characters seen as bytes
  return crc32_z(0, reinterpret_cast<const Bytef*>(data.data()), data.size());
}

struct Inflated {
  std::string bytes;
  std::size_t taken = 0;
  enum class End : std::uint8_t { seen, broken, too_much } end = End::broken;
};

Inflated inflated(std::string_view packed, std::size_t most) {
  z_stream stream{};
  if (inflateInit2(&stream, -15) != Z_OK) {
    throw std::bad_alloc();
  }
  Inflated result;
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast, cppcoreguidelines-pro-type-const-cast): zlib's way
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  int state = Z_OK;
  while (state == Z_OK) {
    constexpr std::size_t piece = std::size_t{64} << 10U;
    const std::size_t before = result.bytes.size();
    if (before > most) {
      result.end = Inflated::End::too_much;
      break;
    }
    result.bytes.resize(before + piece);
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): characters seen as bytes
    stream.next_out = reinterpret_cast<Bytef*>(result.bytes.data() + before);
    stream.avail_out = static_cast<uInt>(piece);
    state = inflate(&stream, Z_NO_FLUSH);
    result.bytes.resize(before + piece - stream.avail_out);
    if (state == Z_BUF_ERROR && stream.avail_out == 0) {
      state = Z_OK;
    }
  }
  if (state == Z_STREAM_END) {
    result.end = Inflated::End::seen;
  }
  result.taken = packed.size() - stream.avail_in;
  inflateEnd(&stream);
  return result;
}

std::string deflated(std::string_view bytes) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::bad_alloc();
  }
  std::string packed(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast, cppcoreguidelines-pro-type-const-cast): zlib's way
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): characters seen as bytes
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

template <class Of>
void note(Of& of, Soundness structure, std::string cause) {
  if (of.cause.empty() || (structure == Soundness::damaged && of.structure != Soundness::damaged)) {
    of.cause = std::move(cause);
  }
  of.structure = std::max(of.structure, structure);
}

class Looking {
 public:
  explicit Looking(std::string_view file) : file_(file) {}

  ZipArchive look() {
    look_at_end();
    const auto is_odd = [](const ZipMember& member) { return member.structure != Soundness::sound; };
    if (result_.structure != Soundness::sound || std::ranges::any_of(result_.members, is_odd)) {
      go_from_header_to_header();
    }
    return std::move(result_);
  }

 private:
  void look_at_end() {
    const std::size_t end = file_.rfind(end_mark);
    if (end == std::string_view::npos || file_.size() - end < end_size) {
      return note(result_, Soundness::damaged, "no archive: the end record is missing");
    }
    result_.end_record = end;
    const std::uint64_t count = zip_number(file_, end + 10, 2);
    const std::uint64_t size = zip_number(file_, end + 12, 4);
    const std::uint64_t offset = zip_number(file_, end + 16, 4);
    if (zip_number(file_, end + 20, 2) != 0 || end + end_size != file_.size()) {
      note(result_, Soundness::unsure, "bytes behind the end, or a comment");
    }
    if (zip_number(file_, end + 4, 4) != 0 || zip_number(file_, end + 8, 2) != count) {
      note(result_, Soundness::unsure, "an archive of several parts");
    }
    if (size > end) {
      return note(result_, Soundness::damaged, fmt::format("the directory has {} bytes, and {} are there", size, end));
    }
    if (offset + size == end) {
      return directory({.begin = offset, .end = end, .shift = 0}, count);
    }
    // To some all places are said from where the archive begins in the file, and others go by what is said.
    const ZipArchive before = result_;
    directory({.begin = end - size, .end = end, .shift = end - size - offset}, count);
    if (offset + size < end) {
      ZipArchive ended = std::exchange(result_, before);
      directory({.begin = offset, .end = offset + size, .shift = 0}, count);
      choose(std::move(ended));
    }
    note(result_, Soundness::unsure, "the directory is not where the end record says");
  }

  /// Of two ways to read it, the one that comes to something; where both do, either may be the reader's.
  void choose(ZipArchive other) {
    const auto worst = [](const ZipArchive& archive) {
      Soundness result = archive.structure;
      for (const ZipMember& member : archive.members) {
        result = std::max(result, member.structure);
      }
      return result;
    };
    if (worst(other) < worst(result_)) {
      std::swap(other, result_);
    }
    if (worst(other) != Soundness::damaged) {
      std::ranges::move(other.members, std::back_inserter(result_.undirected));
    }
  }

  /// Where entries stand, and what is added to the places that they say.
  struct Directory {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t shift = 0;  ///< wraps around when the archive is to begin before the file
  };

  void directory(const Directory& where, std::uint64_t count) {
    shift_ = where.shift;
    result_.directory = where.begin;
    entries(count, where.end);
  }

  /// Of what says its sizes behind the data they are not known here.
  void go_from_header_to_header() {
    std::size_t at = std::min(file_.find(local_mark), file_.size());
    while (file_.substr(at).starts_with(local_mark) && file_.size() - at >= local_size) {
      const std::size_t name = zip_number(file_, at + 26, 2);
      const std::size_t extra = zip_number(file_, at + 28, 2);
      std::uint64_t packed = zip_number(file_, at + 18, 4);
      std::uint64_t size = zip_number(file_, at + 22, 4);
      if (packed == in_extra_field && size == in_extra_field && extra >= 20) {
        size = zip_number(file_, at + local_size + name + 4, 8);
        packed = zip_number(file_, at + local_size + name + 12, 8);
      }
      const std::size_t begin = at + local_size + name + extra;
      if (begin > file_.size() || packed > file_.size() - begin) {
        break;
      }
      const auto is_here = [at](const ZipMember& member) { return member.header == at && member.data; };
      if (std::ranges::none_of(result_.members, is_here)) {
        ZipMember member;
        member.name = file_.substr(at + local_size, name);
        member.header = at;
        member.begin = begin;
        member.end = begin + packed;
        data(member, zip_number(file_, at + 8, 2), size, zip_number(file_, at + 14, 4));
        result_.undirected.push_back(std::move(member));
      }
      at = begin + packed;
    }
  }

  void entries(std::uint64_t count, std::size_t end) {
    std::size_t at = result_.directory;
    for (std::uint64_t i = 0; i < count; ++i) {
      if (end - at < entry_size || !file_.substr(at).starts_with(entry_mark)) {
        return note(result_, Soundness::damaged, fmt::format("byte {}: the directory ends, or is broken", at));
      }
      const std::size_t name = zip_number(file_, at + 28, 2);
      const std::size_t behind = zip_number(file_, at + 30, 2) + zip_number(file_, at + 32, 2);
      if (name + behind > end - at - entry_size) {
        return note(result_, Soundness::damaged, fmt::format("byte {}: the directory ends in an entry", at));
      }
      ZipMember member;
      member.name = file_.substr(at + entry_size, name);
      member.entry = at;
      if (behind != 0 || zip_number(file_, at + 34, 2) != 0 || zip_number(file_, at + 20, 4) == in_extra_field ||
          zip_number(file_, at + 24, 4) == in_extra_field) {
        note(member, Soundness::unsure, "its entry of the directory has more than a name");
      }
      header(member);
      result_.members.push_back(std::move(member));
      at += entry_size + name + behind;
    }
    if (at != end) {
      note(result_, Soundness::unsure, "the directory is larger than its entries");
    }
  }

  void header(ZipMember& member) const {
    const std::size_t entry = member.entry;
    const std::size_t at = zip_number(file_, entry + 42, 4) + shift_;
    const std::size_t most = result_.directory;
    if (at > most || most - at < local_size || !file_.substr(at).starts_with(local_mark)) {
      return note(member, Soundness::damaged, fmt::format("byte {}: no header of \"{}\"", at, member.name));
    }
    member.header = at;
    const std::size_t name = zip_number(file_, at + 26, 2);
    const std::size_t extra = zip_number(file_, at + 28, 2);
    const std::uint64_t packed = zip_number(file_, entry + 20, 4);
    const std::uint64_t size = zip_number(file_, entry + 24, 4);
    member.begin = at + local_size + name + extra;
    if (member.begin > most || packed > most - member.begin) {
      return note(member, Soundness::damaged,
                  fmt::format("\"{}\" does not end in front of the directory", member.name));
    }
    member.end = member.begin + packed;
    if (file_.substr(at + local_size, name) != member.name || file_.substr(at + 4, 10) != file_.substr(entry + 6, 10) ||
        !same_sizes(at, entry, extra)) {
      note(member, Soundness::unsure, fmt::format("the two headers of \"{}\" differ", member.name));
    }
    const std::uint64_t version = zip_number(file_, entry + 6, 2);
    const std::uint64_t flags = zip_number(file_, entry + 8, 2);
    if (version > 45 || (flags & ~std::uint64_t{sizes_behind_data}) != 0) {
      note(member, Soundness::unsure, fmt::format("\"{}\" wants what not all readers have", member.name));
    }
    if ((flags & sizes_behind_data) != 0 && !says_sizes(member.end, entry)) {
      note(member, Soundness::unsure, fmt::format("what is said behind \"{}\" is something else", member.name));
    }
    data(member, zip_number(file_, entry + 10, 2), size, zip_number(file_, entry + 16, 4));
  }

  /// Checksum and sizes in the local header, which may leave them to an extra field or to what is behind the data.
  [[nodiscard]] bool same_sizes(std::size_t at, std::size_t entry, std::size_t extra) const {
    const std::string_view said = file_.substr(entry + 16, 12);
    const std::string_view here = file_.substr(at + 14, 12);
    if ((zip_number(file_, at + 6, 2) & sizes_behind_data) != 0) {
      return extra == 0 && (here == said || here == std::string_view("\0\0\0\0\0\0\0\0\0\0\0\0", 12));
    }
    if (extra == 0) {
      return here == said;
    }
    const std::size_t field = at + local_size + zip_number(file_, at + 26, 2);
    return extra == 20 && file_.size() - field >= extra && zip_number(file_, field, 4) == (16U << 16U | 1U) &&
           here.substr(0, 4) == said.substr(0, 4) && zip_number(file_, at + 18, 4) == in_extra_field &&
           zip_number(file_, at + 22, 4) == in_extra_field &&
           zip_number(file_, field + 4, 8) == zip_number(file_, entry + 24, 4) &&
           zip_number(file_, field + 12, 8) == zip_number(file_, entry + 20, 4);
  }

  /// Behind the data, with the mark in front or without it.
  [[nodiscard]] bool says_sizes(std::size_t at, std::size_t entry) const {
    const std::string_view said = file_.substr(entry + 16, 12);
    const std::string_view behind = file_.substr(at);
    return behind.starts_with(said) || (behind.starts_with(descriptor_mark) && behind.substr(4).starts_with(said));
  }

  void data(ZipMember& member, std::uint64_t method, std::uint64_t size, std::uint64_t checksum) const {
    const std::string_view packed = file_.substr(member.begin, member.end - member.begin);
    if (method == 0) {
      member.data = packed;
    } else if (method == Z_DEFLATED) {
      Inflated inside = inflated(packed, most_bytes);
      if (inside.end == Inflated::End::too_much) {
        return note(member, Soundness::unsure, fmt::format("\"{}\" is too large to be looked at", member.name));
      }
      const bool is_all_there = inside.bytes.size() == size && crc_of(inside.bytes) == checksum;
      if (inside.end == Inflated::End::broken && is_all_there) {  // and not all readers look for its end
        note(member, Soundness::unsure, fmt::format("the deflate stream of \"{}\" does not end", member.name));
      } else if (inside.end == Inflated::End::broken) {
        member.decodes = Soundness::damaged;
        note(member, Soundness::damaged, fmt::format("\"{}\" is no deflate stream", member.name));
      } else if (inside.taken != packed.size()) {
        note(member, Soundness::unsure, fmt::format("\"{}\" has bytes behind its deflate stream", member.name));
      }
      member.data = std::move(inside.bytes);
    } else {
      return note(member, Soundness::unsure, fmt::format("\"{}\" is packed in a way that few read", member.name));
    }
    // Where two places differ, readers go by the one or by the other.
    const bool is_sure = member.structure == Soundness::sound;
    if (member.data->size() != size) {
      note(member, is_sure ? Soundness::damaged : Soundness::unsure,
           fmt::format("\"{}\" has {} bytes, and its header says {}", member.name, member.data->size(), size));
    }
    if (crc_of(*member.data) != checksum) {
      member.checksums = is_sure ? Soundness::damaged : Soundness::unsure;
      member.cause = member.cause.empty() ? fmt::format("the checksum of \"{}\" is wrong", member.name) : member.cause;
    }
  }

  std::string_view file_;
  std::size_t shift_ = 0;
  ZipArchive result_;
};

void put(std::string& into, std::uint64_t value, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) {
    into += static_cast<char>(value >> (8 * i) & 0xFFU);
  }
}

}  // namespace

ZipArchive look_at_zip(std::string_view file) { return Looking(file).look(); }

bool is_zip(std::string_view file) { return file.starts_with(local_mark) || file.starts_with(end_mark); }

std::uint64_t zip_number(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = at > bytes.size() || size > bytes.size() - at ? 0 : size; i-- > 0;) {
    value = value << 8U | static_cast<unsigned char>(bytes[at + i]);
  }
  return value;
}

void set_zip_number(std::string& bytes, std::size_t at, std::uint64_t value, std::size_t size) {
  std::string number;
  put(number, value, size);
  bytes.replace(at, size, number);
}

std::string zip_bytes(std::span<const ZipEntry> entries) {
  std::string bytes;
  std::string directory;
  for (const ZipEntry& entry : entries) {
    const bool is_deflated = entry.packed == ZipEntry::Packed::deflated;
    const std::string packed = is_deflated ? deflated(entry.data) : entry.data;
    const bool in_extra = entry.sizes == ZipEntry::Sizes::in_extra;
    const bool behind = entry.sizes == ZipEntry::Sizes::behind_data;
    std::string common;
    put(common, in_extra ? 45 : 20, 2);
    put(common, behind ? sizes_behind_data : 0, 2);
    put(common, is_deflated ? Z_DEFLATED : 0, 2);
    put(common, 0x00210000, 4);  // midnight of the first day that it knows
    std::string sizes;
    put(sizes, crc_of(entry.data), 4);
    put(sizes, packed.size(), 4);
    put(sizes, entry.data.size(), 4);
    directory += entry_mark;
    put(directory, 20, 2);
    directory += common + sizes;
    put(directory, entry.name.size(), 2);
    put(directory, 0, 12);
    put(directory, bytes.size(), 4);
    directory += entry.name;
    bytes += local_mark;
    bytes += common;
    bytes += behind ? std::string(12, '\0') : in_extra ? sizes.substr(0, 4) + std::string(8, '\xFF') : sizes;
    put(bytes, entry.name.size(), 2);
    put(bytes, in_extra ? 20 : 0, 2);
    bytes += entry.name;
    if (in_extra) {
      put(bytes, 1, 2);
      put(bytes, 16, 2);
      put(bytes, entry.data.size(), 8);
      put(bytes, packed.size(), 8);
    }
    bytes += packed;
    if (behind) {
      bytes += descriptor_mark;
      bytes += sizes;
    }
  }
  const std::size_t at = bytes.size();
  bytes += directory;
  bytes += end_mark;
  put(bytes, 0, 4);
  put(bytes, entries.size(), 2);
  put(bytes, entries.size(), 2);
  put(bytes, directory.size(), 4);
  put(bytes, at, 4);
  put(bytes, 0, 2);
  return bytes;
}

}  // namespace proofload
