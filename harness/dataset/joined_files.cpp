#include "dataset/joined_files.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace proofload {
namespace {

using State = SampleTruth::State;
using Presence = SampleTruth::Presence;

constexpr std::size_t length_size = sizeof(std::uint64_t);

}  // namespace

Blob joined_bytes(const Blob& first, const Blob& second) {
  if (first.size() == 0 || second.size() == 0) {
    return {};
  }
  const std::uint64_t length = first.size();
  std::string bytes(length_size, '\0');
  std::memcpy(bytes.data(), &length, length_size);
  bytes += first.text();
  bytes += second.text();
  return Blob(std::string_view(bytes));
}

std::pair<std::string_view, std::string_view> parted(std::string_view joined) {
  if (joined.size() < length_size) {
    return {};
  }
  std::uint64_t length = 0;
  std::memcpy(&length, joined.data(), length_size);
  joined.remove_prefix(length_size);
  const std::size_t first = std::min<std::uint64_t>(length, joined.size());
  return {joined.substr(0, first), joined.substr(first)};
}

JoinedFiles::JoinedFiles(const std::vector<std::string>& paths, const Scene& scene)
    : scene_(scene), paths_(paths), parts_(paths.size(), nullptr) {
  for (const EffectiveNode& node : scene.effective.nodes) {
    const auto path = std::ranges::find(paths_, node.path);
    if (path != paths_.end()) {
      parts_[static_cast<std::size_t>(path - paths_.begin())] = &node;
    }
  }
  if (std::ranges::none_of(parts_, [](const EffectiveNode* part) { return part == nullptr; })) {
    join();
  }
}

Blob JoinedFiles::joined(const Blob& first, const Blob* second) const {
  return second == nullptr ? first : joined_bytes(first, *second);
}

void JoinedFiles::join() {
  const EffectiveNode& first = *parts_.front();
  const EffectiveNode* second = parts_.size() > 1 ? parts_.back() : nullptr;
  node_ = first;
  node_.path = paths_.front();
  node_.bytes = joined(first.bytes, second == nullptr ? nullptr : &second->bytes);
  if (second != nullptr) {
    // Each that one had with each that the other had.
    std::vector<OtherVersion> versions;
    versions.reserve(first.versions.size());
    for (const OtherVersion& version : first.versions) {
      versions.push_back({version.fault, joined_bytes(version.bytes, second->bytes)});
    }
    for (const OtherVersion& version : second->versions) {
      versions.push_back({version.fault, joined_bytes(first.bytes, version.bytes)});
      for (const OtherVersion& with : first.versions) {
        versions.push_back({std::max(version.fault, with.fault), joined_bytes(with.bytes, version.bytes)});
      }
    }
    std::ranges::sort(versions, {}, &OtherVersion::fault);
    node_.versions = std::move(versions);
    node_.faults.insert(node_.faults.end(), second->faults.begin(), second->faults.end());
  }
  std::vector<const Blob*> clean;
  clean.reserve(parts_.size());
  for (const EffectiveNode* part : parts_) {
    const auto file = std::ranges::find(scene_.value.dataset.files, part->clean_path, &DataFile::path);
    if (file == scene_.value.dataset.files.end()) {
      return;
    }
    clean.push_back(&file->bytes);
  }
  clean_ = joined(*clean.front(), clean.size() > 1 ? clean.back() : nullptr);
}

NodeSays JoinedFiles::judge(SampleTruth& file) const {
  bool any_state = false;
  bool unknown = false;
  bool all_passed_over = true;  // a folder, or what else is no file, stands in the place of each
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    SampleTruth own = file;
    own.presence = Presence::listed;
    own.optional_for = SampleTruth::OptionalFor::nothing;
    own.state = State::intact;
    if (parts_[i] == nullptr) {
      own.state = State::absent;
      own.cause = paths_[i] + " is not there";
    } else if (judge_node(own, *parts_[i], scene_.trace) == NodeSays::nothing) {
      all_passed_over = false;
      continue;
    }
    all_passed_over = all_passed_over && own.presence == Presence::optional;
    unknown = unknown || own.state == State::unknown;
    if (!any_state) {
      file = own;
    }
    any_state = true;
  }
  if (!any_state) {
    return NodeSays::nothing;
  }
  file.state = unknown ? State::unknown : State::absent;
  if (!all_passed_over) {
    file.presence = Presence::listed;
    file.optional_for = SampleTruth::OptionalFor::nothing;
  }
  return NodeSays::state;
}

}  // namespace proofload
