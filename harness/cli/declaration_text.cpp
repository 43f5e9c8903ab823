#include "cli/declaration_text.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>

#include "case/names.hpp"

namespace proofload::cli {
namespace {

template <class Choice, std::size_t n>
std::string_view pick(const std::array<std::string_view, n>& names, Choice choice) {
  const auto index = static_cast<std::size_t>(choice);
  return index < n ? names[index] : "?";
}

constexpr std::array<std::string_view, 15> reads_names = {"",
                                                          "image folder",
                                                          "image manifest",
                                                          "csv sequences in class folders",
                                                          "csv, a sample in each row",
                                                          "csv, a step of a sequence in each row",
                                                          "jsonl sequences in class folders",
                                                          "jsonl, a sample on each line",
                                                          "npy arrays in class folders",
                                                          "idx",
                                                          "texts in class folders",
                                                          "tar shards",
                                                          "windows over series in csv",
                                                          "npy, a file of features and one of labels",
                                                          "npz, an array of features and one of labels"};
constexpr std::array<std::string_view, 3> format_names = {"png", "jpeg", "bmp"};
constexpr std::array<std::string_view, 5> color_names = {"grey", "grey+alpha", "rgb", "rgba", "palette"};
constexpr std::array<std::string_view, 5> transform_names = {"", "exact", "resized", "augmented", "opaque"};
constexpr std::array<std::string_view, 3> resized_names = {"stretch", "letterbox", "center crop"};
constexpr std::array<std::string_view, 4> integrity_names = {"", "decodable", "structure", "checksums"};
constexpr std::array<std::string_view, 3> length_names = {"", "exact", "upper bound"};
constexpr std::array<std::string_view, 3> listing_names = {"", "as listed", "sorted"};
constexpr std::array<std::string_view, 4> sampling_names = {"", "uniform shuffle", "buffered shuffle",
                                                            "bucketed shuffle"};
constexpr std::array<std::string_view, 4> repeats_names = {"", "same bytes", "same multiset", "nothing"};
constexpr std::array<std::string_view, 10> option_names = {"shuffle",    "epochs",    "abandoned epochs", "workers",
                                                           "prefetch",   "shards",    "padded shards",    "resume",
                                                           "bad sample", "last batch"};
constexpr std::array<std::string_view, 3> life_names = {"", "owned by the caller", "until the next call"};
constexpr std::array<std::string_view, 3> empty_names = {"", "error", "empty epoch"};

constexpr std::array<std::string_view, 4> pad_names = {"", "before", "behind", ""};
constexpr std::array<std::string_view, 3> to_names = {"", " to the longest of the batch", " to the declared length"};
constexpr std::array<std::string_view, 4> cut_names = {
    "", "; too long ones lose their head", "; too long ones lose their tail", "; too long ones are refused"};
constexpr std::array<std::string_view, 3> mask_names = {"", "; mask true where real", "; mask true where padding"};

std::string shape_text(const std::vector<Axis>& shape) {
  std::vector<std::string> axes;
  for (const Axis& axis : shape) {
    axes.push_back(fmt::format("{}{}", axis.extent == Axis::Extent::ragged ? "up to " : "", axis.size));
  }
  return fmt::format("{}", fmt::join(axes, " x "));
}

std::string windows_text(const Windows& windows) {
  return fmt::format(
      ": {} steps of {} column(s), {} row(s) apart; a window every {} row(s); target: \"{}\" {} row(s) on",
      windows.length, windows.features.size(), windows.rate, windows.stride, windows.target, windows.horizon);
}

std::string reads_text(const Reads& reads) {
  std::string text(reads_names[reads.index()]);
  if (const auto* windows = std::get_if<Windows>(&reads)) {
    return text + windows_text(*windows);
  }
  const ImageKinds* kinds = nullptr;
  if (const auto* folder = std::get_if<ImageFolder>(&reads)) {
    kinds = folder;
  } else if (const auto* manifest = std::get_if<ImageManifest>(&reads)) {
    kinds = manifest;
  }
  if (kinds == nullptr) {
    return text;
  }
  std::vector<std::string_view> parts;
  for (const ImageFormat format : kinds->formats) {
    parts.push_back(pick(format_names, format));
  }
  text += fmt::format(": {}", fmt::join(parts, ", "));
  parts.clear();
  for (const ColorType color : kinds->colors) {
    parts.push_back(pick(color_names, color));
  }
  text += fmt::format("; {}", fmt::join(parts, ", "));
  return text + fmt::format("; {} bits; format by {}", fmt::join(kinds->bit_depths, ", "),
                            kinds->known_by == KnownBy::content ? "content" : "extension");
}

std::string features_text(const Features& features) {
  if (features.dtype == Dtype::undeclared && features.shape.empty()) {
    return {};
  }
  std::string text = fmt::format("{} {}", name(features.dtype), shape_text(features.shape));
  if (features.range) {
    text += fmt::format(" in [{}, {}]{}", features.range->low, features.range->high,
                        features.range->kind == Range::Kind::exact ? ", both attained" : "");
  }
  return text;
}

std::string labels_text(const Labels& labels) {
  if (labels.dtype == Dtype::undeclared) {
    return labels.kind == Labels::Kind::none ? "none" : "";
  }
  std::string text(name(labels.dtype));
  if (!labels.shape.empty()) {
    text += " " + shape_text(labels.shape);
  }
  if (labels.kind == Labels::Kind::regression) {
    text += ", numbers that a model is to tell";
  }
  if (labels.classes) {
    text += fmt::format(", {} classes from {}", *labels.classes, labels.base);
  }
  if (labels.order == Labels::Order::sorted) {
    text += ", classes sorted by name";
  } else if (labels.order == Labels::Order::stored) {
    text += ", as the data says";
  }
  return text;
}

std::string transform_text(const Transform& transform) {
  std::string text(pick(transform_names, transform.kind));
  if (transform.kind == Transform::Kind::resized) {
    text += fmt::format(" ({})", pick(resized_names, transform.resized));
  }
  if (transform.standardized == Standardized::per_sample) {
    text += ", standardized per sample";
  }
  return text;
}

std::string sampling_text(const Sampling& sampling) {
  std::string text(pick(sampling_names, sampling.kind));
  if (!sampling.buckets.empty()) {
    text += fmt::format("{}batches of one bucket, from {} steps on each", text.empty() ? "" : ", ",
                        fmt::join(sampling.buckets, ", "));
  }
  return text;
}

std::string ragged_text(const Ragged& ragged) {
  if (ragged.pad == Ragged::Side::undeclared) {
    return {};
  }
  return fmt::format("padded {}{} with {}{}{}", pick(pad_names, ragged.pad), pick(to_names, ragged.to),
                     ragged.pad_value, pick(cut_names, ragged.cut), pick(mask_names, ragged.mask));
}

std::string repeats_text(const Repetition& repeats) {
  std::vector<std::string> parts;
  const auto add = [&](std::string_view when, Repeats what) {
    if (what != Repeats::undeclared) {
      parts.push_back(fmt::format("{}: {}", when, pick(repeats_names, what)));
    }
  };
  add("again", repeats.again);
  add("other workers", repeats.other_workers);
  add("other batch size", repeats.other_batch_size);
  return fmt::format("{}", fmt::join(parts, "; "));
}

std::string supports_text(const Declaration& declaration) {
  std::vector<std::string_view> parts;
  for (const Option option : declaration.supports) {
    parts.push_back(pick(option_names, option));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace

std::vector<std::pair<std::string, std::string>> describe(const Declaration& declaration) {
  std::vector<std::pair<std::string, std::string>> lines;
  const auto add = [&](std::string what, std::string how) {
    if (!how.empty()) {
      lines.emplace_back(std::move(what), std::move(how));
    }
  };
  const auto policy = [](std::string_view chosen) {
    return chosen == "undeclared" ? std::string() : std::string(chosen);
  };
  add("reads", reads_text(declaration.reads));
  add("features", features_text(declaration.features));
  add("labels", labels_text(declaration.labels));
  add("transform", transform_text(declaration.transform));
  add("ragged", ragged_text(declaration.ragged));
  add("integrity", std::string(pick(integrity_names, declaration.integrity)));
  add("bad sample", policy(name_of(bad_sample_names, declaration.bad_sample)));
  add("last batch", policy(name_of(last_batch_names, declaration.last_batch)));
  add("length", std::string(pick(length_names, declaration.length.kind)));
  add("order", std::string(pick(listing_names, declaration.listing)));
  add("sampling", sampling_text(declaration.sampling));
  add("repeats", repeats_text(declaration.repeats));
  add("supports", supports_text(declaration));
  add("batches", std::string(pick(life_names, declaration.batches)));
  add("empty", std::string(pick(empty_names, declaration.files.empty_dataset)));
  if (declaration.files.memory_budget) {
    add("memory", fmt::format("{} bytes at most", *declaration.files.memory_budget) +
                      (declaration.files.worker_memory == 0
                           ? ""
                           : fmt::format(", {} more for each worker", declaration.files.worker_memory)));
  }
  if (declaration.model) {
    add("model",
        fmt::format("input {}, {} classes", fmt::join(declaration.model->input, " x "), declaration.model->classes));
  }
  return lines;
}

}  // namespace proofload::cli
