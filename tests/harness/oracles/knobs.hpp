/// Knobs say how the tests' own loader of image folders behaves: in the many ways that are legal, or in one that is
/// not.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "harness/oracles/listed_rows.hpp"
#include "proofload/declaration.hpp"

namespace proofload::test {

/// What is wrong with a loader. It promises the same without it.
enum class Defect : std::uint8_t {
  none,
  // which samples
  loses_one,
  yields_one_twice,
  skips_in_silence,
  passes_next_instead,
  batch_dies_with_sample,
  error_ends_epoch,
  zeros_for_bad,
  previous_for_bad,
  sticky_failure,
  accepts_truncated,
  tail_lost,
  tail_wrapped,
  tail_stale,
  padding_labeled_as_class,
  buffer_not_drained,
  draws_with_replacement,
  // content
  blue_first,
  mirrored,
  upside_down,
  transposed,
  whole_bytes,
  low_byte_of_sixteen,
  corner_instead_of_resize,
  darker_in_a_corner,
  nan_in_flat,
  batch_statistics,
  canvas_not_cleared,
  red_only,
  not_normalized,
  // labels
  labels_swapped_in_batch,
  labels_shift_after_bad,
  labels_from_one,
  classes_as_listed,
  empty_class_vanishes,
  classes_without_case,
  one_wrong_label,
  shuffles_labels_apart,
  // order
  same_order_every_epoch,
  seed_ignored,
  seed_from_a_counter,
  shuffles_in_batches,
  swaps_with_any,
  swaps_with_others_only,
  drops_the_same_tail,
  // ends
  batch_of_no_rows,
  short_batch_inside,
  short_last_for_drop,
  too_large_batch,
  length_floor,
  length_one_more,
  cursor_survives,
  second_epoch_empty,
  goes_on_after_end,
  never_ends,
  silent_when_empty,
  // errors
  error_without_path,
  position_for_index,
  name_for_path,
  reports_twice,
  reports_once_only,
  throws_on_bad,
  refuses_by_extension,
  refuses_sixteen_bits,
  fails_under_skip,
  reports_survive_epoch,
  skips_under_substitute,
  // shape, type, files, model
  other_shape,
  other_dtype,
  one_label_more,
  reuses_buffer,
  keeps_files_of_bad,
  writes_cache,
  reads_outside,
  label_beyond_model,
};

/// Whom the loader knows itself to have wronged, by run and by epoch. The first run is the one that is judged.
struct Confession {
  std::vector<std::vector<std::set<std::string>>> runs;
};

enum class Filter : std::uint8_t { nearest, bilinear, box, triangle, cubic, sharper_cubic, unstretched_cubic, lanczos };

struct Knobs {
  // pixels
  Filter filter = Filter::bilinear;
  Transform transform = Resized::stretch;
  enum class Rounding : std::uint8_t { none, whole_pixels } rounding = {};  ///< of letterboxes and crops
  enum class Filling : std::uint8_t { zero, black } filling = {};           ///< before or after scale and offset
  enum class Grey : std::uint8_t { luma, mean } grey = {};
  enum class Background : std::uint8_t { black, white } background = {};
  enum class Blends : std::uint8_t { when_declared, always } blends = {};
  std::int64_t channels = 3;
  std::int64_t height = 24;
  std::int64_t width = 32;
  Layout layout = Layout::chw;
  Dtype dtype = Dtype::float32;
  std::optional<Range> range = Range{0, 1};
  // labels
  Dtype label_dtype = Dtype::int64;
  std::int64_t base = 0;
  std::optional<std::int64_t> ignore_index = -1;
  Labels::Order label_order = Labels::Order::sorted;
  enum class EmptyClass : std::uint8_t { counted, left_out } empty_class = {};
  // samples
  ImageFolder reads = {};
  std::optional<ManifestKnobs> manifest;  ///< nothing: folders are classes
  Integrity integrity = Integrity::checksums;
  enum class Taste : std::uint8_t { lenient, strict } taste = {};       ///< of what may be delivered or refused
  enum class Folders : std::uint8_t { ignored, refused } folders = {};  ///< that stand in place of a file
  Listing listing = Listing::sorted;
  Sampling sampling = {Sampling::Kind::uniform};
  enum class Tail : std::uint8_t { read, not_read } dropped_tail = {};  ///< when the last samples cannot fill a batch
  enum class Made : std::uint8_t { zeros, grey, noise } substitute = {};
  // policies; nothing: as the options say
  std::optional<BadSample> bad_sample;
  std::optional<LastBatch> last_batch;
  LengthPromise length = {LengthPromise::Kind::exact, LengthPromise::Counting::before_skips};
  enum class Empty : std::uint8_t { thrown, returned, empty_epoch } empty = {};
  Repetition repeats = {Repeats::same_bytes, Repeats::same_bytes, Repeats::same_bytes};
  BatchLife batches = BatchLife::owned;
  // interfaces
  enum class Has : std::uint8_t { no, yes };
  Has reports = Has::yes;
  Has epochs = Has::yes;
  Has counts = Has::yes;
  Has ids = Has::yes;
  Has shuffle = Has::yes;
  std::optional<ModelSpec> model;

  Defect defect = Defect::none;
  std::shared_ptr<Confession> confession = std::make_shared<Confession>();
};

}  // namespace proofload::test
