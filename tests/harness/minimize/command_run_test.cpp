#include "minimize/command_run.hpp"

#include <gtest/gtest.h>

#include "harness/report/folder_of_test.hpp"

namespace proofload {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(CommandRun, SaysHowTheCommandEndedAndWhatItWrote) {
  const FolderOfTest folder;
  const CommandRun failed = run_command("echo out; echo err >&2; exit 7", folder / "log", seconds(60), {});
  EXPECT_EQ(failed.end, CommandRun::End::exited);
  EXPECT_EQ(failed.status, 7);
  EXPECT_EQ(failed.output, "out\nerr\n");
  EXPECT_EQ(run_command("kill -SEGV $$", folder / "log", seconds(60), {}).status, 128 + 11);
  EXPECT_EQ(run_command("", folder / "log", seconds(60), {}).status, 0);
}

TEST(CommandRun, EndsWhatHangsAndWhatIsLeftInTheBackground) {
  const FolderOfTest folder;
  const CommandRun hung = run_command("echo begun; sleep 100", folder / "log", milliseconds(200), {});
  EXPECT_EQ(hung.end, CommandRun::End::hung);
  EXPECT_EQ(hung.output, "begun\n");
  EXPECT_LT(hung.took, seconds(50));
  const CommandRun left =
      run_command("(sleep 1; touch '" + (folder / "late") + "') & exit 0", folder / "log", seconds(60), {});
  EXPECT_EQ(left.status, 0);
  run_command("sleep 1.5", folder / "log", seconds(60), {});
  EXPECT_FALSE(std::filesystem::exists(folder / "late"));
}

TEST(CommandRun, EndsOnRequest) {
  const FolderOfTest folder;
  const CommandRun stopped = run_command("sleep 100", folder / "log", seconds(60), [] { return true; });
  EXPECT_EQ(stopped.end, CommandRun::End::stopped);
}

}  // namespace
}  // namespace proofload
