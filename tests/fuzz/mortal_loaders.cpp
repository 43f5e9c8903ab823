// Loaders that die in known ways, to see what becomes of a fuzz target then. They load nothing and declare next to
// nothing, so that no other clause is judged.
#include <condition_variable>
#include <cstdlib>
#include <memory>
#include <mutex>

#include "proofload/loader.hpp"

namespace {

using namespace proofload;

enum class Way { none, crash, wait, age };

/// Batches of three are fatal; or the thirtieth loader of a process is, whatever it loads.
class Mortal final : public Loader {
 public:
  Mortal(Way way, const LoadOptions& options) : way_(way), fatal_(options.batch_size == 3) {}

  std::expected<std::optional<Batch>, LoadError> next() override {
    static int loaders = 0;
    ++loaders;
    if (way_ == Way::crash && fatal_) {
      volatile int* volatile nowhere = nullptr;
      *nowhere = 1;
    }
    if (way_ == Way::wait && fatal_) {
      std::mutex mutex;
      std::unique_lock lock(mutex);
      std::condition_variable never;
      never.wait(lock, [] { return false; });
    }
    if (way_ == Way::age && loaders > 30) {
      std::abort();
    }
    return std::nullopt;
  }

 private:
  Way way_;
  bool fatal_;
};

Declaration mortal(Way way) {
  Declaration declaration;
  declaration.reads = ImageFolder{};
  declaration.transform = Transform::Kind::opaque;
  declaration.make = [way](Source&, const LoadOptions& options) { return std::make_unique<Mortal>(way, options); };
  return declaration;
}

}  // namespace

PROOFLOAD_LOADER(immortal) { return mortal(Way::none); }
PROOFLOAD_LOADER(crashes_at_three) { return mortal(Way::crash); }
PROOFLOAD_LOADER(waits_at_three) { return mortal(Way::wait); }
PROOFLOAD_LOADER(dies_of_age) { return mortal(Way::age); }
