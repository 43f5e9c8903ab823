#include "report/verdict_json.hpp"

#include "case/names.hpp"
#include "report/printable.hpp"

namespace proofload {
namespace {

void put(Json& json, const char* key, const std::optional<std::uint64_t>& value) {
  if (value) {
    json[key] = *value;
  }
}

void put(Json& json, const char* key, const std::string& text) {
  if (!text.empty()) {
    json[key] = printable(text);
  }
}

}  // namespace

Json json_of(const Because& because) {
  Json json;
  json["cause"] = printable(because.cause);
  put(json, "what", because.what);
  Json samples = Json::array();
  for (const std::string& sample : because.samples) {
    samples.push_back(escape(sample));
  }
  json["samples"] = std::move(samples);
  put(json, "epoch", because.epoch);
  put(json, "batch", because.batch);
  put(json, "row", because.row);
  put(json, "expected", because.expected);
  put(json, "found", because.found);
  put(json, "advice", because.advice);
  return json;
}

std::expected<Because, std::string> because_of(const Json& json) {
  try {
    Because because;
    because.cause = json.at("cause").get<std::string>();
    because.what = json.value("what", "");
    for (const Json& sample : json.at("samples")) {
      because.samples.push_back(unescape(sample.get<std::string>()));
    }
    const auto number = [&](const char* key) -> std::optional<std::uint64_t> {
      return json.contains(key) ? std::optional(json.at(key).get<std::uint64_t>()) : std::nullopt;
    };
    because.epoch = number("epoch");
    because.batch = number("batch");
    because.row = number("row");
    because.expected = json.value("expected", "");
    because.found = json.value("found", "");
    because.advice = json.value("advice", "");
    return because;
  } catch (const Json::exception& error) {
    return std::unexpected(std::string("no such because: ") + printable(error.what()));
  }
}

Json json_of(const Case& value) {
  Json json;
  json["loader"] = printable(value.loader);
  json["digest"] = digest(value);
  Json files = Json::array();
  for (const DataFile& file : value.dataset.files) {
    files.push_back({{"path", escape(file.path)}, {"bytes", file.bytes.size()}});
  }
  json["files"] = std::move(files);
  Json faults = Json::array();
  for (const Fault& fault : value.faults) {
    faults.push_back({{"kind", name(fault.kind)}, {"path", escape(fault.path)}, {"what", describe(fault)}});
  }
  json["faults"] = std::move(faults);
  const LoadOptions& options = value.options;
  json["options"] = {{"batch_size", options.batch_size},
                     {"shuffle", name_of(shuffle_names, options.shuffle)},
                     {"seed", options.seed},
                     {"workers", options.workers},
                     {"prefetch", options.prefetch},
                     {"shard", options.shard},
                     {"shards", options.shards},
                     {"bad_sample", name_of(bad_sample_names, options.bad_sample)},
                     {"last_batch", name_of(last_batch_names, options.last_batch)}};
  json["epochs"] = value.epochs;
  json["carrier"] = name(value.carrier);
  Json comparisons = Json::array();
  for (const Comparison comparison : value.comparisons) {
    comparisons.push_back(name(comparison));
  }
  json["comparisons"] = std::move(comparisons);
  return json;
}

Json json_of(const Verdict& verdict, const Case& value) {
  Json json;
  Json broken = Json::array();
  for (const Clause clause : verdict.broken()) {
    broken.push_back(name(clause));
  }
  json["broken"] = std::move(broken);
  Json clauses;
  for (const Clause clause : all_clauses) {
    const Judgement& judgement = verdict[clause];
    Json entry;
    entry["state"] = name(judgement.state);
    put(entry, "note", judgement.note);
    if (!judgement.because.empty()) {
      Json because = Json::array();
      for (const Because& one : judgement.because) {
        because.push_back(json_of(one));
      }
      entry["because"] = std::move(because);
    }
    clauses[std::string(name(clause))] = std::move(entry);
  }
  json["clauses"] = std::move(clauses);
  json["case"] = json_of(value);
  json["faults_fired"] = verdict.fired;
  json["loader_seconds"] = static_cast<double>(verdict.loader_nanoseconds) / 1e9;
  json["total_seconds"] = static_cast<double>(verdict.total_nanoseconds) / 1e9;
  put(json, "tool_failure", verdict.tool_failure);
  return json;
}

std::string text_of(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"; }

}  // namespace proofload
