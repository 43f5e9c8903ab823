#include "dataset/truth.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <set>
#include <string_view>
#include <unordered_map>

#include "dataset/data_kind.hpp"

namespace proofload {
namespace {

using State = SampleTruth::State;

std::string_view folder_of(std::string_view path) {
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
}

/// An error that some of the loader's calls met. Whoever tries again and gets all of it may deliver it.
void judge_error(SampleTruth& sample, const Fault& fault, bool for_good) {
  const bool of_call = fault.kind == FaultKind::call_error;
  // Opens that come later may be those of another epoch; and what is asked for need not be needed.
  const bool may_be_read = of_call && (fault.nth > 1 || fault.text == "stat" || fault.text == "list");
  if (for_good && !may_be_read) {
    sample.state = State::absent;
    sample.cause = !of_call || fault.text == "read" ? "reading it fails" : "opening it fails";
  } else {
    alter(sample, of_call ? "a call for it fails" : "reading it fails after its last byte, or once");
  }
}

/// The folders whose listing failed, as far as the loader met it.
std::vector<std::string> unlisted_folders(const EffectiveDataset& effective, const Case& value, const Trace& trace) {
  std::vector<std::string> folders;
  for (const EffectiveNode& node : effective.nodes) {
    for (const std::size_t index : node.faults) {
      const Fault& fault = value.faults[index];
      if (fault.kind == FaultKind::call_error && fault.text == "list" && index < trace.fired.size() &&
          trace.fired[index] != 0) {
        folders.emplace_back(folder_of(node.path));
      }
    }
  }
  return folders;
}

/// A loader may refuse what it finds damaged in its cache; it may as well do without it, and then the sample is as any
/// other.
void allow_refusals_of_leftovers(Truth& truth, const Case& value, const Trace& trace) {
  bool met = false;
  for (std::size_t i = 0; i < value.faults.size() && i < trace.fired.size(); ++i) {
    met = met || (value.faults[i].kind == FaultKind::cache_leftover && trace.fired[i] != 0);
  }
  if (!met) {
    return;
  }
  std::set<std::string_view> refused;
  for (const TracedEpoch& epoch : trace.epochs) {
    if (epoch.error) {
      refused.insert(epoch.error->path);
    }
    for (const TracedReport& report : epoch.reports) {
      refused.insert(report.error.path);
    }
  }
  for (SampleTruth& sample : truth.samples) {
    if (trace.refused || refused.contains(sample.path)) {
      alter(sample, "what a run before left in the cache is damaged");
    }
  }
}

/// One sample in each file of the folders of classes.
void find_in_class_folders(Truth& truth, const Scene& scene, const DataKind& kind) {
  const auto& [value, effective, declaration, trace] = scene;
  std::unordered_map<std::string_view, const Blob*> clean_files;
  for (const DataFile& file : value.dataset.files) {
    clean_files.emplace(file.path, &file.bytes);
  }
  std::set<std::string, std::less<>> classes;
  const auto add_class = [&](std::string_view path) {
    const std::string name(path.substr(0, path.find('/')));
    if (classes.insert(name).second) {
      truth.listed_classes.push_back(name);
    }
  };
  const bool ignores_junk = kind.junk(declaration) == JunkFiles::ignored;
  const auto hidden = [&](std::string_view path) { return ignores_junk && path.starts_with('.'); };
  for (const EffectiveNode& node : effective.nodes) {
    if (hidden(node.path)) {
      continue;
    }
    const auto slash = node.path.find('/');
    if (slash == std::string::npos) {
      if (node.state == EffectiveNode::State::directory) {
        add_class(node.path);
      }
      continue;  // a file beside the class folders is no sample
    }
    add_class(node.path);
    SampleTruth sample;
    sample.path = node.path;
    sample.class_name = node.path.substr(0, slash);
    const Blob* now = nullptr;
    if (!kind.names_sample(node.path)) {
      if (ignores_junk) {
        continue;
      }
      sample.presence = SampleTruth::Presence::optional;
      sample.optional_for = SampleTruth::OptionalFor::name;
      sample.state = State::unknown;
    } else if (node.path.find('/', slash + 1) != std::string::npos) {
      sample.presence = SampleTruth::Presence::optional;  // deeper folders: followed or not
      sample.optional_for = SampleTruth::OptionalFor::depth;
      sample.state = State::unknown;
    } else {
      if (judge_node(sample, node, trace) == NodeSays::nothing) {
        kind.judge(sample, node.bytes, declaration);
        now = &node.bytes;
        if (holds_part_of_another(node, value)) {
          alter(sample, "a part of another file is in it");
        }
        judge_timed_faults(sample, node, value, trace);
      }
    }
    if (sample.presence == SampleTruth::Presence::listed && taken_by_some(node.path, kind.capitals)) {
      sample.presence = SampleTruth::Presence::optional;
      sample.optional_for = SampleTruth::OptionalFor::taken_by_some;
    }
    if (std::ranges::any_of(truth.unlisted,
                            [&](const std::string& folder) { return folder.empty() || folder == sample.class_name; })) {
      alter(sample, "listing its folder fails");
    }
    const auto clean = clean_files.find(node.clean_path);
    kind.show(sample, now, clean == clean_files.end() ? nullptr : clean->second, declaration);
    truth.samples.push_back(std::move(sample));
  }
  for (const std::string& folder : effective.folders) {
    if (!hidden(folder)) {
      add_class(folder);
    }
  }
  truth.class_names.assign(classes.begin(), classes.end());
  if (declaration.listing != Listing::as_listed) {
    std::ranges::sort(truth.samples, [](const auto& a, const auto& b) { return path_less(a.path, b.path); });
  } else {
    // A source lists folder by folder, wherever the files of one stand among those of others.
    std::map<std::string, std::vector<SampleTruth>> by_class;
    for (SampleTruth& sample : truth.samples) {
      by_class[sample.class_name].push_back(std::move(sample));
    }
    truth.samples.clear();
    for (const std::string& name : truth.listed_classes) {
      std::ranges::move(by_class[name], std::back_inserter(truth.samples));
    }
  }
}

}  // namespace

NodeSays judge_node(SampleTruth& sample, const EffectiveNode& node, const Trace& trace) {
  const auto no_file = [&](const char* cause) {
    sample.presence = SampleTruth::Presence::optional;
    sample.optional_for = SampleTruth::OptionalFor::no_file;
    sample.state = State::absent;
    sample.cause = cause;
    return NodeSays::state;
  };
  switch (node.state) {
    case EffectiveNode::State::directory:
      return no_file("a folder stands in its place");
    case EffectiveNode::State::folder_loop:
      return no_file("a link to its own folder stands in its place");
    case EffectiveNode::State::fifo:
    case EffectiveNode::State::socket:
      return no_file("a special file stands in its place");
    case EffectiveNode::State::absent:
    case EffectiveNode::State::link_loop:
      sample.state = State::absent;
      sample.cause = "listed, but not there when opened";
      return NodeSays::state;
    case EffectiveNode::State::unreadable:
      sample.state = State::absent;
      sample.cause = "permission is denied";
      if (std::ranges::any_of(node.faults, [&](std::size_t fault) {
            return fault < trace.unavailable.size() && trace.unavailable[fault];
          })) {
        sample.state = State::unknown;
        sample.cause = "permission could not be denied here";
      }
      return NodeSays::state;
    case EffectiveNode::State::file:
      break;
  }
  return NodeSays::nothing;
}

bool holds_part_of_another(const EffectiveNode& node, const Case& value) {
  return std::ranges::any_of(node.faults, [&](std::size_t index) {
    const Fault& fault = value.faults[index];
    if (fault.kind != FaultKind::torn_write && fault.kind != FaultKind::append) {
      return false;
    }
    const auto other = std::ranges::find(value.dataset.files, fault.text, &DataFile::path);
    return other != value.dataset.files.end() && other->bytes != node.bytes;  // all of it is a copy
  });
}

void alter(SampleTruth& sample, std::string_view cause) {
  if (sample.state == State::intact) {
    sample.state = State::altered;
    sample.cause = cause;
  }
}

void judge_timed_faults(SampleTruth& sample, const EffectiveNode& node, const Case& value, const Trace& trace) {
  for (const std::size_t index : node.faults) {
    const Fault& fault = value.faults[index];
    if (index >= trace.fired.size() || trace.fired[index] == 0) {
      continue;
    }
    if (fault.kind == FaultKind::read_error || fault.kind == FaultKind::call_error) {
      judge_error(sample, fault, trace.fired_early[index] != 0);
    } else if (fault.kind == FaultKind::changed_file) {
      alter(sample, "it changes while it is used");
      sample.content = SampleTruth::Content::uncertain;
      if (sample.state == State::damaged) {
        sample.state = State::altered;  // the change may have mended it
      }
    }
  }
}

void find_stored_classes(Truth& truth, const Labels& labels) {
  std::set<std::int64_t> ids;
  constexpr std::int64_t most = 1 << 20;
  for (std::int64_t i = 0; i < std::min(labels.classes.value_or(0), most); ++i) {
    ids.insert(labels.base + i);
  }
  for (const SampleTruth& sample : truth.samples) {
    if (!sample.class_name.empty()) {
      if (std::ranges::find(truth.listed_classes, sample.class_name) == truth.listed_classes.end()) {
        truth.listed_classes.push_back(sample.class_name);
      }
      ids.insert(std::stoll(sample.class_name));
    }
  }
  for (const std::int64_t id : ids) {
    truth.class_names.push_back(std::to_string(id));
    if (labels.order == Labels::Order::stored) {
      truth.class_ids.emplace(truth.class_names.back(), id);
    }
  }
  std::ranges::sort(truth.class_names);
}

std::string SampleTruth::name() const {
  const std::string place = record ? path + ", record " + std::to_string(*record) : path;
  return content_paths.empty() ? place : place + " (" + content_paths.front() + ")";
}

bool path_less(std::string_view a, std::string_view b) {
  return std::ranges::lexicographical_compare(
      a, b, {}, [](char c) { return c == '/' ? -1 : int{static_cast<unsigned char>(c)}; },
      [](char c) { return c == '/' ? -1 : int{static_cast<unsigned char>(c)}; });
}

std::size_t Truth::listed() const {
  return static_cast<std::size_t>(std::ranges::count(samples, SampleTruth::Presence::listed, &SampleTruth::presence));
}

std::optional<std::int64_t> Truth::label_of(std::size_t sample, const Declaration& declaration) const {
  const std::string& name = samples[sample].class_name;
  if (name.empty()) {
    return std::nullopt;
  }
  if (!class_ids.empty()) {
    const auto found = class_ids.find(name);
    return found == class_ids.end() ? std::nullopt : std::optional(found->second);
  }
  return declaration.labels.base + (std::ranges::lower_bound(class_names, name) - class_names.begin());
}

Truth find_truth(const Case& value, const EffectiveDataset& effective, const Declaration& declaration,
                 const Trace& trace) {
  Truth truth;
  const DataKind* kind = data_kind(declaration);
  if (kind == nullptr) {
    return truth;
  }
  truth.unlisted = unlisted_folders(effective, value, trace);
  const Scene scene{value, effective, declaration, trace};
  if (kind->find != nullptr) {
    kind->find(truth, scene);
  } else {
    find_in_class_folders(truth, scene, *kind);
  }
  allow_refusals_of_leftovers(truth, value, trace);
  std::uint64_t optional = 0;
  std::uint64_t whole =
      0;  // of the file that the sample is in: its records may be numbered without the file's own sample
  for (std::size_t i = 0; i < truth.samples.size(); ++i) {
    SampleTruth& sample = truth.samples[i];
    const SampleTruth* before = i == 0 ? nullptr : &truth.samples[i - 1];
    sample.index = i;
    whole = !sample.record ? 1 : before == nullptr || before->path != sample.path ? 0 : whole;
    sample.optional_before = optional + (sample.record ? whole : 0);
    if (before != nullptr && before->record && sample.record && before->path == sample.path) {
      sample.optional_in_file =
          before->optional_in_file + (before->presence == SampleTruth::Presence::optional ? 1 : 0);
    }
    optional += sample.presence == SampleTruth::Presence::optional ? 1 : 0;
  }
  return truth;
}

}  // namespace proofload
