#include "dataset/truth.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <iterator>
#include <map>
#include <set>
#include <string_view>
#include <unordered_map>
#include <variant>

namespace proofload {
namespace {

using State = SampleTruth::State;

constexpr std::array<std::string_view, 4> image_extensions = {"png", "jpg", "jpeg", "bmp"};

std::string lower_extension(std::string_view path) {
  const auto slash = path.rfind('/');
  const std::string_view base = slash == std::string_view::npos ? path : path.substr(slash + 1);
  const auto dot = base.rfind('.');
  if (dot == std::string_view::npos || dot == 0) {
    return {};
  }
  std::string extension(base.substr(dot + 1));
  std::ranges::transform(extension, extension.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return extension;
}

std::optional<ImageFormat> format_by_name(std::string_view path) {
  const std::string extension = lower_extension(path);
  if (extension == "png") {
    return ImageFormat::png;
  }
  if (extension == "jpg" || extension == "jpeg") {
    return ImageFormat::jpeg;
  }
  if (extension == "bmp") {
    return ImageFormat::bmp;
  }
  return std::nullopt;
}

template <class T>
bool holds(const std::vector<T>& list, const T& value) {
  return std::ranges::find(list, value) != list.end();
}

/// The state of a regular file whose whole content can be read.
void judge_bytes(SampleTruth& sample, const Blob& bytes, const ImageKinds& kinds, Integrity integrity) {
  const auto evidence = image_evidence(bytes);
  if (bytes.size() == 0 || !evidence->format) {
    sample.state = State::damaged;
    sample.cause = bytes.size() == 0 ? "the file is empty" : "the content is of no known format";
    return;
  }
  const bool undecodable = evidence->decodes == Soundness::damaged;
  const bool misshapen = evidence->structure == Soundness::damaged;
  const bool corrupt = evidence->checksums == Soundness::damaged;
  sample.cause = evidence->cause;
  if ((integrity >= Integrity::decodable && undecodable && misshapen) ||
      (integrity >= Integrity::structure && (undecodable || misshapen)) ||
      (integrity >= Integrity::checksums && corrupt)) {
    sample.state = State::damaged;
    return;
  }
  const bool accepted = holds(kinds.formats, *evidence->format) &&
                        (!evidence->color || holds(kinds.colors, *evidence->color)) &&
                        (*evidence->format != ImageFormat::png || evidence->bit_depth < 8 ||
                         holds(kinds.bit_depths, evidence->bit_depth)) &&
                        (kinds.known_by == KnownBy::content || format_by_name(sample.path) == evidence->format);
  const bool sound = evidence->decodes == Soundness::sound && evidence->structure == Soundness::sound &&
                     evidence->checksums == Soundness::sound;
  if (sound) {  // a damaged file may be decoded in more than one way
    sample.content = SampleTruth::Content::certain;
  }
  if (sound && accepted) {
    sample.state = State::intact;
    return;
  }
  sample.state = State::altered;
  if (sample.cause.empty()) {
    sample.cause = "a kind of file that the loader does not declare to read";
  }
}

void show(SampleTruth& sample, const Blob& bytes) {
  sample.picture = image_evidence(bytes)->picture;
  sample.picture_digest = bytes.digest();
}

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
  const ImageKinds* kinds = std::get_if<ImageFolder>(&declaration.reads);
  if (kinds == nullptr) {
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
    if (!holds(std::vector<std::string_view>(image_extensions.begin(), image_extensions.end()),
               std::string_view(lower_extension(node.path)))) {
      if (kinds->junk == JunkFiles::ignored) {
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
          judge_bytes(sample, node.bytes, *kinds, declaration.integrity);
          show(sample, node.bytes);
          judge_timed_faults(sample, node, value, trace);
          break;
      }
    }
    if (const auto clean = clean_files.find(node.clean_path); clean != clean_files.end()) {
      sample.clean_picture = image_evidence(*clean->second)->picture;
      sample.clean_digest = clean->second->digest();
      if (!sample.picture) {
        sample.picture = sample.clean_picture;
        sample.shown = SampleTruth::Shown::clean;
        sample.picture_digest = sample.clean_digest;
      }
    }
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
