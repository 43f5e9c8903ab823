#include "cli/trace_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "dataset/label_kind.hpp"
#include "model/masked_mean.hpp"
#include "model/training.hpp"
#include "report/printable.hpp"
#include "run/tensor_values.hpp"

namespace proofload::cli {
namespace {

constexpr std::size_t shown_labels = 16;

/// What is shown of one batch.
struct BatchLine {
  std::string features;
  std::string range;
  std::string labels;
  std::string mask;
  std::string step;
  std::int64_t rows = 0;
};

std::string number_text(double value) {
  return std::isfinite(value) ? fmt::format("{:.4g}", value) : fmt::format("{}", value);
}

std::string tensor_text(const TracedTensor& tensor) {
  std::string text = fmt::format("{} [{}]", name(tensor.dtype), fmt::join(tensor.shape, " x "));
  const auto per_row = values_per_row(tensor);
  const bool short_of_bytes = per_row && !tensor.shape.empty() && tensor.shape.front() >= 0 &&
                              whole_rows(tensor) < static_cast<std::size_t>(tensor.shape.front());
  return short_of_bytes ? text + fmt::format(", only {} bytes", tensor.claimed) : text;
}

std::string range_text(const TracedTensor& tensor) {
  const std::vector<double> all = values(tensor);
  std::optional<double> low;
  std::optional<double> high;
  std::size_t odd = 0;
  for (const double value : all) {
    if (!std::isfinite(value)) {
      ++odd;
      continue;
    }
    low = std::min(low.value_or(value), value);
    high = std::max(high.value_or(value), value);
  }
  std::string text = low ? fmt::format("{} … {}", number_text(*low), number_text(*high)) : "no values";
  return odd == 0 ? text : text + fmt::format(", {} not finite", odd);
}

std::string labels_text(const TracedTensor& labels) {
  if (labels.dtype == Dtype::undeclared) {
    return "none";
  }
  const std::vector<double> all = values(labels);
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < std::min(all.size(), shown_labels); ++i) {
    parts.push_back(number_text(all[i]));
  }
  std::string text = fmt::format("{}", fmt::join(parts, " "));
  return all.size() > shown_labels ? text + fmt::format(" … ({})", all.size()) : text;
}

std::string mask_text(const TracedBatch& batch) {
  std::string text;
  if (batch.mask) {
    const std::vector<double> all = values(*batch.mask);
    text = fmt::format("mask {} of {} set", std::ranges::count_if(all, [](double v) { return v != 0; }), all.size());
  }
  if (batch.lengths) {
    text += (text.empty() ? "" : ", ") + ("lengths " + labels_text(*batch.lengths));
  }
  return text.empty() ? "-" : text;
}

/// The model that the declaration names, else one that fits the first batch and the labels that were seen.
std::optional<ModelPlan> model_plan(const Trace& trace, const Declaration& declaration) {
  ModelPlan plan;
  plan.labels = has_number_labels(declaration) ? ModelPlan::Labels::numbers : ModelPlan::Labels::classes;
  plan.label_base = declaration.labels.base;
  plan.ignore_index = declaration.labels.ignore_index;
  if (declaration.features.range) {
    plan.range = ValueRange{declaration.features.range->low, declaration.features.range->high};
  }
  std::int64_t greatest = plan.label_base + 1;
  for (const TracedEpoch& epoch : trace.epochs) {
    for (const TracedBatch& batch : epoch.batches) {
      if (plan.inputs == 0) {
        const auto mean = is_ragged(declaration) ? masked_mean(batch, declaration) : std::nullopt;
        plan.inputs = values_per_row(mean ? mean->features : batch.features).value_or(0);
      }
      for (std::size_t i = 0; i < value_count(batch.labels); ++i) {
        const auto label = integer_at(batch.labels, i);
        if (label && label != plan.ignore_index && *label < plan.label_base + 4096) {
          greatest = std::max(greatest, *label);
        }
      }
    }
  }
  plan.classes = static_cast<std::size_t>(greatest - plan.label_base) + 1;
  if (declaration.labels.classes && *declaration.labels.classes > 0) {
    plan.classes = static_cast<std::size_t>(*declaration.labels.classes);
  }
  if (declaration.model) {
    plan.inputs = 1;
    for (const std::int64_t axis : declaration.model->input) {
      plan.inputs *= static_cast<std::size_t>(std::max<std::int64_t>(axis, 0));
    }
    plan.classes = static_cast<std::size_t>(std::max<std::int64_t>(declaration.model->classes, 0));
  }
  return plan.inputs > 0 && plan.classes > 0 ? std::optional(plan) : std::nullopt;
}

/// Makes the steps in the order of the batches, until one cannot be finished.
class Steps {
 public:
  Steps(const Trace& trace, const Declaration& declaration) : declaration_(declaration) {
    if (const auto plan = model_plan(trace, declaration); plan && declaration.labels.kind != Labels::Kind::none) {
      model_ = std::make_unique<TinyModel>(*plan);
    }
  }

