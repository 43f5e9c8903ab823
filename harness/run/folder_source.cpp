#include "run/folder_source.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>

#include "proofload/case.hpp"
#include "run/memory_meter.hpp"
#include "run/timed_faults.hpp"

namespace proofload {
namespace {

class DiskFile final : public File {
 public:
  DiskFile(int fd, std::size_t size, std::span<const NumberedFault> faults, SourceLog& log)
      : fd_(fd), size_(size), faults_(faults, log), log_(log), open_(log) {}

  std::expected<std::size_t, IoError> read(std::span<std::byte> into) override {
    log_.called();
    const MemoryMeter::NotCounted own;
    if (into.empty()) {
      return 0;
    }
    const auto allowed = faults_.allow(into.size(), given_, size_);
    if (!allowed) {
      return allowed;
    }
    const ssize_t size = ::read(fd_.get(), into.data(), *allowed);
    if (size < 0) {
      return std::unexpected(IoError{errno});
    }
    given_ += static_cast<std::size_t>(size);
    return static_cast<std::size_t>(size);
  }

 private:
  Descriptor fd_;
  std::size_t size_;
  TimedFaults faults_;
  SourceLog& log_;
  OpenFile open_;
  std::size_t given_ = 0;
};

// Long ago, so that every write that follows is seen by its time, however soon it comes.
constexpr std::array<timespec, 2> long_ago = {{{946684800, 0}, {946684800, 0}}};

std::string terminated(std::string_view path) { return path.empty() ? "." : std::string(path); }

/// An errno value; 0 when it was written.
int write_file(int folder, const char* path, std::string_view text) {
  const Descriptor file(openat(folder, path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644));
  if (file.get() < 0) {
    return errno;
  }
  while (!text.empty()) {
    const ssize_t size = write(file.get(), text.data(), text.size());
    if (size < 0 && errno != EINTR) {
      return errno;
    }
    text.remove_prefix(size < 0 ? 0 : static_cast<std::size_t>(size));
  }
  return futimens(file.get(), long_ago.data()) == 0 ? 0 : errno;
}

/// Makes the folders that a path leads through; what is there already is fine.
int make_folders_above(int root, const std::string& path) {
  for (std::size_t slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1)) {
    if (mkdirat(root, path.substr(0, slash).c_str(), 0755) != 0 && errno != EEXIST) {
      return errno;
    }
  }
  return 0;
}

int put_link(int root, const char* to, const char* path) {
  const bool done = symlinkat(to, root, path) == 0 && utimensat(root, path, long_ago.data(), AT_SYMLINK_NOFOLLOW) == 0;
  return done ? 0 : errno;
}

int put_special(int root, const char* path, mode_t kind) {
  const bool done = mknodat(root, path, kind | 0644U, 0) == 0 && utimensat(root, path, long_ago.data(), 0) == 0;
  return done ? 0 : errno;
}

void set_folder_times(int root, const std::string& path) {
  for (std::size_t end = path.rfind('/'); end != std::string::npos; end = end == 0 ? end : path.rfind('/', end - 1)) {
    utimensat(root, path.substr(0, end).c_str(), long_ago.data(), AT_SYMLINK_NOFOLLOW);
  }
}

}  // namespace

