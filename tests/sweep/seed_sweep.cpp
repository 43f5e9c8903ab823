// Every file of a corpus cut at every byte and with every byte changed in three ways, on the reference loader that
// reads it: the same samples, or an error that names the file and the place in it.
//
//   seed_sweep STEP FOLDER...     prints figures for each format as JSON; takes every STEPth byte only (1: all)
//
// What lies in a folder named manifests is the manifest of a dataset of images. Formats of which the folders hold no
// file are swept on a drawn one. Each file is swept in a child of its own, which goes on behind a byte that lets it
// crash or hang. Exit codes: 0 all well; 1 not; 2 bad usage or nothing to sweep.
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "case/default_dataset.hpp"
#include "case/draw.hpp"
#include "dataset/data_kind.hpp"
#include "dataset/idx.hpp"
#include "proofload/check.hpp"
#include "proofload/generate.hpp"
#include "run/runner.hpp"

namespace proofload {
namespace {

constexpr unsigned longest_case = 20;  ///< seconds; slower machines are no hang

struct Format {
  std::string_view name;  ///< the extension, or the folder of files that are read in another way
  std::string_view loader;
};
constexpr std::array<Format, 17> formats = {{{"manifest", "image_manifest"},
                                             {"windows", "windows"},
                                             {"png", "image_folder"},
                                             {"jpg", "image_folder"},
                                             {"jpeg", "image_folder"},
                                             {"bmp", "image_folder"},
                                             {"csv", "csv_sequences"},
                                             {"jsonl", "jsonl_sequences"},
                                             {"npy", "npy_sequences"},
                                             {"txt", "text_sequences"},
                                             {"idx", "idx"},
                                             {"tar", "tar_shards"},
                                             {"npy_arrays", "npy_arrays"},
                                             {"npz", "npz"},
                                             {"csv_rows", "csv_rows"},
                                             {"csv_long", "csv_long"},
                                             {"jsonl_records", "jsonl_records"}}};

std::string format_of(std::string_view name) { return idx_name(name) ? "idx" : lower_extension(name); }

/// What is done to one byte: the file ends there, or it becomes another one.
enum class Deed : std::uint8_t { cut, invert, lowest_bit, zero };
constexpr std::size_t deeds = 4;

/// Figures of one file, shared with the child that sweeps it.
struct Page {
  std::atomic<std::uint64_t> next{0};  ///< number of the damage that is judged now, or next
  std::atomic<std::uint64_t> cases{0};
  std::atomic<std::uint64_t> unchanged{0};  ///< the byte was like that already
  std::atomic<std::uint64_t> same{0};       ///< the very samples that the whole file gives
  std::atomic<std::uint64_t> refused{0};
  std::atomic<std::uint64_t> without_place{0};  ///< refused, and the error says no place in the file
  std::atomic<std::uint64_t> other{0};          ///< other samples, where nothing in the format shows it
  std::atomic<std::uint64_t> broken{0};         ///< a clause is broken: among them, where something shows it
  std::atomic<std::uint64_t> crashes{0};
};

struct Seed {
  std::string name;
  std::string format;
  std::string path;  ///< within its dataset
  const RegisteredLoader* loader = nullptr;
  Blob bytes;
  std::vector<DataFile> beside;  ///< what else its dataset wants
};

std::optional<Blob> damaged(const Blob& whole, std::uint64_t number) {
  const std::size_t at = number / deeds;
  std::vector<std::byte> bytes(whole.bytes().begin(), whole.bytes().end());
  switch (static_cast<Deed>(number % deeds)) {
    case Deed::cut:
      bytes.resize(at);
      break;
    case Deed::invert:
      bytes[at] ^= std::byte{0xFF};
      break;
    case Deed::lowest_bit:
      bytes[at] ^= std::byte{1};
      break;
    case Deed::zero:
      bytes[at] = std::byte{0};
      break;
  }
  Blob after(std::move(bytes));
  return after == whole ? std::nullopt : std::optional(std::move(after));
}

Case case_of(const Seed& seed, const Blob& bytes) {
  Case value;
  value.loader = seed.loader->name;
  const auto around = data_kind(seed.loader->declaration)->around;
  if (seed.beside.empty() && around != nullptr) {
    value.dataset = around(bytes, seed.loader->declaration);
  } else {
    value.dataset.files = seed.beside;
    value.dataset.files.push_back({seed.path, bytes});
  }
  value.options.batch_size = 1;
  return fit(value, seed.loader->declaration);
}

/// The one error or report of a run, whichever way it came.
std::optional<LoadError> refusal(const Trace& trace) {
  if (trace.refused) {
    return trace.refused;
  }
  for (const TracedEpoch& epoch : trace.epochs) {
    if (epoch.error) {
      return epoch.error;
    }
    if (!epoch.reports.empty()) {
      return epoch.reports.front().error;
    }
  }
  return std::nullopt;
}

std::vector<TracedBatch> batches(const Trace& trace) {
  return trace.epochs.empty() ? std::vector<TracedBatch>{} : trace.epochs.front().batches;
}

/// The file, or one that it names: that is a place in it.
bool names_the_file(const LoadError& error, const Seed& seed, const Blob& bytes) {
  if (error.path == seed.path || seed.format != "manifest") {
    return error.path == seed.path;
  }
  std::string as_written;
  for (const char c : error.path) {
    as_written += c == '"' ? "\"\"" : std::string(1, c);
  }
  return bytes.text().find(error.path) != std::string_view::npos ||
         bytes.text().find(as_written) != std::string_view::npos;
}

/// An offset or a number of a line, row or unit; or the part with which a file begins. An empty file has none to name.
bool names_a_place(const LoadError& error, const Seed& seed, const Blob& bytes) {
  if (error.record || error.path != seed.path) {
    return true;
  }
  const auto has = [&](std::string_view word) { return error.reason.find(word) != std::string::npos; };
  return bytes.size() == 0 || error.reason.find_first_of("0123456789") != std::string::npos || has("header") ||
         has("magic") || has("signature") || has("begins");
}

void sweep(const Seed& seed, std::uint64_t step, Page& page) {
  const std::vector<TracedBatch> whole = batches(run_case(case_of(seed, seed.bytes), *seed.loader));
  for (const std::uint64_t end = seed.bytes.size() * deeds; page.next < end; ++page.next) {
    if (page.next / deeds % step != 0) {
      continue;
    }
    alarm(longest_case);
    ++page.cases;
    const auto bytes = damaged(seed.bytes, page.next);
    if (!bytes) {
      ++page.unchanged;
      continue;
    }
    const Case value = case_of(seed, *bytes);
    const Verdict verdict = check(value, *seed.loader);
    if (!verdict.broken().empty() || !verdict.tool_failure.empty()) {
      ++page.broken;
      std::cerr << fmt::format(
          "{}: byte {}, deed {}: {}\n", seed.name, page.next / deeds, page.next % deeds,
          verdict.tool_failure.empty() ? describe(signatures(verdict).front()) : verdict.tool_failure);
      continue;
    }
    const Trace trace = run_case(value, *seed.loader);
    if (const auto error = refusal(trace)) {
      ++page.refused;
      // Where nothing is bad, and nothing there, it is the dataset that is refused.
      const bool empty = verdict[Clause::empty_dataset].state == Judgement::State::kept;
      if (!empty && (!names_the_file(*error, seed, *bytes) || !names_a_place(*error, seed, *bytes))) {
        ++page.without_place;
        std::cerr << fmt::format("{}: byte {}, deed {}: no place: {}\n", seed.name, page.next / deeds,
                                 page.next % deeds, error->reason);
      }
    } else {
      ++(batches(trace) == whole ? page.same : page.other);
    }
  }
  alarm(0);
}

/// Sweeps in children, each behind the byte at which the one before died.
void sweep_all(const Seed& seed, std::uint64_t step, Page& page) {
  while (page.next < seed.bytes.size() * deeds) {
    const pid_t child = fork();
    if (child == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      sweep(seed, step, page);
      std::cerr.flush();
      _exit(0);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child) {
      throw std::runtime_error("no child can be made");
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
      return;
    }
    std::cerr << fmt::format("{}: byte {}, deed {}: it crashes or hangs\n", seed.name, page.next / deeds,
                             page.next % deeds);
    ++page.crashes;
    ++page.next;
  }
}

const RegisteredLoader* loader_of(std::string_view format) {
  const auto found = std::ranges::find(formats, format, &Format::name);
  return found == formats.end() ? nullptr : loader_named(found->loader);
}

/// A file of a pair gets another one that fits it, and what is known by its name gets that.
Seed with_its_pair(Seed seed) {
  const Reads& reads = seed.loader->declaration.reads;
  if (std::holds_alternative<NpyArrays>(reads) || std::holds_alternative<Npz>(reads)) {
    Dataset dataset = data_kind(seed.loader->declaration)->around(seed.bytes, seed.loader->declaration);
    seed.path = dataset.files.front().path;
    seed.beside.assign(dataset.files.begin() + 1, dataset.files.end());
    return seed;
  }
  if (!idx_name(seed.path)) {
    return seed;
  }
  Dataset dataset = default_dataset();
  dataset.files.front().bytes = seed.bytes;
  take_kind(dataset, seed.loader->declaration);
  for (DataFile& file : dataset.files) {
    if (file.bytes == seed.bytes) {
      seed.path = file.path;
    } else if (idx_name(file.path)->front == idx_name(dataset.files.front().path)->front) {
      seed.beside.push_back(std::move(file));
    }
  }
  return seed;
}

std::vector<Seed> seeds_in(const std::vector<std::string>& folders) {
  std::vector<Seed> seeds;
  for (const std::string& folder : folders) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      const std::string name = entry.path().filename().string();
      const std::string parent = entry.path().parent_path().filename().string();
      const bool of_folder = parent != "idx" && loader_of(parent) != nullptr;
      const std::string format = parent == "manifests" ? "manifest" : of_folder ? parent : format_of(name);
      const auto* loader = loader_of(format);
      if (!entry.is_regular_file() || loader == nullptr) {
        continue;
      }
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string text((std::istreambuf_iterator<char>(file)), {});
      const auto* lists = std::get_if<ImageManifest>(&loader->declaration.reads);
      // Files with many samples stand in no folder of a class.
      const std::string folder_of_class = data_kind(loader->declaration)->find != nullptr ? "" : "class/";
      seeds.push_back(with_its_pair({name,
                                     format,
                                     lists != nullptr ? lists->manifest : folder_of_class + name,
                                     loader,
                                     Blob(std::string_view(text)),
                                     {}}));
    }
  }
  std::ranges::sort(seeds, {}, &Seed::name);
  return seeds;
}

