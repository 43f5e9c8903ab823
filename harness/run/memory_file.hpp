/// An opened file whose bytes lie in memory.
#pragma once

#include <algorithm>
#include <cstring>
#include <span>

#include "proofload/source.hpp"
#include "run/memory_meter.hpp"
#include "run/source_log.hpp"
#include "run/timed_faults.hpp"

namespace proofload {

class MemoryFile final : public File {
 public:
  /// The bytes, the faults and the log outlive the file.
  MemoryFile(std::span<const std::byte> bytes, std::span<const NumberedFault> faults, SourceLog& log)
      : bytes_(bytes), faults_(faults, log), log_(log), open_(log) {}

  std::expected<std::size_t, IoError> read(std::span<std::byte> into) override {
    log_.called();
    const MemoryMeter::NotCounted own;
    if (into.empty()) {
      return 0;
    }
    const auto allowed = faults_.allow(into.size(), given_, bytes_.size());
    if (!allowed) {
      return allowed;
    }
    const std::size_t size = std::min(*allowed, bytes_.size() - given_);
    if (size != 0) {
      std::memcpy(into.data(), bytes_.data() + given_, size);
    }
    given_ += size;
    return size;
  }

 private:
  std::span<const std::byte> bytes_;
  TimedFaults faults_;
  SourceLog& log_;
  OpenFile open_;
  std::size_t given_ = 0;
};

}  // namespace proofload
