#include "proofload/campaign.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>

#include "fuzz/temporary_folder.hpp"
#include "proofload/finding.hpp"
#include "proofload/registry.hpp"
#include "proofload/worker.hpp"

namespace proofload {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

CampaignPlan plan_for(const std::string& loader, const TemporaryFolder& folder, milliseconds duration) {
  CampaignPlan plan;
  plan.loader = loader;
  plan.target = PROOFLOAD_TARGET;
  plan.folder = folder.path();
  plan.duration = duration;
  plan.progress_every = milliseconds{100};
  return plan;
}

CampaignSummary summary_of(const CampaignPlan& plan, const CampaignListener& listener = {}) {
  auto summary = run_campaign(plan, listener);
  EXPECT_TRUE(summary) << summary.error();
  return summary.value_or(CampaignSummary{});
}

std::size_t files_in(const std::string& folder) {
  const std::filesystem::directory_iterator all(folder);
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

/// No child of this process is left: neither a target nor a worker.
bool childless() { return waitpid(-1, nullptr, WNOHANG) < 0 && errno == ECHILD; }

TEST(Campaign, OfALoaderThatDoesNoHarmFindsNothingAndCountsWhatItDid) {
  const TemporaryFolder folder;
  std::uint64_t last = 0;
  const CampaignSummary summary =
      summary_of(plan_for("immortal", folder, milliseconds{2500}), [&](const CampaignProgress& progress) {
        EXPECT_GE(progress.executions, last);
        last = progress.executions;
      });
  EXPECT_EQ(summary.end, CampaignSummary::End::time);
  EXPECT_GT(summary.executions, 64U);
  EXPECT_GT(summary.coverage, 0U);
  EXPECT_GT(last, 0U);
  EXPECT_TRUE(summary.findings.empty()) << describe(summary.findings.front().signature);
  EXPECT_TRUE(summary.tool_failures.empty()) << summary.tool_failures.front();
  EXPECT_EQ(summary.clauses[static_cast<std::size_t>(Clause::memory_safe)].kept, summary.executions);
  EXPECT_TRUE(childless());

  std::ifstream file(folder.path() + "/summary.json");
  const auto json = nlohmann::json::parse(file);
  EXPECT_EQ(json["end"], "time");
  EXPECT_EQ(json["executions"], summary.executions);
}

TEST(Campaign, FilesACrashOnceAndGoesOn) {
  const TemporaryFolder folder;
  const CampaignSummary summary = summary_of(plan_for("crashes_at_three", folder, milliseconds{6000}));
  EXPECT_GT(summary.deaths, 1U);
  ASSERT_EQ(summary.findings.size(), 1U);
  const auto finding = read_finding(summary.findings.front().path);
  ASSERT_TRUE(finding) << finding.error();
  EXPECT_EQ(finding->signature.clause, Clause::memory_safe);
  EXPECT_EQ(finding->value.options.batch_size, 3U);
  Worker worker(*loader_named("crashes_at_three"));
  EXPECT_EQ(signatures(worker.check(finding->value)).front(), finding->signature);
}

TEST(Campaign, FilesAHang) {
  const TemporaryFolder folder;
  CampaignPlan plan = plan_for("waits_at_three", folder, milliseconds{20000});
  const CampaignSummary summary = summary_of(plan, [](const CampaignProgress& progress) {
    if (!progress.findings.empty()) {
      std::raise(SIGTERM);
    }
  });
  ASSERT_EQ(summary.findings.size(), 1U);
  EXPECT_EQ(summary.findings.front().signature.clause, Clause::live);
}

TEST(Campaign, KeepsADeathThatOneCaseAloneDoesNotRepeat) {
  const TemporaryFolder folder;
  const CampaignSummary summary = summary_of(plan_for("dies_of_age", folder, milliseconds{3000}));
  EXPECT_GT(summary.deaths, 0U);
  ASSERT_EQ(summary.findings.size(), 1U);
  EXPECT_EQ(describe(summary.findings.front().signature), "memory-safe/crash-once");
  EXPECT_EQ(summary.end, CampaignSummary::End::time);
}

TEST(Campaign, GoesOnFromItsFolder) {
  const TemporaryFolder folder;
  const CampaignSummary first = summary_of(plan_for("crashes_at_three", folder, milliseconds{4000}));
  ASSERT_EQ(first.findings.size(), 1U);
  EXPECT_EQ(first.findings.front().standing, CampaignFinding::Standing::fresh);
  const std::size_t cases = files_in(folder.path() + "/corpus");
  const CampaignSummary second = summary_of(plan_for("crashes_at_three", folder, milliseconds{1000}));
  ASSERT_EQ(second.findings.size(), 1U);
  EXPECT_EQ(second.findings.front().standing, CampaignFinding::Standing::known);
  EXPECT_GE(files_in(folder.path() + "/corpus") + 16, cases);
}

TEST(Campaign, DistillsACorpusThatHasGrownLargeBeforeItGoesOn) {
  const TemporaryFolder folder;
  CampaignPlan plan = plan_for("immortal", folder, milliseconds{40000});
  plan.runs = 100;
  const std::uint64_t coverage = summary_of(plan).coverage;
  for (std::uint64_t i = 0; i < 700; ++i) {
    Case value;
    value.options.seed = 1000 + i;  // which nothing depends on
    const std::vector<std::byte> bytes = write_case(value);
    std::ofstream(folder.path() + "/corpus/more-" + std::to_string(i), std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  }
  const CampaignSummary summary = summary_of(plan);
  EXPECT_LT(files_in(folder.path() + "/corpus"), 300U);
  EXPECT_GE(summary.coverage, coverage);
  EXPECT_TRUE(childless());
}

TEST(Campaign, EndsCleanlyWhenInterrupted) {
  const TemporaryFolder folder;
  const CampaignSummary summary =
      summary_of(plan_for("immortal", folder, milliseconds{60000}), [](const CampaignProgress& progress) {
        if (progress.executions > 0) {
          std::raise(SIGINT);
        }
      });
  EXPECT_EQ(summary.end, CampaignSummary::End::interrupted);
  EXPECT_LT(summary.elapsed, milliseconds{30000});
  EXPECT_TRUE(childless());
}

TEST(Campaign, EndsAfterItsNumberOfRuns) {
  const TemporaryFolder folder;
  CampaignPlan plan = plan_for("immortal", folder, milliseconds{60000});
  plan.runs = 100;
  const CampaignSummary summary = summary_of(plan);
  EXPECT_EQ(summary.end, CampaignSummary::End::time);
  EXPECT_GE(summary.executions, 100U);
  EXPECT_LT(summary.elapsed, milliseconds{30000});
}

TEST(Campaign, EndsWithTheFirstNewFindingWhenToldTo) {
  const TemporaryFolder folder;
  CampaignPlan plan = plan_for("crashes_at_three", folder, milliseconds{60000});
  plan.until = CampaignPlan::Until::finding;
  const CampaignSummary first = summary_of(plan);
  EXPECT_EQ(first.end, CampaignSummary::End::finding);
  EXPECT_LT(first.elapsed, milliseconds{30000});
  ASSERT_EQ(first.findings.size(), 1U);
  plan.duration = milliseconds{1500};
  EXPECT_EQ(summary_of(plan).end, CampaignSummary::End::time) << "what was known before is not new";
}

TEST(Campaign, GoesOnAfterFindingsOfOtherClausesThanTheOneItIsToEndWith) {
  const TemporaryFolder folder;
  CampaignPlan plan = plan_for("crashes_at_three", folder, milliseconds{4000});
  plan.until = CampaignPlan::Until::finding;
  plan.until_clause = Clause::pairing;
  const CampaignSummary summary = summary_of(plan);
  EXPECT_EQ(summary.end, CampaignSummary::End::time);
  EXPECT_EQ(summary.findings.size(), 1U);
}

TEST(Campaign, EndsWhenNoEdgeWasNewForSoLongAsItMay) {
  const TemporaryFolder folder;
  CampaignPlan plan = plan_for("immortal", folder, milliseconds{60000});
  plan.flat = milliseconds{1500};
  const CampaignSummary summary = summary_of(plan);
  EXPECT_EQ(summary.end, CampaignSummary::End::flat);
  EXPECT_GE(summary.flat, plan.flat);
  EXPECT_LT(summary.elapsed, milliseconds{30000});
}

TEST(Campaign, SharesItsCorpusAmongJobs) {
  const TemporaryFolder folder;
  CampaignPlan plan = plan_for("crashes_at_three", folder, milliseconds{4000});
  plan.jobs = 2;
  const CampaignSummary summary = summary_of(plan);
  EXPECT_EQ(summary.findings.size(), 1U);
  EXPECT_TRUE(childless());
}

TEST(Campaign, SaysThatATargetDoesNotRun) {
  const TemporaryFolder folder;
  CampaignPlan plan = plan_for("immortal", folder, milliseconds{20000});
  plan.target = "/bin/false";
  const CampaignSummary summary = summary_of(plan);
  EXPECT_EQ(summary.end, CampaignSummary::End::target);
  ASSERT_FALSE(summary.tool_failures.empty());
  EXPECT_THAT(summary.tool_failures.front(), HasSubstr("exit code 1"));
}

TEST(Campaign, SaysWhyItCannotBegin) {
  const TemporaryFolder folder;
  CampaignPlan plan = plan_for("immortal", folder, milliseconds{1000});
  plan.target = "/no/such/target";
  EXPECT_THAT(run_campaign(plan, {}).error(), HasSubstr("/no/such/target"));
  plan = plan_for("nobody", folder, milliseconds{1000});
  EXPECT_THAT(run_campaign(plan, {}).error(), HasSubstr("nobody"));
  plan = plan_for("immortal", folder, milliseconds{1000});
  plan.folder = "/proc/campaign";
  EXPECT_THAT(run_campaign(plan, {}).error(), HasSubstr("/proc/campaign"));
  plan = plan_for("immortal", folder, milliseconds{1000});
  plan.corpora = {"/no/such/corpus"};
  EXPECT_THAT(run_campaign(plan, {}).error(), HasSubstr("/no/such/corpus"));
}

TEST(Campaign, LeavesNoTargetBehindWhenItIsKilled) {
  const TemporaryFolder folder;
  const std::string marker = folder.path() + "/fresh";
  const pid_t campaign = fork();
  if (campaign == 0) {
    static_cast<void>(run_campaign(plan_for("immortal", folder, milliseconds{60000}), {}));
    _exit(0);
  }
  const auto running = [&] {
    for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
      std::ifstream file(entry.path() / "cmdline", std::ios::binary);
      const std::string line((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
      if (line.find(marker) != std::string::npos) {
        return true;
      }
    }
    return false;
  };
  const auto becomes = [&](bool wanted) {
    for (int i = 0; i < 200; ++i) {
      if (running() == wanted) {
        return true;
      }
      usleep(50'000);
    }
    return false;
  };
  EXPECT_TRUE(becomes(true));
  kill(campaign, SIGKILL);
  waitpid(campaign, nullptr, 0);
  EXPECT_TRUE(becomes(false));
}

}  // namespace
}  // namespace proofload