void add_drawn(std::vector<Seed>& seeds) {
  for (const Format& format : formats) {
    const bool is_there = std::ranges::any_of(seeds, [&](const Seed& seed) { return seed.format == format.name; });
    const RegisteredLoader* loader = loader_named(format.loader);
    if (is_there || loader == nullptr || data_kind(loader->declaration) == nullptr) {
      continue;
    }
    Random random(1);
    for (int tries = 0; tries < 200; ++tries) {
      const DataFile file = data_kind(loader->declaration)->random_file(random, loader->declaration, "class");
      constexpr std::size_t little = 40;
      constexpr std::size_t much = 4000;
      if (format_of(file.path) == format.name && file.bytes.size() > little && file.bytes.size() < much) {
        seeds.push_back(with_its_pair(
            {"drawn." + std::string(format.name), std::string(format.name), file.path, loader, file.bytes, {}}));
        break;
      }
    }
  }
}

struct Totals {
  std::uint64_t files = 0;
  std::map<std::string, std::uint64_t> figures;

  void add(const Page& page) {
    ++files;
    figures["cases"] += page.cases;
    figures["unchanged"] += page.unchanged;
    figures["same"] += page.same;
    figures["refused"] += page.refused;
    figures["without_place"] += page.without_place;
    figures["other"] += page.other;
    figures["broken"] += page.broken;
    figures["crashes"] += page.crashes;
  }
};

