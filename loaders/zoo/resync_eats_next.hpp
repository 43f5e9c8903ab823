/// resync-eats-next: behind a malformed record one more is read, "to find the next record", and is lost without a word.
///
/// Origin: folklore; tensorflow/tensorflow#25700 (the opposite: never moving on).
#pragma once

#include "zoo/csv_rows_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class ResyncEatsNext final : public CsvRowsAsTheReference {
 public:
  std::optional<std::size_t> cut(std::string_view bytes, bool all) override {
    const auto first = CsvRowsAsTheReference::cut(bytes, all);
    passed_over_ = 0;
    if (variant == Variant::twin || !first || !resyncs_ || *first == bytes.size()) {
      return first;
    }
    const auto next = CsvRowsAsTheReference::cut(bytes.substr(*first), all);
    passed_over_ = *first;
    return next ? std::optional(*first + *next) : std::nullopt;
  }
  std::expected<std::int64_t, std::string> parse(std::string_view record, std::vector<float>& values) override {
    auto label = CsvRowsAsTheReference::parse(record.substr(passed_over_), values);
    resyncs_ = !label;
    return label;
  }

 private:
  bool resyncs_ = false;
  std::size_t passed_over_ = 0;
};

template <Variant variant>
Declaration resync_eats_next() {
  return csv_rows_with<ResyncEatsNext<variant>>();
}

}  // namespace proofload::zoo
