#include "case/case_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>

#include "case/names.hpp"

namespace proofload {
namespace {

using Json = nlohmann::ordered_json;
using Notes = std::vector<std::string>;

// Far above what a case needs; below what would cost time.
constexpr std::size_t deepest = 32;
constexpr std::size_t longest_text = 1024;

Json fault_json(const Fault& fault) {
  Json json;
  json["kind"] = name(fault.kind);
  if (!fault.path.empty()) {
    json["path"] = escape(fault.path);
  }
  if (fault.at != Place{}) {
    json["at"] = describe(fault.at);
  }
  if (fault.amount != 0) {
    json["amount"] = fault.amount;
  }
  if (fault.seed != 0) {
    json["seed"] = fault.seed;
  }
  if (fault.nth != 0) {
    json["nth"] = fault.nth;
  }
  if (fault.code != 0) {
    json["code"] = fault.code;
  }
  if (!fault.text.empty()) {
    json["text"] = escape(fault.text);
  }
  return json;
}

Json options_json(const LoadOptions& options) {
  const LoadOptions usual;
  Json json = Json::object();
  const auto put = [&json](const char* key, auto value, auto standard) {
    if (value != standard) {
      json[key] = value;
    }
  };
  put("batch_size", options.batch_size, usual.batch_size);
  put("shuffle", name_of(shuffle_names, options.shuffle), name_of(shuffle_names, usual.shuffle));
  put("seed", options.seed, usual.seed);
  put("workers", options.workers, usual.workers);
  put("prefetch", options.prefetch, usual.prefetch);
  put("shard", options.shard, usual.shard);
  put("shards", options.shards, usual.shards);
  put("bad_sample", name_of(bad_sample_names, options.bad_sample), name_of(bad_sample_names, usual.bad_sample));
  put("last_batch", name_of(last_batch_names, options.last_batch), name_of(last_batch_names, usual.last_batch));
  return json;
}

/// One object of the JSON, read field by field; a field of the wrong kind or out of range is noted and brought in.
class Fields {
 public:
  Fields(const Json& json, Notes& notes) : json_(json), notes_(notes) {}

  template <class Number>
  void whole(const char* key, Number low, Number high, Number& into) const {
    const Json* field = find(key);
    if (field == nullptr) {
      return;
    }
    if (field->is_number_unsigned()) {
      const auto value = field->get<std::uint64_t>();
      if (std::cmp_less_equal(low, value) && std::cmp_less_equal(value, high)) {
        into = static_cast<Number>(value);
        return;
      }
      into = std::cmp_less(value, low) ? low : high;
    } else if (field->is_number_integer()) {
      const auto value = field->get<std::int64_t>();
      if (std::cmp_less_equal(low, value)) {  // negative, so below any high
        into = static_cast<Number>(value);
        return;
      }
      into = low;
    } else {
      notes_.push_back(fmt::format("{}: a whole number was expected", key));
      return;
    }
    notes_.push_back(fmt::format("{}: brought into {} to {}", key, low, high));
  }

  [[nodiscard]] std::optional<std::string> text(const char* key) const {
    const Json* field = find(key);
    if (field == nullptr) {
      return std::nullopt;
    }
    if (!field->is_string()) {
      notes_.push_back(fmt::format("{}: a text was expected", key));
      return std::nullopt;
    }
    std::string bytes = unescape(field->get_ref<const std::string&>());
    if (bytes.size() > longest_text) {
      notes_.push_back(fmt::format("{}: cut to {} bytes", key, longest_text));
      bytes.resize(longest_text);
    }
    return bytes;
  }

  template <class Choice, std::size_t n>
  void choice(const char* key, const std::array<std::string_view, n>& names, Choice& into) const {
    const auto said = text(key);
    if (!said) {
      return;
    }
    if (const auto found = choice_named<Choice>(names, *said)) {
      into = *found;
    } else {
      notes_.push_back(fmt::format("{}: \"{}\" is not known", key, escape(*said)));
    }
  }

  [[nodiscard]] const Json* find(const char* key) const {
    const auto found = json_.find(key);
    return found == json_.end() ? nullptr : &*found;
  }

