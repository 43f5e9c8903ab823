// What a run before left in a loader's cache: laid down as the faults say, met, and judged.
#include "run/cache_leftovers.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "harness/oracles/knobbed_loader.hpp"
#include "proofload/cache_folder.hpp"
#include "proofload/check.hpp"
#include "proofload/images.hpp"
#include "run/runner.hpp"

namespace proofload {
namespace {

using test::Knobs;
using State = Judgement::State;

/// What the loaders of one case found in their cache, one after the other; "none" where there was no file.
using Found = std::vector<std::string>;

/// Which content the loader leaves in its cache: that of the first file. What becomes of what it finds is up to the
/// test.
RegisteredLoader keeping(const std::shared_ptr<Found>& found,
                         const std::function<void(const std::string&, const std::string&)>& on_leftover = {}) {
  RegisteredLoader loader = test::loader_with(Knobs{.bad_sample = BadSample::fail});
  loader.declaration.files.cache = Files::Cache::outside;
  loader.declaration.make = [found, on_leftover, inner = loader.declaration.make](Source& source,
                                                                                  const LoadOptions& options) {
    const std::string path = cache_folder(source).value() + "/kept";
    const std::string folder = source.list("").value().front().name;
    const std::string first = folder + "/" + source.list(folder).value().front().name;
    const auto bytes = read_file(source, first, std::size_t{1} << 20U).value();
    const std::string now(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    std::ifstream file(path, std::ios::binary);
    found->push_back(file ? std::string(std::istreambuf_iterator<char>(file), {}) : "none");
    if (on_leftover && file && found->back() != now) {
      on_leftover(first, found->back());
    }
    std::ofstream(path, std::ios::binary | std::ios::trunc) << now;
    return inner(source, options);
  };
  return loader;
}

Case two_images(std::string_view text, Place at = {}) {
  Case value;
  value.dataset =
      render(ImageDatasetPlan{{{.folder = "a", .stem = "0", .id = 1}, {.folder = "b", .stem = "1", .id = 2}}, {}});
  value.options.batch_size = 2;
  if (!text.empty()) {
    value.faults = {{.kind = FaultKind::cache_leftover, .path = "a/0.png", .at = at, .text = std::string(text)}};
  }
  return value;
}

std::string content(const Case& value, std::size_t file) { return std::string(value.dataset.files[file].bytes.text()); }

TEST(CacheLeftovers, EveryRunHasAFolderOfItsOwn) {
  const auto found = std::make_shared<Found>();
  const Case value = two_images("");
  const RegisteredLoader loader = keeping(found);
  run_case(value, loader);
  run_case(value, loader);
  EXPECT_EQ(*found, (Found{"none", "none"}));
}

TEST(CacheLeftovers, StaleOnesAreOfATimeWhenTheFileHeldWhatTheNextOneHolds) {
  const auto found = std::make_shared<Found>();
  const Case value = two_images("stale");
  const Trace trace = run_case(value, keeping(found));
  EXPECT_EQ(*found, (Found{"none", content(value, 1)}));
  EXPECT_EQ(trace.fired, std::vector<std::uint64_t>{1});
}

TEST(CacheLeftovers, TornOnesAreCutOrEndInZeros) {
  const auto found = std::make_shared<Found>();
  const Case cut = two_images("cut", {Place::From::start, 10});
  const std::string whole = content(cut, 0);
  run_case(cut, keeping(found));
  EXPECT_EQ(found->back(), whole.substr(0, 10));
  run_case(two_images("zeros", {Place::From::end, 3}), keeping(found));
  EXPECT_EQ(found->back(), whole.substr(0, whole.size() - 3) + std::string(3, '\0'));
  const Trace at_end = run_case(two_images("cut", {Place::From::end, 0}), keeping(found));
  EXPECT_EQ(found->back(), whole);
  EXPECT_EQ(at_end.fired, std::vector<std::uint64_t>{0}) << "nothing was cut";
}

TEST(CacheLeftovers, AFolderThatIsGoneIsNoReasonToFail) {
  const auto found = std::make_shared<Found>();
  const RegisteredLoader loader = keeping(found);
  const Verdict verdict = check(two_images("gone"), loader);
  EXPECT_EQ(verdict.tool_failure, "");
  EXPECT_TRUE(verdict.broken().empty());
  EXPECT_EQ(verdict.fired, std::vector<std::uint64_t>{1});
}

TEST(CacheLeftovers, AreForLoadersThatKeepACacheOutside) {
  RegisteredLoader loader = test::loader_with(Knobs{});
  EXPECT_TRUE(fit(two_images("stale"), loader.declaration).faults.empty());
  loader.declaration.files.cache = Files::Cache::outside;
  EXPECT_EQ(fit(two_images("stale"), loader.declaration).faults.size(), 1U);
}

/// It may say that its cache is damaged, with the sample that it was for; of what is whole it may not.
TEST(CacheLeftovers, MayBeRefusedAndNothingElseMay) {
  const auto found = std::make_shared<Found>();
  const RegisteredLoader refusing = keeping(found, [](const std::string& path, const std::string&) {
    throw LoadFailure({.path = path, .index = 0, .reason = "its cache is damaged"});
  });
  const Verdict legal = check(two_images("cut", {Place::From::start, 10}), refusing);
  EXPECT_EQ(legal.tool_failure, "");
  EXPECT_TRUE(legal.broken().empty()) << legal[legal.broken().front()].because.front().what;

  RegisteredLoader refusing_all = refusing;
  refusing_all.declaration.make = [](Source&, const LoadOptions&) -> std::unique_ptr<Loader> {
    throw LoadFailure({.path = "a/0.png", .index = 0, .reason = "its cache is damaged"});
  };
  EXPECT_EQ(check(two_images(""), refusing_all)[Clause::no_false_alarm].state, State::broken);
  EXPECT_EQ(check(two_images("stale"), refusing_all)[Clause::no_false_alarm].state, State::broken)
      << "nothing was left, since nothing was kept";
}

}  // namespace
}  // namespace proofload
