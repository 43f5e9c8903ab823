#include "reference/jsonl_record.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "reference/refusal.hpp"

namespace proofload::reference {
namespace {

class JsonlFormat final : public RecordFormat {
 public:
  explicit JsonlFormat(const JsonlRecordPlan& plan) : plan_(plan) {}

  std::expected<std::optional<std::size_t>, std::string> lead(std::string_view file, bool all) override {
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    if (file.size() < mark.size() && !all) {
      return std::nullopt;
    }
    if (file == mark && all) {
      return std::unexpected("expected samples, found none");
    }
    return file.starts_with(mark) ? mark.size() : 0;
  }

  std::optional<std::size_t> cut(std::string_view bytes, bool all) override {
    const std::size_t stop = bytes.find('\n', seen_);
    if (stop == std::string_view::npos && !all) {
      seen_ = bytes.size();
      return std::nullopt;
    }
    seen_ = 0;
    return stop == std::string_view::npos ? bytes.size() : stop + 1;
  }

  std::expected<std::int64_t, std::string> parse(std::string_view record, std::vector<float>& values) override {
    try {
      return read(record, values);
    } catch (Refusal& refusal) {
      return std::unexpected(std::move(refusal.reason));
    }
  }

 private:
  enum class Member : std::uint8_t { features, label, ignored };

  std::int64_t read(std::string_view line, std::vector<float>& values) {
    line.remove_suffix(line.ends_with('\n') ? 1 : 0);
    line.remove_suffix(line.ends_with('\r') ? 1 : 0);
    // JSON takes a CR for a blank; to others it ends a line.
    if (line.find('\r') != std::string_view::npos) {
      refuse("a CR that no LF follows");
    }
    simdjson::dom::element parsed;
    if (const auto error = parser_.parse(line.data(), line.size()).get(parsed); error != simdjson::SUCCESS) {
      refuse(std::string("expected an object, found no JSON: ") + simdjson::error_message(error));
    }
    simdjson::dom::object object;
    if (parsed.get(object) != simdjson::SUCCESS) {
      refuse("expected an object, found another value");
    }
    found_.assign(2 + plan_.ignored.size(), false);
    std::int64_t label = 0;
    for (const auto [name, value] : object) {
      switch (find(name)) {
        case Member::features:
          steps(value, values);
          break;
        case Member::label:
          label = class_of(value);
          break;
        case Member::ignored:
          break;
      }
    }
    if (!found_[0] || !found_[1]) {
      refuse("expected a member \"" + (found_[0] ? plan_.label : plan_.features) + "\", found none");
    }
    return label;
  }

  Member find(std::string_view name) {
    const auto ignored = std::ranges::find(plan_.ignored, name);
    const std::size_t place = name == plan_.features ? 0
                              : name == plan_.label  ? 1
                              : ignored == plan_.ignored.end()
                                  ? found_.size()
                                  : 2 + static_cast<std::size_t>(ignored - plan_.ignored.begin());
    if (place == found_.size()) {
      refuse("expected no member \"" + std::string(name.substr(0, 40)) + "\"");
    }
    if (found_[place]) {
      refuse("the member \"" + std::string(name) + "\" comes twice");
    }
    found_[place] = true;
    return place == 0 ? Member::features : place == 1 ? Member::label : Member::ignored;
  }

  [[nodiscard]] std::int64_t class_of(simdjson::dom::element value) const {
    std::int64_t label = 0;
    if (value.get(label) != simdjson::SUCCESS) {
      refuse("expected a whole number as \"" + plan_.label + "\", found another value");
    }
    if (label < 0 || label >= plan_.classes) {
      refuse("expected a class below " + std::to_string(plan_.classes) + " as \"" + plan_.label + "\", found " +
             std::to_string(label));
    }
    return label;
  }

  void steps(simdjson::dom::element value, std::vector<float>& values) const {
    simdjson::dom::array list;
    if (value.get(list) != simdjson::SUCCESS) {
      refuse("expected an array as \"" + plan_.features + "\", found another value");
    }
    std::size_t step = 0;
    for (const auto element : list) {
      simdjson::dom::array numbers;
      if (element.get(numbers) != simdjson::SUCCESS || numbers.size() != plan_.channels) {
        refuse("step " + std::to_string(step) + ": expected an array of " + std::to_string(plan_.channels) +
               " numbers, found another value");
      }
      for (const auto number : numbers) {
        values.push_back(number_of(number, step));
      }
      ++step;
    }
  }

  [[nodiscard]] float number_of(simdjson::dom::element value, std::size_t step) const {
    double number = 0;
    if (value.get(number) != simdjson::SUCCESS) {
      refuse("step " + std::to_string(step) + ": expected a number, found another value");
    }
    if (!(number >= static_cast<double>(plan_.low) && number <= static_cast<double>(plan_.high))) {
      refuse("step " + std::to_string(step) + ": expected a number in [" + std::to_string(plan_.low) + ", " +
             std::to_string(plan_.high) + "], found " + std::to_string(number));
    }
    return static_cast<float>(number);
  }

  const JsonlRecordPlan& plan_;
  simdjson::dom::parser parser_;
  std::size_t seen_ = 0;     ///< bytes without a line end
  std::vector<bool> found_;  ///< of features, label and the ignored, in this line
};

}  // namespace

std::unique_ptr<RecordFormat> jsonl_record_format(const JsonlRecordPlan& plan) {
  return std::make_unique<JsonlFormat>(plan);
}

}  // namespace proofload::reference
