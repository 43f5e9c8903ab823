#include "dataset/data_kind.hpp"

#include <algorithm>
#include <cctype>

#include "dataset/csv_rows.hpp"
#include "dataset/image_shape.hpp"
#include "dataset/windows.hpp"

namespace proofload {
namespace {

bool is_fixed(const Features& features) {
  return std::ranges::all_of(features.shape, [](const Axis& axis) { return axis.extent == Axis::Extent::fixed; });
}

}  // namespace

const DataKind* data_kind(const Declaration& declaration) {
  if (std::holds_alternative<ImageFolder>(declaration.reads)) {
    return &image_kind();
  }
  if (std::holds_alternative<ImageManifest>(declaration.reads)) {
    return &manifest_kind();
  }
  if (std::holds_alternative<Idx>(declaration.reads) && image_shape(declaration.features)) {
    return &idx_kind();
  }
  const auto shape = sequence_shape(declaration.features);
  if (shape && std::holds_alternative<Csv>(declaration.reads)) {
    return &csv_kind();
  }
  if (shape && std::holds_alternative<Npy>(declaration.reads)) {
    return &npy_kind();
  }
  const auto* text = std::get_if<Text>(&declaration.reads);
  if (shape && text != nullptr && !text->vocabulary.empty() && shape->axes == SequenceShape::Axes::steps) {
    return &text_kind();
  }
  const auto* jsonl = std::get_if<Jsonl>(&declaration.reads);
  if (shape && jsonl != nullptr && (jsonl->members.empty() || jsonl->members.size() == shape->channels)) {
    return &jsonl_kind();
  }
  if (shape && std::holds_alternative<JsonlRecords>(declaration.reads)) {
    return &jsonl_records_kind();
  }
  if (shape && std::holds_alternative<TarShards>(declaration.reads)) {
    return &tar_shards_kind();
  }
  if (shape && std::holds_alternative<CsvLong>(declaration.reads)) {
    return &csv_long_kind();
  }
  const auto* rows = std::get_if<CsvRows>(&declaration.reads);
  if (shape && rows != nullptr && shape->axes == SequenceShape::Axes::steps &&
      feature_columns(*rows).size() == shape->longest) {
    return &csv_rows_kind();
  }
  const auto* windows = std::get_if<Windows>(&declaration.reads);
  if (shape && windows != nullptr && makes_sense(*windows, declaration.features)) {
    return &windows_kind();
  }
  if (shape && is_fixed(declaration.features) && std::holds_alternative<NpyArrays>(declaration.reads)) {
    return &npy_arrays_kind();
  }
  if (shape && is_fixed(declaration.features) && std::holds_alternative<Npz>(declaration.reads)) {
    return &npz_kind();
  }
  return nullptr;
}

bool taken_by_some(std::string_view path, DataKind::Capitals capitals) {
  return path[path.rfind('/') + 1] == '.' ||
         (capitals == DataKind::Capitals::for_some && !path.ends_with(lower_extension(path)));
}

std::string lower_extension(std::string_view path) {
  const auto slash = path.rfind('/');
  const std::string_view base = slash == std::string_view::npos ? path : path.substr(slash + 1);
  const auto dot = base.rfind('.');
  if (dot == std::string_view::npos || dot == 0) {
    return {};
  }
  std::string extension(base.substr(dot + 1));
  std::ranges::transform(extension, extension.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return extension;
}

}  // namespace proofload
