/// The folder source serves an effective dataset from a real folder, made for it and gone with it, for loaders that
/// want a path.
///
/// It lists in the order that the case gives, whatever the file system's is. Through its functions every fault acts as
/// from memory; of a loader that asks for `root()` and opens the files itself, the faults that act in time are kept
/// away, as are those that this machine cannot lay down (`unavailable`).
#pragma once

#include <atomic>
#include <optional>
#include <string>
#include <vector>

#include "run/canary_watch.hpp"
#include "run/descriptor.hpp"
#include "run/folder_snapshot.hpp"
#include "run/private_folder.hpp"
#include "run/tree_source.hpp"

namespace proofload {

class FolderSource final : public TreeSource {
 public:
  /// Tree and log outlive the source. Throws `std::runtime_error` when the folder cannot be made.
  FolderSource(const SourceTree& tree, SourceLog& log);

  std::optional<std::string> root() override;

  /// For each fault: the loader cannot have met it. Known when the run is over.
  [[nodiscard]] std::vector<bool> unavailable() const;
  /// Files of the dataset that the file system refused, with the reason; then nothing can be said of the loader.
  [[nodiscard]] const std::vector<std::string>& refused() const { return refused_; }
  /// What became different in the folder since it was made, one line each.
  [[nodiscard]] std::vector<std::string> changes() const;
  /// Brings to the log whether the canary beside the root was read past this source. Call it when the run is over.
  void look_at_canary();

 protected:
  std::expected<Status, IoError> stat_inside(std::string_view path, const Found& found) override;
  std::expected<std::unique_ptr<File>, IoError> open_inside(std::string_view path, const Found& found) override;

 private:
  void lay_down();
  [[nodiscard]] int lay_down(const EffectiveNode& node) const;
  void plant_canary();

  PrivateFolder private_;
  std::string root_path_;
  Descriptor root_;
  std::optional<CanaryWatch> canary_;
  std::atomic<bool> path_asked_{false};
  std::vector<bool> cannot_lay_down_;  ///< for each fault
  std::vector<bool> only_through_us_;  ///< … a loader that opens the files itself does not meet it
  std::vector<std::string> refused_;
  FolderSnapshot made_;
};

}  // namespace proofload
