#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/csv_writer.hpp"
#include "dataset/label_kind.hpp"
#include "dataset/random_sequences.hpp"
#include "dataset/windows.hpp"

namespace proofload {
namespace {

const Windows& windows_of(const Declaration& declaration) { return std::get<Windows>(declaration.reads); }

FileEvidence look(const Blob& bytes, const Declaration& declaration) {
  return look_at_windows(bytes, windows_of(declaration), declaration);
}

/// The numbers of a series, each nearly always the only one of its kind in the dataset, however long it is.
class Numbers {
 public:
  Numbers(Random& random, const Declaration& declaration)
      : random_(random), declaration_(declaration), next_(static_cast<std::uint32_t>(random.below(ids))) {}

  /// Row by row: the features, and behind them a number for the target, where that is no feature.
  std::vector<double> rows(std::size_t count) {
    constexpr std::size_t cells_of_id = 1024;
    const Windows& kind = windows_of(declaration_);
    // Ids and their cells tell channels of features; a target of its own has them of further rows.
    const std::size_t per_id = std::max<std::size_t>(cells_of_id / kind.features.size(), 1);
    std::vector<double> values;
    while (values.size() < count * kind.features.size()) {
      const std::size_t left = count - values.size() / kind.features.size();
      const Sequence part = random_sequence(random_, declaration_, next_++ % ids, std::min(left, per_id));
      values.insert(values.end(), part.values.begin(), part.values.end());
    }
    return values;
  }

 private:
  static constexpr std::uint32_t ids = 4096;
  Random& random_;
  const Declaration& declaration_;
  std::uint32_t next_;
};

/// What a time stamp, a name or a remark is.
std::string some_text(Random& random, std::size_t row) {
  constexpr std::array<std::string_view, 5> odd = {"a, b", "say \"so\"", "", "NaN", "caf\xc3\xa9"};
  return random.one_in(16) ? std::string(odd[random.below(odd.size())])
                           : fmt::format("2026-01-01 {:02}:{:02}", row / 60 % 24, row % 60);
}

Blob write(Numbers& numbers, std::size_t rows, Random& random, const Declaration& declaration) {
  const Windows& kind = windows_of(declaration);
  const std::vector<double> features = numbers.rows(rows);
  const bool own_target = std::ranges::find(kind.features, kind.target) == kind.features.end();
  const std::vector<double> targets = own_target ? numbers.rows(rows) : std::vector<double>{};
  const auto classes = draw_classes(random, declaration.labels, 3);
  CsvWriter writer(random);
  for (const std::string& name : kind.header) {
    writer.field(name);
  }
  writer.end_row();
  for (std::size_t row = 0; row < rows; ++row) {
    for (const std::string& name : kind.header) {
      const auto feature = std::ranges::find(kind.features, name);
      if (name == kind.target && has_class_labels(declaration)) {
        writer.field(std::to_string(classes[random.below(classes.size())]));
      } else if (feature != kind.features.end()) {
        const auto place = static_cast<std::size_t>(feature - kind.features.begin());
        writer.number(features[row * kind.features.size() + place]);
      } else if (name == kind.target) {
        writer.number(targets[row * kind.features.size()]);
      } else {
        writer.field(some_text(random, row));
      }
    }
    writer.end_row();
  }
  return writer.take();
}

/// As many rows as make so many windows: just enough, one fewer than makes one more, or any between. Of no window: no
/// row, one, all but one, or any.
std::size_t rows_for(Random& random, const Windows& kind, std::size_t windows) {
  const std::uint64_t least = windows == 0 ? 0 : kind.span() + (windows - 1) * kind.stride;
  const std::uint64_t most = windows == 0 ? kind.span() - 1 : least + kind.stride - 1;
  switch (random.below(4)) {
    case 0:
      return least;
    case 1:
      return most;
    case 2:
      return std::min(least + 1, most);
    default:
      return random.between(least, most);
  }
}

/// How many windows each file has. Often one has most of them, or some have none.
std::vector<std::size_t> windows_of_files(Random& random, std::size_t samples, std::size_t files) {
  std::vector<std::size_t> counts(files, 0);
  std::size_t left = samples;
  for (std::size_t i = 0; i + 1 < files; ++i) {
    counts[i] = random.one_in(3) ? std::min<std::size_t>(left, 1) : random.below(left + 1);
    left -= counts[i];
  }
  if (files > 0) {
    counts.back() = left;
  }
  shuffle(counts, random);
  return counts;
}

Dataset random_dataset(Random& random, const Declaration& declaration, std::size_t samples, std::size_t /*classes*/) {
  // A dataset without samples has no file, or files that are too short.
  const std::size_t files = samples == 0 && random.one_in(2) ? 0 : random.one_in(3) ? 1 : random.between(2, 4);
  const SequencePaths paths = random_paths(random, files, 1, "csv");
  const auto counts = windows_of_files(random, samples, paths.paths.size());
  Numbers numbers(random, declaration);
  Dataset dataset;
  std::set<std::string, std::less<>> names;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    std::string name = paths.paths[i].substr(paths.paths[i].rfind('/') + 1);
    name = names.insert(name).second ? name : fmt::format("{}{}", i, name);
    const std::size_t rows = rows_for(random, windows_of(declaration), counts[i]);
    dataset.files.push_back({std::move(name), write(numbers, rows, random, declaration)});
  }
  return dataset;
}

Blob random_file(Random& random, const Declaration& declaration, std::size_t windows) {
  Numbers numbers(random, declaration);
  return write(numbers, rows_for(random, windows_of(declaration), windows), random, declaration);
}

constexpr RecordFormat windows_format{.extension = "csv", .look = look};

}  // namespace

const DataKind& windows_kind() {
  static const DataKind kind = [] {
    DataKind made = record_kind<windows_format>();
    made.random_dataset = random_dataset;
    made.random_file = [](Random& random, const Declaration& declaration, std::string_view /*folder*/) -> DataFile {
      return {"m" + std::to_string(random.below(1000)) + ".csv", random_file(random, declaration, random.below(6))};
    };
    made.good_content = [](Random& random, const Declaration& declaration, const Dataset&, std::string_view) {
      return random_file(random, declaration, 3);
    };
    return made;
  }();
  return kind;
}

}  // namespace proofload
