/// A fault is damage as a value: what, where, with which parameters.
///
/// Faults are recorded beside the clean dataset and applied when a case runs, so the harness always knows what was
/// damaged on purpose. Applying is deterministic, and total: a fault that does not fit its file (a PNG header fault on
/// a JPEG, a path that is not there) does nothing and is inert.
///
/// Faults that act in time are keyed by path and by the nth read of one opened file, never by a global count, so that
/// they hit the same sample with any number of workers, in every epoch and in every comparison run.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "proofload/dataset.hpp"

namespace proofload {

enum class FaultKind : std::uint8_t {
  missing_path,   ///< listed, but not there when opened
  empty,          ///< no bytes
  truncate,       ///< cut at `at`
  bit_flip,       ///< `amount` (at least 1) bits flipped, from `at` on, places by `seed`
  zero_range,     ///< `amount` bytes from `at` on set to 0
  foreign_bytes,  ///< the content of the file named in `text`, or a foreign format: "text", "gif", "html", "random", …
  append,      ///< `amount` bytes (at most 1 MiB) put at the end: `text` is "zeros", "random", "self", or another file
  directory,   ///< a folder in place of the file
  unreadable,  ///< permission denied
  rename,      ///< the file's stem becomes hostile: `text` is "space", "unicode", "newline", "long", "escape", …
  listing_order,   ///< the whole listing permuted by `seed`; `path` is not used
  read_error,      ///< the `nth` (from 1) read of each open fails with the errno value `code`
  short_read,      ///< the `nth` (from 1) and later reads give at most `amount` (at least 1) bytes
  png_header,      ///< the IHDR field named in `text` becomes `amount`, its checksum is put right again
  jpeg_header,     ///< the frame header's field named in `text` becomes `amount`
  png_checksum,    ///< the checksum of the chunk at `at` is made wrong
  png_payload,     ///< one byte of the chunk at `at` is changed by `seed`, its checksum is put right again
  jpeg_early_end,  ///< cut at `at` and an end marker appended
  table_row,       ///< row `amount` (modulo their count) of a text table is damaged as `text` says: "letters", …
  text_form,       ///< all of a text is written in another way: `text` is "crlf", "bom", "utf16", "no_header", …
  npy_header,      ///< the header of a NumPy array is changed as `text` says: "big_endian", "transposed", "overflow", …
  torn_write,      ///< from `at` on it is what stood there before: zeros, or the bytes of the file named in `text`
  byte_swap,       ///< from `at` on, the bytes of each word of `amount` (2, 4, 8) bytes stand the other way around
  block,           ///< `amount` bytes from `at` on are dropped, doubled, or exchanged with as many behind them: `text`
  prepend,        ///< `amount` bytes (at most 1 MiB) put in front: `text` is "zeros", "random", "bom", "http_header", …
  transfer,       ///< what a transfer as text does to bytes: `text` is "lf_to_crlf", "strip_high_bit", "utf8_twice", …
  png_structure,  ///< chunks dropped, doubled, moved, split, of another length: `text`; `amount` 1: their checksums
                  ///< wrong
  png_stream,  ///< the pixels' zlib stream made short, long, with a bad filter, …: `text`; `amount` 1: checksum wrong
  jpeg_structure,  ///< segments, restart markers and scans dropped, doubled, moved, cut, added: `text`
  extra_node,      ///< beside `path` lies what people and systems leave there: `text` is "ds_store", "tilde", "loop", …
  twin_name,       ///< the file and its neighbor get names that differ hardly: `text` is "case", "normal_form", …
  special_node,    ///< in place of the file is what is none: `text` is "fifo", "socket" or "link_loop"
  call_error,      ///< the `nth` call of the kind `text` for the path fails with `code`; `amount` 1: and all later ones
  changed_file,  ///< the `nth` open of the path finds it as `text` says: "shrunk", "grown", …; `amount` 1: later ones,
                 ///< too
  slow,          ///< each open takes `amount` tenths of a millisecond (at most 200)
  bmp_header,    ///< the field of a BMP's headers named in `text` becomes `amount`
  idx_header,    ///< the header of an IDX file is changed as `text` says: "more_samples", "exchanged", …
  idx_samples,   ///< an IDX file holds other samples than before, and its header says so: "one_dropped", …
  tar_header,  ///< the header of member `amount` (modulo their count) of a tar says something else: "link", "parent", …
  tar_members,  ///< member `amount` of a tar is dropped, moved, there twice, or what is around it is: `text`
  npy_samples,  ///< a NumPy array holds other samples than before, and its header says so: "one_dropped", …
  zip_members,  ///< member `amount` of a ZIP archive, or its directory, is changed as `text` says: "twice", "checksum",
                ///< …
  cache_leftover,  ///< a run before left its cache on disk, and it is as `text` says: "stale", "cut", "zeros", "gone"
};

inline constexpr std::size_t fault_kind_count = static_cast<std::size_t>(FaultKind::cache_leftover) + 1;

/// A position in a file. Whatever it says is brought into the file's range.
struct Place {
  enum class From : std::uint8_t {
    start,     ///< `value` bytes from the start
    end,       ///< `value` bytes before the end
    fraction,  ///< `value` / 65536 of the size
    boundary,  ///< the structural boundary number `value` modulo their count (chunks, segments and their fields)
  };
  From from = From::start;
  std::uint64_t value = 0;

