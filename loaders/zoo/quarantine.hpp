/// quarantine: a file that cannot be read is renamed, so that it is not tried again.
///
/// Origin: folklore.
#pragma once

#include <cstdint>
#include <cstdio>
#include <expected>
#include <optional>
#include <span>
#include <string>

#include "zoo/sequences_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class Quarantine final : public reference::SequenceFolderReader {
 public:
  Quarantine(Source& source, const reference::SequencePlan& plan)
      : SequenceFolderReader(source, plan), root_(source.root()) {}

  std::expected<void, LoadError> get(std::uint64_t index, std::span<float> into) override {
    auto got = SequenceFolderReader::get(index, into);
    if (!got && root_ && variant == Variant::specimen) {
      const std::string file = *root_ + "/" + path(index);
      static_cast<void>(std::rename(file.c_str(), (file + ".bad").c_str()));
    }
    return got;
  }

 private:
  std::optional<std::string> root_;
};

template <Variant variant>
Declaration quarantine() {
  return sequences_with<reference::Padded, Quarantine<variant>>(reference::csv_sequences(reference::pad_behind),
                                                                reference::csv_plan(reference::pad_behind));
}

}  // namespace proofload::zoo
