#include "dataset/record_kind.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <unordered_map>
#include <utility>

#include "dataset/joined_files.hpp"
#include "dataset/random_sequences.hpp"
#include "dataset/sequence_kind.hpp"

namespace proofload {
namespace {

using State = SampleTruth::State;
using Presence = SampleTruth::Presence;
using OptionalFor = SampleTruth::OptionalFor;

std::uint64_t digest_of(std::string_view bytes) { return Blob(bytes).digest(); }

/// Nothing of a record whose numbers cannot be told.
std::shared_ptr<const Sequence> told(const RecordEvidence& record) {
  return any_told(record.sequence) || (record.sequence.values.empty() && record.decodes == Soundness::sound)
             ? std::make_shared<const Sequence>(record.sequence)
             : nullptr;
}

/// For each record of a file the one that it was before any fault: those before and behind the damage have not changed,
/// and between them numbers count as long as there are as many.
std::vector<std::optional<std::size_t>> origins(const std::vector<RecordEvidence>& now,
                                                const std::vector<RecordEvidence>& before) {
  std::vector<std::optional<std::size_t>> result(now.size());
  const std::size_t most = std::min(now.size(), before.size());
  std::size_t head = 0;
  while (head < most && now[head].bytes == before[head].bytes) {
    result[head] = head;
    ++head;
  }
  std::size_t tail = 0;
  while (tail < most - head && now[now.size() - 1 - tail].bytes == before[before.size() - 1 - tail].bytes) {
    result[now.size() - 1 - tail] = before.size() - 1 - tail;
    ++tail;
  }
  for (std::size_t i = head; i + tail < now.size() && i + tail < before.size(); ++i) {
    result[i] = i;
  }
  return result;
}

class Finding {
 public:
  Finding(Truth& truth, const Scene& scene, const RecordFormat& format)
      : truth_(truth), scene_(scene), format_(format) {
    for (const DataFile& file : scene.value.dataset.files) {
      clean_.emplace(file.path, &file.bytes);
    }
  }

  /// All samples are in these files together.
  void files(const std::vector<std::string>& paths) {
    const JoinedFiles joined(paths, scene_);
    SampleTruth file;
    file.path = paths.front();
    file.role = SampleTruth::Role::listing;
    if (joined.judge(file) == NodeSays::state) {
      truth_.samples.push_back(std::move(file));
    } else {
      judge_timed_faults(file, joined.node(), scene_.value, scene_.trace);
      clean_.clear();
      if (joined.clean()) {
        clean_.emplace(joined.node().clean_path, &*joined.clean());
      }
      look(std::move(file), joined.node());
    }
    for (SampleTruth& sample : truth_.samples) {
      sample.other_path = paths.size() > 1 ? paths.back() : "";
      if (!truth_.unlisted.empty()) {
        alter(sample, "listing its folder fails");
      }
    }
  }

  void node(const EffectiveNode& node) {
    if (lists() ? node.path != format_.listing(scene_.declaration) : lower_extension(node.path) != format_.extension) {
      return;
    }
    SampleTruth file;
    file.path = node.path;
    file.role = lists() ? SampleTruth::Role::listing : SampleTruth::Role::sample;
    const std::size_t first = truth_.samples.size();
    if (judge_node(file, node, scene_.trace) == NodeSays::state) {
      truth_.samples.push_back(std::move(file));
    } else {
      judge_timed_faults(file, node, scene_.value, scene_.trace);
      look(std::move(file), node);
    }
    if (lists()) {
      return;  // it is opened by its name, wherever it lies
    }
    const std::span<SampleTruth> samples = std::span(truth_.samples).subspan(first);
    if (node.path.find('/') != std::string::npos) {  // in folders: followed or not
      for (SampleTruth& sample : samples) {
        make_optional(sample, OptionalFor::depth);
        sample.state = State::unknown;
      }
    } else if (taken_by_some(node.path, DataKind::Capitals::for_some)) {
      for (SampleTruth& sample : samples) {
        make_optional(sample, OptionalFor::taken_by_some);
      }
    }
    if (!truth_.unlisted.empty()) {  // files are in no other folder than the root
      for (SampleTruth& sample : samples) {
        alter(sample, "listing its folder fails");
      }
    }
  }

