#include <fmt/format.h>

#include <iterator>

#include "case/names.hpp"
#include "proofload/case.hpp"

namespace proofload {
namespace {

std::string counted(std::size_t n, std::string_view noun) { return fmt::format("{} {}{}", n, noun, n == 1 ? "" : "s"); }

void describe_options(const LoadOptions& options, std::string& text) {
  const LoadOptions usual;
  fmt::format_to(std::back_inserter(text), "batches of {}", options.batch_size);
  if (options.shuffle == Shuffle::on) {
    text += ", shuffled";
  }
  if (options.seed != usual.seed) {
    fmt::format_to(std::back_inserter(text), ", seed {}", options.seed);
  }
  if (options.workers != usual.workers) {
    text += ", " + counted(options.workers, "worker");
  }
  if (options.prefetch != usual.prefetch) {
    fmt::format_to(std::back_inserter(text), ", prefetch {}", options.prefetch);
  }
  if (options.shards != usual.shards) {
    fmt::format_to(std::back_inserter(text), ", shard {} of {}", options.shard, options.shards);
  }
  if (options.bad_sample != usual.bad_sample) {
    fmt::format_to(std::back_inserter(text), ", bad samples: {}", name_of(bad_sample_names, options.bad_sample));
  }
  if (options.last_batch != usual.last_batch) {
    fmt::format_to(std::back_inserter(text), ", last batch: {}", name_of(last_batch_names, options.last_batch));
  }
}

}  // namespace

std::string describe(const Case& value) {
  std::size_t bytes = 0;
  for (const DataFile& file : value.dataset.files) {
    bytes += file.bytes.size();
  }
  std::string text = fmt::format("{} of {} bytes; ", counted(value.dataset.files.size(), "file"), bytes);
  if (value.faults.empty()) {
    text += "no faults";
  }
  for (std::size_t i = 0; i < value.faults.size(); ++i) {
    text += (i == 0 ? "" : ", ") + describe(value.faults[i]);
  }
  text += "; ";
  describe_options(value.options, text);
  text += "; " + counted(value.epochs, "epoch");
  text += value.carrier == Carrier::directory ? "; on disk" : "";
  for (std::size_t i = 0; i < value.comparisons.size(); ++i) {
    fmt::format_to(std::back_inserter(text), "{}{}", i == 0 ? "; compared: " : ", ", name(value.comparisons[i]));
  }
  return text;
}

}  // namespace proofload
