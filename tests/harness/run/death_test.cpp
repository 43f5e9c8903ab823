#include "run/death.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <cstdio>

#include "run/crash_site.hpp"

namespace proofload {
namespace {

constexpr std::string_view overflow =
    "=================================================================\n"
    "==1==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x50200000001c at pc 0x1 bp 0x7 sp 0x8\n"
    "READ of size 4 at 0x50200000001c thread T0\n"
    "    #0 0x55b3bc5500b4  (/nowhere/program+0x14c0b4) (BuildId: c9a3)\n"
    "    #1 0x7fc7b4565249  (/lib/x86_64-linux-gnu/libnone.so+0x27249) (BuildId: 93ac)\n"
    "\n"
    "allocated by thread T0 here:\n"
    "    #0 0x55b3bc54d49d  (/nowhere/program+0x14949d) (BuildId: c9a3)\n"
    "\n"
    "SUMMARY: AddressSanitizer: heap-buffer-overflow (/nowhere/program+0x14c0b4) (BuildId: c9a3) \n";

ProcessDeath sanitizer(std::string_view report) {
  ProcessDeath death;
  death.kind = Deathbed::Kind::sanitizer;
  death.report = report;
  return death;
}

TEST(CrashSite, FindsTheStacksOfAReport) {
  const auto stacks = stacks_in(overflow);
  ASSERT_EQ(stacks.size(), 2U);
  ASSERT_EQ(stacks[0].size(), 2U);
  EXPECT_EQ(stacks[0][0], (Frame{"/nowhere/program", 0x14c0b4}));
  EXPECT_EQ(stacks[1][0].offset, 0x14949dU);
  EXPECT_TRUE(stacks_in("#0 nothing\n    #1 (").empty());
}

TEST(CrashSite, APlaceWithoutNamesIsModuleAndOffset) {
  const auto sites = crash_sites(overflow);
  ASSERT_FALSE(sites.loader.empty());
  EXPECT_EQ(describe(sites.loader.front()), "program+0x14c0b4");
}

__attribute__((noinline, used)) int a_named_function(int x) { return x * 3 + 1; }

TEST(CrashSite, NamesAFunctionOfThisProgram) {
  // The report of a crash in the function above, as a sanitizer would print it.
  char path[4096] = {};
  ASSERT_GT(readlink("/proc/self/exe", path, sizeof path - 1), 0);
  FILE* maps = fopen("/proc/self/maps", "r");
  ASSERT_NE(maps, nullptr);
  unsigned long base = 0;
  ASSERT_EQ(fscanf(maps, "%lx", &base), 1);
  fclose(maps);
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): an address is what a report holds
  const auto offset = reinterpret_cast<unsigned long>(&a_named_function) - base;
  char line[8192] = {};
  snprintf(line, sizeof line, "    #0 0x1  (%s+0x%lx) (BuildId: 1)\n", path, offset);
  const auto sites = crash_sites(line);
  ASSERT_FALSE(sites.loader.empty());
  EXPECT_EQ(sites.loader.front().function, "proofload::a_named_function");
  EXPECT_EQ(sites.loader.front().file, "death_test.cpp");
  EXPECT_NE(sites.loader.front().line, 0U);
}

TEST(Death, ASanitizersReportBreaksMemorySafety) {
  const Verdict verdict = verdict_of(sanitizer(overflow));
  ASSERT_EQ(verdict.broken(), std::vector{Clause::memory_safe});
  EXPECT_EQ(verdict[Clause::memory_safe].because.front().cause, "heap-buffer-overflow@program+0x14c0b4");
  EXPECT_NE(verdict[Clause::memory_safe].because.front().what.find("READ of size 4"), std::string::npos);
}

TEST(Death, AnAbsurdAllocationBreaksTheMemoryBound) {
  const Verdict verdict = verdict_of(
      sanitizer("==1==ERROR: AddressSanitizer: requested allocation size 0x140000000 exceeds maximum supported size\n"
                "    #0 0x1  (/nowhere/program+0x10) (BuildId: c9a3)\n"
                "SUMMARY: AddressSanitizer: allocation-size-too-big (/nowhere/program+0x10) (BuildId: c9a3)\n"));
  ASSERT_EQ(verdict.broken(), std::vector{Clause::memory_bounded});
  EXPECT_EQ(verdict[Clause::memory_bounded].because.front().cause, "allocation-size-too-big@program+0x10");
}

TEST(Death, UndefinedBehaviorHasItsKindAndPlace) {
  ProcessDeath death;
  death.kind = Deathbed::Kind::sanitizer;
  death.cause = "signed-integer-overflow@row.cpp:5";
  death.what = "signed integer overflow: 2 + 2147483647 cannot be represented in type 'int'";
  const Verdict verdict = verdict_of(death);
  ASSERT_EQ(verdict.broken(), std::vector{Clause::memory_safe});
  EXPECT_EQ(verdict[Clause::memory_safe].because.front().cause, "signed-integer-overflow@row.cpp:5");
  EXPECT_NE(verdict[Clause::memory_safe].because.front().what.find("2 + 2147483647"), std::string::npos);
}

TEST(Death, AKillFromOutsideIsNotTheLoadersFault) {
  ProcessDeath death;
  death.status = SIGKILL;
  const Verdict verdict = verdict_of(death);
  EXPECT_TRUE(verdict.broken().empty());
  EXPECT_NE(verdict.tool_failure.find("SIGKILL"), std::string::npos);
}

TEST(Death, WithoutEvidenceNobodyCanTellOfLive) {
  ProcessDeath death;
  death.kind = Deathbed::Kind::no_evidence;
  death.what = "a call did not return within 60 s";
  const Verdict verdict = verdict_of(death);
  EXPECT_TRUE(verdict.broken().empty());
  EXPECT_EQ(verdict[Clause::live].note, death.what);
}

TEST(Death, AReportThatOnlyTheLogHoldsIsRead) {
  ProcessDeath death;
  death.log = "progress\n" + std::string(overflow);
  EXPECT_EQ(verdict_of(death).broken(), std::vector{Clause::memory_safe});
  death.log = "==1==AddressSanitizer: hard rss limit exhausted (100Mb vs 120Mb)\n";
  EXPECT_EQ(verdict_of(death).broken(), std::vector{Clause::memory_bounded});
}

TEST(Deathbed, TheFirstWordsStay) {
  const SharedDeathbed page;
  speak_at(*page);
  EXPECT_TRUE(say(Deathbed::Kind::stuck, "one", "first"));
  EXPECT_FALSE(say(Deathbed::Kind::memory, "two", "second"));
  const ProcessDeath death = death_from(*page, 0, {});
  EXPECT_EQ(death.kind, Deathbed::Kind::stuck);
  EXPECT_EQ(death.cause, "one");
}

TEST(Deathbed, IsReachedThroughItsDescriptor) {
  SharedDeathbed page;
  ASSERT_TRUE(speak_at(page.descriptor()));
  EXPECT_TRUE(say(Deathbed::Kind::memory, std::string(1000, 'c'), "what", std::string(100'000, 'r')));
  const ProcessDeath death = death_from(*page, 0, {});
  EXPECT_EQ(death.cause, std::string(255, 'c'));
  EXPECT_EQ(death.report.size(), sizeof(Deathbed::report) - 1);
  page.clear();
  EXPECT_EQ(page->spoken(), Deathbed::Kind::none);
  EXPECT_FALSE(speak_at(-1));
}

}  // namespace
}  // namespace proofload
