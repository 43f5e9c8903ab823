#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "case/default_dataset.hpp"
#include "case/draw.hpp"
#include "case/mend.hpp"
#include "dataset/manifest.hpp"
#include "proofload/generate.hpp"

namespace proofload {
namespace {

std::string_view name_of(std::string_view path) {
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string joined(std::string_view folder, std::string_view file) {
  return folder.empty() ? std::string(file) : std::string(folder).append("/").append(file);
}

/// One case under change.
class Mutation {
 public:
  Mutation(Case& value, Random& random, const Declaration& declaration, const Swarm& swarm)
      : value_(value), random_(random), declaration_(declaration), swarm_(swarm) {}

  void step() {
    switch (random_.below(10)) {
      case 0:
      case 1:
      case 2:
        return change_dataset();
      case 3:
      case 4:
      case 5:
        return change_faults();
      case 6:
      case 7:
        return change_options();
      case 8:
        return change_run();
      default:
        return change_bytes();
    }
  }

 private:
  std::vector<DataFile>& files() { return value_.dataset.files; }
  DataFile& any_file() { return files()[random_.below(files().size())]; }

  bool taken(std::string_view path) {
    const std::string below = std::string(path) + "/";
    return std::ranges::any_of(files(), [&](const DataFile& file) {
      return file.path == path || file.path.starts_with(below) || path.starts_with(file.path + "/");
    });
  }

  /// A path in `folder` that is free; the number in it is what makes it so.
  std::string free_path(std::string_view folder, std::string_view name) {
    const auto dot = name.rfind('.');
    const std::string_view stem = name.substr(0, dot);
    const std::string_view extension = dot == std::string_view::npos ? std::string_view{} : name.substr(dot);
    std::string path = joined(folder, name);
    for (int i = 2; taken(path); ++i) {
      path = joined(folder, std::string(stem.substr(0, 200)).append("-").append(std::to_string(i)).append(extension));
    }
    return path;
  }

  /// A class that is there, or now and then a new one.
  std::string any_folder() {
    if (drawn_kind(declaration_).find != nullptr && !random_.one_in(16)) {
      return files().empty() ? std::string() : std::string(parent_of(any_file().path));
    }
    if (files().empty() || random_.one_in(4)) {
      constexpr std::array<std::string_view, 6> names{"ant", "bee", "Zebra", "0", "a b", "caf\xc3\xa9"};
      return std::string(names[random_.below(names.size())]);
    }
    return std::string(parent_of(any_file().path));
  }

  DataFile fresh_file(const std::string& folder) {
    return drawn_kind(declaration_).random_file(random_, declaration_, folder);
  }

  void change_dataset() {
    if (files().empty() && !random_.one_in(3)) {
      return change_folders();  // stays empty: how a loader ends on nothing is seldom asked enough
    }
    switch (files().empty() ? 0 : random_.below(8)) {
      case 0:
      case 1: {
        DataFile file = fresh_file(any_folder());
        file.path = free_path(parent_of(file.path), name_of(file.path));
        files().insert(files().begin() + static_cast<std::ptrdiff_t>(random_.below(files().size() + 1)),
                       std::move(file));
        break;
      }
      case 2:
      case 3:
        remove_file();
        break;
      case 4: {
        DataFile copy = any_file();
        copy.path = free_path(random_.one_in(2) ? parent_of(copy.path) : any_folder(), name_of(copy.path));
        files().push_back(std::move(copy));
        break;
      }
      case 5:
        std::swap(any_file(), any_file());
        break;
      case 6:
        move_file();
        break;
      default: {
        DataFile& file = any_file();
        file.bytes = fresh_file("x").bytes;
        break;
      }
    }
    if (random_.one_in(16)) {
      change_folders();
    }
  }

  void remove_file() {
    const std::size_t at = random_.below(files().size());
    const std::string path = files()[at].path;
    files().erase(files().begin() + static_cast<std::ptrdiff_t>(at));
    std::erase_if(value_.faults,
                  [&](const Fault& fault) { return fault.kind != FaultKind::listing_order && fault.path == path; });
  }

  void move_file() {
    DataFile& file = any_file();
    const std::string before = file.path;
    const std::string after = free_path(any_folder(), name_of(before));
    file.path = after;
    for (Fault& fault : value_.faults) {
      if (fault.path == before) {
        fault.path = after;
      }
      if (traits(fault.kind).other_file == FaultTraits::OtherFile::possible && fault.text == before) {
        fault.text = after;
      }
    }
  }

  void change_folders() {
    auto& folders = value_.dataset.folders;
    if (!folders.empty() && random_.one_in(2)) {
      folders.erase(folders.begin() + static_cast<std::ptrdiff_t>(random_.below(folders.size())));
      return;
    }
    const std::string folder = "empty" + std::to_string(random_.below(3));
    if (!taken(folder) && std::ranges::find(folders, folder) == folders.end()) {
      folders.push_back(folder);
    }
  }

  void change_faults() {
    auto& faults = value_.faults;
    if (faults.empty() || random_.one_in(3)) {
      auto leftover = draw_leftover(random_, value_.dataset, declaration_);
      faults.insert(faults.begin() + static_cast<std::ptrdiff_t>(random_.below(faults.size() + 1)),
                    leftover ? *std::move(leftover) : random_fault(random_, value_.dataset, swarm_));
      return;
    }
    const std::size_t at = random_.below(faults.size());
    switch (random_.below(5)) {
      case 0:
        faults.erase(faults.begin() + static_cast<std::ptrdiff_t>(at));
        break;
      case 1:
        faults.clear();
        break;
      case 2:  // elsewhere, the same otherwise
        if (!files().empty()) {
          faults[at].path = any_file().path;
        }
        break;
      case 3:  // the same file and kind, drawn anew
        faults[at] = [&] {
          Fault drawn = random_fault(random_, value_.dataset, faults[at].kind);
          drawn.path = faults[at].path;
          return drawn;
        }();
        break;
      default:
        alter(faults[at]);
        break;
    }
  }

  std::uint64_t moved(std::uint64_t value) { return value == 0 || random_.one_in(2) ? value + 1 : value - 1; }

  void alter(Fault& fault) {
    switch (random_.below(4)) {
      case 0:
        fault.at.value = moved(fault.at.value);
        break;
      case 1:
        fault.amount = moved(fault.amount);
        break;
      case 2:
        fault.seed = random_.next();
        break;
      default:
        fault.nth = static_cast<std::uint32_t>(random_.between(1, 3));
        break;
    }
  }

  void change_options() {
    LoadOptions& options = value_.options;
    const std::size_t samples = sample_count(value_, declaration_);
    switch (random_.below(10)) {
      case 0:
      case 1:
        options.batch_size = draw_batch_size(random_, samples);
        break;
      case 2:
        options.batch_size = moved(options.batch_size);
        break;
      case 3:
        options.shuffle = options.shuffle == Shuffle::on ? Shuffle::off : Shuffle::on;
        break;
      case 4:
        options.seed = draw_seed(random_);
        break;
      case 5:
        options.bad_sample = draw_bad_sample(random_);
        break;
      case 6:
        options.last_batch = draw_last_batch(random_);
        break;
      case 7:
        options.workers = draw_workers(random_, samples);
        break;
      case 8:
        options.prefetch = draw_prefetch(random_);
        break;
      default:
        draw_shards(random_, samples, options);
        break;
    }
  }

  void change_run() {
    switch (random_.below(8)) {
      case 0:
        value_.carrier = value_.carrier == Carrier::memory ? Carrier::directory : Carrier::memory;
        break;
      case 1:
      case 2:
      case 3:
        value_.epochs = static_cast<std::uint32_t>(random_.between(1, 3));
        break;
      default: {
        const auto comparison = static_cast<Comparison>(random_.below(comparison_count));
        // What costs much is taken back as often as it is met, and added as seldom as it is drawn.
        if (std::erase(value_.comparisons, comparison) == 0 && draw_comparison(random_, comparison)) {
          value_.comparisons.push_back(comparison);
        }
        break;
      }
    }
  }

  /// A byte, a run of bytes or the length of one file's content. What is left is a clean file of another content.
  void change_bytes() {
    if (files().empty()) {
      return change_dataset();
    }
    DataFile& file = any_file();
    std::vector<std::byte> bytes(file.bytes.bytes().begin(), file.bytes.bytes().end());
    const std::size_t at = random_.below(bytes.size() + 1);
    const std::size_t count = std::min<std::size_t>(random_.between(1, 8), bytes.size() - at);
    const auto place = bytes.begin() + static_cast<std::ptrdiff_t>(at);
    const auto past = place + static_cast<std::ptrdiff_t>(count);
    switch (random_.below(4)) {
      case 0:
        if (count > 0) {
          *place ^= static_cast<std::byte>(1U << random_.below(8));
        }
        break;
      case 1:
        std::generate(place, past, [&] { return static_cast<std::byte>(random_.below(256)); });
        break;
      case 2:
        bytes.erase(place, past);
        break;
      default:
        bytes.insert(place, random_.between(1, 8), static_cast<std::byte>(random_.below(256)));
        break;
    }
    file.bytes = Blob(std::move(bytes));
  }

  Case& value_;
  Random& random_;
  const Declaration& declaration_;
  const Swarm& swarm_;
};

/// Each comparison costs as much as the case's own run at least: an engine gets further with more cases, most of which
/// have none.
void draw_few_comparisons(Random& random, const Declaration& declaration, Case& value) {
  value.comparisons.clear();
  for (std::size_t i = 0; i < comparison_count; ++i) {
    const auto comparison = static_cast<Comparison>(i);
    if (random.one_in(4) && draw_comparison(random, comparison)) {
      value.comparisons.push_back(comparison);
      set_stage(comparison, declaration, value);
    }
  }
}

std::size_t dataset_bytes(const Dataset& dataset) {
  std::size_t sum = 0;
  for (const DataFile& file : dataset.files) {
    sum += file.bytes.size();
  }
  return sum;
}

/// Cuts what has grown beyond the limits and beyond what it was; surplus goes from the end.
void limit_growth(Case& value, std::size_t files_before, std::size_t bytes_before) {
  const GenerateLimits limits;
  auto& files = value.dataset.files;
  files.resize(std::min(files.size(), std::max(limits.files, files_before)));
  while (!files.empty() && dataset_bytes(value.dataset) > std::max(limits.bytes, bytes_before)) {
    files.pop_back();
  }
  value.faults.resize(std::min(value.faults.size(), limits.faults));
}

/// What was changed, as a case that reads back as it is written.
Case finished(Case value, const RegisteredLoader& loader, Random& random) {
  value.loader = loader.name;
  if (const auto* reads = std::get_if<ImageManifest>(&loader.declaration.reads)) {
    // The old rows are kept mostly: files without a row, and rows without a file, are of interest, too.
    const bool there =
        std::ranges::find(value.dataset.files, reads->manifest, &DataFile::path) != value.dataset.files.end();
    if (!there || random.one_in(3)) {
      write_manifest(value.dataset, loader.declaration, random);
    }
  }
  std::vector<std::string> notes;
  leave_out_conflicts(value.dataset, notes);
  return fit_generated(std::move(value), loader.declaration);
}

}  // namespace

Case mutate(Case value, Random& random, const RegisteredLoader& loader, const Swarm& swarm) {
  take_kind(value.dataset, loader.declaration);
  const std::size_t files_before = value.dataset.files.size();
  const std::size_t bytes_before = dataset_bytes(value.dataset);
  if (random.one_in(2)) {
    draw_few_comparisons(random, loader.declaration, value);
  }
  Mutation mutation(value, random, loader.declaration, swarm);
  const std::uint64_t steps = random.one_in(2) ? 1 : random.between(2, 4);
  for (std::uint64_t i = 0; i < steps; ++i) {
    mutation.step();
  }
  limit_growth(value, files_before, bytes_before);
  return finished(std::move(value), loader, random);
}

Case crossover(const Case& a, const Case& b, Random& random, const RegisteredLoader& loader) {
  Case child = a;
  std::set<std::string, std::less<>> wanted;
  for (const DataFile& file : b.dataset.files) {
    if (random.one_in(2)) {
      child.dataset.files.push_back(file);
      wanted.insert(file.path);
    }
  }
  for (const Fault& fault : b.faults) {
    if (wanted.contains(fault.path) || random.one_in(2)) {
      child.faults.push_back(fault);
    }
  }
  if (random.one_in(2)) {
    child.options = b.options;
  }
  if (random.one_in(2)) {
    child.epochs = b.epochs;
    child.carrier = b.carrier;
    child.comparisons = b.comparisons;
  }
  limit_growth(child, a.dataset.files.size(), dataset_bytes(a.dataset));
  return finished(std::move(child), loader, random);
}

}  // namespace proofload
