/// Joined files are the one or two files that hold a dataset together, seen as one node of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dataset/truth.hpp"
#include "proofload/blob.hpp"
#include "proofload/fault.hpp"

namespace proofload {

/// Two files as one value. Empty when either is.
Blob joined_bytes(const Blob& first, const Blob& second);
/// The two again; of no bytes: two of none.
std::pair<std::string_view, std::string_view> parted(std::string_view joined);

class JoinedFiles {
 public:
  /// `paths`: one or two. The scene must outlive it.
  JoinedFiles(const std::vector<std::string>& paths, const Scene& scene);

  /// The state that the nodes give to the whole, where a file is not there, or not one that can be read.
  NodeSays judge(SampleTruth& file) const;
  /// With the first path, both files' bytes, faults and other versions. Of use where `judge` says nothing.
  [[nodiscard]] const EffectiveNode& node() const { return node_; }
  /// What they were before any fault; nothing: one was not there.
  [[nodiscard]] const std::optional<Blob>& clean() const { return clean_; }

 private:
  void join();
  [[nodiscard]] Blob joined(const Blob& first, const Blob* second) const;

  const Scene& scene_;
  std::vector<std::string> paths_;
  std::vector<const EffectiveNode*> parts_;  ///< null: there is none
  EffectiveNode node_;
  std::optional<Blob> clean_;
};

}  // namespace proofload
