#include "proofload/generate.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "dataset/truth.hpp"
#include "harness/case/loader_of_test.hpp"
#include "proofload/check.hpp"

namespace proofload {
namespace {

constexpr int many = 5000;

/// How the number of samples stands to the batch size.
enum class Leftover { none, one, some };

Leftover leftover(const Case& value) {
  const std::uint64_t left = value.dataset.files.size() % value.options.batch_size;
  return left == 0 ? Leftover::none : left == 1 ? Leftover::one : Leftover::some;
}

TEST(RandomCase, IsTheSameForTheSameSeed) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Random a(seed);
    Random b(seed);
    EXPECT_EQ(random_case(a, capable_loader()), random_case(b, capable_loader()));
  }
}

TEST(RandomCase, NeedsNoFittingAndReadsBackAsWritten) {
  Random random(1);
  for (const RegisteredLoader& loader : {plain_loader(), capable_loader()}) {
    for (int i = 0; i < 300; ++i) {
      const Case value = random_case(random, loader);
      ASSERT_EQ(fit_generated(value, loader.declaration), value);
      const ReadCase read = read_case(write_case(value));
      ASSERT_EQ(read.as, ReadCase::As::tar);
      ASSERT_EQ(read.value, value);
      ASSERT_EQ(read.note, "");
    }
  }
}

TEST(RandomCase, DrawsEveryKindOfFaultAndMostOfThemAct) {
  Random random(2);
  std::map<FaultKind, std::pair<int, int>> drawn_and_acting;
  const std::array loaders = {capable_loader(), sequence_loader(), array_loader(),  idx_loader(),
                              shard_loader(),   archive_loader(),  caching_loader()};
  for (std::size_t i = 0; i < loaders.size() * many; ++i) {
    const Case value = random_case(random, loaders[i % loaders.size()]);
    const std::vector<bool> inert = proofload::apply(value.dataset, value.faults).inert;
    for (std::size_t f = 0; f < value.faults.size(); ++f) {
      auto& [drawn, acting] = drawn_and_acting[value.faults[f].kind];
      ++drawn;
      acting += inert[f] ? 0 : 1;
    }
  }
  EXPECT_EQ(drawn_and_acting.size(), fault_kind_count);
  for (const auto& [kind, counts] : drawn_and_acting) {
    EXPECT_GT(counts.first, 100) << name(kind);
    EXPECT_GT(counts.second * 2, counts.first) << name(kind);
  }
}

TEST(RandomCase, ChangesRestartMarkersWhichTheStructureOfTheFileShows) {
  using State = SampleTruth::State;
  Random random(6);
  const RegisteredLoader loader = capable_loader();
  std::map<std::string, int> acting;
  for (int i = 0; i < many; ++i) {
    const Case value = random_case(random, loader);
    const EffectiveDataset effective = proofload::apply(value.dataset, value.faults);
    for (std::size_t f = 0; f < value.faults.size(); ++f) {
      const Fault& fault = value.faults[f];
      if (fault.kind != FaultKind::jpeg_structure || !fault.text.starts_with("restart_") || effective.inert[f]) {
        continue;
      }
      ++acting[fault.text];
      Case alone = value;
      alone.faults = {fault};
      const auto state = [&](Integrity integrity) {
        Declaration declaration = loader.declaration;
        declaration.integrity = integrity;
        const Truth truth = find_truth(alone, proofload::apply(alone.dataset, alone.faults), declaration, {});
        return std::ranges::find(truth.samples, fault.path, &SampleTruth::path)->state;
      };
      // Another fault may have brought the markers in, from another file.
      if (proofload::apply(alone.dataset, alone.faults).inert[0]) {
        continue;
      }
      EXPECT_EQ(state(Integrity::structure), State::damaged) << describe(fault);
      EXPECT_THAT(state(Integrity::decodable), testing::AnyOf(State::damaged, State::altered)) << describe(fault);
    }
  }
  for (const char* change : {"restart_drop", "restart_double", "restart_exchange"}) {
    EXPECT_GE(acting[change], 3) << change;
    RecordProperty(change, acting[change]);
  }
}

