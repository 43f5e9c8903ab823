/// A canary watch tells whether a file was opened by whatever means: past every source, by any thread.
#pragma once

#include <string>

namespace proofload {

class CanaryWatch {
 public:
  /// The file is there already. Where files cannot be watched (limits of the system), nothing is ever seen.
  explicit CanaryWatch(const std::string& path);
  CanaryWatch(const CanaryWatch&) = delete;
  CanaryWatch& operator=(const CanaryWatch&) = delete;
  ~CanaryWatch();

  /// Since the watch began.
  [[nodiscard]] bool was_opened() const;

 private:
  int watch_ = -1;
};

}  // namespace proofload