 private:
  [[nodiscard]] bool lists() const { return format_.listing != nullptr; }

  static void make_optional(SampleTruth& sample, OptionalFor reason) {
    sample.presence = Presence::optional;
    sample.optional_for = reason;
  }

  [[nodiscard]] bool met(const OtherVersion& version) const {
    return version.fault < scene_.trace.fired.size() && scene_.trace.fired[version.fault] != 0;
  }

  void look(SampleTruth file, const EffectiveNode& node) {
    const auto clean = clean_.find(node.clean_path);
    const Blob* before = clean == clean_.end() ? nullptr : clean->second;
    const bool same = before != nullptr && *before == node.bytes;
    const FileEvidence now = format_.look(node.bytes, scene_.declaration);
    const FileEvidence then = before == nullptr || same ? FileEvidence{} : format_.look(*before, scene_.declaration);
    const bool changes = std::ranges::any_of(node.versions, [this](const auto& version) { return met(version); });
    judge_file(file, node, now);
    if (now.series) {
      truth_.series.push_back({file.path, *now.series});
    }
    const bool unsure_file = file.state != State::intact || changes;
    if (unsure_file) {
      truth_.samples.push_back(file);
      truth_.samples.back().records = now.records.size();
      const auto holds_nothing = [&](const OtherVersion& version) {
        if (!met(version) || version.bytes.size() == 0) {
          return false;
        }
        const FileEvidence seen = format_.look(version.bytes, scene_.declaration);
        const auto sure = [](const RecordEvidence& record) { return record.optional_for == OptionalFor::nothing; };
        return std::ranges::none_of(seen.records, sure) && (!seen.whole || seen.whole->structure != Soundness::damaged);
      };
      if (!file.must_be_refused() && (now.records.empty() || std::ranges::any_of(node.versions, holds_nothing))) {
        make_optional(truth_.samples.back(), OptionalFor::file);  // it may hold nothing, as well
      }
      if (!changes && format_.files == nullptr && refused_as_a_whole(file, now)) {
        return;
      }
    }
    const bool mixed = holds_part_of_another(node, scene_.value);
    const auto& was = same ? now.records : then.records;
    const auto from = origins(now.records, was);
    constexpr std::size_t many = 65536;
    if (now.records.size() > many) {
      // Growing by doubling would take gigabytes at once of a file of millions of rows.
      truth_.samples.reserve(truth_.samples.size() + now.records.size());
    }
    for (std::size_t i = 0; i < now.records.size(); ++i) {
      SampleTruth sample = record(file.path, i, now.records[i]);
      if (unsure_file && !(format_.files != nullptr && sample.state == State::damaged)) {
        sample.state = State::altered;
        sample.cause = file.cause;
      }
      if (unsure_file) {
        make_optional(sample, OptionalFor::file);
      }
      if (from[i] && !lists()) {
        sample.clean_sequence = same && *from[i] == i ? sample.sequence : told(was[*from[i]]);
        sample.clean_digest = digest_of(was[*from[i]].bytes);
      }
      if (mixed && (!from[i] || was[*from[i]].bytes != now.records[i].bytes)) {
        alter(sample, "a part of another file is in it");
      }
      if (!sample.sequence && !lists()) {
        sample.sequence = sample.clean_sequence;
        sample.shown = SampleTruth::Shown::clean;
        sample.picture_digest = sample.clean_digest;
      }
      truth_.samples.push_back(std::move(sample));
    }
    if (changes) {
      other_versions(file, node, now);
    }
  }

