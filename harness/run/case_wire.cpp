#include "run/case_wire.hpp"

#include "run/wire.hpp"

namespace proofload {
namespace {

void put(WireWriter& to, const Fault& fault) {
  to.put(fault.kind);
  to.put(fault.path);
  to.put(fault.at.from);
  to.put(fault.at.value);
  to.put(fault.amount);
  to.put(fault.seed);
  to.put(fault.nth);
  to.put(fault.code);
  to.put(fault.text);
}

Fault get_fault(WireReader& from) {
  Fault fault;
  fault.kind = from.get<FaultKind>();
  fault.path = from.get_text();
  fault.at.from = from.get<Place::From>();
  fault.at.value = from.get<std::uint64_t>();
  fault.amount = from.get<std::uint64_t>();
  fault.seed = from.get<std::uint64_t>();
  fault.nth = from.get<std::uint32_t>();
  fault.code = from.get<std::int32_t>();
  fault.text = from.get_text();
  return fault;
}

void put(WireWriter& to, const LoadOptions& options) {
  to.put(options.batch_size);
  to.put(options.shuffle);
  to.put(options.seed);
  to.put(options.workers);
  to.put(options.prefetch);
  to.put(options.shard);
  to.put(options.shards);
  to.put(options.bad_sample);
  to.put(options.last_batch);
}

LoadOptions get_options(WireReader& from) {
  LoadOptions options;
  options.batch_size = from.get<std::uint64_t>();
  options.shuffle = from.get<Shuffle>();
  options.seed = from.get<std::uint64_t>();
  options.workers = from.get<std::uint32_t>();
  options.prefetch = from.get<std::uint32_t>();
  options.shard = from.get<std::uint32_t>();
  options.shards = from.get<std::uint32_t>();
  options.bad_sample = from.get<BadSample>();
  options.last_batch = from.get<LastBatch>();
  return options;
}

}  // namespace

std::vector<std::byte> send_case(const Case& value) {
  WireWriter to;
  std::size_t size = 1024;
  for (const DataFile& file : value.dataset.files) {
    size += file.path.size() + file.bytes.size() + 16;
  }
  to.reserve(size);
  to.put(value.loader);
  to.put(value.dataset.files.size());
  for (const DataFile& file : value.dataset.files) {
    to.put(file.path);
    to.put(file.bytes.bytes());
  }
  to.put(value.dataset.folders.size());
  for (const std::string& folder : value.dataset.folders) {
    to.put(folder);
  }
  to.put(value.faults.size());
  for (const Fault& fault : value.faults) {
    put(to, fault);
  }
  put(to, value.options);
  to.put(value.epochs);
  to.put(value.carrier);
  to.put(value.comparisons.size());
  for (const Comparison comparison : value.comparisons) {
    to.put(comparison);
  }
  return to.bytes();
}

std::optional<Case> receive_case(std::span<const std::byte> bytes) {
  WireReader from(bytes);
  Case value;
  value.loader = from.get_text();
  const std::size_t files = from.get_count();
  for (std::size_t i = 0; i < files && from.ok(); ++i) {
    std::string path = from.get_text();
    const auto content = from.get_bytes();
    value.dataset.files.push_back({std::move(path), Blob(std::vector<std::byte>(content.begin(), content.end()))});
  }
  value.dataset.folders.resize(from.get_count());
  for (std::string& folder : value.dataset.folders) {
    folder = from.get_text();
  }
  const std::size_t faults = from.get_count();
  for (std::size_t i = 0; i < faults && from.ok(); ++i) {
    value.faults.push_back(get_fault(from));
  }
  value.options = get_options(from);
  value.epochs = from.get<std::uint32_t>();
  value.carrier = from.get<Carrier>();
  value.comparisons.resize(from.get_count());
  for (Comparison& comparison : value.comparisons) {
    comparison = from.get<Comparison>();
  }
  return from.done() ? std::optional(std::move(value)) : std::nullopt;
}

}  // namespace proofload
