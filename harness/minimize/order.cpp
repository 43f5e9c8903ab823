// The order of cases: what "smaller" means.
#include <algorithm>
#include <mutex>
#include <unordered_map>

#include "faults/image_bytes.hpp"
#include "minimize/containers.hpp"
#include "minimize/text.hpp"
#include "proofload/check.hpp"
#include "proofload/minimize.hpp"

namespace proofload {
namespace {

struct Inside {
  std::uint64_t rows = 0;
  std::uint64_t parts = 0;
};

/// Only of files that are whole: what a torn one seems to consist of may become more with every byte that goes.
std::uint64_t parts_of(const Blob& file) {
  const std::span<const std::byte> bytes = file.bytes();
  if (is_png(bytes)) {
    const auto chunks = png_chunks(bytes);
    return !chunks.empty() && chunks.back().end() == bytes.size() ? chunks.size() : 1;
  }
  if (is_jpeg(bytes)) {
    const auto segments = jpeg_segments(bytes);
    return !segments.empty() && segments.back().end() == bytes.size() ? segments.size() : 1;
  }
  const auto container = container_of(file);
  return container ? container->members.size() : 1;
}

Inside look_into(const Blob& blob) {
  if (blob.size() == 0) {
    return {};
  }
  if (!is_text(blob.text())) {
    return {1, parts_of(blob)};
  }
  const std::string_view text = blob.text();
  Inside inside;
  inside.rows = static_cast<std::uint64_t>(std::ranges::count(text, '\n')) + (text.back() == '\n' ? 0 : 1);
  inside.parts = inside.rows;
  for (const char separator : {',', '\t', ';', '|'}) {
    inside.parts += static_cast<std::uint64_t>(std::ranges::count(text, separator));
  }
  return inside;
}

/// By content, since a search sees the same files over and over.
Inside inside_of(const Blob& blob) {
  static std::mutex mutex;
  static std::unordered_map<std::uint64_t, Inside> known;
  constexpr std::size_t enough = 1U << 20U;
  const std::uint64_t key = blob.digest() ^ (blob.size() * 0x9E3779B97F4A7C15U);
  {
    const std::lock_guard guard(mutex);
    if (const auto found = known.find(key); found != known.end()) {
      return found->second;
    }
  }
  const Inside inside = look_into(blob);
  const std::lock_guard guard(mutex);
  if (known.size() >= enough) {
    known.clear();
  }
  known.emplace(key, inside);
  return inside;
}

std::uint64_t apart(std::uint64_t a, std::uint64_t b) { return a < b ? b - a : a - b; }

class Options {
 public:
  template <class T>
  void add(T value, T simplest) {
    const std::uint64_t far = apart(static_cast<std::uint64_t>(value), static_cast<std::uint64_t>(simplest));
    away += far == 0 ? 0 : 1;
    // Seeds are numbers of 64 bits, and two of them must not add up to less than one.
    distance += std::min(far, std::uint64_t{1} << 56U);
  }

  std::uint64_t away = 0;
  std::uint64_t distance = 0;
};

std::uint64_t distance_of(const Fault& fault) {
  constexpr std::uint64_t most = std::uint64_t{1} << 48U;
  return (fault.at == Place{} ? 0U : 1U) + std::min(fault.at.value, most) + std::min(fault.amount, most) +
         std::min(fault.seed, most) + fault.nth + fault.text.size();
}

std::vector<std::string> names_in(const Case& value) {
  std::vector<std::string> names;
  for (const DataFile& file : value.dataset.files) {
    names.push_back(file.path);
  }
  names.insert(names.end(), value.dataset.folders.begin(), value.dataset.folders.end());
  for (const Fault& fault : value.faults) {
    names.push_back(describe(fault));
  }
  return names;
}

}  // namespace

Measure measure(const Case& value, const Case& simplest) {
  Measure size;
  size.files = value.dataset.files.size() + value.dataset.folders.size();
  for (const DataFile& file : value.dataset.files) {
    const Inside inside = inside_of(file.bytes);
    size.rows += inside.rows;
    size.parts += inside.parts;
    size.bytes += file.bytes.size();
  }
  size.parts += value.faults.size() + value.comparisons.size();
  Options options;
  options.add(value.epochs, simplest.epochs);
  options.add(value.carrier, simplest.carrier);
  options.add(value.options.workers, simplest.options.workers);
  options.add(value.options.prefetch, simplest.options.prefetch);
  options.add(value.options.shards, simplest.options.shards);
  options.add(value.options.shard, simplest.options.shard);
  options.add(value.options.shuffle, simplest.options.shuffle);
  options.add(value.options.batch_size, simplest.options.batch_size);
  options.add(value.options.seed, simplest.options.seed);
  options.add(value.options.bad_sample, simplest.options.bad_sample);
  options.add(value.options.last_batch, simplest.options.last_batch);
  size.options = options.away;
  size.distance = options.distance;
  for (const Fault& fault : value.faults) {
    size.distance += distance_of(fault);
  }
  return size;
}

bool smaller(const Case& a, const Case& b, const Case& simplest) {
  const auto by_size = measure(a, simplest) <=> measure(b, simplest);
  if (by_size != 0) {
    return by_size < 0;
  }
  const auto& ours = a.dataset.files;
  const auto& theirs = b.dataset.files;
  for (std::size_t i = 0; i < ours.size() && i < theirs.size(); ++i) {
    if (ours[i].bytes != theirs[i].bytes) {
      return ours[i].bytes.size() != theirs[i].bytes.size() ? ours[i].bytes.size() < theirs[i].bytes.size()
                                                            : ours[i].bytes.text() < theirs[i].bytes.text();
    }
  }
  const std::vector<std::string> our_names = names_in(a);
  const std::vector<std::string> their_names = names_in(b);
  const auto total = [](const std::vector<std::string>& names) {
    std::size_t size = 0;
    for (const std::string& one : names) {
      size += one.size();
    }
    return size;
  };
  const std::size_t ours_in_all = total(our_names);
  const std::size_t theirs_in_all = total(their_names);
  return ours_in_all != theirs_in_all ? ours_in_all < theirs_in_all : our_names < their_names;
}

Case simplest_case() {
  Case value;
  value.options.batch_size = 1;
  return value;
}

Case simplest_case(const Declaration& declaration) { return fit(simplest_case(), declaration); }

}  // namespace proofload
