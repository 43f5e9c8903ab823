#include "reference/array_table.hpp"

#include <algorithm>
#include <utility>

#include "reference/error_text.hpp"
#include "reference/npy_labels.hpp"
#include "reference/zip_members.hpp"

namespace proofload::reference {
namespace {

std::vector<std::byte> bytes_of(Source& source, const std::string& path, std::size_t limit) {
  auto bytes = read_file(source, path, limit);
  if (!bytes) {
    throw LoadFailure({.path = path, .reason = "cannot be read: " + text_of(bytes.error())});
  }
  return *std::move(bytes);
}

/// In an archive the arrays are not files, so that their names belong to the reason.
LoadFailure failure(const ArrayTablePlan& plan, const std::string& array, const std::string& reason) {
  return plan.archive.empty() ? LoadFailure({.path = array, .reason = reason})
                              : LoadFailure({.path = plan.archive, .reason = "member \"" + array + "\": " + reason});
}

}  // namespace

ArrayBytes read_array_files(Source& source, const ArrayTablePlan& plan) {
  auto features = bytes_of(source, plan.features, plan.file_limit);
  return {std::move(features), bytes_of(source, plan.labels, plan.file_limit)};
}

ArrayBytes read_archived_arrays(Source& source, const ArrayTablePlan& plan) {
  const auto bytes = bytes_of(source, plan.archive, plan.file_limit);
  const auto archive = ZipMembers::open(bytes);
  if (!archive) {
    throw LoadFailure({.path = plan.archive, .reason = archive.error()});
  }
  const auto member = [&](const std::string& name) {
    auto read = archive->read(name, plan.file_limit);
    if (!read) {
      throw LoadFailure({.path = plan.archive, .reason = read.error()});
    }
    return *std::move(read);
  };
  auto features = member(plan.features);
  return {std::move(features), member(plan.labels)};
}

ArrayTable::ArrayTable(Source& source, const ArrayTablePlan& plan) : plan_(plan) {
  const ArrayBytes bytes = plan_.read(source, plan_);
  ArrayPlan array = plan_.array;
  array.outside = ArrayPlan::Outside::taken;  // that is of one sample alone
  if (const auto read = plan_.read_features(bytes.features, array, values_); !read) {
    throw failure(plan_, plan_.features, read.error());
  }
  const std::uint64_t samples = values_.size() / plan_.array.item();
  auto labels = (plan_.read_labels != nullptr ? plan_.read_labels : read_npy_labels)(bytes.labels, samples);
  if (!labels) {
    throw failure(plan_, plan_.labels, labels.error());
  }
  labels_ = *std::move(labels);
  if (labels_.empty()) {
    throw failure(plan_, plan_.features, "expected samples along the first axis, found none");
  }
}

LoadError ArrayTable::refusal(std::uint64_t index, const std::string& array, const std::string& reason) const {
  LoadError error = failure(plan_, array, reason).error();
  error.index = index;
  error.record = index;
  return error;
}

std::expected<std::span<const float>, LoadError> ArrayTable::values(std::uint64_t index) const {
  const std::size_t item = plan_.array.item();
  const auto values = std::span(values_).subspan(index * item, item);
  const auto outside =
      std::ranges::find_if(values, [&](float v) { return !(v >= plan_.array.low && v <= plan_.array.high); });
  if (outside != values.end()) {
    return std::unexpected(
        refusal(index, plan_.features,
                "expected a number in [" + std::to_string(plan_.array.low) + ", " + std::to_string(plan_.array.high) +
                    "] as value " + std::to_string(outside - values.begin()) + ", found " + std::to_string(*outside)));
  }
  if (!is_class(labels_[index])) {
    return std::unexpected(refusal(
        index, plan_.labels,
        "expected a class below " + std::to_string(plan_.classes) + ", found " + std::to_string(labels_[index])));
  }
  return values;
}

}  // namespace proofload::reference
