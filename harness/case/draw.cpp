#include "case/draw.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "proofload/generate.hpp"

namespace proofload {

const DataKind& drawn_kind(const Declaration& declaration) {
  const DataKind* kind = data_kind(declaration);
  return kind != nullptr ? *kind : image_kind();
}

std::size_t sample_count(const Case& value, const Declaration& declaration) {
  const DataKind* kind = data_kind(declaration);
  if (kind != nullptr && kind->count != nullptr) {
    std::size_t sum = 0;
    for (const DataFile& file : value.dataset.files) {
      sum += kind->count(file.path, file.bytes, declaration);
    }
    return sum;
  }
  return value.dataset.files.size();
}

std::uint64_t samples_in_budget(const Declaration& declaration) {
  std::uint64_t bytes = declaration.features.dtype == Dtype::undeclared ? 0 : size_of(declaration.features.dtype);
  for (const Axis& axis : declaration.features.shape) {
    bytes *= static_cast<std::uint64_t>(std::max<std::int64_t>(axis.size, 0));
  }
  if (bytes == 0 || declaration.features.shape.empty() || !declaration.files.memory_budget) {
    return std::numeric_limits<std::uint64_t>::max();
  }
  return *declaration.files.memory_budget / bytes;
}

std::uint64_t draw_batch_size(Random& random, std::size_t samples) {
  const std::uint64_t n = std::max<std::uint64_t>(samples, 1);
  switch (random.below(9)) {
    case 0:
      return 1;
    case 1:
      return 2;
    case 2:
      return std::max<std::uint64_t>(n - 1, 1);
    case 3:
      return n;
    case 4:
      return n + 1;
    case 5:
    case 6: {
      // Nothing is left over, or (with one sample fewer) exactly one.
      const std::uint64_t whole = random.one_in(2) ? n : std::max<std::uint64_t>(n - 1, 1);
      std::vector<std::uint64_t> divisors;
      for (std::uint64_t b = 2; b <= whole; ++b) {
        if (whole % b == 0) {
          divisors.push_back(b);
        }
      }
      return divisors.empty() ? 1 : divisors[random.below(divisors.size())];
    }
    case 7:
      return random.between(1, n + 2);
    default:
      return random.between(2, 8);
  }
}

BadSample draw_bad_sample(Random& random) {
  return static_cast<BadSample>(
      random.between(static_cast<std::uint64_t>(BadSample::fail), static_cast<std::uint64_t>(BadSample::substitute)));
}

LastBatch draw_last_batch(Random& random) {
  return static_cast<LastBatch>(
      random.between(static_cast<std::uint64_t>(LastBatch::keep), static_cast<std::uint64_t>(LastBatch::wrap)));
}

std::uint32_t draw_workers(Random& random, std::size_t samples) {
  switch (random.below(4)) {
    case 0:
      return 0;
    case 1:
      return static_cast<std::uint32_t>(std::min<std::size_t>(samples + 1, 8));
    default:
      return static_cast<std::uint32_t>(random.between(1, 2));
  }
}

std::uint32_t draw_prefetch(Random& random) { return static_cast<std::uint32_t>(random.below(4)); }

void draw_shards(Random& random, std::size_t samples, LoadOptions& options) {
  if (random.one_in(3)) {
    options.shards = 1;
    options.shard = 0;
    return;
  }
  options.shards =
      static_cast<std::uint32_t>(random.one_in(4) ? std::min<std::size_t>(samples + 1, 8) : random.between(2, 3));
  options.shard = static_cast<std::uint32_t>(random.below(options.shards));
}

std::uint64_t draw_seed(Random& random) {
  switch (random.below(8)) {
    case 0:
      return 0;
    case 1:
      return ~std::uint64_t{0};
    case 2:
      return random.next();
    default:
      return random.below(1000);
  }
}

bool draw_comparison(Random& random, Comparison comparison) {
  switch (comparison) {
    case Comparison::many_epochs:
      return random.one_in(12);
    case Comparison::many_orders:
      return random.one_in(32);
    default:
      return random.one_in(4);
  }
}

void set_stage(Comparison comparison, const Declaration& declaration, Case& value) {
  const bool shuffled = comparison == Comparison::other_seed || comparison == Comparison::many_orders;
  if (shuffled && declaration.heeds(Option::shuffle)) {
    value.options.shuffle = Shuffle::on;
  }
  if (comparison == Comparison::many_orders) {
    value.faults.clear();
  }
}

}  // namespace proofload
