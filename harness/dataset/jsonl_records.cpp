#include "dataset/jsonl_records.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "dataset/json_line.hpp"

namespace proofload {
namespace {

using Json = nlohmann::json;

constexpr std::string_view mark = "\xEF\xBB\xBF";

/// Collects a line's label, the numbers of its features, and how often each member comes.
class Collector final : public JsonLineEvents {
 public:
  Collector(const JsonlRecords& kind, const SequenceShape& shape, MissingValues missing)
      : kind_(kind), shape_(shape), missing_(missing) {}

  std::map<std::string, std::size_t> members;
  std::vector<double> values;
  std::optional<JsonNumber> label;
  bool label_is_whole = false;
  bool has_features = false;
  SequenceEvidence found;  ///< without the sequence

  void damaged(std::string what) {
    if (found.decodes != Soundness::damaged) {
      found.cause.clear();
    }
    note(std::move(what));
    found.structure = Soundness::damaged;
    found.decodes = Soundness::damaged;
  }
  void damaged_structure(std::string what) {
    if (found.structure != Soundness::damaged) {
      found.cause.clear();
    }
    note(std::move(what));
    found.structure = Soundness::damaged;
    found.decodes = std::max(found.decodes, Soundness::unsure);
  }
  void odd(std::string what) {
    note(std::move(what));
    found.structure = std::max(found.structure, Soundness::unsure);
    found.decodes = std::max(found.decodes, Soundness::unsure);
  }

  bool null() override { return add({.kind = JsonValue::Kind::null}); }
  bool boolean(bool /*value*/) override { return add({.kind = JsonValue::Kind::truth}); }
  bool number_integer(number_integer_t value) override { return add_whole(static_cast<double>(value)); }
  bool number_unsigned(number_unsigned_t value) override { return add_whole(static_cast<double>(value)); }
  bool number_float(number_float_t value, const string_t& text) override { return add(json_float(value, text)); }
  bool string(string_t& value) override { return add({.kind = JsonValue::Kind::text, .text = value}); }
  bool start_object(std::size_t /*size*/) override { return open(Opened::object); }
  bool key(string_t& value) override {
    if (depth_ == 1) {
      name_ = value;
      ++members[value];
    }
    return true;
  }
  bool end_object() override { return close(); }
  bool start_array(std::size_t /*size*/) override { return open(Opened::array); }
  bool end_array() override { return close(); }

 private:
  enum class Opened : std::uint8_t { object, array };

  [[nodiscard]] bool of_features() const { return depth_ >= 1 && name_ == kind_.features; }
  /// Arrays around a number: that of the steps, and that of the channels.
  [[nodiscard]] std::size_t number_depth() const { return shape_.axes == SequenceShape::Axes::steps ? 2 : 3; }

  bool add_whole(double value) {
    label_is_whole = label_is_whole || (depth_ == 1 && name_ == kind_.label);
    return add({.number = value});
  }

  bool add(const JsonValue& value) {
    if (depth_ == 0) {
      damaged_structure("expected an object");
    } else if (depth_ == 1 && name_ == kind_.label) {
      label = json_number(value, MissingValues::refused);
    } else if (of_features() && depth_ != number_depth()) {
      damaged_structure(fmt::format("expected {} arrays around a number of \"{}\"", number_depth() - 1, name_));
    } else if (of_features()) {
      JsonNumber number = json_number(value, missing_);
      if (number.is == Soundness::damaged) {
        damaged(std::move(number.cause));
      } else if (number.is == Soundness::unsure) {
        odd(std::move(number.cause));
      }
      values.push_back(number.value);
      ++in_step_;
    }
    return true;
  }

  bool open(Opened what) {
    if (depth_ == 0 && what == Opened::array) {
      damaged_structure("expected an object, found an array");
    } else if (depth_ == 1 && name_ == kind_.label) {
      label = json_number({.kind = JsonValue::Kind::nested}, MissingValues::refused);
    } else if (of_features() && (what == Opened::object || depth_ >= number_depth())) {
      damaged_structure(fmt::format("a list or an object in place of a number of \"{}\"", name_));
    }
    has_features = has_features || (depth_ == 1 && of_features() && what == Opened::array);
    in_step_ = 0;
    ++depth_;
    return true;
  }

  bool close() {
    if (of_features() && depth_ == 3 && number_depth() == 3 && in_step_ != shape_.channels) {
      damaged_structure(fmt::format("step {}: expected {} numbers, found {}", steps_, shape_.channels, in_step_));
    }
    steps_ += of_features() && depth_ == 3 ? 1 : 0;
    --depth_;
    return true;
  }

  void note(std::string what) {
    if (found.cause.empty()) {
      found.cause = std::move(what);
    }
  }

  const JsonlRecords& kind_;
  const SequenceShape& shape_;
  MissingValues missing_;
  std::size_t depth_ = 0;
  std::size_t in_step_ = 0;
  std::size_t steps_ = 0;
  std::string name_;
};

class Looking {
 public:
  Looking(const JsonlRecords& kind, const Declaration& declaration)
      : kind_(kind), declaration_(declaration), shape_(*sequence_shape(declaration.features)) {}

