#include "run/tree_source.hpp"

#include <algorithm>
#include <cstring>

#include "proofload/random.hpp"
#include "run/memory_file.hpp"
#include "run/memory_meter.hpp"

namespace proofload {
namespace {

/// None for half of the paths, up to one and a half milliseconds for the others.
std::chrono::microseconds delay_of(std::uint64_t seed, std::string_view path) {
  Random random(seed);
  std::uint64_t mixed = random.next();
  for (const char letter : path) {
    mixed = Random(mixed ^ static_cast<unsigned char>(letter)).next();
  }
  return std::chrono::microseconds(mixed % 2 == 0 ? 0 : 500 + mixed / 2 % 1000);
}

/// A canary counts when it is read, not when it is looked at.
class Canary final : public File {
 public:
  Canary(std::string path, SourceLog& log) : path_(std::move(path)), log_(log), open_(log) {}

  std::expected<std::size_t, IoError> read(std::span<std::byte> into) override {
    log_.called();
    const MemoryMeter::NotCounted own;
    if (into.empty()) {
      return 0;
    }
    log_.escaped(path_);
    const std::size_t size = std::min(into.size(), canary_text.size() - given_);
    std::memcpy(into.data(), canary_text.data() + given_, size);
    given_ += size;
    return size;
  }

 private:
  std::string path_;
  SourceLog& log_;
  OpenFile open_;
  std::size_t given_ = 0;
};

/// A folder can be opened to read, and then every read fails.
class OpenedFolder final : public File {
 public:
  explicit OpenedFolder(SourceLog& log) : log_(log), open_(log) {}

  std::expected<std::size_t, IoError> read(std::span<std::byte> /*into*/) override {
    log_.called();
    return std::unexpected(IoError{EISDIR});
  }

 private:
  SourceLog& log_;
  OpenFile open_;
};

}  // namespace

std::expected<std::vector<Entry>, IoError> TreeSource::list(std::string_view folder) {
  log_.called();
  const MemoryMeter::NotCounted own;
  const Found found = tree_.find(folder);
  switch (found.where) {
    case Found::Where::nowhere:
      return std::unexpected(IoError{found.error});
    case Found::Where::outside_file:
      return std::unexpected(IoError{ENOTDIR});
    case Found::Where::outside_folder:
      return std::vector<Entry>{{std::string(canary_name), NodeKind::file}};
    case Found::Where::inside:
      break;
  }
  for (const std::size_t fault : found.node->met_in_list) {
    log_.fired(fault);
  }
  if (found.node->leads_nowhere()) {
    return std::unexpected(IoError{found.node->nowhere_error()});
  }
  if (found.node->kind != NodeKind::directory) {
    return std::unexpected(IoError{ENOTDIR});
  }
  if (const int error = calls_.list(*found.node); error != 0) {
    return std::unexpected(IoError{error});
  }
  return found.node->children;
}

std::expected<Status, IoError> TreeSource::stat(std::string_view path) {
  log_.called();
  const MemoryMeter::NotCounted own;
  const Found found = tree_.find(path);
  switch (found.where) {
    case Found::Where::outside_file:
      return Status{NodeKind::file, canary_text.size()};
    case Found::Where::outside_folder:
      return Status{NodeKind::directory, 0};
    case Found::Where::inside:
      for (const std::size_t fault : found.node->met_in_stat) {
        log_.fired(fault);
      }
      if (const int error = calls_.stat(*found.node); error != 0) {
        return std::unexpected(IoError{error});
      }
      break;
    case Found::Where::nowhere:
      break;
  }
  return stat_inside(path, found);
}

std::expected<std::unique_ptr<File>, IoError> TreeSource::open(std::string_view path) {
  log_.called();
  const MemoryMeter::NotCounted own;
  if (slow_ && std::this_thread::get_id() != driver_) {
    std::this_thread::sleep_for(delay_of(*slow_, path));
  }
  const Found found = tree_.find(path);
  switch (found.where) {
    case Found::Where::outside_file:
      return std::make_unique<Canary>(std::string(path), log_);
    case Found::Where::outside_folder:
      return std::make_unique<OpenedFolder>(log_);
    case Found::Where::inside:
      for (const std::size_t fault : found.node->met_in_open) {
        log_.fired(fault);
      }
      if (found.node->is(EffectiveNode::State::unreadable)) {
        return std::unexpected(IoError{EACCES});  // by the source itself: root may read what mode 000 forbids
      }
      if (found.node->kind == NodeKind::directory) {
        return std::make_unique<OpenedFolder>(log_);
      }
      if (!found.node->in_calls.empty()) {
        const OpenFate fate = calls_.open(*found.node);
        if (fate.error != 0) {
          return std::unexpected(IoError{fate.error});
        }
        if (fate.read_error != 0) {
          return std::make_unique<FailingFile>(fate.read_error, log_);
        }
        if (fate.bytes != nullptr) {
          return std::make_unique<MemoryFile>(fate.bytes->bytes(), found.node->in_time, log_);
        }
      }
      break;
    case Found::Where::nowhere:
      break;
  }
  return open_inside(path, found);
}

}  // namespace proofload