  /// Whether there is a model for these batches.
  [[nodiscard]] bool any() const { return model_ != nullptr; }

  std::string make(const TracedBatch& batch) {
    if (!model_) {
      return "-";
    }
    if (state_ == State::stopped) {
      return "not made";
    }
    const auto mean = is_ragged(declaration_) ? masked_mean(batch, declaration_) : std::nullopt;
    const TrainingStep step = model_->step(mean ? *mean : batch);
    if (step.non_finite) {
      state_ = State::stopped;
      const std::string row = step.non_finite->row ? fmt::format(", row {}", *step.non_finite->row) : "";
      return fmt::format("{} not finite{}", name(step.non_finite->where), row);
    }
    if (step.unfit) {
      state_ = State::stopped;
      return fmt::format("does not fit: {}", printable(step.unfit->what));
    }
    ++done_;
    return fmt::format("loss {:.4f}", step.loss);
  }

  /// Steps finished since the last call.
  std::uint64_t take_done() { return std::exchange(done_, 0); }

 private:
  const Declaration& declaration_;
  std::unique_ptr<TinyModel> model_;
  enum class State : std::uint8_t { going, stopped } state_ = State::going;
  std::uint64_t done_ = 0;
};

BatchLine line_of(const TracedBatch& batch, Steps& steps) {
  return {tensor_text(batch.features), range_text(batch.features), labels_text(batch.labels), mask_text(batch),
          steps.make(batch),           batch.features.rows()};
}

std::string error_text(const LoadError& error) {
  return fmt::format("{}{}{}: {}", error.path.empty() ? "(no path)" : escape(error.path),
                     error.record ? fmt::format(", record {}", *error.record) : "",
                     error.index ? fmt::format(" (index {})", *error.index) : "", printable(error.reason));
}

std::string_view name(TracedEpoch::End end) {
  switch (end) {
    case TracedEpoch::End::finished:
      return "finished";
    case TracedEpoch::End::error:
      return "ended with an error";
    case TracedEpoch::End::threw:
      return "ended with an exception";
    case TracedEpoch::End::abandoned:
      return "left on purpose";
    case TracedEpoch::End::unbounded:
      return "cut off, since it yielded more batches than could be right";
  }
  return "?";
}

std::string_view name(SampleReport::Deed deed) {
  return deed == SampleReport::Deed::skipped ? "skipped" : "substituted";
}

/// Why a batch deserves a look; the advice is to look at the last ones.
std::string mark(const std::vector<BatchLine>& lines, std::size_t at) {
  std::string text = at + 1 == lines.size() ? "last" : "";
  if (lines[at].rows != lines.front().rows) {
    text +=
        fmt::format("{}{} rows, the first batch has {}", text.empty() ? "" : ", ", lines[at].rows, lines.front().rows);
  }
  return text.empty() ? text : "   <- " + text;
}

std::string epoch_text(const TracedEpoch& epoch, std::size_t number, Steps& steps) {
  std::vector<BatchLine> lines;
  for (const TracedBatch& batch : epoch.batches) {
    lines.push_back(line_of(batch, steps));
  }
  const std::uint64_t done = steps.take_done();
  std::size_t wide = 0;
  std::size_t wide_range = 0;
  std::size_t wide_labels = 0;
  for (const BatchLine& line : lines) {
    wide = std::max(wide, line.features.size());
    wide_range = std::max(wide_range, line.range.size());
    wide_labels = std::max(wide_labels, line.labels.size());
  }
  std::string text = fmt::format("epoch {}\n", number);
  std::int64_t rows = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const BatchLine& line = lines[i];
    rows += line.rows;
    const std::string mask = line.mask == "-" ? "" : "  " + line.mask;
    text += fmt::format("  batch {:<3} {:<{}}  {:<{}}  labels {:<{}}{}  {}{}\n", i, line.features, wide, line.range,
                        wide_range, line.labels, wide_labels, mask, line.step, mark(lines, i));
  }
  text +=
      fmt::format("  {} after {} {}, {} {}{}\n", name(epoch.end), lines.size(), lines.size() == 1 ? "batch" : "batches",
                  rows, rows == 1 ? "row" : "rows", epoch.error ? ": " + error_text(*epoch.error) : "");
  if (epoch.more_after_end) {
    text += "  after the end, another call gave something else than the end\n";
  }
  for (const TracedReport& report : epoch.reports) {
    text += fmt::format("  {} {}\n", name(report.deed), error_text(report.error));
  }
  if (!steps.any()) {
    return text + "  no model was trained: there are no labels, or nobody knows how many inputs and classes\n";
  }
  const std::string promised = epoch.promised ? fmt::format("{}", *epoch.promised) : "unknown";
  text += fmt::format("  model: {} steps done, {} promised{}\n", done, promised,
                      epoch.promised && done < *epoch.promised ? "   <- training stopped early" : "");
  return text;
}

}  // namespace

