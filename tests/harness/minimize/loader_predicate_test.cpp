#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mman.h>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

#include "proofload/loader.hpp"
#include "proofload/minimize.hpp"

namespace proofload {
namespace {

/// Holds no samples.
class Nothing final : public Loader {
 public:
  std::expected<std::optional<Batch>, LoadError> next() override { return std::nullopt; }
};

/// A loader that ends in its first run, its second, and so on, over all processes: "s" by a signal, "a" by an abort,
/// "." well; again from the start after the last.
class Ends {
 public:
  explicit Ends(std::string ends) : ends_(std::move(ends)) {
    void* page = mmap(nullptr, sizeof(Runs), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    EXPECT_NE(page, MAP_FAILED);
    runs_ = new (page) Runs(0);
    loader_.name = "ends";
    loader_.declaration.features = {Dtype::float32, {2}, Range{0, 1, Range::Kind::bound}};
    loader_.declaration.make = [this](Source& /*source*/, const LoadOptions& /*options*/) {
      const char end = ends_[(*runs_)++ % ends_.size()];
      if (end == 's') {
        raise(SIGSEGV);
      } else if (end == 'a') {
        std::abort();
      }
      return std::make_unique<Nothing>();
    };
  }
  ~Ends() { munmap(runs_, sizeof(Runs)); }
  Ends(const Ends&) = delete;
  Ends& operator=(const Ends&) = delete;

  [[nodiscard]] const RegisteredLoader& loader() const { return loader_; }

 private:
  using Runs = std::atomic<std::size_t>;

  std::string ends_;
  Runs* runs_ = nullptr;
  RegisteredLoader loader_;
};

const Case nothing;

Signature crash(char end) {
  const Ends ends{std::string(1, end)};
  return signatures(Worker(ends.loader()).check(nothing)).at(0);
}

TEST(LoaderPredicate, ACrashAtChangingPlacesNowAndThenHasNoPlace) {
  for (const char* seen : {"...s......a.....", "....................................a....", "sas", "s..s.s"}) {
    const Ends ends(seen);
    LoaderPredicate predicate(ends.loader(), crash('s'));
    predicate.learn_places(nothing);
    const bool elsewhere = std::string_view(seen).contains('a');
    EXPECT_EQ(predicate.anywhere(), elsewhere) << seen;
    Answer answer = Answer::other;
    for (int run = 0; run < 100 && answer != Answer::same; ++run) {
      answer = predicate.ask(nothing, 0);
    }
    EXPECT_EQ(answer, Answer::same) << seen;
    EXPECT_TRUE(predicate.others().empty()) << seen;
  }
}

TEST(LoaderPredicate, ACrashElsewhereInEachRunIsAnotherOne) {
  const Ends ends("a");
  LoaderPredicate predicate(ends.loader(), crash('s'));
  predicate.learn_places(nothing);
  EXPECT_FALSE(predicate.anywhere());
  EXPECT_EQ(predicate.ask(nothing, 0), Answer::other);
  EXPECT_EQ(predicate.others().size(), 1U);
}

}  // namespace
}  // namespace proofload