int run(std::uint64_t step, const std::vector<std::string>& folders) {
  std::vector<Seed> seeds = seeds_in(folders);
  add_drawn(seeds);
  std::map<std::string, Totals> by_format;
  std::uint64_t bad = 0;
  for (const Seed& seed : seeds) {
    void* shared = mmap(nullptr, sizeof(Page), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED) {
      throw std::bad_alloc();
    }
    auto* page = new (shared) Page;
    sweep_all(seed, step, *page);
    by_format[seed.format == "jpeg" ? "jpg" : seed.format].add(*page);
    bad += page->broken + page->crashes + page->without_place;
    munmap(shared, sizeof(Page));
  }
  nlohmann::json json = nlohmann::json::object();
  for (const auto& [format, totals] : by_format) {
    json[format] = totals.figures;
    json[format]["files"] = totals.files;
  }
  std::cout << json.dump(2) << '\n';
  return seeds.empty() ? 2 : bad == 0 ? 0 : 1;
}

}  // namespace
}  // namespace proofload

int main(int argc, char** argv) {
  try {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    std::uint64_t step = 0;
    if (!arguments.empty()) {
      const std::string& text = arguments.front();
      std::from_chars(text.data(), text.data() + text.size(), step);
    }
    if (arguments.size() < 2 || step == 0) {
      std::cerr << "seed_sweep STEP FOLDER...\n";
      return 2;
    }
    return proofload::run(step, {arguments.begin() + 1, arguments.end()});
  } catch (const std::exception& error) {
    std::cerr << "seed_sweep: " << error.what() << '\n';
    return 2;
  }
}
