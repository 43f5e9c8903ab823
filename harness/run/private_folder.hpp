/// A private folder is a new folder of this process alone, gone with the object.
///
/// One left behind by a process that was killed is removed by the next process that makes one.
#pragma once

#include <string>

#include "run/descriptor.hpp"

namespace proofload {

class PrivateFolder {
 public:
  /// Below $TMPDIR when it is set, else /dev/shm, else /tmp; the first that takes it. Throws `std::runtime_error` when
  /// none does.
  PrivateFolder();
  /// Below this folder, or it throws.
  explicit PrivateFolder(const std::string& base);
  PrivateFolder(const PrivateFolder&) = delete;
  PrivateFolder& operator=(const PrivateFolder&) = delete;
  ~PrivateFolder();

  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  /// 0, or the error.
  int make_below(const std::string& base);

  std::string path_;
  Descriptor lock_;
};

}  // namespace proofload