  RecordEvidence line(std::string_view text) const {
    Collector found(kind_, shape_, declaration_.features.missing);
    RecordEvidence result;
    result.bytes = text;
    result.sequence.channels = shape_.channels;
    if (text.find('\0') != std::string_view::npos) {
      found.odd("a NUL, where some stop reading");
    }
    if (text.starts_with(mark)) {
      found.odd("a byte order mark in the middle of the file");
    }
    Json::sax_parse(text, &found);
    if (found.failure == Collector::Failure::too_large) {
      found.odd("a number is too large");
    } else if (found.failure == Collector::Failure::syntax) {
      const bool some = some_take_it_for_json(text) || text.find("\\u") != std::string_view::npos;  // lone surrogates
      some ? found.odd("no JSON, but to some") : found.damaged("no JSON");
    } else if (found.found.structure != Soundness::damaged) {
      judge_members(found);
      result.label = label_of(found);
    }
    // A number among others must keep its place, so what is not whole is told of no step.
    const bool whole = found.failure == Collector::Failure::none && found.values.size() % shape_.channels == 0 &&
                       found.found.structure != Soundness::damaged && !ambiguous_;
    if (whole) {
      result.sequence.values = std::move(found.values);
    }
    static_cast<SequenceEvidence&>(result).decodes = found.found.decodes;
    result.structure = found.found.structure;
    result.cause = std::move(found.found.cause);
    return result;
  }

  FileEvidence look(std::string_view text) {
    FileEvidence file;
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
      file.whole = SequenceEvidence{Soundness::unsure, Soundness::unsure, "UTF-16", {}};
    }
    bool marked = text.starts_with(mark);
    text.remove_prefix(marked ? mark.size() : 0);
    std::size_t number = 0;
    while (!text.empty()) {
      // A lone CR is a blank to JSON and the end of a line to some.
      const std::size_t stop = std::min(text.find_first_of("\r\n"), text.size());
      const bool pair = text.substr(stop).starts_with("\r\n");
      const bool lone = stop < text.size() && text[stop] == '\r' && !pair;
      RecordEvidence record = line(text.substr(0, stop));
      ++number;
      const auto odd = [&](const char* what) {
        record.cause = record.cause.empty() ? what : record.cause;
        record.structure = Soundness::unsure;
        record.decodes = Soundness::unsure;
      };
      if (is_blank_json(record.bytes)) {
        odd("a blank line");
        record.optional_for = SampleTruth::OptionalFor::blank;
        record.label.reset();
      } else if (lone || after_lone_) {
        odd("a CR that no LF follows");
        record.label.reset();
        record.optional_for = after_lone_ ? SampleTruth::OptionalFor::border : record.optional_for;
      } else if (marked) {
        odd("a byte order mark leads");
      }
      record.cause = record.cause.empty() ? "" : fmt::format("line {}: {}", number, record.cause);
      marked = false;
      after_lone_ = lone;
      file.records.push_back(std::move(record));
      text.remove_prefix(std::min(text.size(), stop + (pair ? 2 : 1)));
    }
    if (file.records.empty()) {
      file.whole = SequenceEvidence{Soundness::unsure, Soundness::unsure, "it has no line", {}};
    }
    return file;
  }

 private:
  void judge_members(Collector& found) const {
    for (const std::string& member : {kind_.features, kind_.label}) {
      const auto count = found.members.contains(member) ? found.members.at(member) : 0;
      if (count == 0) {
        found.damaged_structure(fmt::format("no member \"{}\"", member));
      }
    }
    if (!found.has_features && found.members.contains(kind_.features)) {
      found.damaged_structure(fmt::format("expected an array as \"{}\"", kind_.features));
    }
    ambiguous_ = false;
    for (const auto& [member, count] : found.members) {
      const bool known = member == kind_.features || member == kind_.label;
      if (count > 1) {
        found.odd(fmt::format("member \"{}\" comes twice", member));
        ambiguous_ = ambiguous_ || known;
      } else if (!known && std::ranges::find(kind_.ignored, member) == kind_.ignored.end()) {
        found.odd(fmt::format("there is a member \"{}\"", member));
      }
    }
  }

  std::optional<std::int64_t> label_of(Collector& found) const {
    if (!found.label || found.members.at(kind_.label) > 1) {
      return std::nullopt;
    }
    constexpr double most = 1e15;
    const double value = found.label->value;
    if (found.label->is == Soundness::damaged) {
      found.damaged(fmt::format("label: {}", found.label->cause));
      return std::nullopt;
    }
    if (found.label->is == Soundness::unsure || (!found.label_is_whole && value == std::round(value))) {
      found.odd("the label is a whole number to some");
      return std::nullopt;
    }
    const Labels& labels = declaration_.labels;
    if (!found.label_is_whole || std::abs(value) > most) {
      found.damaged("the label is no whole number");
      return std::nullopt;
    }
    const auto label = static_cast<std::int64_t>(value);
    if (labels.classes && (label < labels.base || label >= labels.base + *labels.classes)) {
      found.damaged(fmt::format("label {} is none of the declared classes", label));
      return std::nullopt;
    }
    return label;
  }

  const JsonlRecords& kind_;
  const Declaration& declaration_;
  SequenceShape shape_;
  bool after_lone_ = false;
  mutable bool ambiguous_ = false;
};

}  // namespace

FileEvidence look_at_jsonl_records(const Blob& file, const JsonlRecords& kind, const Declaration& declaration) {
  return Looking(kind, declaration).look(file.text());
}

}  // namespace proofload
