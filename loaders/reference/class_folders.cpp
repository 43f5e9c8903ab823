#include "reference/class_folders.hpp"

#include <algorithm>
#include <span>
#include <tuple>
#include <utility>

#include "proofload/load_error.hpp"
#include "reference/error_text.hpp"
#include "reference/extension.hpp"

namespace proofload::reference {
namespace {

std::vector<Entry> listed(Source& source, const std::string& folder) {
  auto entries = source.list(folder);
  if (!entries) {
    throw LoadFailure({.path = folder, .reason = "expected a folder, found: " + text_of(entries.error())});
  }
  return std::move(*entries);
}

}  // namespace

ClassFolders list_class_folders(Source& source, std::string_view extension, std::size_t most_classes) {
  ClassFolders result;
  for (const Entry& entry : listed(source, "")) {
    if (entry.kind == NodeKind::directory) {
      result.classes.push_back(entry.name);
    }
  }
  std::ranges::sort(result.classes);
  if (result.classes.size() > most_classes) {
    throw LoadFailure({.reason = "expected at most " + std::to_string(most_classes) + " class folders, found " +
                                 std::to_string(result.classes.size())});
  }
  for (std::uint32_t label = 0; label < result.classes.size(); ++label) {
    for (Entry& entry : listed(source, result.classes[label])) {
      if (has_extension(entry.name, extension)) {
        result.samples.push_back({label, entry.kind, std::move(entry.name)});
      }
    }
  }
  if (result.samples.empty()) {
    throw LoadFailure({.reason = "no samples: expected folders with ." + std::string(extension) +
                                 " files in them, found " + std::to_string(result.classes.size()) +
                                 " folders without any"});
  }
  std::ranges::sort(result.samples,
                    [](const auto& a, const auto& b) { return std::tie(a.label, a.name) < std::tie(b.label, b.name); });
  return result;
}

std::expected<std::size_t, std::string> read_sample(Source& source, const ClassFolders& folders, std::uint64_t index,
                                                    std::size_t limit, std::vector<std::byte>& bytes) {
  const NodeKind kind = folders.samples[index].kind;
  if (kind != NodeKind::file) {
    return std::unexpected(kind == NodeKind::directory ? "expected a file, found a folder"
                                                       : "expected a file, found a special file");
  }
  const auto file = source.open(folders.path(index));
  if (!file) {
    return std::unexpected("cannot be opened: " + text_of(file.error()));
  }
  std::size_t size = 0;
  for (;;) {
    if (size == bytes.size()) {
      // One byte more than the limit, to see that there is one.
      bytes.resize(std::min(std::max<std::size_t>(size * 2, 4096), limit + 1));
    }
    const auto got = (*file)->read(std::span(bytes).subspan(size));
    if (!got) {
      return std::unexpected("cannot be read at byte " + std::to_string(size) + ": " + text_of(got.error()));
    }
    if (*got == 0) {
      return size;
    }
    size += *got;
    if (size > limit) {
      return std::unexpected("expected at most " + std::to_string(limit) + " bytes, found more");
    }
  }
}

}  // namespace proofload::reference