 private:
  const Json& json_;
  Notes& notes_;
};

void read_options(const Json& json, const CaseLimits& limits, LoadOptions& options, Notes& notes) {
  const Fields fields(json, notes);
  fields.whole("batch_size", std::uint64_t{1}, limits.batch_size, options.batch_size);
  fields.choice("shuffle", shuffle_names, options.shuffle);
  fields.whole("seed", std::uint64_t{0}, std::numeric_limits<std::uint64_t>::max(), options.seed);
  fields.whole("workers", 0U, limits.workers, options.workers);
  fields.whole("prefetch", 0U, limits.prefetch, options.prefetch);
  fields.whole("shards", 1U, limits.shards, options.shards);
  fields.whole("shard", 0U, options.shards - 1, options.shard);
  fields.choice("bad_sample", bad_sample_names, options.bad_sample);
  fields.choice("last_batch", last_batch_names, options.last_batch);
}

std::optional<Fault> read_fault(const Json& json, Notes& notes) {
  if (!json.is_object()) {
    notes.emplace_back("a fault that is not an object was left out");
    return std::nullopt;
  }
  const Fields fields(json, notes);
  const std::string kind_name = fields.text("kind").value_or("");
  const auto kind = fault_kind_named(kind_name);
  if (!kind) {
    notes.push_back(fmt::format("a fault of unknown kind \"{}\" was left out", escape(kind_name)));
    return std::nullopt;
  }
  Fault fault;
  fault.kind = *kind;
  fault.path = fields.text("path").value_or("");
  if (const auto said = fields.text("at")) {
    if (const auto place = place_of(*said)) {
      fault.at = *place;
    } else {
      notes.push_back(fmt::format("at: \"{}\" is no place", escape(*said)));
    }
  }
  constexpr auto most = std::numeric_limits<std::uint64_t>::max();
  fields.whole("amount", std::uint64_t{0}, most, fault.amount);
  fields.whole("seed", std::uint64_t{0}, most, fault.seed);
  fields.whole("nth", 0U, std::numeric_limits<std::uint32_t>::max(), fault.nth);
  fields.whole("code", std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max(), fault.code);
  fault.text = fields.text("text").value_or("");
  return fault;
}

void read_comparisons(const Json& json, std::vector<Comparison>& comparisons, Notes& notes) {
  for (const Json& item : json) {
    const auto found = item.is_string() ? choice_named<Comparison>(comparison_names, item.get_ref<const std::string&>())
                                        : std::nullopt;
    if (!found) {
      notes.emplace_back("an unknown comparison was left out");
    } else if (std::ranges::find(comparisons, *found) == comparisons.end()) {
      comparisons.push_back(*found);
    }
  }
  std::ranges::sort(comparisons);
}

bool too_deep(std::string_view text) {
  std::size_t depth = 0;
  for (const char c : text) {  // brackets in texts count too: names with so many of them are not worth more care
    if (c == '{' || c == '[') {
      ++depth;
    } else if ((c == '}' || c == ']') && depth > 0) {
      --depth;
    }
    if (depth > deepest) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::string write_case_json(const Case& value) {
  Json json;
  json["format"] = case_format;
  if (!value.loader.empty()) {
    json["loader"] = escape(value.loader);
  }
  if (Json options = options_json(value.options); !options.empty()) {
    json["options"] = std::move(options);
  }
  if (value.epochs != 1) {
    json["epochs"] = value.epochs;
  }
  if (value.carrier != Carrier::memory) {
    json["carrier"] = name(value.carrier);
  }
  for (const Comparison comparison : value.comparisons) {
    json["comparisons"].push_back(name(comparison));
  }
  for (const Fault& fault : value.faults) {
    json["faults"].push_back(fault_json(fault));
  }
  return json.dump(1) + "\n";
}

void read_case_json(std::string_view text, const CaseLimits& limits, Case& value, Notes& notes) {
  if (too_deep(text)) {
    notes.emplace_back("case.json is nested too deeply and was not read");
    return;
  }
  const Json json = Json::parse(text, nullptr, false, true);
  if (!json.is_object()) {
    notes.emplace_back("case.json is no JSON object and was not read");
    return;
  }
  const Fields fields(json, notes);
  int format = case_format;
  fields.whole("format", 0, std::numeric_limits<int>::max(), format);
  if (format > case_format) {
    notes.push_back(fmt::format("format {} is newer than {}: read as far as it is known", format, case_format));
  }
  value.loader = fields.text("loader").value_or("");
  if (const Json* options = fields.find("options"); options != nullptr && options->is_object()) {
    read_options(*options, limits, value.options, notes);
  }
  fields.whole("epochs", 1U, limits.epochs, value.epochs);
  fields.choice("carrier", carrier_names, value.carrier);
  if (const Json* comparisons = fields.find("comparisons"); comparisons != nullptr && comparisons->is_array()) {
    read_comparisons(*comparisons, value.comparisons, notes);
  }
  if (const Json* faults = fields.find("faults"); faults != nullptr && faults->is_array()) {
    for (const Json& item : *faults) {
      if (value.faults.size() == limits.faults) {
        notes.push_back(fmt::format("faults beyond {} were left out", limits.faults));
        break;
      }
      if (auto fault = read_fault(item, notes)) {
        value.faults.push_back(std::move(*fault));
      }
    }
  }
}

}  // namespace proofload
