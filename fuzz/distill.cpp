#include "distill.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/wait.h>

#include "interrupt.hpp"
#include "target_process.hpp"

namespace proofload {

bool distill(CampaignFolder& folder, const std::string& target, const std::vector<std::string>& environment,
             std::chrono::milliseconds most) {
  // A page of its own: cases judged once more are no cases of the campaign.
  auto page = SharedPage::make();
  if (!page) {
    return false;
  }
  const std::string into = folder.begin_distilling();
  auto process =
      TargetProcess::start(target,
                           {"-set_cover_merge=1", "-max_len=1048576", "-detect_leaks=0", "-timeout=90",
                            fmt::format("-merge_control_file={}/.control", folder.deaths()), into, folder.corpus()},
                           environment, **page);
  if (!process) {
    return false;
  }
  const auto until = std::chrono::steady_clock::now() + most;
  int status = 0;
  while (!process->ended(status)) {
    if (InterruptGuard::interrupted() || std::chrono::steady_clock::now() > until) {
      process->stop(std::chrono::milliseconds{0});
      folder.end_distilling(CampaignFolder::Distilled::dropped);
      return false;
    }
    process->read_output();
    poll(nullptr, 0, 10);
  }
  const bool whole = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  return folder.end_distilling(whole ? CampaignFolder::Distilled::kept : CampaignFolder::Distilled::dropped);
}

}  // namespace proofload
