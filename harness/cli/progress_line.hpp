/// Progress on standard error: one line written over and over on a terminal, else a line every few seconds.
#pragma once

#include <chrono>
#include <string>

namespace proofload::cli {

class ProgressLine {
 public:
  ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  /// Wipes the line.
  ~ProgressLine();

  void show(const std::string& text);

 private:
  enum class Kind : std::uint8_t { terminal, plain } kind_;
  std::size_t columns_ = 80;
  std::chrono::steady_clock::time_point next_;
};

}  // namespace proofload::cli
