#include "dataset/manifest.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <optional>
#include <ranges>
#include <utility>
#include <vector>

#include "dataset/csv_rows.hpp"
#include "dataset/csv_text.hpp"
#include "dataset/csv_writer.hpp"
#include "dataset/record_kind.hpp"

namespace proofload {
namespace {

const ImageManifest& manifest_of(const Declaration& declaration) { return std::get<ImageManifest>(declaration.reads); }

/// In which column paths stand, also to those who look a column up by a name that is written a little differently.
std::size_t path_column(const Blob& file) {
  std::string_view text = file.text();
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  if (text.starts_with(mark)) {
    text.remove_prefix(mark.size());
  }
  CsvRecords records(text);
  while (!records.at_end()) {
    const CsvRecord header = records.next();
    if (!header.blank()) {
      const auto named = [](const CsvField& field) { return csv_name(field.text) == "path"; };
      const auto found = std::ranges::find_if(header.fields, named);
      return found == header.fields.end() ? 0 : static_cast<std::size_t>(found - header.fields.begin());
    }
  }
  return 0;
}

struct Row {
  std::string path;
  std::int64_t label = 0;
};

class Rows {
 public:
  Rows(const Labels& labels, Random& random)
      : labels_(labels), random_(random), classes_(draw_classes(random, labels, 4)) {}

  void add(std::string path) { rows_.push_back({std::move(path), classes_[random_.below(classes_.size())]}); }
  /// Gives a row a label that is none of the declared classes: next to them, or far away.
  void spoil_a_label() {
    if (!rows_.empty() && labels_.classes) {
      const std::int64_t past = labels_.base + *labels_.classes;
      const std::array<std::int64_t, 4> others = {labels_.base - 1, past, past + 240, std::int64_t{1} << 32U};
      any_row().label = others[random_.below(others.size())];
    }
  }
  /// Writes a path in a way that leads to the same file, and that not everybody takes.
  void spell_a_path_otherwise() {
    if (!rows_.empty()) {
      any_row().path.insert(0, "./");
    }
  }
  void repeat_one() {
    if (!rows_.empty()) {
      const Row row = any_row();
      random_.one_in(2) ? rows_.push_back(row) : add(row.path);
    }
  }
  void mix() { shuffle(rows_, random_); }

  [[nodiscard]] Blob written() const {
    CsvWriter writer(random_);
    writer.field("path");
    writer.field("label");
    writer.end_row();
    for (const Row& row : rows_) {
      writer.field(row.path);
      writer.field(fmt::format("{}", row.label));
      writer.end_row();
    }
    return writer.take();
  }

 private:
  Row& any_row() { return rows_[random_.below(rows_.size())]; }

  const Labels& labels_;
  Random& random_;
  std::vector<std::int64_t> classes_;
  std::vector<Row> rows_;
};

/// A path that leads out of the dataset: at once, through a folder that is there, or where a loader decodes it.
std::string way_out(const Dataset& dataset, Random& random) {
  constexpr std::array<std::string_view, 6> ends = {
      "../outside.png", "../../outside/image.jpg", "/outside/image.png", "..", "..\\outside.png", "%2e%2e/outside.png"};
  std::string path(ends[random.below(ends.size())]);
  if (path.starts_with("..") && !dataset.files.empty() && random.one_in(2)) {
    const std::string& inside = dataset.files[random.below(dataset.files.size())].path;
    if (const auto slash = inside.find('/'); slash != std::string::npos) {
      path = inside.substr(0, slash) + "/../" + path;
    }
  }
  return path;
}

}  // namespace

FileEvidence look_at_manifest(const Blob& file, const Declaration& declaration) {
  FileEvidence evidence = look_at_csv_rows(file, {.header = {"path", "label"}, .ignored = {"path"}}, declaration);
  const std::size_t column = path_column(file);
  for (RecordEvidence& record : evidence.records) {
    CsvRecords records(record.bytes);
    if (records.at_end()) {
      continue;
    }
    CsvRecord row = records.next();
    if (row.fields.size() == 2 && row.end != CsvRecord::End::open_quote && !row.fields[column].text.empty()) {
      record.names = std::move(row.fields[column].text);
    }
  }
  return evidence;
}

bool stays_inside(std::string_view path) {
  if (path.starts_with('/')) {
    return false;
  }
  int depth = 0;
  for (const auto part : std::views::split(path, '/')) {
    const std::string_view name(part);
    depth += name == ".." ? -1 : name.empty() || name == "." ? 0 : 1;
    if (depth < 0) {
      return false;
    }
  }
  return true;
}

std::string plain_path(std::string_view path) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!path.empty() && blank(path.front())) {
    path.remove_prefix(1);
  }
  while (!path.empty() && blank(path.back())) {
    path.remove_suffix(1);
  }
  std::string slashed(path);
  std::ranges::replace(slashed, '\\', '/');
  std::vector<std::string_view> names;
  for (const auto part : std::views::split(slashed, '/')) {
    const std::string_view name(part);
    if (name == ".." && !names.empty()) {
      names.pop_back();
    } else if (!name.empty() && name != ".") {
      names.push_back(name);
    }
  }
  return fmt::format("{}", fmt::join(names, "/"));
}

void give_awkward_names(Dataset& dataset, Random& random) {
  constexpr std::array<std::string_view, 9> parts = {",", ", 2", "\"", " \"b\"", " ", "'", "#", "\n", "\xc3\xa9"};
  for (DataFile& file : dataset.files) {
    const auto dot = file.path.rfind('.');
    if (dot != std::string::npos && random.one_in(12)) {
      file.path.insert(random.one_in(2) ? dot : file.path.rfind('/') + 1, parts[random.below(parts.size())]);
    }
  }
}

void write_manifest(Dataset& dataset, const Declaration& declaration, Random& random) {
  const std::string& name = manifest_of(declaration).manifest;
  std::erase_if(dataset.files, [&](const DataFile& file) { return file.path == name; });
  Rows rows(declaration.labels, random);
  for (const DataFile& file : dataset.files) {
    if (!random.one_in(32)) {  // else no row names it, and it is no sample
      rows.add(file.path);
    }
  }
  if (random.one_in(12)) {
    rows.add("none/such.png");
  }
  if (random.one_in(12)) {
    rows.add(way_out(dataset, random));
  }
  if (random.one_in(8)) {
    rows.repeat_one();
  }
  if (random.one_in(12)) {
    rows.spoil_a_label();
  }
  if (random.one_in(16)) {
    rows.spell_a_path_otherwise();
  }
  if (random.one_in(2)) {
    rows.mix();
  }
  dataset.files.push_back({name, rows.written()});
}

Blob plain_manifest(const Dataset& dataset, const Declaration& declaration, Random& random) {
  Rows rows(declaration.labels, random);
  for (const DataFile& file : dataset.files) {
    if (file.path != manifest_of(declaration).manifest) {
      rows.add(file.path);
    }
  }
  return rows.written();
}

}  // namespace proofload
