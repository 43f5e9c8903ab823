// The mutator changes cases by their structure, where the engine would change their bytes.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <exception>
#include <span>
#include <utility>
#include <vector>

#include "case/without.hpp"
#include "proofload/generate.hpp"
#include "proofload/swarm.hpp"
#include "target.hpp"

// The engine's own mutator of bytes. Engines without one leave it out.
extern "C" __attribute__((weak)) std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size,
                                                              std::size_t max_size);

namespace {

using proofload::Case;
using proofload::Part;
using proofload::Random;
using proofload::read_case;
using proofload::ReadCase;
using proofload::Swarm;
using proofload::without;

constexpr int attempts = 4;

/// Mutations that are drawn with one swarm: a second or so.
constexpr std::uint64_t stretch = 512;

/// Of the mutation at hand. The engine's seeds, of which one begins each stretch, make it the same for equal runs.
const Swarm& current_swarm(Random& random) {
  static Swarm swarm;
  static std::uint64_t mutations = 0;
  if (mutations++ % stretch == 0 && !without(Part::swarm)) {
    swarm = Swarm(random);
  }
  return swarm;
}

std::span<const std::byte> seen(const std::uint8_t* data, std::size_t size) {
  return std::as_bytes(std::span(data, size));
}

/// The case's bytes, with files left out from the end until they fit. Empty when not even a case without files does.
std::vector<std::byte> written(Case value, std::size_t max_size) {
  for (;;) {
    std::vector<std::byte> bytes = write_case(value);
    if (bytes.size() <= max_size) {
      return bytes;
    }
    auto& files = value.dataset.files;
    if (files.empty()) {
      return {};
    }
    // Half of what stands over at least, so that a far too large case takes few rounds.
    std::size_t surplus = bytes.size() - max_size;
    do {
      surplus -= std::min(surplus, files.back().bytes.size() + 512);
      files.pop_back();
    } while (surplus > 0 && !files.empty());
  }
}

std::size_t put(const std::vector<std::byte>& bytes, std::uint8_t* data) {
  std::memcpy(data, bytes.data(), bytes.size());
  return bytes.size();
}

std::size_t mutate_bytes(std::uint8_t* data, std::size_t size, std::size_t max_size) {
  return LLVMFuzzerMutate == nullptr ? size : LLVMFuzzerMutate(data, size, max_size);
}

}  // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned int seed) {
  auto& target = proofload::Target::instance();
  Random random(seed);
  try {
    const ReadCase read = read_case(seen(data, size));
    // Bytes that are no case file are the content of one file: mostly they stay so. With nothing to change, anything.
    const bool bytes_only = read.as == ReadCase::As::raw && size > 1 ? !random.one_in(4) : random.one_in(10);
    const Swarm& swarm = current_swarm(random);
    if (bytes_only || without(Part::mutator)) {
      return mutate_bytes(data, size, max_size);
    }
    for (int i = 0; i < attempts; ++i) {
      const Case* scarce =
          random.one_in(16) && !without(Part::scarce) ? target.scarce().pick(random, target.page()) : nullptr;
      const bool anew = (size <= 1 || random.one_in(64)) && !without(Part::generator);
      Case next = anew ? random_case(random, target.loader(), swarm)
                       : mutate(scarce != nullptr ? *scarce : read.value, random, target.loader(), swarm);
      const std::vector<std::byte> bytes = written(std::move(next), max_size);
      if (!bytes.empty()) {
        return put(bytes, data);
      }
      ++target.page().rejected;
    }
  } catch (const std::exception&) {
    ++target.page().rejected;
  }
  return mutate_bytes(data, size, max_size);
}

extern "C" std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* data1, std::size_t size1,
                                                 const std::uint8_t* data2, std::size_t size2, std::uint8_t* out,
                                                 std::size_t max_out_size, unsigned int seed) {
  auto& target = proofload::Target::instance();
  Random random(seed);
  // The engine asks for a crossover as often as for a mutation, which finds more: see docs/engine.md.
  if (!random.one_in(32) || without(Part::crossover) || without(Part::mutator)) {
    const std::size_t size = std::min(size1, max_out_size);
    std::memcpy(out, data1, size);
    return LLVMFuzzerCustomMutator(out, size, max_out_size, seed);
  }
  try {
    const Case a = read_case(seen(data1, size1)).value;
    const Case b = read_case(seen(data2, size2)).value;
    const std::vector<std::byte> bytes = written(crossover(a, b, random, target.loader()), max_out_size);
    if (!bytes.empty()) {
      return put(bytes, out);
    }
  } catch (const std::exception&) {
    ++target.page().rejected;
  }
  // Nothing came of it: the first one, as far as it fits.
  const std::size_t size = std::min(size1, max_out_size);
  std::memcpy(out, data1, size);
  return size;
}
