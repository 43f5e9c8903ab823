// All samples in two NumPy arrays in one ZIP archive.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dataset/arrays.hpp"
#include "dataset/npy.hpp"
#include "dataset/npy_header.hpp"
#include "dataset/npz.hpp"
#include "dataset/zip.hpp"

namespace proofload {
namespace {

const Npz& npz_of(const Declaration& declaration) { return std::get<Npz>(declaration.reads); }

FileEvidence look(const Blob& bytes, const Declaration& declaration) {
  return look_at_npz(bytes, npz_of(declaration), declaration);
}

constexpr RecordFormat format{.extension = "npz", .look = look, .files = [](const Declaration& declaration) {
                                return std::vector{npz_of(declaration).file};
                              }};

/// What archives hold beside the two arrays: those for testing, and text.
ZipEntry other_member(Random& random, const std::string& array) {
  constexpr std::array<std::string_view, 4> names = {"x_test.npy", "A.npy", "0.npy", "README"};
  return {.name = std::string(names[random.below(names.size())]), .data = random.one_in(3) ? "none of them" : array};
}

/// As NumPy writes it, half of the time; else in the other ways that are common.
Blob archive(Random& random, std::vector<ZipEntry> entries) {
  const bool is_deflated = random.one_in(2);
  const auto sizes = random.one_in(2)   ? ZipEntry::Sizes::in_extra
                     : random.one_in(4) ? ZipEntry::Sizes::behind_data
                                        : ZipEntry::Sizes::in_header;
  for (ZipEntry& entry : entries) {
    entry.packed = is_deflated ? ZipEntry::Packed::deflated : ZipEntry::Packed::stored;
    // Of stored data that say their size nowhere in front nobody knows the end who reads from the front.
    entry.sizes = sizes == ZipEntry::Sizes::behind_data && !is_deflated ? ZipEntry::Sizes::in_header : sizes;
  }
  return Blob(std::string_view(zip_bytes(entries)));
}

std::vector<ZipEntry> entries_of(const Npz& kind, WrittenArrays arrays) {
  return {{.name = kind.features, .data = std::move(arrays.features)},
          {.name = kind.labels, .data = std::move(arrays.labels)}};
}

Blob random_npz(Random& random, const Declaration& declaration, std::size_t samples, std::size_t classes) {
  const Npz& kind = npz_of(declaration);
  const auto records = random_samples(random, declaration, samples, classes);
  std::vector<ZipEntry> entries = entries_of(kind, written_arrays(records, random, kind, declaration));
  if (random.one_in(2)) {
    const auto others = random_samples(random, declaration, samples, classes);
    ZipEntry entry = other_member(random, written_arrays(others, random, kind, declaration).features);
    if (entry.name != kind.features && entry.name != kind.labels) {
      entries.push_back(std::move(entry));
    }
  }
  if (random.one_in(2)) {  // members are known by their names
    shuffle(entries, random);
  }
  return archive(random, std::move(entries));
}

Dataset random_dataset(Random& random, const Declaration& declaration, std::size_t samples, std::size_t classes) {
  Dataset dataset;
  dataset.files = {{npz_of(declaration).file, random_npz(random, declaration, samples, classes)}};
  if (random.one_in(4)) {  // it has no part in anything
    dataset.files.push_back({"Dataset-old.npz", random_npz(random, declaration, random.below(4), classes)});
    shuffle(dataset.files, random);
  }
  return dataset;
}

std::size_t samples_in(const Blob& file, const Npz& kind) {
  for (const ZipMember& member : look_at_zip(file.text()).members) {
    if (member.name == kind.features && member.data) {
      return samples_in_array(*member.data);
    }
  }
  return 0;
}

/// The bytes are the archive; or, where they are an array, the features in one.
Dataset around(const Blob& bytes, const Declaration& declaration) {
  constexpr std::uint64_t any_number = 20;  // but always the same
  constexpr std::size_t few = 6;
  constexpr std::uint64_t most = 4096;
  const Npz& kind = npz_of(declaration);
  Dataset dataset;
  if (!bytes.text().starts_with(npy_magic)) {
    dataset.files = {{kind.file, bytes}};
    return dataset;
  }
  Random random(any_number);
  const auto claimed = look_at_items(bytes.text(), kind, item_axes(declaration)).claimed;
  const auto samples =
      random_samples(random, declaration, static_cast<std::size_t>(std::min(claimed.value_or(few), most)), 3);
  WrittenArrays arrays = written_arrays(samples, random, kind, declaration);
  arrays.features = bytes.text();
  dataset.files = {{kind.file, archive(random, entries_of(kind, std::move(arrays)))}};
  return dataset;
}

}  // namespace

const DataKind& npz_kind() {
  static const DataKind kind = [] {
    DataKind made = record_kind<format>();
    made.random_dataset = random_dataset;
    made.random_file = [](Random& random, const Declaration& declaration, std::string_view /*folder*/) -> DataFile {
      return {npz_of(declaration).file, random_npz(random, declaration, random.below(8), 3)};
    };
    made.good_content = [](Random& random, const Declaration& declaration, const Dataset&, std::string_view) {
      return random_npz(random, declaration, 3, 3);
    };
    made.count = [](std::string_view path, const Blob& bytes, const Declaration& declaration) -> std::size_t {
      return path == npz_of(declaration).file ? samples_in(bytes, npz_of(declaration)) : 0;
    };
    made.around = around;
    return made;
  }();
  return kind;
}

}  // namespace proofload
