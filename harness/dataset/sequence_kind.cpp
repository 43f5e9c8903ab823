#include "dataset/sequence_kind.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <set>

#include "dataset/random_sequences.hpp"

namespace proofload {
namespace {

using State = SampleTruth::State;

bool holds_range(const Sequence& sequence, const Declaration& declaration) {
  if (!declaration.features.range) {
    return true;
  }
  for (std::size_t i = 0; i < sequence.values.size(); ++i) {
    const StoredRange range = stored_range(declaration, i % sequence.channels);
    if (!(sequence.values[i] >= range.low && sequence.values[i] <= range.high)) {
      return false;
    }
  }
  return true;
}

/// Whether the features' type has all values, so that none becomes infinite or another number.
bool holds_type(const Sequence& sequence, const Declaration& declaration) {
  const StoredRange type = range_of(declaration.features.dtype);
  for (std::size_t i = 0; i < sequence.values.size(); ++i) {
    const std::size_t channel = i % sequence.channels;
    const double value =
        sequence.values[i] * scale_of(declaration.transform, channel) + offset_of(declaration.transform, channel);
    if (value < type.low || value > type.high) {
      return false;
    }
  }
  return true;
}

/// What a file of a good grammar is by its length and values.
void judge_content(SampleTruth& sample, const Sequence& sequence, const Declaration& declaration) {
  const Ragged& ragged = declaration.ragged;
  const std::size_t longest = sequence_shape(declaration.features)->longest;
  const auto set = [&](State state, std::string cause) {
    sample.state = state;
    sample.cause = std::move(cause);
  };
  if (sequence.steps() > longest && (ragged.cut == Ragged::Side::neither || ragged.cut == Ragged::Side::undeclared)) {
    set(ragged.cut == Ragged::Side::neither ? State::damaged : State::altered,
        fmt::format("{} steps, and at most {} are declared", sequence.steps(), longest));
  } else if (sequence.steps() == 0 && ragged.empty != Ragged::Empty::kept) {
    set(ragged.empty == Ragged::Empty::refused ? State::damaged : State::altered, "it has no steps");
  } else if (!holds_range(sequence, declaration)) {
    set(State::altered, "it has a value outside of the declared range");
  } else if (!holds_type(sequence, declaration)) {
    set(State::altered, fmt::format("it has a value that is too large for {}", name(declaration.features.dtype)));
  } else {
    sample.state = State::intact;
    sample.content = SampleTruth::Content::certain;
  }
}

std::shared_ptr<const Sequence> told(const Blob& bytes, const SequenceFormat& format, const Declaration& declaration) {
  Sequence sequence = format.look(bytes, declaration).sequence;
  return any_told(sequence) || (sequence.values.empty() && bytes.size() != 0)
             ? std::make_shared<const Sequence>(std::move(sequence))
             : nullptr;
}

}  // namespace

bool any_told(const Sequence& sequence) {
  return std::ranges::any_of(sequence.values, [](double v) { return !std::isnan(v); });
}

void judge_soundness(SampleTruth& sample, const SequenceEvidence& evidence, Integrity integrity) {
  sample.cause = evidence.cause;
  if ((integrity >= Integrity::decodable && evidence.decodes == Soundness::damaged) ||
      (integrity >= Integrity::structure && evidence.structure == Soundness::damaged)) {
    sample.state = State::damaged;
  } else if (evidence.decodes != Soundness::sound || evidence.structure != Soundness::sound) {
    sample.state = State::altered;
  }
}

void judge_evidence(SampleTruth& sample, const SequenceEvidence& evidence, const Declaration& declaration) {
  judge_soundness(sample, evidence, declaration.integrity);
  if (sample.state == State::altered && evidence.meaning == SequenceEvidence::Meaning::one) {
    judge_content(sample, evidence.sequence, declaration);
    sample.state = State::altered;
    sample.cause = evidence.cause;
  } else if (sample.state == State::intact) {
    judge_content(sample, evidence.sequence, declaration);
  }
}

void judge_sequence(SampleTruth& sample, const Blob& bytes, const SequenceFormat& format,
                    const Declaration& declaration) {
  if (bytes.size() == 0) {
    sample.state = State::damaged;
    sample.cause = "the file is empty";
    return;
  }
  judge_evidence(sample, format.look(bytes, declaration), declaration);
}

void show_sequence(SampleTruth& sample, const Blob* now, const Blob* before, const SequenceFormat& format,
                   const Declaration& declaration) {
  if (before != nullptr) {
    sample.clean_sequence = told(*before, format, declaration);
    sample.clean_digest = before->digest();
  }
  if (now != nullptr) {
    const bool same = before != nullptr && *now == *before;
    sample.sequence = same ? sample.clean_sequence : told(*now, format, declaration);
    sample.picture_digest = now->digest();
  }
  if (!sample.sequence) {
    sample.sequence = sample.clean_sequence;
    sample.shown = SampleTruth::Shown::clean;
    sample.picture_digest = sample.clean_digest;
  }
}

Dataset random_sequences(Random& random, const SequenceFormat& format, const Declaration& declaration,
                         std::size_t samples, std::size_t classes) {
  const SequencePaths paths = random_paths(random, samples, classes, format.extension);
  const std::vector<std::size_t> lengths = random_lengths(random, declaration, samples);
  Dataset dataset;
  std::set<std::uint32_t> ids;
  for (std::size_t i = 0; i < paths.paths.size(); ++i) {
    auto id = static_cast<std::uint32_t>(random.below(4096));
    while (ids.size() < 4096 && !ids.insert(id).second) {
      id = (id + 1) % 4096;
    }
    const Sequence sequence = random_sequence(random, declaration, id, lengths[i]);
    dataset.files.push_back({paths.paths[i], format.write(sequence, random, declaration)});
  }
  dataset.folders = paths.empty_folders;
  return dataset;
}

Blob random_sequence_file(Random& random, const SequenceFormat& format, const Declaration& declaration) {
  const std::size_t longest = sequence_shape(declaration.features)->longest;
  const auto id = static_cast<std::uint32_t>(random.below(4096));
  const std::size_t steps = random.between(1, std::min<std::size_t>(longest, 8));
  return format.write(random_sequence(random, declaration, id, steps), random, declaration);
}

DataFile random_sequence_in(Random& random, const SequenceFormat& format, const Declaration& declaration,
                            std::string_view folder) {
  const auto id = static_cast<std::uint32_t>(random.below(4096));
  const std::size_t steps = random_lengths(random, declaration, 1).front();
  const Sequence sequence = random_sequence(random, declaration, id, steps);
  return {fmt::format("{}{}m{}.{}", folder, folder.empty() ? "" : "/", random.below(1000), format.extension),
          format.write(sequence, random, declaration)};
}

}  // namespace proofload
