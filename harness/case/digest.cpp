#include <fmt/format.h>
#include <xxhash.h>

#include <memory>

#include "proofload/case.hpp"

namespace proofload {
namespace {

/// Each value is hashed with its length before it, so that no two cases are the same run of bytes.
class Hash {
 public:
  Hash() : state_(XXH3_createState()) { XXH3_64bits_reset(state_.get()); }

  Hash& operator<<(std::uint64_t value) {
    XXH3_64bits_update(state_.get(), &value, sizeof value);
    return *this;
  }
  Hash& operator<<(std::string_view text) {
    *this << std::uint64_t{text.size()};
    XXH3_64bits_update(state_.get(), text.data(), text.size());
    return *this;
  }
  template <class Choice>
    requires std::is_enum_v<Choice>
  Hash& operator<<(Choice choice) {
    return *this << static_cast<std::uint64_t>(choice);
  }
  [[nodiscard]] std::uint64_t value() const { return XXH3_64bits_digest(state_.get()); }

 private:
  struct Free {
    void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
  };
  std::unique_ptr<XXH3_state_t, Free> state_;
};

}  // namespace

std::string digest(const Case& value) {
  Hash hash;
  hash << value.loader << std::uint64_t{value.dataset.files.size()};
  for (const DataFile& file : value.dataset.files) {
    hash << file.path << std::uint64_t{file.bytes.size()} << file.bytes.digest();
  }
  hash << std::uint64_t{value.dataset.folders.size()};
  for (const std::string& folder : value.dataset.folders) {
    hash << folder;
  }
  hash << std::uint64_t{value.faults.size()};
  for (const Fault& fault : value.faults) {
    hash << fault.kind << fault.path << fault.at.from << fault.at.value << fault.amount << fault.seed
         << std::uint64_t{fault.nth} << static_cast<std::uint64_t>(fault.code) << fault.text;
  }
  const LoadOptions& options = value.options;
  hash << options.batch_size << options.shuffle << options.seed << std::uint64_t{options.workers}
       << std::uint64_t{options.prefetch} << std::uint64_t{options.shard} << std::uint64_t{options.shards}
       << options.bad_sample << options.last_batch;
  hash << std::uint64_t{value.epochs} << value.carrier << std::uint64_t{value.comparisons.size()};
  for (const Comparison comparison : value.comparisons) {
    hash << comparison;
  }
  return fmt::format("{:016x}", hash.value());
}

}  // namespace proofload