  /// What is bad of the file, and not of a record of it.
  void judge_file(SampleTruth& file, const EffectiveNode& node, const FileEvidence& now) const {
    if (file.state != State::intact) {
      return;  // reading fails, or it changes
    }
    if (node.bytes.size() == 0) {
      file.state = State::damaged;
      file.cause = "the file is empty";
    } else if (now.whole) {
      judge_evidence(file, *now.whole, scene_.declaration);
    }
  }

  /// What a strict reader must refuse as a whole has no samples; reading that fails in time may come to some.
  [[nodiscard]] bool refused_as_a_whole(const SampleTruth& file, const FileEvidence& now) const {
    const Integrity integrity = scene_.declaration.integrity;
    return file.state == State::damaged ||
           (now.whole && ((integrity >= Integrity::decodable && now.whole->decodes == Soundness::damaged) ||
                          (integrity >= Integrity::structure && now.whole->structure == Soundness::damaged)));
  }

  /// What else the file holds for some of its opens may come, too.
  void other_versions(const SampleTruth& file, const EffectiveNode& node, const FileEvidence& now) {
    std::map<std::string_view, std::size_t> here;
    for (const RecordEvidence& record : now.records) {
      ++here[record.bytes];
    }
    std::uint64_t number = now.records.size();
    const std::size_t own = truth_.samples.size() - now.records.size() - 1;  // the file's, with its records behind it
    for (const OtherVersion& version : node.versions) {
      if (!met(version)) {
        continue;
      }
      std::map<std::string_view, std::size_t> left = here;
      for (const RecordEvidence& evidence : format_.look(version.bytes, scene_.declaration).records) {
        if (std::size_t& count = left[evidence.bytes]; count != 0) {
          --count;
          continue;
        }
        SampleTruth sample = record(file.path, number++, evidence);
        make_optional(sample, OptionalFor::file);
        sample.state = State::altered;
        sample.cause = file.cause;
        truth_.samples.push_back(std::move(sample));
      }
    }
    truth_.samples[own].records = number;
  }

  [[nodiscard]] SampleTruth record(const std::string& path, std::size_t number, const RecordEvidence& evidence) const {
    SampleTruth sample;
    sample.path = path;
    sample.record = number;
    sample.optional_for = evidence.optional_for;
    sample.presence = evidence.optional_for == OptionalFor::nothing ? Presence::listed : Presence::optional;
    lists() ? judge_soundness(sample, evidence, scene_.declaration.integrity)
            : judge_evidence(sample, evidence, scene_.declaration);
    if (sample.presence == Presence::optional && sample.state == State::intact) {
      sample.state = State::altered;
    }
    if (evidence.label) {
      sample.class_name = std::to_string(*evidence.label);
    }
    sample.target = evidence.target;
    if (evidence.names) {
      sample.content_paths = {*evidence.names};
    }
    if (!lists()) {
      sample.sequence = told(evidence);
      sample.picture_digest = digest_of(evidence.bytes);
    }
    return sample;
  }