  bool operator==(const Place&) const = default;
};

struct Fault {
  FaultKind kind = FaultKind::missing_path;
  std::string path;  ///< of the clean dataset
  Place at;
  std::uint64_t amount = 0;
  std::uint64_t seed = 0;
  std::uint32_t nth = 0;
  std::int32_t code = 0;
  std::string text;

  bool operator==(const Fault&) const = default;
};

/// The stable name, with hyphens.
std::string_view name(FaultKind kind);
std::optional<FaultKind> fault_kind_named(std::string_view name);

/// Whether a fault changes what lies there, or what happens while it is read.
enum class FaultTime : std::uint8_t { at_rest, in_time };

enum class FaultParameter : std::uint8_t { path, at, amount, seed, nth, code, text };

/// What a kind of fault is made of. Parameters that it does not use have no meaning, and are best left at 0.
struct FaultTraits {
  /// Whether `text` may be the path of another file of the dataset, too.
  enum class OtherFile : std::uint8_t { never, possible };
  /// Which files it is for; on others it is inert.
  enum class Files : std::uint8_t { any, png, jpeg, bmp, text, npy, idx, tar, zip };

  std::string_view name;
  FaultTime time = FaultTime::at_rest;
  std::span<const FaultParameter> parameters;
  std::span<const std::string_view> texts;  ///< what `text` may be
  Files files = Files::any;
  OtherFile other_file = OtherFile::never;
  /// One sentence, for people: what a right loader does.
  std::string_view right = "";

  [[nodiscard]] bool uses(FaultParameter parameter) const {
    for (const FaultParameter used : parameters) {
      if (used == parameter) {
        return true;
      }
    }
    return false;
  }
};

const FaultTraits& traits(FaultKind kind);

/// Whether it changes which names are listed, and how, and no content.
bool changes_names(FaultKind kind);

/// Whether it goes by the number of a call for a path in a run. How often a right loader opens a file may depend on its
/// workers and its epochs, so such a case can be compared with nothing but its own repetition.
bool counts_calls(FaultKind kind);

/// The text of a place, and back: "12", "-3" (before the end), "30%" or "frac:19661" (of 65536), "boundary:4".
std::string describe(const Place& place);
std::optional<Place> place_of(std::string_view text);

/// One line a person can read: "truncate cats/a.png at 30%".
std::string describe(const Fault& fault);

/// Offsets at which a file's structure has a border, ascending, without 0: chunks, segments, and the fields in them.
std::vector<std::size_t> boundaries(std::span<const std::byte> bytes);

/// What one fault makes of a file's bytes for some of its opens.
struct OtherVersion {
  std::size_t fault = 0;
  Blob bytes;
};

/// A node of the dataset as the loader meets it.
struct EffectiveNode {
  enum class State : std::uint8_t {
    file,
    absent,      ///< listed, but not there
    directory,   ///< an empty folder
    unreadable,  ///< permission denied
    fifo,        ///< a pipe that nobody writes to
    socket,
    link_loop,    ///< a link to itself
    folder_loop,  ///< a link to the folder that it lies in
  };
  std::string path;        ///< after renaming
  std::string clean_path;  ///< before; empty when a fault put the node there
  Blob bytes;
  State state = State::file;
  std::vector<std::size_t> faults;     ///< indices of the faults that changed it, those acting in time included
  std::vector<OtherVersion> versions;  ///< of `changed_file`, ascending by fault
};

/// The dataset as the loader meets it, in the order in which it is listed.
struct EffectiveDataset {
  std::vector<EffectiveNode> nodes;
  std::vector<std::string> folders;  ///< folders that are there even when empty
  std::vector<bool> inert;           ///< for each fault: it changed nothing
};

/// The faults act in their order, each on what those before it left. Write `proofload::apply`: with a vector of faults
/// `std::apply` would be found as well.
EffectiveDataset apply(const Dataset& dataset, std::span<const Fault> faults);

}  // namespace proofload
