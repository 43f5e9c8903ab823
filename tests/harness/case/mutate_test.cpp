#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "harness/case/loader_of_test.hpp"
#include "proofload/generate.hpp"

namespace proofload {
namespace {

void expect_sound(const Case& value, const RegisteredLoader& loader) {
  ASSERT_EQ(fit_generated(value, loader.declaration), value);
  const ReadCase read = read_case(write_case(value));
  ASSERT_EQ(read.as, ReadCase::As::tar);
  ASSERT_EQ(read.note, "") << describe(value);
  ASSERT_EQ(read.value, value) << describe(value);
}

TEST(Mutate, GivesCasesThatFitAndReadBackAsWritten) {
  for (const RegisteredLoader& loader : {plain_loader(), capable_loader()}) {
    Random random(1);
    Case value = random_case(random, loader);
    for (int i = 0; i < 2000; ++i) {
      value = mutate(std::move(value), random, loader);
      ASSERT_NO_FATAL_FAILURE(expect_sound(value, loader)) << i;
    }
  }
}

TEST(Mutate, IsTheSameForTheSameSeed) {
  Random start(2);
  const Case value = random_case(start, capable_loader());
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    Random a(seed);
    Random b(seed);
    EXPECT_EQ(mutate(value, a, capable_loader()), mutate(value, b, capable_loader()));
  }
}

TEST(Mutate, ChangesNearlyAlwaysSomething) {
  Random random(3);
  const Case value = random_case(random, capable_loader());
  int unchanged = 0;
  for (int i = 0; i < 1000; ++i) {
    unchanged += mutate(value, random, capable_loader()) == value ? 1 : 0;
  }
  EXPECT_LT(unchanged, 150);
}

TEST(Mutate, StaysSmallHoweverOftenItIsDone) {
  Random random(4);
  Case value = random_case(random, capable_loader());
  for (int i = 0; i < 5000; ++i) {
    value = mutate(std::move(value), random, capable_loader());
    ASSERT_LE(value.dataset.files.size(), GenerateLimits{}.files);
    ASSERT_LE(value.faults.size(), GenerateLimits{}.faults);
  }
}

TEST(Mutate, ReachesEveryPartOfACase) {
  Random random(5);
  Case value = random_case(random, capable_loader());
  while (value.dataset.files.size() < 3 || value.faults.empty()) {
    value = random_case(random, capable_loader());
  }
  std::set<std::string> changed;
  for (int i = 0; i < 3000; ++i) {
    const Case next = mutate(value, random, capable_loader());
    const auto note = [&](const char* part, bool differs) {
      if (differs) {
        changed.insert(part);
      }
    };
    note("more files", next.dataset.files.size() > value.dataset.files.size());
    note("fewer files", next.dataset.files.size() < value.dataset.files.size());
    note("order of files", next.dataset.files.size() == value.dataset.files.size() &&
                               next.dataset.files.front() == value.dataset.files.back());
    note("content", !next.dataset.files.empty() &&
                        next.dataset.files.front().path == value.dataset.files.front().path &&
                        next.dataset.files.front().bytes != value.dataset.files.front().bytes);
    note("folders", next.dataset.folders != value.dataset.folders);
    note("more faults", next.faults.size() > value.faults.size());
    note("fewer faults", next.faults.size() < value.faults.size());
    note("another fault", next.faults.size() == value.faults.size() && next.faults != value.faults);
    note("batch size", next.options.batch_size != value.options.batch_size);
    note("shuffle", next.options.shuffle != value.options.shuffle);
    note("seed", next.options.seed != value.options.seed);
    note("workers", next.options.workers != value.options.workers);
    note("prefetch", next.options.prefetch != value.options.prefetch);
    note("shards", next.options.shards != value.options.shards);
    note("bad sample", next.options.bad_sample != value.options.bad_sample);
    note("last batch", next.options.last_batch != value.options.last_batch);
    note("epochs", next.epochs != value.epochs);
    note("carrier", next.carrier != value.carrier);
    note("comparisons", next.comparisons != value.comparisons);
  }
  EXPECT_EQ(changed.size(), 19U) << [&] {
    std::string all;
    for (const std::string& part : changed) {
      all += part + "; ";
    }
    return all;
  }();
}

TEST(Mutate, TakesTheFaultsOfARemovedSampleAlong) {
  Random random(6);
  Case value = random_case(random, capable_loader());
  for (int i = 0; i < 2000; ++i) {
    const Case before = value;
    value = mutate(std::move(value), random, capable_loader());
    if (before.dataset.files.empty() || value.dataset.files.empty()) {
      value = random_case(random, capable_loader());
    }
  }
  // Faults may lose their file by the limits of size, but not as a rule.
  std::size_t lost = 0;
  std::size_t all = 0;
  for (int i = 0; i < 1000; ++i) {
    value = mutate(random_case(random, capable_loader()), random, capable_loader());
    for (const Fault& fault : value.faults) {
      if (fault.kind == FaultKind::listing_order || value.dataset.files.empty()) {
        continue;
      }
      ++all;
      lost += std::ranges::find(value.dataset.files, fault.path, &DataFile::path) == value.dataset.files.end() ? 1 : 0;
    }
  }
  EXPECT_LT(lost * 20, all);
}

TEST(Mutate, TakesWhateverAnyBytesAre) {
  Random random(7);
  for (int i = 0; i < 500; ++i) {
    std::vector<std::byte> bytes(random.below(2000));
    for (std::byte& byte : bytes) {
      byte = static_cast<std::byte>(random.below(256));
    }
    const Case value = mutate(read_case(bytes).value, random, plain_loader());
    ASSERT_NO_FATAL_FAILURE(expect_sound(value, plain_loader()));
  }
}

TEST(Crossover, GivesCasesThatFitAndReadBackAsWritten) {
  Random random(8);
  for (int i = 0; i < 1000; ++i) {
    const Case a = random_case(random, capable_loader());
    const Case b = random_case(random, capable_loader());
    ASSERT_NO_FATAL_FAILURE(expect_sound(crossover(a, b, random, capable_loader()), capable_loader()));
  }
}

TEST(Crossover, MixesBothParents) {
  Random random(9);
  int files_of_both = 0;
  for (int i = 0; i < 200; ++i) {
    const Case a = random_case(random, capable_loader());
    const Case b = random_case(random, capable_loader());
    const Case child = crossover(a, b, random, capable_loader());
    const auto of = [&](const Case& parent) {
      return std::ranges::any_of(child.dataset.files, [&](const DataFile& file) {
        return std::ranges::find(parent.dataset.files, file) != parent.dataset.files.end();
      });
    };
    files_of_both += of(a) && of(b) ? 1 : 0;
  }
  EXPECT_GT(files_of_both, 100);
}

}  // namespace
}  // namespace proofload
