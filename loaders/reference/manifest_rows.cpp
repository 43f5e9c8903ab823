#include "reference/manifest_rows.hpp"

#include <charconv>
#include <system_error>
#include <utility>

#include "reference/csv_fields.hpp"
#include "reference/refusal.hpp"

namespace proofload::reference {
namespace {

std::int64_t label_of(std::string_view field, std::int64_t classes) {
  std::int64_t label = 0;
  const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), label);
  if (error != std::errc{} || end != field.data() + field.size() || label < 0 || label >= classes) {
    refuse("expected a label from 0 to " + std::to_string(classes - 1) + ", found " + shown_field(field));
  }
  return label;
}

/// Both fields of a row. The second is valid as long as the fields are.
std::pair<std::string, std::string_view> two_of(CsvFields& fields) {
  std::string first(fields.next().value_or(""));
  const auto second = fields.next();
  if (!second || fields.more()) {
    refuse(std::string("expected 2 fields, found ") + (second ? "more" : "1"));
  }
  return {std::move(first), *second};
}

ManifestRow row_of(std::string_view bytes, const ManifestRules& rules) {
  CsvFields fields(bytes);
  auto [path, label] = two_of(fields);
  ManifestRow row{.path = std::move(path), .label = label_of(label, rules.classes)};
  if (!rules.inside(row.path)) {
    refuse("expected a path within the dataset, found " + shown_field(row.path));
  }
  return row;
}

void check_header(std::string_view bytes) {
  CsvFields fields(bytes);
  const auto [path, label] = two_of(fields);
  if (path != "path" || label != "label") {
    refuse("expected path,label, found " + shown_field(path) + " and " + shown_field(label));
  }
}

}  // namespace

bool stays_inside(std::string_view path) {
  const std::string framed = "/" + std::string(path) + "/";
  return !path.empty() && !path.starts_with('/') && framed.find("/../") == std::string::npos;
}

std::expected<std::vector<ManifestRow>, std::string> read_manifest(std::span<const std::byte> file,
                                                                   const ManifestRules& rules) {
  std::string_view text(reinterpret_cast<const char*>(file.data()), file.size());
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  text.remove_prefix(text.starts_with(mark) ? mark.size() : 0);
  const auto take = [&text] {
    const std::string_view row = text.substr(0, csv_row_size(text, true).value_or(0));
    text.remove_prefix(row.size());
    return row;
  };
  try {
    check_header(take());
  } catch (Refusal& refusal) {
    return std::unexpected("header: " + std::move(refusal.reason));
  }
  std::vector<ManifestRow> rows;
  while (!text.empty()) {
    try {
      rows.push_back(row_of(take(), rules));
    } catch (Refusal& refusal) {
      rows.push_back({.wrong = std::move(refusal.reason)});
    }
  }
  return rows;
}

}  // namespace proofload::reference
