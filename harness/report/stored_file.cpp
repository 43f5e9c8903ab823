#include "report/stored_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <utility>

#include "report/printable.hpp"

namespace proofload {
namespace {

constexpr std::string_view temporary_prefix = ".writing-";
constexpr std::string_view temporary_suffix = ".part";

std::unexpected<std::string> failure(std::string_view deed, std::string_view path, int code) {
  return std::unexpected(fmt::format("cannot {} {}: {}", deed, printable(path), std::strerror(code)));
}

/// A file descriptor that is closed.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }

  [[nodiscard]] int number() const { return number_; }
  /// 0 or the error; some file systems say only here that the disk is full.
  int close() {
    if (number_ < 0) {
      return 0;
    }
    return ::close(std::exchange(number_, -1)) == 0 ? 0 : errno;
  }

 private:
  int number_;
};

int write_all(int file, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written <= 0) {
      return written < 0 ? errno : EIO;
    }
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return 0;
}

/// Creates a file that no other writer has.
std::expected<std::pair<int, std::string>, std::string> create_temporary(const std::string& folder) {
  static std::atomic<std::uint64_t> counter{0};
  for (;;) {
    const std::string path =
        fmt::format("{}/{}{}-{}{}", folder, temporary_prefix, ::getpid(), counter++, temporary_suffix);
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (file >= 0) {
      return std::pair(file, path);
    }
    if (errno != EEXIST && errno != EINTR) {
      return failure("write in folder", folder, errno);
    }
  }
}

}  // namespace

std::expected<void, std::string> write_whole(const std::string& folder, const std::string& name,
                                             std::span<const std::byte> bytes,
                                             const std::function<void(WriteStep)>& on_step) {
  const auto done = [&](WriteStep step) {
    if (on_step) {
      on_step(step);
    }
  };
  auto temporary = create_temporary(folder);
  if (!temporary) {
    return std::unexpected(temporary.error());
  }
  Descriptor file(temporary->first);
  const std::string& part = temporary->second;
  const auto give_up = [&](std::string_view deed, const std::string& path) {
    const int code = errno;
    file.close();
    ::unlink(part.c_str());
    return failure(deed, path, code);
  };
  const std::string path = folder + "/" + name;

  done(WriteStep::begun);
  const std::size_t half = bytes.size() / 2;
  int code = write_all(file.number(), bytes.first(half));
  if (code == 0) {
    done(WriteStep::half);
    code = write_all(file.number(), bytes.subspan(half));
  }
  if (code == 0 && ::fsync(file.number()) != 0) {
    code = errno;
  }
  if (code == 0) {
    code = file.close();
  }
  if (code != 0) {
    errno = code;
    return give_up("write", path);
  }
  done(WriteStep::written);
  if (::rename(part.c_str(), path.c_str()) != 0) {
    return give_up("write", path);
  }
  const Descriptor parent(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  // Some file systems refuse to sync a folder; the file itself is there and synced.
  if (parent.number() >= 0 && ::fsync(parent.number()) != 0 && errno != EINVAL && errno != EROFS) {
    return failure("sync folder", folder, errno);
  }
  done(WriteStep::renamed);
  return {};
}

void sweep_temporaries(const std::string& folder) {
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (!name.starts_with(temporary_prefix) || !name.ends_with(temporary_suffix)) {
      continue;
    }
    pid_t writer = 0;
    const char* first = name.data() + temporary_prefix.size();
    const auto number = std::from_chars(first, name.data() + name.size(), writer);
    if (number.ec == std::errc() && writer > 0 && ::kill(writer, 0) != 0 && errno == ESRCH) {
      std::error_code ignored;
      std::filesystem::remove(entry->path(), ignored);
    }
  }
}

std::expected<std::vector<std::byte>, std::string> read_whole(const std::string& path, std::size_t limit) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number() < 0) {
    return failure("open", path, errno);
  }
  struct stat status{};
  if (::fstat(file.number(), &status) != 0) {
    return failure("read", path, errno);
  }
  if (S_ISDIR(status.st_mode)) {
    return failure("read", path, EISDIR);
  }
  std::vector<std::byte> bytes(std::min(static_cast<std::size_t>(std::max<off_t>(status.st_size, 0)), limit) + 1);
  std::size_t size = 0;
  for (;;) {
    const ssize_t got = ::read(file.number(), bytes.data() + size, bytes.size() - size);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      return failure("read", path, errno);
    }
    size += static_cast<std::size_t>(got);
    if (size > limit) {
      return std::unexpected(fmt::format("cannot read {}: it has more than {} bytes", printable(path), limit));
    }
    if (got == 0) {
      bytes.resize(size);
      return bytes;
    }
    if (size == bytes.size()) {  // a pipe, or a file that grows
      bytes.resize(std::min(limit, bytes.size() * 2) + 1);
    }
  }
}

}  // namespace proofload
