/// A target process is one running fuzz target: its page, what it prints, and its death.
///
/// It runs in a process group of its own and dies with this process. A page outlives the target and serves the next.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <expected>
#include <memory>
#include <string>
#include <vector>

#include "campaign_page.hpp"
#include "status_line.hpp"

namespace proofload {

/// The memory of a page, made and owned here.
class SharedPage {
 public:
  /// Or what went wrong: the memory is taken at once, so that no write to it can fail later.
  static std::expected<std::unique_ptr<SharedPage>, std::string> make();
  SharedPage(const SharedPage&) = delete;
  SharedPage& operator=(const SharedPage&) = delete;
  ~SharedPage();

  CampaignPage& operator*() const { return *page_; }
  CampaignPage* operator->() const { return page_; }
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  SharedPage(int descriptor, CampaignPage* page) : descriptor_(descriptor), page_(page) {}
  int descriptor_;
  CampaignPage* page_;
};

class TargetProcess {
 public:
  /// `environment`: "NAME=value", set in addition to this process's own. The page's variable is added.
  static std::expected<TargetProcess, std::string> start(const std::string& program,
                                                         const std::vector<std::string>& arguments,
                                                         const std::vector<std::string>& environment,
                                                         const SharedPage& page);
  TargetProcess(TargetProcess&& other) noexcept;
  TargetProcess& operator=(TargetProcess&&) = delete;
  /// Ends the process and its group, if it still runs.
  ~TargetProcess();

  /// Readable when the target has printed something, or has died.
  [[nodiscard]] int output() const { return output_; }

  /// Takes in what was printed since, without waiting.
  void read_output();

  /// The last 64 KiB of what was printed.
  [[nodiscard]] const std::string& printed() const { return printed_; }
  [[nodiscard]] const StatusLine& status() const { return status_; }

  /// Whether it has ended; `wait_status` is then what waitpid() gave.
  bool ended(int& wait_status);

  /// Asks it to finish its present case and to end; after `grace` it is ended.
  void stop(std::chrono::milliseconds grace);

  /// Ends it and all that it started.
  void kill_group() const;

 private:
  TargetProcess(pid_t pid, int output) : pid_(pid), output_(output) {}

  pid_t pid_;
  int output_;
  std::string printed_;
  std::string line_;
  StatusLine status_;
};

}  // namespace proofload
