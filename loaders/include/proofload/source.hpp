/// A source is the only way in which a loader sees bytes: list, stat, open, read.
///
/// Paths are relative to the dataset's root, with '/' between names, as bytes (no encoding is assumed); "" is the root.
/// Listings come in no particular order, as from a real file system. Errors are `errno` values: a loader meets the same
/// ones that it would meet on a disk. A read may be short, as POSIX allows; only 0 bytes is the end of the file.
///
/// Ownership: a file belongs to the caller and must not outlive its source. What is returned is not resized by the
/// side that made it. Threads: any function may be called from any thread; one `File` from one thread at a time.
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace proofload {

enum class NodeKind : std::uint8_t { file, directory, other };

struct Entry {
  std::string name;
  NodeKind kind = NodeKind::file;
};

struct Status {
  NodeKind kind = NodeKind::file;
  std::uint64_t size = 0;  ///< bytes; 0 unless a file
};

/// An `errno` value, never 0.
struct IoError {
  int code = EIO;
};

class File {
 public:
  File() = default;
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  virtual ~File() = default;

  /// Reads up to `into.size()` bytes and says how many; 0 is the end.
  virtual std::expected<std::size_t, IoError> read(std::span<std::byte> into) = 0;
};

class Source {
 public:
  Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  virtual ~Source() = default;

  virtual std::expected<std::vector<Entry>, IoError> list(std::string_view folder) = 0;
  virtual std::expected<Status, IoError> stat(std::string_view path) = 0;
  virtual std::expected<std::unique_ptr<File>, IoError> open(std::string_view path) = 0;

  /// The dataset's folder on disk, for loaders that want a path; nothing when the dataset is in memory. A loader that
  /// needs it declares `Files::Path::needed` and is then run on real folders only.
  virtual std::optional<std::string> root() = 0;
};

/// The whole file, or the error; EFBIG when it has more than `limit` bytes. Loops over short reads.
inline std::expected<std::vector<std::byte>, IoError> read_file(Source& source, std::string_view path,
                                                                std::size_t limit) {
  auto file = source.open(path);
  if (!file) {
    return std::unexpected(file.error());
  }
  std::vector<std::byte> bytes;
  std::size_t size = 0;
  for (;;) {
    if (size == bytes.size()) {
      bytes.resize(size < 4096 ? 4096 : size * 2);
    }
    const auto got = (*file)->read(std::span(bytes).subspan(size));
    if (!got) {
      return std::unexpected(got.error());
    }
    if (*got == 0) {
      bytes.resize(size);
      return bytes;
    }
    size += *got;
    if (size > limit) {
      return std::unexpected(IoError{EFBIG});
    }
  }
}

}  // namespace proofload
