#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <memory>
#include <system_error>

#include "case/mend.hpp"
#include "proofload/case.hpp"
#include "run/descriptor.hpp"

namespace proofload {
namespace {

std::string message(int error) { return std::generic_category().message(error); }

/// What ends the reading: said to the user as it is.
struct Refusal {
  std::string what;
};

class Reading {
 public:
  Reading(std::string root, const CaseLimits& limits) : root_(std::move(root)), limits_(limits) {
    std::array<char, PATH_MAX> real{};
    if (realpath(root_.c_str(), real.data()) == nullptr) {
      throw Refusal{fmt::format("{}: {}", escape(root_), message(errno))};
    }
    real_root_ = real.data();
  }

  void folder(const std::string& path) {
    const std::string on_disk = path.empty() ? root_ : root_ + "/" + path;
    const std::vector<std::string> names = sorted_names(on_disk);
    if (names.empty() && !path.empty()) {
      count();
      dataset_.folders.push_back(path);
    }
    for (const std::string& name : names) {
      node(path.empty() ? name : fmt::format("{}/{}", path, name));
    }
  }

  Dataset take() { return std::move(dataset_); }
  [[nodiscard]] std::string note() const {
    std::string text;
    for (const std::string& line : notes_) {
      text += (text.empty() ? "" : "; ") + line;
    }
    return left_out_ > notes_.size() ? fmt::format("{}; and {} more", text, left_out_ - notes_.size()) : text;
  }

 private:
  [[nodiscard]] static std::vector<std::string> sorted_names(const std::string& on_disk) {
    struct Close {
      void operator()(DIR* listing) const { closedir(listing); }
    };
    const std::unique_ptr<DIR, Close> listing(opendir(on_disk.c_str()));
    if (!listing) {
      throw Refusal{fmt::format("{}: {}", escape(on_disk), message(errno))};
    }
    std::vector<std::string> names;
    while (const dirent* entry = readdir(listing.get())) {
      std::string name = static_cast<const char*>(entry->d_name);
      if (name != "." && name != "..") {
        names.push_back(std::move(name));
      }
    }
    std::ranges::sort(names);
    return names;
  }

  void node(const std::string& path) {
    const std::string on_disk = root_ + "/" + path;
    struct stat status{};
    if (path.size() > longest_path) {
      leave_out(path, "its path is too long");
    } else if (lstat(on_disk.c_str(), &status) != 0) {
      throw Refusal{fmt::format("{}: {}", escape(on_disk), message(errno))};
    } else if (S_ISDIR(status.st_mode)) {
      folder(path);
    } else if (S_ISREG(status.st_mode)) {
      file(path, on_disk);
    } else if (S_ISLNK(status.st_mode)) {
      link(path, on_disk);
    } else {
      leave_out(path, "it is neither file nor folder");
    }
  }

  /// A link to a file of this folder is as good as the file; any other is not followed.
  void link(const std::string& path, const std::string& on_disk) {
    std::array<char, PATH_MAX> real{};
    struct stat status{};
    if (realpath(on_disk.c_str(), real.data()) == nullptr) {
      leave_out(path, fmt::format("the link leads nowhere ({})", message(errno)));
    } else if (!std::string_view(real.data()).starts_with(real_root_ == "/" ? "/" : real_root_ + "/")) {
      leave_out(path, "the link leads out of the folder");
    } else if (lstat(real.data(), &status) != 0 || !S_ISREG(status.st_mode)) {
      leave_out(path, "the link leads to no file");
    } else {
      file(path, real.data());
    }
  }

  void file(const std::string& path, const std::string& on_disk) {
    count();
    const Descriptor opened(open(on_disk.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    struct stat status{};
    if (opened.get() < 0 || fstat(opened.get(), &status) != 0) {
      throw Refusal{fmt::format("{}: {}", escape(on_disk), message(errno))};
    }
    if (std::cmp_greater(status.st_size, limits_.bytes - taken_)) {
      throw Refusal{fmt::format("{}: the folder has more than {} bytes, the limit for a case (at {})", escape(root_),
                                limits_.bytes, escape(path))};
    }
    std::vector<std::byte> bytes(static_cast<std::size_t>(status.st_size));
    std::size_t got = 0;
    while (got < bytes.size()) {
      const ssize_t more = read(opened.get(), bytes.data() + got, bytes.size() - got);
      if (more < 0 && errno != EINTR) {
        throw Refusal{fmt::format("{}: {}", escape(on_disk), message(errno))};
      }
      if (more == 0) {
        bytes.resize(got);  // it became shorter meanwhile
      }
      got += more > 0 ? static_cast<std::size_t>(more) : 0;
    }
    taken_ += bytes.size();
    dataset_.files.push_back({path, Blob(std::move(bytes))});
  }

  void count() {
    if (dataset_.files.size() + dataset_.folders.size() >= limits_.files) {
      throw Refusal{
          fmt::format("{}: the folder has more than {} files, the limit for a case", escape(root_), limits_.files)};
    }
  }

  void leave_out(const std::string& path, std::string_view why) {
    constexpr std::size_t most_notes = 16;
    ++left_out_;
    if (notes_.size() < most_notes) {
      notes_.push_back(fmt::format("{}: left out, {}", escape(path), why));
    }
  }

  std::string root_;
  std::string real_root_;
  const CaseLimits& limits_;
  Dataset dataset_;
  std::size_t taken_ = 0;
  std::size_t left_out_ = 0;
  std::vector<std::string> notes_;
};

}  // namespace

ReadFolder read_folder(const std::string& folder, const CaseLimits& limits) {
  try {
    Reading reading(folder, limits);
    reading.folder("");
    ReadFolder read;
    read.note = reading.note();
    read.value.emplace().dataset = reading.take();
    return read;
  } catch (const Refusal& refusal) {
    return {std::nullopt, refusal.what, {}};
  }
}

}  // namespace proofload