TEST(RandomCase, HasMoreClassesThanAByteCountsWhereSoManyAreDeclared) {
  RegisteredLoader loader = capable_loader();
  loader.declaration.labels.classes = 1000;
  Random random(4);
  int many_classes = 0;
  for (int i = 0; i < 300; ++i) {
    const Case value = random_case(random, loader);
    std::set<std::string_view> classes(value.dataset.folders.begin(), value.dataset.folders.end());
    for (const DataFile& file : value.dataset.files) {
      classes.insert(parent_of(file.path));
    }
    many_classes += classes.size() > 256 ? 1 : 0;
    ASSERT_LE(classes.size(), 1000U);
  }
  EXPECT_GT(many_classes, 5);
}

TEST(RandomCase, HasMoreSamplesThanFitInASmallBudgetAndNoBatchNearIt) {
  RegisteredLoader loader = capable_loader();
  loader.declaration.features = {.dtype = Dtype::float32, .shape = {3, 24, 32}};
  constexpr std::uint64_t sample = std::uint64_t{4} * 3 * 24 * 32;
  loader.declaration.files.memory_budget = 100 * sample + 17;
  Random random(5);
  int beyond = 0;
  for (int i = 0; i < 100; ++i) {
    const Case value = random_case(random, loader);
    beyond += value.dataset.files.size() > 100 ? 1 : 0;
    ASSERT_LE(value.options.batch_size, 25U);
  }
  EXPECT_GT(beyond, 3);
}

TEST(RandomCase, DrawsEveryValueOfEveryOption) {
  Random random(3);
  std::set<BadSample> bad_samples;
  std::set<LastBatch> last_batches;
  std::set<Shuffle> shuffles;
  std::set<std::uint32_t> epochs;
  std::set<std::uint32_t> workers;
  std::set<std::uint32_t> prefetches;
  std::set<std::pair<std::uint32_t, std::uint32_t>> shards;
  std::set<Carrier> carriers;
  std::map<Comparison, int> comparisons;
  int clean = 0;
  for (int i = 0; i < many; ++i) {
    const Case value = random_case(random, capable_loader());
    bad_samples.insert(value.options.bad_sample);
    last_batches.insert(value.options.last_batch);
    shuffles.insert(value.options.shuffle);
    epochs.insert(value.epochs);
    workers.insert(value.options.workers);
    prefetches.insert(value.options.prefetch);
    shards.insert({value.options.shard, value.options.shards});
    carriers.insert(value.carrier);
    for (const Comparison comparison : value.comparisons) {
      ++comparisons[comparison];
    }
    clean += value.faults.empty() ? 1 : 0;
  }
  EXPECT_EQ(bad_samples.size(), 4U);
  EXPECT_EQ(last_batches.size(), 4U);
  EXPECT_EQ(shuffles.size(), 2U);
  EXPECT_EQ(epochs, (std::set<std::uint32_t>{1, 2, 3}));
  EXPECT_TRUE(workers.contains(0) && workers.contains(1) && workers.contains(2));
  EXPECT_EQ(prefetches.size(), 4U);
  EXPECT_TRUE(shards.contains({0, 1}) && shards.contains({1, 2}) && shards.contains({2, 3}));
  EXPECT_EQ(carriers.size(), 2U);
  EXPECT_EQ(comparisons.size(), comparison_count);
  for (const auto& [comparison, count] : comparisons) {
    const bool costly = comparison == Comparison::many_epochs || comparison == Comparison::many_orders;
    EXPECT_TRUE(count > (costly ? 0 : many / 10) && count < many / 2) << name(comparison) << " " << count;
  }
  EXPECT_TRUE(clean > many / 4 && clean < many / 2) << clean;
}

