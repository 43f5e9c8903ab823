/// A case is everything that one run depends on, as one value. Equal cases run equally, on any machine.
///
/// Its file form is one plain tar: `case.json` first, then the clean dataset below `data/`. Reading is total: any bytes
/// are a case (see `read_case`).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "proofload/dataset.hpp"
#include "proofload/fault.hpp"
#include "proofload/load_options.hpp"

namespace proofload {

/// How the dataset reaches the loader.
enum class Carrier : std::uint8_t { memory, directory };

/// A further run that the case asks for, to be compared with the first.
enum class Comparison : std::uint8_t {
  again,             ///< the same once more: deterministic
  other_seed,        ///< another seed: seed-varies
  other_batch_size,  ///< another batch size: batch-size-invariant
  other_listing,     ///< another listing order: class-index
  fewer_faults,      ///< without the faults: isolation
  abandoned_epoch,   ///< an epoch left after some batches, then whole ones: epoch-restart
  other_workers,     ///< another number of workers, some of whose reads are slow: worker-invariant
  other_fill,        ///< twice, fresh memory filled with another byte each time: initialized
  many_epochs,       ///< many epochs of one loader, and loaders that end in the middle of one: no-leak
  many_orders,       ///< the orders of hundreds of epochs: fair-order
};

inline constexpr std::size_t comparison_count = static_cast<std::size_t>(Comparison::many_orders) + 1;

std::string_view name(Comparison comparison);
std::string_view name(Carrier carrier);

struct Case {
  std::string loader;  ///< for which it was made; any loader may be judged by it
  Dataset dataset;
  std::vector<Fault> faults;
  LoadOptions options;
  std::uint32_t epochs = 1;  ///< at least 1
  Carrier carrier = Carrier::memory;
  std::vector<Comparison> comparisons;  ///< ascending, distinct

  bool operator==(const Case&) const = default;
};

/// The bounds that every case read from bytes is brought into, so that one run stays small whatever the bytes say.
struct CaseLimits {
  std::size_t files = 4096;
  std::size_t bytes = std::size_t{64} << 20U;
  std::size_t faults = 64;
  std::uint64_t batch_size = 1024;
  std::uint32_t epochs = 4;
  std::uint32_t workers = 8;
  std::uint32_t prefetch = 64;
  std::uint32_t shards = 64;
};

/// The tar of a case. A file is the member `data/` + `escape(path)`, so that any name is safe to list and to unpack;
/// reading unescapes it, and takes plain names as they are. For a case within the limits whose paths are plain, no
/// file's path a folder of another's, `write_case(*read_case(write_case(c)))` is `write_case(c)`.
std::vector<std::byte> write_case(const Case& value);

struct ReadCase {
  /// How the bytes were understood.
  enum class As : std::uint8_t {
    tar,  ///< a case file
    raw,  ///< no such tar: the content of the first sample of the built-in default dataset
  };
  Case value;
  As as = As::tar;
  std::string note;  ///< what had to be mended or was left out; empty when nothing was
};

/// Total: any bytes are a case. What a tar says beyond `limits` is brought into them.
ReadCase read_case(std::span<const std::byte> bytes, const CaseLimits& limits = {});

/// A folder as a case: its files, no faults, default options. Fails with a message when it cannot be read, or is larger
/// than `limits`.
struct ReadFolder {
  std::optional<Case> value;
  std::string error;
  std::string note;  ///< what was left out: links that lead out of the folder, nodes that are not files
};
ReadFolder read_folder(const std::string& folder, const CaseLimits& limits);

/// 16 hexadecimal digits over all that the case says; equal cases have equal digests.
std::string digest(const Case& value);

/// One line a person can read: files, faults, options.
std::string describe(const Case& value);

/// Any bytes as printable ASCII: control bytes, quotes, backslashes and bytes above 126 become \xNN. Used wherever a
/// name from a dataset is shown, and, reversed by `unescape`, for names in JSON.
std::string escape(std::string_view bytes);
std::string unescape(std::string_view text);

}  // namespace proofload
