#include "dataset/jsonl.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "dataset/json_line.hpp"

namespace proofload {
namespace {

using Json = nlohmann::json;

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
/// One element or member of a line's value.
struct Entry : JsonValue {
  std::string name;
};

/// Collects the entries of a line.
class Collector final : public JsonLineEvents {
 public:
  enum class Top : std::uint8_t { scalar, object, array } top = Top::scalar;
  std::vector<Entry> entries;

  bool null() override { return add({.kind = Entry::Kind::null}); }
  bool boolean(bool /*value*/) override { return add({.kind = Entry::Kind::truth}); }
  bool number_integer(number_integer_t value) override { return add({.number = static_cast<double>(value)}); }
  bool number_unsigned(number_unsigned_t value) override { return add({.number = static_cast<double>(value)}); }
  bool number_float(number_float_t value, const string_t& text) override { return add(json_float(value, text)); }
  bool string(string_t& value) override { return add({.kind = Entry::Kind::text, .text = value}); }
  bool start_object(std::size_t /*size*/) override { return open(Top::object); }
  bool key(string_t& value) override {
    if (depth_ == 1) {
      name_ = value;
    }
    return true;
  }
  bool end_object() override { return close(); }
  bool start_array(std::size_t /*size*/) override { return open(Top::array); }
  bool end_array() override { return close(); }

 private:
  bool add(JsonValue value) {
    if (depth_ == 1) {
      entries.push_back({std::move(value), name_});
    }
    return true;
  }
  bool open(Top what) {
    if (depth_ == 0) {
      top = what;
    } else {
      add({.kind = Entry::Kind::nested});
    }
    ++depth_;
    return true;
  }
  bool close() {
    --depth_;
    return true;
  }

  std::size_t depth_ = 0;
  std::string name_;
};

class Looking {
 public:
  Looking(const Jsonl& kind, std::size_t channels, MissingValues missing)
      : kind_(kind), channels_(channels), missing_(missing) {
    result_.sequence.channels = channels;
    result_.meaning = SequenceEvidence::Meaning::one;
  }

  SequenceEvidence look(std::string_view text) {
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    if (text.starts_with(mark)) {
      skipped("a byte order mark leads");
      text.remove_prefix(mark.size());
    } else if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
      odd("UTF-16");
      return std::move(result_);
    }
    while (!text.empty()) {
      ++number_;
      // A lone CR is a blank to JSON and the end of a line to some.
      const std::size_t stop = std::min(text.find_first_of("\r\n"), text.size());
      const bool pair = text.substr(stop).starts_with("\r\n");
      if (stop < text.size() && text[stop] == '\r' && !pair) {
        odd("a CR that no LF follows");
      }
      line(text.substr(0, stop));
      text.remove_prefix(std::min(text.size(), stop + (pair ? 2 : 1)));
    }
    return std::move(result_);
  }

 private:
  void line(std::string_view text) {
    if (is_blank_json(text)) {
      skipped("a blank line");
      return;
    }
    if (text.find('\0') != std::string_view::npos) {
      odd("a NUL, where some stop reading");
    }
    Collector found;
    Json::sax_parse(text, &found);
    std::vector<double> step(channels_, unknown);
    if (found.failure == Collector::Failure::too_large) {
      odd("a number is too large");
    } else if (found.failure == Collector::Failure::syntax) {
      some_take_it_for_json(text) ? odd("no JSON, but to some") : damaged("no JSON");
    } else if (kind_.members.empty()) {
      elements(found, step);
    } else {
      members(found, step);
    }
    result_.sequence.values.insert(result_.sequence.values.end(), step.begin(), step.end());
  }

  void elements(const Collector& found, std::vector<double>& step) {
    if (found.top != Collector::Top::array || found.entries.size() != channels_) {
      damaged_structure(fmt::format("expected an array of {} numbers", channels_));
    }
    for (std::size_t c = 0; c < std::min(channels_, found.entries.size()); ++c) {
      step[c] = number(found.entries[c]);
    }
  }

  void members(const Collector& found, std::vector<double>& step) {
    if (found.top != Collector::Top::object) {
      damaged_structure("expected an object");
      return;
    }
    for (std::size_t c = 0; c < channels_; ++c) {
      const auto named = [&](const Entry& entry) { return entry.name == kind_.members[c]; };
      const auto count = std::ranges::count_if(found.entries, named);
      if (count == 0) {
        damaged_structure(fmt::format("no member \"{}\"", kind_.members[c]));
        continue;
      }
      const double value = number(*std::ranges::find_if(found.entries, named));
      if (count > 1) {
        odd(fmt::format("member \"{}\" comes twice", kind_.members[c]));
      } else {
        step[c] = value;
      }
    }
    if (found.entries.size() > channels_) {
      odd("there are more members");
    }
  }

  double number(const Entry& entry) {
    JsonNumber number = json_number(entry, missing_);
    if (number.is == Soundness::damaged) {
      damaged(std::move(number.cause));
    } else if (number.is == Soundness::unsure) {
      odd(std::move(number.cause));
    }
    return number.value;
  }

  void note(std::string what) {
    if (result_.cause.empty()) {
      result_.cause = fmt::format("line {}: {}", std::max<std::size_t>(number_, 1), what);
    }
  }
  void damaged_structure(std::string what) {
    result_.meaning = SequenceEvidence::Meaning::open;
    if (result_.structure != Soundness::damaged) {
      result_.cause.clear();
    }
    note(std::move(what));
    result_.structure = Soundness::damaged;
    result_.decodes = std::max(result_.decodes, Soundness::unsure);
  }
  void damaged(std::string what) {
    damaged_structure(std::move(what));
    result_.decodes = Soundness::damaged;
  }
  void odd(std::string what) {
    skipped(std::move(what));
    result_.meaning = SequenceEvidence::Meaning::open;
  }
  /// It is refused or it is nothing.
  void skipped(std::string what) {
    note(std::move(what));
    result_.structure = std::max(result_.structure, Soundness::unsure);
    result_.decodes = std::max(result_.decodes, Soundness::unsure);
  }

  const Jsonl& kind_;
  std::size_t channels_;
  MissingValues missing_;
  std::size_t number_ = 0;  ///< of the line
  SequenceEvidence result_;
};

}  // namespace

SequenceEvidence look_at_jsonl(const Blob& file, const Jsonl& kind, std::size_t channels, MissingValues missing) {
  return Looking(kind, channels, missing).look(file.text());
}

}  // namespace proofload