TEST(RandomCase, MeetsEveryPolicyWithAndWithoutFaultsAtEveryRemainder) {
  Random random(4);
  std::set<std::tuple<BadSample, bool, Leftover>> bad;
  std::set<std::tuple<LastBatch, bool, Leftover>> last;
  int seventeen_by_sixteen = 0;
  for (int i = 0; i < many; ++i) {
    const Case value = random_case(random, capable_loader());
    bad.insert({value.options.bad_sample, value.faults.empty(), leftover(value)});
    last.insert({value.options.last_batch, value.faults.empty(), leftover(value)});
    seventeen_by_sixteen += value.dataset.files.size() == 17 && value.options.batch_size == 16 ? 1 : 0;
  }
  EXPECT_EQ(bad.size(), 4U * 2U * 3U);
  EXPECT_EQ(last.size(), 4U * 2U * 3U);
  EXPECT_GT(seventeen_by_sixteen, many / 100);
}

/// What a case is, as values of the factors that are drawn jointly.
std::vector<std::string> levels_of(const Case& value) {
  const std::size_t n = value.dataset.files.size();
  const LoadOptions& options = value.options;
  const auto few = [](std::uint64_t count) { return count == 0 ? "none" : count == 1 ? "one" : "more"; };
  std::vector<std::string> levels = {
      fmt::format("samples {}", n >= 16 ? "many" : few(n)),
      fmt::format("batch {}", options.batch_size < n    ? "smaller"
                              : options.batch_size == n ? "equal"
                                                        : "larger"),
      fmt::format("rows {}", options.batch_size == 1 ? "one" : "more"),
      fmt::format("left over {}", few(n % options.batch_size)),
      fmt::format("workers {}", few(options.workers)),
      fmt::format("prefetch {}", few(options.prefetch)),
      fmt::format("epochs {}", few(value.epochs)),
      fmt::format("shuffle {}", options.shuffle == Shuffle::on),
      fmt::format("shards {}", few(options.shards)),
      fmt::format("bad sample {}", static_cast<int>(options.bad_sample)),
      fmt::format("last batch {}", static_cast<int>(options.last_batch)),
      fmt::format("carrier {}", name(value.carrier)),
  };
  std::set<std::string> faults;
  for (const Fault& fault : value.faults) {
    faults.insert(fmt::format("fault {}", name(fault.kind)));
  }
  levels.insert(levels.end(), faults.begin(), faults.end());
  if (faults.empty()) {
    levels.emplace_back("fault none");
  }
  for (const Comparison comparison : value.comparisons) {
    levels.push_back(fmt::format("compared {}", name(comparison)));
  }
  return levels;
}

TEST(RandomCase, MeetsThePairsOfConditionsThatAreDrawnJointly) {
  Random random(8);
  std::set<std::string> levels;
  std::set<std::pair<std::string, std::string>> met;
  for (int i = 0; i < many; ++i) {
    const std::vector<std::string> here = levels_of(random_case(random, capable_loader()));
    levels.insert(here.begin(), here.end());
    for (const std::string& a : here) {
      for (const std::string& b : here) {
        met.emplace(a, b);
      }
    }
  }
  // What cannot be, and what clears the stage for a comparison that needs it clear.
  const auto impossible = [](const std::string& a, const std::string& b) {
    const auto is = [&](std::string_view x, std::string_view y) {
      return (a.starts_with(x) && b.starts_with(y)) || (b.starts_with(x) && a.starts_with(y));
    };
    // Faults that count calls are compared with nothing but their own repetition.
    const auto counted = [&](std::string_view fault) {
      return is("compared ", fault) && !is("compared again", fault) && !is("compared other-fill", fault);
    };
    return counted("fault call-error") || counted("fault changed-file") ||
           (is("samples none", "left over ") && !is("samples none", "left over none")) ||
           (is("batch equal", "left over ") && !is("batch equal", "left over none")) ||
           (is("rows one", "left over ") && !is("rows one", "left over none")) ||
           (is("compared many-orders", "fault ") && !is("compared many-orders", "fault none")) ||
           (is("samples none", "fault ") && !is("samples none", "fault none") &&
            !is("samples none", "fault listing")) ||
           is("samples none", "compared other-listing") || is("samples one", "compared other-listing") ||
           is("samples one", "fault listing") || is("samples none", "compared many-epochs") ||
           is("fault none", "compared fewer-faults") || is("shuffle false", "compared other-seed") ||
           is("shuffle false", "compared many-orders") || is("shards more", "compared many-orders") ||
           is("samples one", "left over more") || is("samples none", "batch smaller") ||
           is("samples none", "batch equal") || is("samples one", "batch smaller");
  };
  const auto factor = [](const std::string& level) { return level.substr(0, level.rfind(' ')); };
  std::vector<std::string> missing;
  std::size_t pairs = 0;
  for (const std::string& a : levels) {
    for (const std::string& b : levels) {
      if (a < b && factor(a) != factor(b)) {
        ++pairs;
        if (!met.contains({a, b}) && !impossible(a, b)) {
          missing.push_back(a + " & " + b);
        }
      }
    }
  }
  EXPECT_THAT(missing, testing::IsEmpty()) << pairs;
}

