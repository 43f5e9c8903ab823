#include "dataset/arrays.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <set>
#include <span>
#include <utility>

#include "dataset/npy.hpp"
#include "dataset/npy_header.hpp"
#include "dataset/random_sequences.hpp"

namespace proofload {
namespace {

/// More samples that are claimed, and of which nothing is there, are not looked at.
constexpr std::uint64_t most_claimed = 1024;

const Npy& whole_numbers() {
  static const Npy kind{{Dtype::int8, Dtype::uint8, Dtype::int16, Dtype::int32, Dtype::int64}};
  return kind;
}

class Looking {
 public:
  explicit Looking(const Declaration& declaration)
      : declaration_(declaration), shape_(sequence_shape(declaration.features).value_or(SequenceShape{})) {}

  FileEvidence look(const ArrayFile& features, const ArrayFile& labels, const Npy& kind) {
    const ArrayEvidence numbers = array(features, kind, item_axes(declaration_));
    const ArrayEvidence classes = array(labels, whole_numbers(), {});
    if (numbers.claimed && classes.claimed && numbers.claimed != classes.claimed) {
      worsen(whole_, Soundness::unsure, Soundness::damaged,
             fmt::format("there are features of {} samples and labels of {}", *numbers.claimed, *classes.claimed));
    }
    records(numbers, classes);
    if (whole_.structure != Soundness::sound || whole_.decodes != Soundness::sound) {
      result_.whole = std::move(whole_);
    }
    return std::move(result_);
  }

 private:
  ArrayEvidence array(const ArrayFile& file, const Npy& type, const std::vector<std::size_t>& item) {
    if (!file.bytes) {
      return {};
    }
    ArrayEvidence inside = look_at_items(*file.bytes, type, item);
    const SequenceEvidence& frame = inside.frame;  // that a number is odd is of one sample alone
    if (frame.structure != Soundness::sound || frame.decodes != Soundness::sound) {
      worsen(whole_, frame.decodes, frame.structure, fmt::format("{}: {}", file.name, frame.cause));
    }
    return inside;
  }

  void records(const ArrayEvidence& features, const ArrayEvidence& labels) {
    const std::size_t size = shape_.channels * shape_.longest;
    const std::uint64_t here = features.sequence.steps();
    const std::uint64_t claimed = std::max({here, features.claimed.value_or(0), labels.claimed.value_or(0)});
    const auto count = static_cast<std::size_t>(features.claimed ? std::min(claimed, here + most_claimed) : here);
    const std::size_t bytes = (size + 1) * sizeof(double);
    auto storage = std::make_shared<std::string>(count * bytes, '\0');
    result_.records.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
      RecordEvidence& record = result_.records[i];
      record.bytes = std::string_view(*storage).substr(i * bytes, bytes);
      record.sequence.channels = shape_.channels;
      char* const at = storage->data() + i * bytes;
      if (i < here) {
        const std::span values = std::span(features.sequence.values).subspan(i * size, size);
        record.sequence.values.assign(values.begin(), values.end());
        std::memcpy(at, values.data(), values.size_bytes());
        if (std::ranges::any_of(values, [](double value) { return std::isnan(value); })) {
          odd(record, "a number that is tiny or none");
        }
      } else {
        lacks(record, "its features are not there");
      }
      if (i < labels.sequence.steps()) {
        std::memcpy(at + size * sizeof(double), &labels.sequence.values[i], sizeof(double));
        judge_label(record, labels.sequence.values[i]);
      } else if (labels.claimed) {
        lacks(record, "its label is not there");
      }
    }
    result_.storage.push_back(std::move(storage));
  }

  static void odd(RecordEvidence& record, const char* cause) {
    worsen(record, Soundness::unsure, Soundness::unsure, cause);
  }

  static void lacks(RecordEvidence& record, const char* cause) {
    record.cause = cause;
    record.structure = Soundness::damaged;
    record.decodes = Soundness::damaged;
    record.optional_for = SampleTruth::OptionalFor::border;
  }

  void judge_label(RecordEvidence& record, double label) const {
    constexpr double most = 1e15;  // up to which every whole number is a double's
    const Labels& labels = declaration_.labels;
    if (label != std::round(label) || !(std::abs(label) < most)) {
      return odd(record, "the label is no whole number, or a large one");
    }
    const auto value = static_cast<std::int64_t>(label);
    if (labels.classes && (value < labels.base || value >= labels.base + *labels.classes)) {
      record.cause = fmt::format("label {} is none of the declared classes", value);
      record.structure = Soundness::damaged;
      record.decodes = Soundness::damaged;
    } else {
      record.label = value;
    }
  }

  const Declaration& declaration_;
  SequenceShape shape_;
  SequenceEvidence whole_;
  FileEvidence result_;
};

}  // namespace

void worsen(SequenceEvidence& evidence, Soundness decodes, Soundness structure, std::string_view cause) {
  if (evidence.cause.empty() || (structure == Soundness::damaged && evidence.structure != Soundness::damaged)) {
    evidence.cause = cause;
  }
  evidence.decodes = std::max(evidence.decodes, decodes);
  evidence.structure = std::max(evidence.structure, structure);
}

FileEvidence look_at_arrays(const ArrayFile& features, const ArrayFile& labels, const Npy& kind,
                            const Declaration& declaration) {
  return Looking(declaration).look(features, labels, kind);
}

std::vector<std::size_t> item_axes(const Declaration& declaration) {
  const SequenceShape shape = sequence_shape(declaration.features).value_or(SequenceShape{});
  return shape.axes == SequenceShape::Axes::steps ? std::vector{shape.longest}
                                                  : std::vector{shape.longest, shape.channels};
}

WrittenArrays written_arrays(const std::vector<Record>& records, Random& random, const Npy& kind,
                             const Declaration& declaration) {
  std::vector<double> features;
  std::vector<double> labels;
  for (const Record& record : records) {
    features.insert(features.end(), record.sequence.values.begin(), record.sequence.values.end());
    labels.push_back(static_cast<double>(record.label));
  }
  std::vector<std::size_t> axes = item_axes(declaration);
  axes.insert(axes.begin(), records.size());
  WrittenArrays written;
  written.features = random_array(features, axes, random, kind, declaration);
  written.labels = random_whole_numbers(labels, random);
  return written;
}

std::vector<Record> random_samples(Random& random, const Declaration& declaration, std::size_t samples,
                                   std::size_t classes) {
  static constexpr RecordFormat of_one_length{
      .extension = "npy", .look = nullptr, .draw = [](Random& draw, const Declaration& of, std::uint32_t id) {
        return random_sequence(draw, of, id, sequence_shape(of.features)->longest);
      }};
  std::set<std::uint32_t> ids;
  const auto labels = draw_classes(random, declaration.labels, classes);
  std::vector<Record> records = drawn_records(random, of_one_length, declaration, samples, labels, ids);
  if (const auto wrong = draw_wrong_label(random, declaration.labels, samples)) {
    records[wrong->sample].label = wrong->label;
  }
  return records;
}

std::size_t samples_in_array(std::string_view features) {
  const auto header = npy_header(features);
  if (!header) {
    return 0;
  }
  const NpyDictionary dictionary = npy_dictionary(features.substr(header->text_at, header->data_at - header->text_at));
  const std::string_view shape = dictionary.value("shape");
  std::uint64_t count = 0;
  if (!shape.starts_with('(')) {
    return 0;
  }
  std::from_chars(shape.data() + 1, shape.data() + shape.size(), count);
  return static_cast<std::size_t>(std::min<std::uint64_t>(count, features.size() - header->data_at));
}

}  // namespace proofload
