// Loaders that die in known ways, to see what becomes of a fuzz target then. They load nothing, and do not declare what
// they read, so that no clause on samples is judged.
#include <condition_variable>
#include <cstdlib>
#include <memory>
#include <mutex>

#include "proofload/loader.hpp"

namespace {

using namespace proofload;

enum class Way { none, crash, wait, age };

/// Batches of three are fatal; or the 300th call in a process is, whatever it loads.
class Mortal final : public Loader {
 public:
  Mortal(Way way, const LoadOptions& options) : way_(way), fatal_(options.batch_size == 3) {}

  std::expected<std::optional<Batch>, LoadError> next() override {
    static int calls = 0;
    ++calls;
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
    if (way_ == Way::age && calls > 300) {
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
  declaration.transform = Transform::Kind::opaque;
  declaration.make = [way](Source&, const LoadOptions& options) { return std::make_unique<Mortal>(way, options); };
  return declaration;
}

}  // namespace

PROOFLOAD_LOADER(immortal) { return mortal(Way::none); }
PROOFLOAD_LOADER(crashes_at_three) { return mortal(Way::crash); }
PROOFLOAD_LOADER(waits_at_three) { return mortal(Way::wait); }
PROOFLOAD_LOADER(dies_of_age) { return mortal(Way::age); }