TEST(RandomCase, DrawsDatasetsFromNoneToSeventeenSamples) {
  Random random(5);
  std::set<std::size_t> sizes;
  for (int i = 0; i < many; ++i) {
    sizes.insert(random_case(random, capable_loader()).dataset.files.size());
  }
  for (std::size_t n = 0; n <= 17; ++n) {
    EXPECT_TRUE(sizes.contains(n)) << n;
  }
  EXPECT_EQ(*sizes.rbegin(), 17U);
}

TEST(RandomCase, KeepsToWhatIsDeclared) {
  Random random(6);
  for (int i = 0; i < 500; ++i) {
    const Case value = random_case(random, plain_loader());
    EXPECT_EQ(value.options.shuffle, Shuffle::off);
    EXPECT_EQ(value.options.bad_sample, BadSample::skip_refill);
    EXPECT_EQ(value.epochs, 1U);
    std::set<std::string> classes;
    for (const DataFile& file : value.dataset.files) {
      classes.emplace(parent_of(file.path));
    }
    EXPECT_LE(classes.size(), 2U);
  }
}

TEST(RandomCase, DrawsOnlyDeclaredFormats) {
  RegisteredLoader loader = plain_loader();
  ImageFolder reads;
  reads.formats = {ImageFormat::png};
  loader.declaration.reads = reads;
  Random random(7);
  for (int i = 0; i < 100; ++i) {
    for (const DataFile& file : random_case(random, loader).dataset.files) {
      EXPECT_TRUE(file.path.ends_with(".png") || file.path.ends_with(".PNG")) << file.path;
    }
  }
}

TEST(RandomCase, WritesAManifestForLoadersThatReadOne) {
  RegisteredLoader loader = plain_loader();
  loader.declaration.reads = ImageManifest{};
  Random random(8);
  std::size_t images = 0;
  std::size_t named = 0;
  for (int i = 0; i < 50; ++i) {
    const Case value = random_case(random, loader);
    const DataFile& manifest = value.dataset.files.back();
    ASSERT_EQ(manifest.path, "manifest.csv");
    for (const DataFile& file : value.dataset.files) {
      images += file.path != manifest.path ? 1 : 0;
      named += manifest.bytes.text().find(file.path) != std::string_view::npos ? 1 : 0;
    }
  }
  EXPECT_GT(named, images * 9 / 10);
  EXPECT_LT(named, images) << "now and then an image has no row";
}

TEST(RandomFault, OfAGivenKindGoesToAFileThatItFits) {
  Random random(9);
  const Dataset mixed = random_case(random, capable_loader()).dataset;
  for (int i = 0; i < 200; ++i) {
    const Fault fault = random_fault(random, mixed, FaultKind::png_header);
    const auto file = std::ranges::find(mixed.files, fault.path, &DataFile::path);
    ASSERT_NE(file, mixed.files.end());
    const bool any_png =
        std::ranges::any_of(mixed.files, [](const DataFile& each) { return each.bytes.text().starts_with("\x89PNG"); });
    EXPECT_TRUE(!any_png || file->bytes.text().starts_with("\x89PNG"));
  }
}

TEST(RandomFault, OfAnEmptyDatasetPermutesItsListing) {
  Random random(10);
  EXPECT_EQ(random_fault(random, Dataset{}).kind, FaultKind::listing_order);
}

}  // namespace
}  // namespace proofload
