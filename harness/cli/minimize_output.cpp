#include "cli/minimize_output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <utility>

#include "cli/minimize_text.hpp"
#include "cli/output.hpp"
#include "cli/progress_line.hpp"
#include "cli/stop_request.hpp"
#include "report/printable.hpp"
#include "report/stored_file.hpp"

namespace proofload::cli {
namespace {

namespace fs = std::filesystem;

constexpr CaseLimits limits = {.files = 200'000, .bytes = std::size_t{1} << 30U};

std::string answers_path(const std::string& out) { return out + ".answers"; }

/// Folder and name of a path.
std::pair<std::string, std::string> split(const std::string& path) {
  const fs::path given(path);
  return {given.has_parent_path() ? given.parent_path().string() : ".", given.filename().string()};
}

/// Whether a path is the other one or below it, as far as both are there.
bool is_within(const std::string& path, const std::string& input) {
  std::error_code error;
  for (fs::path at = fs::absolute(path);; at = at.parent_path()) {
    if (fs::equivalent(at, input, error)) {
      return true;
    }
    if (at == at.parent_path()) {
      return false;
    }
  }
}

/// Under which a result is remembered: its files, in whatever order they are listed.
std::string key_of(const Case& value) {
  Case files;
  files.dataset.files = value.dataset.files;
  std::ranges::sort(files.dataset.files, {}, &DataFile::path);
  return "out-" + digest(files);
}

std::optional<Case> read_result(const std::string& out) {
  if (fs::is_directory(out)) {
    return read_folder(out, limits).value;
  }
  const auto bytes = read_whole(out, limits.bytes * 2);
  if (!bytes) {
    return std::nullopt;
  }
  ReadCase read = read_case(*bytes, limits);
  return read.as == ReadCase::As::tar ? std::optional(std::move(read.value)) : std::nullopt;
}

std::string without_slash(std::string path) {
  while (path.size() > 1 && path.ends_with('/')) {
    path.pop_back();
  }
  return path;
}

}  // namespace

bool MinimizeOutput::is_file(const std::string& out) { return fs::path(out).extension() == ".tar"; }

std::expected<std::unique_ptr<MinimizeOutput>, std::string> MinimizeOutput::open(const std::string& out,
                                                                                 const std::string& input,
                                                                                 const std::string& about) {
  auto output = std::unique_ptr<MinimizeOutput>(new MinimizeOutput());
  output->out_ = without_slash(out);
  if (is_within(output->out_, input)) {
    return std::unexpected(
        fmt::format("{} is within the input, which is never changed: choose another -o", printable(out)));
  }
  const std::string folder = split(output->out_).first;
  std::error_code error;
  fs::create_directories(folder, error);
  sweep_temporaries(folder);
  fs::remove_all(output->out_ + ".next", error);
  auto answers = open_answers(answers_path(output->out_), about);
  if (!answers) {
    return std::unexpected(answers.error());
  }
  output->answers_ = std::move(*answers);
  if (auto found = read_result(output->out_); found && output->answers_->known(key_of(*found)) == Answer::same) {
    output->on_disk_ = std::move(*found);
  } else if (fs::is_directory(output->out_) && !fs::is_empty(output->out_, error)) {
    fs::remove(answers_path(output->out_), error);
    return std::unexpected(
        fmt::format("{} is there, and is not what this search left: remove it or choose another -o", printable(out)));
  }
  return output;
}

void MinimizeOutput::abandon() {
  std::error_code ignored;
  if (!on_disk_) {
    fs::remove(answers_path(out_), ignored);
  }
}

Minimized MinimizeOutput::run(const Case& start, Predicate& predicate, MinimizeSettings settings,
                              const MinimizeRequest& request, const Write& write_folder) {
  settings.duration = request.duration;
  settings.calls = request.calls;
  settings.answers = answers_.get();
  settings.stop = stop_requested;
  // A run that goes on comes by its earlier steps again: what is on disk is already beyond them.
  if (on_disk_) {
    on_disk_->options = start.options;
  }
  std::optional<Case> last;
  settings.keep = [&](const Case& best) -> std::expected<void, std::string> {
    if (on_disk_ && measure(*on_disk_, settings.simplest) < measure(best, settings.simplest)) {
      return {};
    }
    on_disk_.reset();
    answers_->add(key_of(best), Answer::same);
    std::expected<void, std::string> written;
    if (is_file(out_)) {
      const auto [folder, name] = split(out_);
      written = write_whole(folder, name, write_case(best), {});
    } else {
      written = write_folder(best);
    }
    if (written) {
      last = best;
    }
    return written;
  };
  Minimized result;
  {
    ProgressLine progress;
    settings.progress = [&](const MinimizeProgress& now) { progress.show(progress_text(now)); };
    try {
      result = minimize(start, predicate, settings);
    } catch (const std::runtime_error& error) {
      // A candidate could not be put on disk, or no process was to be had. What was kept before is whole.
      result.end = Minimized::End::not_kept;
      result.error = fmt::format("the search ended early: {}; the best so far is in {}, and the same command goes on",
                                 printable(error.what()), printable(out_));
      result.best = on_disk_.value_or(last.value_or(start));
      result.before = measure(start, settings.simplest);
      result.after = measure(result.best, settings.simplest);
      return result;
    }
  }
  if (result.end == Minimized::End::not_kept) {
    result.best = last.value_or(start);
    result.after = measure(result.best, settings.simplest);
  }
  const bool over = result.end == Minimized::End::smallest || result.end == Minimized::End::time ||
                    result.end == Minimized::End::stopped;
  if (over && result.steps.empty()) {  // nothing smaller was met: it is the result itself
    if (const auto written = settings.keep(result.best); !written) {
      result.end = Minimized::End::not_kept;
      result.error = written.error();
    }
  }
  if (result.end == Minimized::End::smallest || result.end == Minimized::End::no_failure) {
    std::error_code ignored;
    fs::remove(answers_path(out_), ignored);
  }
  return result;
}

std::string place_text(const Minimized& result, const std::string& out) {
  if (result.end != Minimized::End::not_kept) {
    return fmt::format("  written   {}\n", printable(out));
  }
  std::error_code error;
  return fs::exists(out, error) ? fmt::format("  written   before that, and whole: {}\n", printable(out))
                                : fmt::format("  written   nothing: there was no room for a first result\n");
}

ExitCode code_of(const Minimized& result) {
  if (!result.error.empty()) {
    complain(result.error);
  }
  switch (result.end) {
    case Minimized::End::no_failure:
      return ExitCode::usage;
    case Minimized::End::not_kept:
      return ExitCode::failure;
    default:
      return ExitCode::well;
  }
}

}  // namespace proofload::cli
