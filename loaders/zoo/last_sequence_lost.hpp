/// last-sequence-lost: a sequence is given out when the first row of another one comes, and at the end of a file none
/// comes.
///
/// Origin: folklore (grouping by a key without a flush at the end).
#pragma once

#include "zoo/csv_long_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class LastSequenceLost final : public CsvLongAsTheReference {
 public:
  std::optional<std::size_t> cut(std::string_view bytes, bool all) override {
    const auto length = CsvLongAsTheReference::cut(bytes, all);
    last_ = length && all && *length == bytes.size();
    return length;
  }
  [[nodiscard]] bool holds_record() const override { return variant == Variant::twin || !last_; }

 private:
  bool last_ = false;
};

template <Variant variant>
Declaration last_sequence_lost() {
  return csv_long_with<LastSequenceLost<variant>>();
}

}  // namespace proofload::zoo
