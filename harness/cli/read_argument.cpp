#include "cli/read_argument.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include "report/printable.hpp"
#include "report/stored_file.hpp"

namespace proofload::cli {
namespace {

/// Engines keep cases small; a person may ask for a whole dataset.
constexpr CaseLimits limits = {.files = 200'000, .bytes = std::size_t{1} << 30U};

}  // namespace

std::expected<CaseArgument, std::string> read_argument(const std::string& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) {
    return std::unexpected(
        fmt::format("cannot read {}: {}; expected a case file, another file, or a folder with a "
                    "dataset",
                    printable(path), std::strerror(errno)));
  }
  if (S_ISDIR(status.st_mode)) {
    ReadFolder read = read_folder(path, limits);
    if (!read.value) {
      return std::unexpected(fmt::format("cannot read folder {}: {}", printable(path), printable(read.error)));
    }
    return CaseArgument{std::move(*read.value), printable(read.error)};
  }
  const auto bytes = read_whole(path, limits.bytes + limits.bytes / 4);  // headers of the tar's members included
  if (!bytes) {
    return std::unexpected(bytes.error());
  }
  ReadCase read = read_case(*bytes, limits);
  CaseArgument argument{std::move(read.value), printable(read.note)};
  if (read.as == ReadCase::As::raw) {
    argument.as_raw = true;
    argument.note = fmt::format(
        "this is no case file (a tar with case.json first), so its {} bytes are put into the built-in dataset, as "
        "the content of its first sample or, where they are no image and a loader reads a manifest, as that{}{}",
        bytes->size(), argument.note.empty() ? "" : "; ", argument.note);
  }
  return argument;
}

}  // namespace proofload::cli
