/// A data kind is what the harness knows of one way in which datasets hold samples: one file each, in folders of
/// classes; or as `find` says, such as many in one file.
///
/// One for each thing that a loader can declare to read; what it cannot tell of a file, nobody can.
#pragma once

#include <cstdint>
#include <string_view>

#include "dataset/truth.hpp"
#include "proofload/dataset.hpp"
#include "proofload/declaration.hpp"
#include "proofload/random.hpp"

namespace proofload {

struct DataKind {
  /// Whether a file of this name is a sample; others are junk.
  bool (*names_sample)(std::string_view path);
  /// Whether an extension in capitals makes a sample for every right loader, or for some.
  enum class Capitals : std::uint8_t { for_some, for_all };
  Capitals capitals = Capitals::for_some;
  JunkFiles (*junk)(const Declaration& declaration);
  /// The state of a sample whose whole content can be read: `state`, `content` and `cause`.
  void (*judge)(SampleTruth& sample, const Blob& bytes, const Declaration& declaration);
  /// What the file shows now, and what it showed before any fault (null: there was no such file).
  void (*show)(SampleTruth& sample, const Blob* now, const Blob* before, const Declaration& declaration);

  /// A dataset that fits the declaration, every sample to be told from every other.
  Dataset (*random_dataset)(Random& random, const Declaration& declaration, std::size_t samples, std::size_t classes);
  /// A file in a folder; its name can be changed as long as the extension stays.
  DataFile (*random_file)(Random& random, const Declaration& declaration, std::string_view folder);
  /// What every right loader delivers from a file of that name in the dataset.
  Blob (*good_content)(Random& random, const Declaration& declaration, const Dataset& dataset, std::string_view path);

  /// Of kinds whose samples are not one file each in folders of classes: appends all samples, in the declared order,
  /// and sets the classes. `judge` and `show` are then not used and may be null.
  void (*find)(Truth& truth, const Scene& scene) = nullptr;
  /// How many samples a clean file holds, for such kinds, about.
  std::size_t (*count)(std::string_view path, const Blob& bytes, const Declaration& declaration) = nullptr;
  /// A dataset around bytes that are no case, always the same but for them; null: a drawn one, and they are its first
  /// sample.
  Dataset (*around)(const Blob& bytes, const Declaration& declaration) = nullptr;
};

/// Null when nothing is known of what the loader reads.
const DataKind* data_kind(const Declaration& declaration);

const DataKind& image_kind();
const DataKind& manifest_kind();
const DataKind& csv_kind();
const DataKind& jsonl_kind();
const DataKind& jsonl_records_kind();
const DataKind& csv_rows_kind();
const DataKind& csv_long_kind();
const DataKind& npy_kind();
const DataKind& idx_kind();
const DataKind& text_kind();
const DataKind& tar_shards_kind();
const DataKind& windows_kind();
const DataKind& npy_arrays_kind();
const DataKind& npz_kind();

/// Whether a file of that name, which is a sample's, is one to some loaders only: a hidden one, or one with an
/// extension in capitals.
bool taken_by_some(std::string_view path, DataKind::Capitals capitals);

/// In small letters, without the dot; "" when there is none.
std::string lower_extension(std::string_view path);

}  // namespace proofload