FolderSource::FolderSource(const SourceTree& tree, SourceLog& log)
    : TreeSource(tree, log),
      root_path_(private_.path() + "/dataset"),
      cannot_lay_down_(tree.faults().size()),
      only_through_us_(tree.faults().size()) {
  if (mkdir(root_path_.c_str(), 0755) == 0) {
    root_ = Descriptor(::open(root_path_.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  }
  if (root_.get() < 0) {
    throw std::runtime_error(fmt::format("{}: {}", root_path_, std::generic_category().message(errno)));
  }
  plant_canary();
  lay_down();
  made_ = FolderSnapshot::of(root_.get());
}

void FolderSource::plant_canary() {
  const std::string path = private_.path() + "/" + std::string(canary_name);
  if (const int error = write_file(AT_FDCWD, path.c_str(), canary_text); error != 0) {
    throw std::runtime_error(fmt::format("{}: {}", path, std::generic_category().message(error)));
  }
  canary_.emplace(path);
}

void FolderSource::lay_down() {
  const auto faults = tree().faults();
  for (std::size_t i = 0; i < faults.size(); ++i) {
    // The order in which a real folder is listed is not ours to choose.
    only_through_us_[i] =
        traits(faults[i].kind).time == FaultTime::in_time || faults[i].kind == FaultKind::listing_order;
  }
  for (const EffectiveNode& node : tree().dataset().nodes) {
    if (const int error = lay_down(node); error != 0) {
      refused_.push_back(fmt::format("{}: {}", escape(node.path), std::generic_category().message(error)));
      for (const std::size_t fault : node.faults) {
        cannot_lay_down_[fault] = true;
      }
    } else if (node.state == EffectiveNode::State::unreadable &&
               Descriptor(openat(root_.get(), node.path.c_str(), O_RDONLY | O_CLOEXEC)).get() >= 0) {
      for (const std::size_t fault : node.faults) {  // root may read it
        only_through_us_[fault] = only_through_us_[fault] || faults[fault].kind == FaultKind::unreadable;
      }
    }
  }
  for (const std::string& folder : tree().dataset().folders) {
    const int error = make_folders_above(root_.get(), folder + "/");
    if (error != 0) {
      refused_.push_back(fmt::format("{}: {}", escape(folder), std::generic_category().message(error)));
    }
  }
  // Last, since making what is in a folder changes the folder's time.
  for (const EffectiveNode& node : tree().dataset().nodes) {
    set_folder_times(root_.get(), node.path + (node.state == EffectiveNode::State::directory ? "/" : ""));
  }
  for (const std::string& folder : tree().dataset().folders) {
    set_folder_times(root_.get(), folder + "/");
  }
  futimens(root_.get(), long_ago.data());
}

int FolderSource::lay_down(const EffectiveNode& node) const {
  const char* path = node.path.c_str();
  if (const int error = make_folders_above(root_.get(), node.path); error != 0) {
    return error;
  }
  switch (node.state) {
    case EffectiveNode::State::directory:
      return mkdirat(root_.get(), path, 0755) == 0 ? 0 : errno;
    case EffectiveNode::State::absent:
      // Listed, and not there when opened: a link that leads nowhere.
      return put_link(root_.get(), ".proofload-absent", path);
    case EffectiveNode::State::link_loop:
      return put_link(root_.get(), node.path.substr(node.path.rfind('/') + 1).c_str(), path);
    case EffectiveNode::State::folder_loop:
      return put_link(root_.get(), ".", path);
    case EffectiveNode::State::fifo:
      return put_special(root_.get(), path, S_IFIFO);
    case EffectiveNode::State::socket:
      return put_special(root_.get(), path, S_IFSOCK);
    case EffectiveNode::State::file:
    case EffectiveNode::State::unreadable:
      break;
  }
  if (const int error = write_file(root_.get(), path, node.bytes.text()); error != 0) {
    return error;
  }
  return node.state == EffectiveNode::State::unreadable && fchmodat(root_.get(), path, 0, 0) != 0 ? errno : 0;
}

std::optional<std::string> FolderSource::root() {
  path_asked_ = true;
  log().path_asked();
  return root_path_;
}

std::vector<bool> FolderSource::unavailable() const {
  std::vector<bool> none = cannot_lay_down_;
  for (std::size_t i = 0; i < none.size(); ++i) {
    none[i] = none[i] || (path_asked_ && only_through_us_[i]);
  }
  return none;
}

std::vector<std::string> FolderSource::changes() const { return made_.changes_to(FolderSnapshot::of(root_.get())); }

void FolderSource::look_at_canary() {
  if (canary_ && canary_->was_opened()) {
    log().escaped("../" + std::string(canary_name));
  }
}

std::expected<Status, IoError> FolderSource::stat_inside(std::string_view path, const Found& found) {
  if (found.error == EINVAL) {
    return std::unexpected(IoError{EINVAL});  // a NUL within: no file system is asked that
  }
  struct stat status{};
  if (fstatat(root_.get(), terminated(path).c_str(), &status, 0) != 0) {
    return std::unexpected(IoError{errno});
  }
  if (S_ISREG(status.st_mode)) {
    return Status{NodeKind::file, static_cast<std::uint64_t>(status.st_size)};
  }
  return Status{S_ISDIR(status.st_mode) ? NodeKind::directory : NodeKind::other, 0};
}

std::expected<std::unique_ptr<File>, IoError> FolderSource::open_inside(std::string_view path, const Found& found) {
  if (found.error == EINVAL) {
    return std::unexpected(IoError{EINVAL});
  }
  const int fd = openat(root_.get(), terminated(path).c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  if (fd < 0) {
    return std::unexpected(IoError{errno});
  }
  struct stat status{};
  const std::size_t size = fstat(fd, &status) == 0 ? static_cast<std::size_t>(status.st_size) : 0;
  return std::make_unique<DiskFile>(
      fd, size, found.node != nullptr ? std::span(found.node->in_time) : std::span<const NumberedFault>{}, log());
}

}  // namespace proofload
