/// A loader yields the batches of a dataset. It is the system under test.
///
/// Implement `next()`. Everything else is optional: derive from the small interfaces below as well, and the clauses
/// that need them are judged; without them they are "not applicable".
///
/// A loader is used from one thread; its own workers are its own affair. It is destroyed at any moment, also in the
/// middle of an epoch, and then leaves nothing behind.
///
///     class Thumbnails final : public proofload::Loader, public proofload::Epochs { … };
///     PROOFLOAD_LOADER(thumbnails) { return {.reads = proofload::ImageFolder{}, …, .make = …}; }
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "proofload/batch.hpp"
#include "proofload/declaration.hpp"
#include "proofload/load_error.hpp"
#include "proofload/load_options.hpp"
#include "proofload/registry.hpp"
#include "proofload/source.hpp"

namespace proofload {

class Loader {
 public:
  Loader() = default;
  Loader(const Loader&) = delete;
  Loader& operator=(const Loader&) = delete;
  virtual ~Loader() = default;

  /// A batch; nothing at the end of the epoch (and again nothing if asked again); or an error, which ends the epoch.
  virtual std::expected<std::optional<Batch>, LoadError> next() = 0;
};

/// Loaders that can go through the dataset more than once. A new loader stands at the start of epoch 0.
class Epochs {
 public:
  virtual ~Epochs() = default;
  /// Goes to the start of the next epoch, wherever the loader stands. It is the only reset.
  virtual void begin_epoch() = 0;
};

/// Loaders that say how long an epoch is.
class Length {
 public:
  virtual ~Length() = default;
  /// Batches of the whole current epoch, as declared: exact or an upper bound, before or after skips.
  [[nodiscard]] virtual std::uint64_t batches() const = 0;
};

/// A sample that was not yielded as it is, and that did not end the epoch.
struct SampleReport {
  enum class Deed : std::uint8_t { skipped, substituted };
  LoadError error;
  Deed deed = Deed::skipped;
};

/// Loaders that report the samples they skip or substitute.
class Reports {
 public:
  virtual ~Reports() = default;
  /// All reports since the start of the current epoch. Valid until the next call to the loader.
  [[nodiscard]] virtual std::span<const SampleReport> reports() const = 0;
};

/// Loaders that can be saved in the middle of an epoch and resumed in a new loader of the same source and options.
class SavedState {
 public:
  virtual ~SavedState() = default;
  [[nodiscard]] virtual std::vector<std::byte> save() const = 0;
  /// On a new loader, before `next()`. The bytes are valid during the call only.
  virtual std::expected<void, LoadError> restore(std::span<const std::byte> state) = 0;
};

}  // namespace proofload
