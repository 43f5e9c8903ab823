#include "oracles/look_index.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace proofload {

void LookIndex::add(std::size_t sample, std::span<const float> values) {
  entries_.push_back({means_of(values), static_cast<std::uint32_t>(looks_.size())});
  looks_.push_back({sample, values});
}

void LookIndex::sort() {
  std::ranges::sort(entries_, {}, [](const Entry& entry) { return std::pair(entry.means.all, entry.at); });
}

std::vector<std::size_t> LookIndex::equal_to(std::span<const float> row, double allowed) const {
  // Means are rounded to floats.
  const auto near = static_cast<float>(allowed * 1.001 + 1e-6);
  const Means means = means_of(row);
  const auto mean = [](const Entry& entry) { return entry.means.all; };
  const auto first = std::ranges::lower_bound(entries_, means.all - near, {}, mean);
  const auto last = std::ranges::upper_bound(first, entries_.end(), means.all + near, {}, mean);
  std::vector<std::pair<float, std::size_t>> found;
  for (const Entry& entry : std::span(first, last)) {
    const auto& of_part = entry.means.of_part;
    const auto is_near = [near](float a, float b) { return std::abs(a - b) <= near; };
    if (!std::ranges::equal(of_part, means.of_part, is_near)) {
      continue;
    }
    const Look& look = looks_[entry.at];
    const auto within = [allowed](float a, float b) { return std::abs(double{a} - b) <= allowed; };
    if (std::ranges::equal(look.values, row, within)) {
      found.emplace_back(std::abs(entry.means.all - means.all), look.sample);
    }
  }
  std::ranges::sort(found);
  std::vector<std::size_t> samples(found.size());
  std::ranges::transform(found, samples.begin(), [](const auto& pair) { return pair.second; });
  return samples;
}

LookIndex::Means LookIndex::means_of(std::span<const float> values) {
  Means means;
  double sum = 0;
  for (std::size_t part = 0; part < parts; ++part) {
    const std::size_t from = values.size() * part / parts;
    const std::size_t to = values.size() * (part + 1) / parts;
    const double of_part = std::reduce(values.begin() + static_cast<std::ptrdiff_t>(from),
                                       values.begin() + static_cast<std::ptrdiff_t>(to), 0.0);
    sum += of_part;
    means.of_part[part] = to > from ? static_cast<float>(of_part / static_cast<double>(to - from)) : 0;
  }
  means.all = values.empty() ? 0 : static_cast<float>(sum / static_cast<double>(values.size()));
  return means;
}

}  // namespace proofload
