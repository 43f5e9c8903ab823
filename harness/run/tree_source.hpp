/// A tree source is what both carriers have in common: listings in the case's order, the faults that the loader meets,
/// the canary outside of the root, and the log. A carrier says how a node inside is asked for and opened.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "proofload/cache_folder.hpp"
#include "proofload/source.hpp"
#include "run/call_faults.hpp"
#include "run/source_log.hpp"
#include "run/source_tree.hpp"

namespace proofload {

/// Lies beside the root; whatever path leads out of the root finds its content.
inline constexpr std::string_view canary_name = "canary.txt";
inline constexpr std::string_view canary_text = "A canary: nothing outside of the dataset's folder is to be read.\n";

class TreeSource : public Source, public HasCacheFolder {
 public:
  std::expected<std::vector<Entry>, IoError> list(std::string_view folder) final;
  std::expected<Status, IoError> stat(std::string_view path) final;
  std::expected<std::unique_ptr<File>, IoError> open(std::string_view path) final;

  [[nodiscard]] std::optional<std::string> cache_folder() const override { return cache_; }
  void give_cache(std::string folder) { cache_ = std::move(folder); }

  /// From now on some files, by their paths and the seed, take up to 1.5 milliseconds to open in other threads than
  /// this one. What a loader gives may not depend on it.
  void be_slow(std::uint64_t seed) {
    slow_ = seed;
    driver_ = std::this_thread::get_id();
  }

 protected:
  /// Tree and log outlive the source.
  TreeSource(const SourceTree& tree, SourceLog& log) : tree_(tree), log_(log), calls_(log) {}

  /// `found` is inside or nowhere, and not unreadable.
  virtual std::expected<Status, IoError> stat_inside(std::string_view path, const Found& found) = 0;
  virtual std::expected<std::unique_ptr<File>, IoError> open_inside(std::string_view path, const Found& found) = 0;

  [[nodiscard]] const SourceTree& tree() const { return tree_; }
  [[nodiscard]] SourceLog& log() const { return log_; }

 private:
  const SourceTree& tree_;
  SourceLog& log_;
  CallFaults calls_;
  std::optional<std::string> cache_;
  std::optional<std::uint64_t> slow_;
  std::thread::id driver_;
};

}  // namespace proofload
