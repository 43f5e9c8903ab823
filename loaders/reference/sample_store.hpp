/// A sample store keeps features on disk, in a folder outside of the dataset, from one run to the next.
///
/// What is found is not trusted: a file counts only when its size and its checksum are those of what was asked for. It
/// is written under another name first and then renamed, so that those who share the folder see all of it or nothing.
/// Where nothing can be read or written, there is nothing kept. Copies share the folder. Threads: any.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace proofload::reference {

/// How what was found becomes features. False: it is not what was kept.
using TakeStored = bool(std::span<const std::byte> stored, std::span<float> into);

/// Looks at size and checksum.
TakeStored take_checked;

class SampleStore {
 public:
  /// Without a folder it keeps nothing.
  explicit SampleStore(std::optional<std::string> folder, TakeStored* take = take_checked)
      : folder_(std::move(folder)), take_(take) {}

  /// Whether they are there; then they are written to `into`.
  [[nodiscard]] bool take(const std::string& key, std::span<float> into) const;
  /// `key` is a file name.
  void keep(const std::string& key, std::span<const float> features) const;

 private:
  std::optional<std::string> folder_;
  TakeStored* take_;
};

}  // namespace proofload::reference
