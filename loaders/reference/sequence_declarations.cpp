#include "reference/sequence_declarations.hpp"

#include <memory>
#include <utility>

#include "reference/bucketed.hpp"
#include "reference/csv_table.hpp"
#include "reference/jsonl_steps.hpp"
#include "reference/npy_steps.hpp"
#include "reference/prefetched.hpp"
#include "reference/text_tokens.hpp"
#include "reference/tokens.hpp"

namespace proofload::reference {
namespace {

constexpr float largest = 1000;

const TablePlan& table() {
  static const TablePlan plan{.columns = {"x", "y", "z"}, .low = -largest, .high = largest};
  return plan;
}

const MembersPlan& members() {
  static const MembersPlan plan{.members = {"x", "y", "z"}, .low = -largest, .high = largest};
  return plan;
}

std::expected<void, std::string> read_members(std::span<const std::byte> file, std::vector<float>& values) {
  return read_jsonl_steps(file, members(), values);
}

std::expected<void, std::string> read_array(std::span<const std::byte> file, std::vector<float>& values) {
  return read_npy_steps(file, {.columns = 3, .low = -largest, .high = largest}, values);
}

/// Numbered words of one length, so that a torn word is none.
const std::vector<std::string>& tokens() {
  static const std::vector<std::string> all = [] {
    constexpr std::size_t count = 4096;
    std::vector<std::string> words;
    while (words.size() < count) {
      const std::string number = std::to_string(words.size());
      words.push_back("w" + std::string(4 - number.size(), '0') + number);
    }
    return words;
  }();
  return all;
}

std::expected<void, std::string> read_tokens(std::span<const std::byte> file, std::vector<float>& values) {
  static const Vocabulary vocabulary(tokens());
  return vocabulary.read(file, values);
}

std::expected<void, std::string> read_steps(std::span<const std::byte> file, std::vector<float>& values) {
  return read_csv_table(file, table(), values);
}

}  // namespace

SequencePlan csv_plan(const Ragged& ragged) {
  return {.extension = "csv", .read = read_steps, .cut = ragged.cut, .empty = ragged.empty};
}

SequencePlan npy_plan(const Ragged& ragged) {
  return {.extension = "npy", .read = read_array, .cut = ragged.cut, .empty = ragged.empty};
}

Declaration sequences(Reads reads, const SequencePlan& plan, const Ragged& ragged) {
  const auto classes = static_cast<std::int64_t>(plan.classes);
  const std::int64_t longest = plan.longest;
  const std::int64_t channels = plan.channels;
  constexpr std::uint64_t memory = 64U << 20U;  // of one thread that reads
  return {
      .reads = std::move(reads),
      .features = {.dtype = Dtype::float32,
                   .shape = {ragged.to == Ragged::To::length ? Axis(longest) : Axis::ragged(longest), channels},
                   .range = Range{-largest, largest, Range::Kind::exact},
                   .missing = MissingValues::refused},
      .labels = {.dtype = Dtype::int64,
                 .kind = Labels::Kind::classes,
                 .classes = classes,
                 .ignore_index = sequence_policies.ignore_index,
                 .order = Labels::Order::sorted},
      .transform = Transform::Kind::exact,
      .integrity = Integrity::structure,
      .bad_sample = sequence_policies.bad_sample,
      .last_batch = sequence_policies.last_batch,
      .length = {LengthPromise::Kind::exact, LengthPromise::Counting::before_skips},
      .listing = Listing::sorted,
      .sampling = {.kind = Sampling::Kind::uniform},
      .repeats = {.again = Repeats::same_bytes,
                  .other_workers = Repeats::same_bytes,
                  .other_batch_size = Repeats::same_bytes},
      .ragged = ragged,
      .supports = {Option::shuffle, Option::epochs, Option::abandoned_epochs, Option::workers, Option::prefetch,
                   Option::bad_sample, Option::last_batch},
      .batches = BatchLife::owned,
      .files = {.cache = Files::Cache::none,
                .empty_dataset = Files::Empty::error,
                .memory_budget = memory,
                .worker_memory = memory},
      .model = ModelSpec{{channels}, classes},
      .make =
          [plan, ragged](Source& source, const LoadOptions& options) {
            return std::make_unique<Padded>(with_workers(std::make_unique<SequenceFolderReader>(source, plan), options),
                                            BatchPlan::of(options, sequence_policies),
                                            PaddingPlan{plan.channels, ragged});
          },
  };
}

Declaration csv_sequences(const Ragged& ragged) { return sequences(Csv{table().columns}, csv_plan(ragged), ragged); }

Declaration csv_sequences_bucketed() {
  const SequencePlan plan = csv_plan(pad_behind);
  const std::vector<std::int64_t> borders = {4, 12};
  BatchPlan policies = sequence_policies;
  policies.bad_sample = BadSample::skip_refill;
  Declaration declaration = sequences(Csv{table().columns}, plan, pad_behind);
  declaration.bad_sample = policies.bad_sample;
  declaration.remainder = Remainder::each_bucket;
  declaration.length = {LengthPromise::Kind::upper_bound, LengthPromise::Counting::before_skips};
  declaration.sampling = {.kind = Sampling::Kind::bucketed, .buckets = borders};
  declaration.repeats.other_batch_size = Repeats::same_multiset;
  declaration.supports = {Option::shuffle, Option::epochs, Option::abandoned_epochs, Option::workers, Option::prefetch};
  declaration.make = [plan, policies, borders](Source& source, const LoadOptions& options) {
    LoadOptions as_declared = options;
    as_declared.bad_sample = policies.bad_sample;
    as_declared.last_batch = policies.last_batch;
    return std::make_unique<Bucketed>(with_workers(std::make_unique<SequenceFolderReader>(source, plan), options),
                                      BatchPlan::of(as_declared, policies), PaddingPlan{plan.channels, pad_behind},
                                      borders);
  };
  return declaration;
}

Declaration jsonl_sequences(const Ragged& ragged) {
  const SequencePlan plan{.extension = "jsonl", .read = read_members, .cut = ragged.cut, .empty = ragged.empty};
  return sequences(Jsonl{members().members}, plan, ragged);
}

Declaration npy_sequences(const Ragged& ragged) { return sequences(Npy{}, npy_plan(ragged), ragged); }

Declaration text_sequences(const Ragged& ragged) {
  const SequencePlan plan{
      .extension = "txt", .read = read_tokens, .channels = 1, .cut = ragged.cut, .empty = ragged.empty};
  Declaration declaration = sequences(Text{tokens(), {}}, plan, ragged);
  declaration.features = {.dtype = Dtype::int64,
                          .shape = {Axis::ragged(plan.longest)},
                          .range = Range{0, static_cast<double>(tokens().size() - 1), Range::Kind::exact}};
  declaration.make = [plan, ragged](Source& source, const LoadOptions& options) {
    return std::make_unique<Tokens>(with_workers(std::make_unique<SequenceFolderReader>(source, plan), options),
                                    BatchPlan::of(options, sequence_policies), PaddingPlan{plan.channels, ragged});
  };
  return declaration;
}

}  // namespace proofload::reference
