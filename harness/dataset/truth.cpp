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

/// Faults that act in time: what they did to the sample, if the loader met them.
void judge_timed_faults(SampleTruth& sample, const EffectiveNode& node, const Case& value, const Trace& trace) {
  for (const std::size_t fault : node.faults) {
    if (value.faults[fault].kind != FaultKind::read_error || fault >= trace.fired.size() || trace.fired[fault] == 0) {
      continue;
    }
    if (trace.fired_early[fault] != 0) {
      sample.state = State::absent;
      sample.cause = "reading it fails";
    } else if (sample.state == State::intact) {
      sample.state = State::altered;  // all bytes were there before the error
      sample.cause = "reading it fails after its last byte";
    }
  }
}

}  // namespace

bool path_less(std::string_view a, std::string_view b) {
  return std::ranges::lexicographical_compare(
      a, b, {}, [](char c) { return c == '/' ? -1 : int{static_cast<unsigned char>(c)}; },
      [](char c) { return c == '/' ? -1 : int{static_cast<unsigned char>(c)}; });
}

std::size_t Truth::listed() const {
  return static_cast<std::size_t>(std::ranges::count(samples, SampleTruth::Presence::listed, &SampleTruth::presence));
}

Truth find_truth(const Case& value, const EffectiveDataset& effective, const Declaration& declaration,
                 const Trace& trace) {
  Truth truth;
  const DataKind* kind = data_kind(declaration);
  if (kind == nullptr) {
    return truth;
  }
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
  for (const EffectiveNode& node : effective.nodes) {
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
    if (!kind->names_sample(node.path)) {
      if (kind->junk(declaration) == JunkFiles::ignored) {
        continue;
      }
      sample.presence = SampleTruth::Presence::optional;
      sample.state = State::unknown;
    } else if (node.path.find('/', slash + 1) != std::string::npos) {
      sample.presence = SampleTruth::Presence::optional;  // deeper folders: followed or not
      sample.state = State::unknown;
    } else {
      switch (node.state) {
        case EffectiveNode::State::directory:
          sample.presence = SampleTruth::Presence::optional;
          sample.state = State::absent;
          sample.cause = "a folder stands in its place";
          break;
        case EffectiveNode::State::absent:
          sample.state = State::absent;
          sample.cause = "listed, but not there when opened";
          break;
        case EffectiveNode::State::unreadable:
          sample.state = State::absent;
          sample.cause = "permission is denied";
          if (std::ranges::any_of(node.faults, [&](std::size_t fault) {
                return fault < trace.unavailable.size() && trace.unavailable[fault];
              })) {
            sample.state = State::unknown;
            sample.cause = "permission could not be denied here";
          }
          break;
        case EffectiveNode::State::file:
          kind->judge(sample, node.bytes, declaration);
          now = &node.bytes;
          judge_timed_faults(sample, node, value, trace);
          break;
      }
    }
    const auto clean = clean_files.find(node.clean_path);
    kind->show(sample, now, clean == clean_files.end() ? nullptr : clean->second, declaration);
    truth.samples.push_back(std::move(sample));
  }
  for (const std::string& folder : effective.folders) {
    add_class(folder);
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
  std::uint64_t optional = 0;
  for (std::size_t i = 0; i < truth.samples.size(); ++i) {
    truth.samples[i].index = i;
    truth.samples[i].optional_before = optional;
    optional += truth.samples[i].presence == SampleTruth::Presence::optional ? 1 : 0;
  }
  return truth;
}

}  // namespace proofload