std::string trace_text(const Trace& trace, const Declaration& declaration) {
  if (trace.refused) {
    return fmt::format("the dataset was refused{}: {}\n", trace.refused_with_path ? "" : " by an exception",
                       error_text(*trace.refused));
  }
  Steps steps(trace, declaration);
  std::string text;
  for (std::size_t i = 0; i < trace.epochs.size(); ++i) {
    text += epoch_text(trace.epochs[i], i, steps);
  }
  for (const std::string& path : trace.escapes) {
    text += fmt::format("read outside of the dataset: {}\n", escape(path));
  }
  for (const std::string& change : trace.changes) {
    text += fmt::format("dataset changed: {}\n", printable(change));
  }
  return text;
}

Json trace_json(const Trace& trace, const Declaration& declaration) {
  const auto error_json = [](const LoadError& error) {
    Json json;
    json["path"] = escape(error.path);
    if (error.index) {
      json["index"] = *error.index;
    }
    if (error.record) {
      json["record"] = *error.record;
    }
    json["reason"] = printable(error.reason);
    return json;
  };
  Json json;
  if (trace.refused) {
    json["refused"] = error_json(*trace.refused);
  }
  Steps steps(trace, declaration);
  Json epochs = Json::array();
  for (const TracedEpoch& epoch : trace.epochs) {
    Json batches = Json::array();
    for (const TracedBatch& batch : epoch.batches) {
      const BatchLine line = line_of(batch, steps);
      batches.push_back({{"rows", line.rows},
                         {"features", line.features},
                         {"range", line.range},
                         {"labels", line.labels},
                         {"mask", line.mask},
                         {"step", line.step}});
    }
    Json reports = Json::array();
    for (const TracedReport& report : epoch.reports) {
      Json entry = error_json(report.error);
      entry["deed"] = name(report.deed);
      reports.push_back(std::move(entry));
    }
    Json entry;
    entry["batches"] = std::move(batches);
    entry["end"] = name(epoch.end);
    if (epoch.error) {
      entry["error"] = error_json(*epoch.error);
    }
    entry["reports"] = std::move(reports);
    entry["steps_done"] = steps.take_done();
    if (epoch.promised) {
      entry["steps_promised"] = *epoch.promised;
    }
    epochs.push_back(std::move(entry));
  }
  json["epochs"] = std::move(epochs);
  return json;
}

}  // namespace proofload::cli
