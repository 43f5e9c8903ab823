#include "minimize/opened.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <span>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "proofload/fault.hpp"
#include "run/memory_source.hpp"
#include "run/source_log.hpp"
#include "run/source_tree.hpp"

namespace proofload {
namespace {

constexpr unsigned most_seconds = 5;
constexpr std::uint64_t most_memory = std::uint64_t{2} << 30U;
constexpr std::uint64_t most_batches = 100'000;

/// In memory that outlives the child.
struct Seen {
  std::atomic<std::uint64_t> turn;  ///< from 1 on; 0: never opened
  std::atomic<std::uint64_t> read;
};

class Page {
 public:
  explicit Page(std::size_t files) : bytes_((files + 1) * sizeof(Seen)) {
    void* memory = ::mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory != MAP_FAILED) {
      seen_ = {static_cast<Seen*>(memory), files + 1};  // zeros are their right beginning
    }
  }
  Page(const Page&) = delete;
  Page& operator=(const Page&) = delete;
  ~Page() {
    if (!seen_.empty()) {
      ::munmap(seen_.data(), bytes_);
    }
  }

  [[nodiscard]] bool there() const { return !seen_.empty(); }
  [[nodiscard]] std::span<Seen> files() const { return seen_.first(seen_.size() - 1); }
  [[nodiscard]] std::atomic<std::uint64_t>& turns() const { return seen_.back().turn; }

 private:
  std::size_t bytes_;
  std::span<Seen> seen_;
};

class WatchedFile final : public File {
 public:
  WatchedFile(std::unique_ptr<File> file, Seen& seen) : file_(std::move(file)), seen_(seen) {}
  std::expected<std::size_t, IoError> read(std::span<std::byte> into) override {
    const auto got = file_->read(into);
    seen_.read += got.value_or(0);
    return got;
  }

 private:
  std::unique_ptr<File> file_;
  Seen& seen_;
};

class WatchedSource final : public Source {
 public:
  WatchedSource(Source& source, const Dataset& dataset, const Page& page) : source_(source), page_(page) {
    for (std::size_t i = 0; i < dataset.files.size(); ++i) {
      places_.emplace(dataset.files[i].path, i);
    }
  }
  std::expected<std::vector<Entry>, IoError> list(std::string_view folder) override { return source_.list(folder); }
  std::expected<Status, IoError> stat(std::string_view path) override { return source_.stat(path); }
  std::expected<std::unique_ptr<File>, IoError> open(std::string_view path) override {
    auto file = source_.open(path);
    const auto place = places_.find(path);
    if (place == places_.end()) {
      return file;
    }
    Seen& seen = page_.files()[place->second];
    std::uint64_t never = 0;
    seen.turn.compare_exchange_strong(never, ++page_.turns());
    return file ? std::unique_ptr<File>(new WatchedFile(std::move(*file), seen)) : std::move(file);
  }
  std::optional<std::string> root() override { return std::nullopt; }

 private:
  Source& source_;
  const Page& page_;
  std::unordered_map<std::string_view, std::size_t> places_;
};

void run_through(const Case& value, const RegisteredLoader& loader, const Page& page) {
  const EffectiveDataset effective = proofload::apply(value.dataset, value.faults);
  const SourceTree tree(effective, value.faults);
  SourceLog log(value.faults.size());
  MemorySource memory(tree, log);
  WatchedSource source(memory, value.dataset, page);
  const auto loading = loader.declaration.make(source, value.options);
  for (std::uint64_t batch = 0; loading && batch < most_batches; ++batch) {
    if (const auto next = loading->next(); !next || !*next) {
      break;
    }
  }
}

[[noreturn]] void be_child(const Case& value, const RegisteredLoader& loader, const Page& page) {
  ::alarm(most_seconds);
  const rlimit processor{most_seconds, most_seconds};
  ::setrlimit(RLIMIT_CPU, &processor);
  if (const int nowhere = ::open("/dev/null", O_RDWR | O_CLOEXEC); nowhere >= 0) {
    ::dup2(nowhere, STDOUT_FILENO);
    ::dup2(nowhere, STDERR_FILENO);
  }
  try {
    run_through(value, loader, page);
  } catch (...) {  // NOLINT(bugprone-empty-catch): what it opened is seen
  }
  ::_exit(0);
}

std::uint64_t resident(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/statm");
  std::uint64_t all = 0;
  std::uint64_t pages = 0;
  file >> all >> pages;
  return pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace

std::vector<Opened> opened_files(const Case& value, const RegisteredLoader& loader) {
  const Page page(value.dataset.files.size());
  if (value.carrier != Carrier::memory || !page.there()) {
    return {};
  }
  const pid_t child = ::fork();
  if (child < 0) {
    return {};
  }
  if (child == 0) {
    be_child(value, loader, page);
  }
  int status = 0;
  while (::waitpid(child, &status, WNOHANG) == 0) {
    constexpr useconds_t glance = 2'000;
    ::usleep(glance);
    if (resident(child) > most_memory) {
      ::kill(child, SIGKILL);
    }
  }
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < value.dataset.files.size(); ++i) {
    if (page.files()[i].turn != 0) {
      places.push_back(i);
    }
  }
  std::ranges::sort(places, {}, [&](std::size_t i) { return page.files()[i].turn.load(); });
  std::vector<Opened> opened;
  opened.reserve(places.size());
  for (const std::size_t i : places) {
    opened.push_back({value.dataset.files[i].path, page.files()[i].read});
  }
  return opened;
}

}  // namespace proofload
