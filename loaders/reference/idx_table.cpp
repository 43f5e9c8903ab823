#include "reference/idx_table.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "reference/error_text.hpp"

namespace proofload::reference {
namespace {

constexpr std::string_view images_end = "-images-idx3-ubyte";
constexpr std::string_view labels_end = "-labels-idx1-ubyte";

/// What stands in front of an end, where the name has that end.
std::optional<std::string> front_of(std::string_view name, std::string_view end) {
  if (name.ends_with(".gz")) {
    name.remove_suffix(3);
  }
  return name.ends_with(end) ? std::optional<std::string>(name.substr(0, name.size() - end.size())) : std::nullopt;
}

}  // namespace

std::expected<std::uint64_t, std::string> equal_counts(std::uint64_t images, std::uint64_t labels) {
  if (images != labels) {
    return std::unexpected("expected as many images as labels, found " + std::to_string(images) + " and " +
                           std::to_string(labels));
  }
  return images;
}

IdxTable::IdxTable(Source& source, const IdxTablePlan& plan) : plan_(plan), pairs_(pairs(source)) {
  for (Pair& pair : pairs_) {
    pair.first = size_;
    read(source, pair);
    size_ += pair.size;
  }
  if (size_ == 0) {
    throw LoadFailure({.reason = "expected samples in files named …" + std::string(images_end) + " and …" +
                                 std::string(labels_end) + " at the root, found none"});
  }
}

std::vector<IdxTable::Pair> IdxTable::pairs(Source& source) {
  const auto entries = source.list("");
  if (!entries) {
    throw LoadFailure({.reason = "the dataset's root cannot be listed: " + text_of(entries.error())});
  }
  std::map<std::string, Pair> by_front;
  for (const Entry& entry : *entries) {
    if (entry.kind != NodeKind::file) {
      continue;
    }
    // The plain name is the shorter one.
    const auto take = [&](std::string& path) {
      path = path.empty() || entry.name.size() < path.size() ? entry.name : path;
    };
    if (const auto front = front_of(entry.name, images_end)) {
      take(by_front[*front].images);
    } else if (const auto other = front_of(entry.name, labels_end)) {
      take(by_front[*other].labels);
    }
  }
  std::vector<Pair> result;
  for (auto& [front, pair] : by_front) {
    result.push_back(std::move(pair));
  }
  std::ranges::sort(result, {}, &Pair::path);
  return result;
}

void IdxTable::refuse(Pair& pair, const std::string& path, std::string reason) {
  pair.pixels = {};
  pair.classes = {};
  pair.size = 1;
  pair.bad = std::move(reason);
  pair.culprit = path;
}

void IdxTable::read(Source& source, Pair& pair) const {
  if (pair.images.empty() || pair.labels.empty()) {
    return refuse(
        pair, pair.path(),
        "expected a file …" + std::string(pair.images.empty() ? images_end : labels_end) + " beside it, found none");
  }
  const std::size_t one = std::size_t{plan_.rows} * plan_.columns;
  const std::uint64_t left = plan_.memory - std::min<std::uint64_t>(plan_.memory, bytes_held());
  auto labels =
      read_idx(source, pair.labels, {.axes = 1, .item = {}, .most_bytes = left / std::max<std::size_t>(one, 1)});
  if (!labels) {
    return refuse(pair, pair.labels, std::move(labels.error()));
  }
  auto images =
      plan_.read_images(source, pair.images, {.axes = 3, .item = {plan_.rows, plan_.columns}, .most_bytes = left});
  if (!images) {
    return refuse(pair, pair.images, std::move(images.error()));
  }
  const auto count = plan_.count(images->shape.front(), labels->shape.front());
  if (!count) {
    return refuse(pair, pair.images, count.error());
  }
  pair.size = *count;
  pair.pixels = std::move(*images);
  pair.classes = std::move(*labels);
}

std::uint64_t IdxTable::bytes_held() const {
  std::uint64_t sum = 0;
  for (const Pair& pair : pairs_) {
    sum += pair.pixels.data.size() + pair.classes.data.size();
  }
  return sum;
}

const IdxTable::Pair& IdxTable::pair_of(std::uint64_t index) const {
  // Of pairs without samples, which begin where the next one does, the last is the one that has it.
  return *std::prev(std::ranges::upper_bound(pairs_, index, {}, &Pair::first));
}

std::string IdxTable::path(std::uint64_t index) const { return pair_of(index).path(); }

std::int64_t IdxTable::label(std::uint64_t index, std::int64_t of_bad) const {
  const Pair& pair = pair_of(index);
  if (!pair.bad.empty()) {
    return of_bad;
  }
  const auto label = std::to_integer<std::uint32_t>(pair.classes.data[index - pair.first]);
  return label < plan_.classes ? std::int64_t{label} : of_bad;
}

std::expected<std::span<const std::byte>, LoadError> IdxTable::pixels(std::uint64_t index) const {
  const Pair& pair = pair_of(index);
  if (!pair.bad.empty()) {
    return std::unexpected(LoadError{.path = pair.culprit, .index = index, .reason = pair.bad});
  }
  const std::uint64_t record = index - pair.first;
  const auto label = std::to_integer<std::uint32_t>(pair.classes.data[record]);
  if (label >= plan_.classes) {
    return std::unexpected(LoadError{.path = pair.labels,
                                     .index = index,
                                     .reason = "expected a label below " + std::to_string(plan_.classes) + ", found " +
                                               std::to_string(label) + " at byte " +
                                               std::to_string(idx_header_size(1) + record),
                                     .record = record});
  }
  const std::size_t one = std::size_t{plan_.rows} * plan_.columns;
  return std::span(pair.pixels.data).subspan(record * one, one);
}

}  // namespace proofload::reference