  Truth& truth_;
  const Scene& scene_;
  const RecordFormat& format_;
  std::unordered_map<std::string_view, const Blob*> clean_;
};

}  // namespace

std::vector<Record> drawn_records(Random& random, const RecordFormat& format, const Declaration& declaration,
                                  std::size_t samples, std::span<const std::int64_t> classes,
                                  std::set<std::uint32_t>& ids) {
  std::vector<Record> records;
  const auto lengths = random_lengths(random, declaration, samples);
  for (std::size_t i = 0; i < samples; ++i) {
    auto id = static_cast<std::uint32_t>(random.below(4096));
    while (ids.size() < 4096 && !ids.insert(id).second) {
      id = (id + 1) % 4096;
    }
    Sequence sequence = format.draw != nullptr ? format.draw(random, declaration, id)
                                               : random_sequence(random, declaration, id, lengths[i]);
    records.push_back({std::move(sequence), classes[random.below(classes.size())]});
  }
  return records;
}

std::vector<std::int64_t> draw_classes(Random& random, const Labels& labels, std::size_t count) {
  count = std::max<std::size_t>(count, 1);
  const auto all = static_cast<std::size_t>(std::max<std::int64_t>(labels.classes.value_or(0), 0));
  std::set<std::size_t> drawn;
  if (all == 0) {
    for (std::size_t i = 0; i < count; ++i) {
      drawn.insert(i);
    }
  } else if (random.one_in(2)) {
    drawn.insert(all - 1);
  }
  while (drawn.size() < std::min(count, all)) {
    drawn.insert(random.below(all));
  }
  std::vector<std::int64_t> classes;
  for (const std::size_t number : drawn) {
    classes.push_back(labels.base + static_cast<std::int64_t>(number));
  }
  return classes;
}

std::optional<WrongLabel> draw_wrong_label(Random& random, const Labels& labels, std::size_t samples) {
  if (!random.one_in(16) || samples == 0 || !labels.classes) {
    return std::nullopt;
  }
  constexpr std::array<std::int64_t, 4> beyond = {0, 0, 1, 100};  // most often the first that is none
  return WrongLabel{random.below(samples), labels.base + *labels.classes + beyond[random.below(beyond.size())]};
}

void find_records(Truth& truth, const Scene& scene, const RecordFormat& format) {
  Finding finding(truth, scene, format);
  if (format.files != nullptr) {
    finding.files(format.files(scene.declaration));
    return find_stored_classes(truth, scene.declaration.labels);
  }
  std::vector<const EffectiveNode*> nodes;
  for (const EffectiveNode& node : scene.effective.nodes) {
    nodes.push_back(&node);
  }
  if (scene.declaration.listing != Listing::as_listed) {
    std::ranges::sort(nodes, [](const auto* a, const auto* b) { return path_less(a->path, b->path); });
  }
  for (const EffectiveNode* node : nodes) {
    finding.node(*node);
  }
  find_stored_classes(truth, scene.declaration.labels);
}

Dataset random_records(Random& random, const RecordFormat& format, const Declaration& declaration, std::size_t samples,
                       std::size_t classes) {
  // A dataset without samples has no file, or files with nothing in them.
  const std::size_t files = samples == 0 && random.one_in(2) ? 0 : random.one_in(2) ? 1 : random.between(2, 3);
  const SequencePaths paths = random_paths(random, files, 1, format.extension);
  Dataset dataset;
  std::set<std::uint32_t> ids;
  std::set<std::string, std::less<>> names;
  const auto labels = draw_classes(random, declaration.labels, classes);
  std::size_t left = samples;
  for (std::size_t i = 0; i < paths.paths.size(); ++i) {
    const bool last = i + 1 == paths.paths.size();
    const std::size_t count = last ? left : random.below(left + 1);
    left -= count;
    const auto& path = paths.paths[i];
    std::string name = path.substr(path.rfind('/') + 1);
    name = names.insert(name).second ? name : fmt::format("{}{}", i, name);
    std::vector<Record> records = drawn_records(random, format, declaration, count, labels, ids);
    if (const auto wrong = draw_wrong_label(random, declaration.labels, records.size())) {
      records[wrong->sample].label = wrong->label;
    }
    dataset.files.push_back({name, format.write(records, random, declaration)});
  }
  return dataset;
}

Blob random_record_file(Random& random, const RecordFormat& format, const Declaration& declaration,
                        std::size_t samples) {
  std::set<std::uint32_t> ids;
  const auto classes = static_cast<std::size_t>(std::clamp<std::int64_t>(declaration.labels.classes.value_or(3), 1, 3));
  const auto labels = draw_classes(random, declaration.labels, classes);
  return format.write(drawn_records(random, format, declaration, samples, labels, ids), random, declaration);
}

}  // namespace proofload
