#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "case/without.hpp"
#include "fuzz/target_run.hpp"
#include "fuzz/temporary_folder.hpp"
#include "proofload/case.hpp"
#include "proofload/finding.hpp"

namespace proofload {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string write(const std::string& path, std::span<const std::byte> bytes) {
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  return path;
}

std::vector<std::byte> case_with_batches_of(std::uint64_t size) {
  Case value;
  value.options.batch_size = size;
  return write_case(value);
}

TEST(Driver, DoesAsManyRunsAsItIsTold) {
  const TemporaryFolder folder;
  const TargetRun run = run_target("immortal", folder.path(), "-runs=200 -seed=1");
  EXPECT_EQ(run.code, 0) << run.printed;
  EXPECT_THAT(run.printed, HasSubstr("Done 200 runs"));
}

TEST(Driver, MutatesTheSameWayForTheSameSeed) {
  // The engine names the case that it dies of by its content.
  const auto death_of = [](const std::string& seed) {
    const TemporaryFolder folder;
    run_target("crashes_at_three", folder.path(), "-runs=20000 -reload=0 -shuffle=0 -seed=" + seed);
    std::string name;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
      name = entry.path().filename().string();
    }
    return name;
  };
  const std::string death = death_of("7");
  EXPECT_THAT(death, testing::StartsWith("crash-"));
  EXPECT_EQ(death_of("7"), death);
  EXPECT_NE(death_of("8"), death);
}

TEST(Driver, ReplaysNamedFilesWhateverTheyHold) {
  const TemporaryFolder folder;
  write(folder.path() + "/empty", {});
  write(folder.path() + "/case.tar", case_with_batches_of(2));
  write(folder.path() + "/raw.png", std::as_bytes(std::span("\x89PNG\r\n")));
  const TargetRun run = run_target("immortal", folder.path(), "empty case.tar raw.png");
  EXPECT_EQ(run.code, 0) << run.printed;
  EXPECT_THAT(run.printed, HasSubstr("raw.png"));
}

TEST(Driver, DiesOfACrashAndLeavesTheCaseAsAnArtifact) {
  const TemporaryFolder folder;
  write(folder.path() + "/case.tar", case_with_batches_of(3));
  const TargetRun run = run_target("crashes_at_three", folder.path(), "case.tar");
  EXPECT_NE(run.code, 0);
  EXPECT_THAT(run.printed, HasSubstr("AddressSanitizer"));
}

TEST(Driver, EndsAHangWithAFinding) {
  const TemporaryFolder folder;
  write(folder.path() + "/case.tar", case_with_batches_of(3));
  const TargetRun run = run_target("waits_at_three", folder.path(), "case.tar");
  EXPECT_NE(run.code, 0);
  EXPECT_THAT(run.printed, HasSubstr("waits_at_three breaks live/"));
  const auto found = list_findings(folder.path());
  ASSERT_EQ(found.size(), 1U);
  const auto finding = read_finding(found.front());
  ASSERT_TRUE(finding) << finding.error();
  EXPECT_EQ(finding->signature.clause, Clause::live);
  EXPECT_EQ(finding->value.options.batch_size, 3U);
}

TEST(Driver, MergesACorpus) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder.path() + "/from");
  std::filesystem::create_directory(folder.path() + "/to");
  for (const std::uint64_t size : {1U, 2U, 4U}) {
    write(folder.path() + "/from/" + std::to_string(size) + ".tar", case_with_batches_of(size));
  }
  const TargetRun run = run_target("immortal", folder.path(), "-merge=1 to from");
  EXPECT_EQ(run.code, 0) << run.printed;
  EXPECT_FALSE(std::filesystem::is_empty(folder.path() + "/to"));
}

/// What an engine has made of 400 runs of "immortal", from the last line that has it.
int features_without(const char* part) {
  const TemporaryFolder folder;
  setenv(without_variable, part, 1);
  const TargetRun run = run_target("immortal", folder.path(), "-seed=7 -runs=400");
  unsetenv(without_variable);
  EXPECT_EQ(run.code, 0) << part << "\n" << run.printed;
  const std::size_t at = run.printed.rfind("ft: ");
  return at == std::string::npos ? 0 : std::atoi(run.printed.c_str() + at + 4);
}

TEST(Driver, RunsWithoutEachOfItsPartsAndThenDoesOtherThings) {
  const int whole = features_without("");
  EXPECT_GT(whole, 0);
  EXPECT_LT(features_without("counters"), whole);
  EXPECT_LT(features_without("mutator,crossover,scarce,swarm,traceability"), whole);
}

TEST(Driver, SaysWhichPartsCanBeSwitchedOff) {
  const TemporaryFolder folder;
  setenv(without_variable, "swarm,brains", 1);
  const TargetRun run = run_target("immortal", folder.path(), "-runs=1");
  unsetenv(without_variable);
  EXPECT_EQ(run.code, 1);
  EXPECT_THAT(run.printed,
              HasSubstr("expected some of generator,mutator,crossover,counters,swarm,traceability,scarce"));
  EXPECT_THAT(run.printed, HasSubstr("found brains"));
}

TEST(Driver, NamesItsLoadersWhenAskedForAnotherOne) {
  const TemporaryFolder folder;
  const TargetRun run = run_target("nobody", folder.path(), "-runs=1");
  EXPECT_EQ(run.code, 1);
  EXPECT_THAT(run.printed, HasSubstr("crashes_at_three, dies_of_age, immortal, waits_at_three, found nobody"));
}

}  // namespace
}  // namespace proofload
