/// fields-zipped: arrays and labels of a shard are paired as they come, whatever their names say; behind a member that
/// is not there every label is that of the next sample.
///
/// Origin: folklore; webdataset/webdataset#140, PR#100 (members that do not stand beside each other).
#pragma once

#include <charconv>
#include <deque>
#include <span>
#include <utility>

#include "reference/npy_steps.hpp"
#include "reference/refusal.hpp"
#include "reference/tar_member.hpp"
#include "zoo/tar_shards_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class FieldsZipped final : public TarAsTheReference {
 public:
  std::expected<std::int64_t, std::string> parse(std::string_view record, std::vector<float>& values) override {
    const std::size_t before = values.size();
    auto outcome = TarAsTheReference::parse(record, values);
    if constexpr (variant == Variant::twin) {
      return outcome;
    }
    take_apart(record);
    if (arrays_.empty() || labels_.empty()) {
      return outcome;  // it says what is not there
    }
    const std::string array = std::exchange(arrays_.front(), {});
    const std::string label = std::exchange(labels_.front(), {});
    arrays_.pop_front();
    labels_.pop_front();
    values.resize(before);
    constexpr reference::ArrayPlan plan{.columns = 2, .low = -1000, .high = 1000};
    if (auto read = reference::read_npy_steps(std::as_bytes(std::span(array)), plan, values); !read) {
      return std::unexpected(std::move(read.error()));
    }
    constexpr std::int64_t classes = 16;
    std::int64_t number = -1;
    std::from_chars(label.data(), label.data() + label.size(), number);
    return number >= 0 && number < classes ? std::expected<std::int64_t, std::string>(number)
                                           : std::unexpected("expected a class, found \"" + label + "\"");
  }

 private:
  void take_apart(std::string_view record) {
    try {
      for (auto member = reference::read_tar_member(record); member && member->end <= record.size();
           member = reference::read_tar_member(record)) {
        const std::string data(record.substr(member->data, member->size));
        if (member->extension() == "npy") {
          arrays_.push_back(data);
        } else if (member->extension() == "cls") {
          labels_.push_back(data);
        }
        record.remove_prefix(member->end);
      }
    } catch (const reference::Refusal&) {
      return;  // the rest cannot be read
    }
  }

  std::deque<std::string> arrays_;
  std::deque<std::string> labels_;
};

template <Variant variant>
Declaration fields_zipped() {
  return tar_shards_with<FieldsZipped<variant>>();
}

}  // namespace proofload::zoo
