/// The rows of a manifest as the tests' own loader takes them: in the ways that are legal, or wrong in one.
#pragma once

#include <algorithm>
#include <cstdint>
#include <expected>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "dataset/manifest.hpp"

namespace proofload::test {

enum class RowDefect : std::uint8_t {
  none,
  ends_at_bad_row,          ///< what is behind a bad row is lost
  index_of_the_good,        ///< bad rows have no number of their own
  number_of_the_line,       ///< rows are named by their lines, of which the header is one
  first_of_a_name,          ///< a second row of one path is passed over
  class_zero_for_bad,       ///< a label that is none becomes class 0
  first_row_for_header,     ///< and so lost
  splits_at_commas,         ///< quotes or not
  any_path,                 ///< paths may lead wherever they like
  refuses_all_for_bad_row,  ///< whatever is to become of bad samples
  silent,                   ///< of bad rows
  labels_by_sorted_paths,   ///< rows and paths are sorted apart
};

struct ManifestKnobs {
  enum class Names : std::uint8_t { image, row } names = Names::image;                     ///< in errors about images
  enum class Blank : std::uint8_t { passed_over, refused } blank = Blank::passed_over;     ///< lines
  enum class Doubtful : std::uint8_t { refused, delivered } doubtful = Doubtful::refused;  ///< rows
  enum class Paths : std::uint8_t { as_written, made_plain } paths = Paths::as_written;
  RowDefect defect = RowDefect::none;
};

struct ListedRow {
  std::string path;
  std::uint64_t number = 0;
  std::int64_t label = 0;
  std::string wrong;  ///< empty: nothing
};

/// The error: why the manifest is none.
inline std::expected<std::vector<ListedRow>, std::string> listed_rows(const Blob& manifest, const ManifestKnobs& knobs,
                                                                      const Declaration& declaration) {
  const auto is = [&](RowDefect defect) { return knobs.defect == defect; };
  const FileEvidence file = look_at_manifest(manifest, declaration);
  const auto doubtful = [&](const SequenceEvidence& evidence) {
    return evidence.structure != Soundness::damaged && evidence.decodes != Soundness::damaged &&
           knobs.doubtful == ManifestKnobs::Doubtful::delivered;
  };
  if (file.whole && !doubtful(*file.whole)) {
    return std::unexpected(file.whole->cause);
  }
  std::vector<ListedRow> rows;
  std::set<std::string> paths;
  std::uint64_t number = 0;
  for (const RecordEvidence& evidence : file.records) {
    if (evidence.optional_for == SampleTruth::OptionalFor::blank && knobs.blank == ManifestKnobs::Blank::passed_over) {
      continue;
    }
    ListedRow row{.path = evidence.names.value_or(""), .number = number++};
    const bool sound = evidence.structure == Soundness::sound && evidence.decodes == Soundness::sound;
    if (!evidence.label && is(RowDefect::class_zero_for_bad) && !row.path.empty()) {
      row.label = declaration.labels.base;
    } else if ((!sound && !doubtful(evidence)) || !evidence.label) {
      row.wrong = "a bad row: " + evidence.cause;
    } else {
      row.label = *evidence.label;
    }
    if (is(RowDefect::splits_at_commas) && row.path.find(',') != std::string::npos) {
      row.wrong = "more than two fields";
    }
    if (row.wrong.empty() && row.path.empty()) {
      row.wrong = "no path";
    }
    if (knobs.paths == ManifestKnobs::Paths::made_plain && row.wrong.empty() && stays_inside(row.path)) {
      row.path = plain_path(row.path);
    }
    if (row.wrong.empty() && !stays_inside(row.path) && !is(RowDefect::any_path)) {
      row.wrong = "a path out of the dataset";
    }
    row.number += is(RowDefect::number_of_the_line) ? 1 : 0;
    const bool bad = !row.wrong.empty();
    if (bad && is(RowDefect::refuses_all_for_bad_row)) {
      return std::unexpected(row.wrong);
    }
    if ((is(RowDefect::first_row_for_header) && number == 1) || (bad && is(RowDefect::silent)) ||
        (is(RowDefect::first_of_a_name) && !bad && !paths.insert(row.path).second)) {
      continue;
    }
    rows.push_back(std::move(row));
    if (bad && is(RowDefect::ends_at_bad_row)) {
      break;
    }
  }
  if (is(RowDefect::labels_by_sorted_paths)) {
    std::vector<std::string> sorted;
    std::ranges::transform(rows, std::back_inserter(sorted), &ListedRow::path);
    std::ranges::sort(sorted);
    std::vector<std::int64_t> labels;
    std::ranges::transform(rows, std::back_inserter(labels), &ListedRow::label);
    for (ListedRow& row : rows) {
      row.label = labels[static_cast<std::size_t>(std::ranges::find(sorted, row.path) - sorted.begin())];
    }
  }
  return rows;
}

}  // namespace proofload::test
