// All samples in two NumPy arrays beside each other: features and labels.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dataset/arrays.hpp"
#include "dataset/joined_files.hpp"
#include "dataset/npy.hpp"

namespace proofload {
namespace {

const NpyArrays& arrays_of(const Declaration& declaration) { return std::get<NpyArrays>(declaration.reads); }

FileEvidence look(const Blob& both, const Declaration& declaration) {
  const NpyArrays& kind = arrays_of(declaration);
  const auto [features, labels] = parted(both.text());
  return look_at_arrays({kind.features, features}, {kind.labels, labels}, kind, declaration);
}

constexpr RecordFormat format{.extension = "npy", .look = look, .files = [](const Declaration& declaration) {
                                const NpyArrays& kind = arrays_of(declaration);
                                return std::vector{kind.features, kind.labels};
                              }};

Blob blob(const std::string& bytes) { return Blob(std::string_view(bytes)); }

Dataset random_dataset(Random& random, const Declaration& declaration, std::size_t samples, std::size_t classes) {
  const NpyArrays& kind = arrays_of(declaration);
  const auto records = random_samples(random, declaration, samples, classes);
  const WrittenArrays written = written_arrays(records, random, kind, declaration);
  Dataset dataset;
  dataset.files = {{kind.features, blob(written.features)}, {kind.labels, blob(written.labels)}};
  // What lies beside them has no part in anything, also where it would fit.
  constexpr std::array<std::string_view, 4> others = {"features_old.npy", "A.npy", "x_test.npy", "labels.npy.bak"};
  if (const std::string_view other = others[random.below(others.size())];
      random.one_in(4) && other != kind.features && other != kind.labels) {
    const bool of_labels = other.starts_with("labels");
    const auto before =
        written_arrays(random_samples(random, declaration, samples, classes), random, kind, declaration);
    dataset.files.push_back({std::string(other), blob(of_labels ? before.labels : before.features)});
  }
  shuffle(dataset.files, random);
  return dataset;
}

Blob array_file(Random& random, const Declaration& declaration, std::size_t samples, std::string_view path) {
  const NpyArrays& kind = arrays_of(declaration);
  const auto written = written_arrays(random_samples(random, declaration, samples, 3), random, kind, declaration);
  return blob(path == kind.labels ? written.labels : written.features);
}

DataFile random_file(Random& random, const Declaration& declaration, std::string_view /*folder*/) {
  const NpyArrays& kind = arrays_of(declaration);
  const std::string& path = random.one_in(2) ? kind.labels : kind.features;
  return {path, array_file(random, declaration, random.below(8), path)};
}

/// The bytes are the features, or the labels where they are an array of one axis; the other one fits them as far as it
/// can.
Dataset around(const Blob& bytes, const Declaration& declaration) {
  constexpr std::uint64_t any_number = 20;  // but always the same
  constexpr std::size_t few = 6;
  constexpr std::uint64_t most = 4096;
  Random random(any_number);
  const NpyArrays& kind = arrays_of(declaration);
  const auto as_labels = look_at_items(bytes.text(), kind, {}).claimed;
  const auto samples = as_labels ? as_labels : look_at_items(bytes.text(), kind, item_axes(declaration)).claimed;
  const auto count = static_cast<std::size_t>(std::min(samples.value_or(few), most));
  const std::string& other = as_labels ? kind.features : kind.labels;
  Dataset dataset;
  dataset.files = {{as_labels ? kind.labels : kind.features, bytes},
                   {other, array_file(random, declaration, count, other)}};
  return dataset;
}

}  // namespace

const DataKind& npy_arrays_kind() {
  static const DataKind kind = [] {
    DataKind made = record_kind<format>();
    made.names_sample = [](std::string_view path) { return lower_extension(path) == "npy"; };
    made.random_dataset = random_dataset;
    made.random_file = random_file;
    // Of one number of samples, whichever file it is, so that both agree.
    made.good_content = [](Random& random, const Declaration& declaration, const Dataset&, std::string_view path) {
      return array_file(random, declaration, 3, path);
    };
    made.count = [](std::string_view path, const Blob& bytes, const Declaration& declaration) -> std::size_t {
      return path == arrays_of(declaration).features ? samples_in_array(bytes.text()) : 0;
    };
    made.around = around;
    return made;
  }();
  return kind;
}

}  // namespace proofload
