#include "zoo/specimen.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace proofload::zoo {
namespace {

using ByClause = std::map<Clause, Culprits>;

std::uint64_t batch_count(const World& world) { return (world.order.size() + world.batch_size - 1) / world.batch_size; }

/// The samples whose turn comes in one batch, good or bad.
std::span<const std::uint64_t> turn(const World& world, std::uint64_t batch) {
  const std::uint64_t first = batch * world.batch_size;
  return std::span(world.order).subspan(first, std::min(world.batch_size, world.order.size() - first));
}

std::vector<std::uint64_t> good(const World& world, std::span<const std::uint64_t> turn) {
  std::vector<std::uint64_t> left;
  std::ranges::copy_if(turn, std::back_inserter(left),
                       [&](std::uint64_t sample) { return !world.samples[sample].bad(); });
  return left;
}

std::set<std::string> bad_samples(const World& world) {
  std::set<std::string> paths;
  for (const World::Sample& sample : world.samples) {
    if (sample.bad()) {
      paths.insert(sample.path);
    }
  }
  return paths;
}

/// Adds a clause only when somebody is to blame.
void blame(ByClause& all, Clause clause, Culprits culprits) {
  if (!culprits.samples.empty() || !culprits.batches.empty()) {
    all.emplace(clause, std::move(culprits));
  }
}

/// Places of the rows that the loader yields when bad samples leave their batch and nothing takes their place.
/// `look(batch, k, sample, due)`: row `k` of yielded batch `batch` is `sample`, at the turn of `due`.
template <class Look>
void each_shrunk_row(const World& world, const Look& look) {
  std::uint64_t yielded = 0;
  for (std::uint64_t b = 0; b < batch_count(world); ++b) {
    const auto due = turn(world, b);
    const auto left = good(world, due);
    for (std::size_t k = 0; k < left.size(); ++k) {
      look(yielded, left[k], due[k]);
    }
    yielded += left.empty() ? 0 : 1;
  }
}

ByClause skip_shifts_labels(const World& world) {
  ByClause all;
  Culprits shifted;
  each_shrunk_row(world, [&](std::uint64_t batch, std::uint64_t sample, std::uint64_t due) {
    if (world.samples[sample].class_name == world.samples[due].class_name) {
      return;
    }
    shifted.samples.insert(world.samples[sample].path);
    if (shifted.batches.empty() || shifted.batches.back() != batch) {
      shifted.batches.push_back(batch);
    }
  });
  blame(all, Clause::pairing, std::move(shifted));
  blame(all, Clause::honest_errors, {bad_samples(world), {}});
  return all;
}

ByClause skip_shrinks_batch(const World& world) {
  ByClause all;
  blame(all, Clause::honest_errors, {bad_samples(world), {}});
  std::map<std::uint64_t, std::uint64_t> rows;
  each_shrunk_row(world, [&](std::uint64_t batch, std::uint64_t, std::uint64_t) { ++rows[batch]; });
  Culprits inside;
  for (const auto& [batch, count] : rows) {
    if (count < world.batch_size && batch != rows.rbegin()->first) {
      inside.batches.push_back(batch);
    }
  }
  blame(all, Clause::last_batch_policy, std::move(inside));
  return all;
}

std::uint64_t good_samples(const World& world) { return good(world, world.order).size(); }

ByClause seventeen_samples(const World& world) {
  ByClause all;
  if (good_samples(world) % world.batch_size != 0) {
    blame(all, Clause::last_batch_policy, {{}, {good_samples(world) / world.batch_size}});
  }
  return all;
}

ByClause batch_std_of_one(const World& world) {
  const auto rows = good(world, world.order);
  Culprits alone;
  for (std::uint64_t first = 0; first < rows.size(); first += world.batch_size) {
    if (world.batch_size == 1 || first + 1 == rows.size()) {
      alone.samples.insert(world.samples[rows[first]].path);
      alone.batches.push_back(first / world.batch_size);
    }
  }
  ByClause all;
  blame(all, Clause::finite, alone);
  if (!alone.batches.empty()) {  // training breaks at the first of them
    const std::uint64_t first = alone.batches.front();
    blame(all, Clause::model_finite, {{world.samples[rows[first * world.batch_size]].path}, {first}});
  }
  return all;
}

ByClause zeros_instead(const World& world) {
  Culprits zeros{bad_samples(world), {}};
  ByClause all;
  blame(all, Clause::honest_errors, zeros);
  for (std::uint64_t b = 0; b < batch_count(world); ++b) {
    const auto due = turn(world, b);
    if (good(world, due).size() != due.size()) {
      zeros.batches.push_back(b);
    }
  }
  blame(all, Clause::content, std::move(zeros));
  return all;
}

ByClause classes_in_listing_order(const World& world) {
  std::vector<std::string> sorted = world.listed_classes;
  std::ranges::sort(sorted);
  std::set<std::string> exchanged;
  for (std::size_t id = 0; id < sorted.size(); ++id) {
    if (world.listed_classes[id] != sorted[id]) {
      exchanged.insert(sorted[id]);
    }
  }
  // An id shows in a row only, but once one of them is wrong, all the classes that have samples are known to be.
  Culprits culprits;
  bool shows = false;
  for (const World::Sample& sample : world.samples) {
    if (exchanged.contains(sample.class_name)) {
      shows = shows || !sample.bad();
      culprits.samples.insert(sample.class_name);
    }
  }
  ByClause all;
  if (shows) {
    blame(all, Clause::class_index, std::move(culprits));
  }
  return all;
}

ByClause width_height(const World& world) {
  ByClause all;
  if (good_samples(world) != 0) {
    blame(all, Clause::declared_shape, {{}, {0}});
  }
  return all;
}

ByClause flat_image_nan(const World& world) {
  const auto rows = good(world, world.order);
  Culprits flat;
  ByClause all;
  for (std::uint64_t at = 0; at < rows.size(); ++at) {
    const World::Sample& sample = world.samples[rows[at]];
    if (sample.pixels != World::Sample::Pixels::flat) {
      continue;
    }
    const std::uint64_t batch = at / world.batch_size;
    if (flat.samples.empty()) {  // training breaks at the first of them
      blame(all, Clause::model_finite, {{sample.path}, {batch}});
    }
    flat.samples.insert(sample.path);
    if (flat.batches.empty() || flat.batches.back() != batch) {
      flat.batches.push_back(batch);
    }
  }
  blame(all, Clause::finite, std::move(flat));
  return all;
}

using enum Clause;

const std::array<Specimen, 117> all_specimens = {{
    {.id = "alpha-as-stride",
     .loader = "alpha_as_stride",
     .origin = "vlfeat/matconvnet#360",
     .breaks = {content},
     .may = {memory_safe, isolation},
     .culprits = nullptr},
    // What is good in a batch with a bad sample is in no batch; where there is nothing else, orders say nothing.
    {.id = "bad-sample-kills-batch",
     .loader = "bad_sample_kills_batch",
     .origin = "emedvedev/attention-ocr PR#92; microsoft/Biodiversity PR#658",
     .breaks = {exactly_once},
     .may = {honest_errors, honest_length, last_batch_policy, epoch_restart, batch_size_invariant, seed_varies,
             fair_order},
     .culprits = nullptr},
    {.id = "batch-std-of-one",
     .loader = "batch_std_of_one",
     .origin = "why training stops after the first step of an epoch; pytorch/pytorch#7716",
     .breaks = {finite, model_finite},
     .may = {},
     .culprits = batch_std_of_one},
    {.id = "bgr",
     .loader = "bgr",
     .origin = "folklore (OpenCV habit)",
     .breaks = {content},
     .may = {},
     .culprits = nullptr},
    {.id = "biased-swap",
     .loader = "biased_swap",
     .origin = "folklore (the naive shuffle)",
     .breaks = {fair_order},
     .may = {},
     .culprits = nullptr},
    {.id = "big-endian-unseen",
     .loader = "big_endian_unseen",
     .origin = "pmontalb/NpyCpp PR#2; visgl/loaders.gl PR#986",
     .breaks = {content, no_false_alarm},
     .may = {declared_range, isolation, exactly_once, pairing, class_index, mask_matches_lengths, batch_size_invariant,
             epoch_restart, honest_errors, fair_order, seed_varies, honest_length, last_batch_policy, finite,
             model_finite},
     .culprits = nullptr},
    {.id = "bom-in-header",
     .loader = "bom_in_header",
     .origin = "C2FO/fast-csv#131; duckdb/duckdb#2908",
     .breaks = {no_false_alarm},
     .may = {honest_length, fair_order, exactly_once, last_batch_policy, seed_varies, epoch_restart},
     .culprits = nullptr},
    {.id = "bomb",
     .loader = "bomb",
     .origin = "folklore (decompression bombs)",
     .breaks = {memory_bounded},
     .may = {honest_errors},
     .culprits = nullptr},
    {.id = "border-below",
     .loader = "border_below",
     .origin = "folklore (a search for the first border that is not less)",
     .breaks = {declared_shape},
     .may = {exactly_once, last_batch_policy},
     .culprits = nullptr},
    {.id = "bucket-rests-lost",
     .loader = "bucket_rests_lost",
     .origin = "folklore",
     .breaks = {exactly_once},
     .may = {declared_range, last_batch_policy, honest_errors, batch_size_invariant, epoch_restart},
     .culprits = nullptr},
    {.id = "buffer-not-drained",
     .loader = "buffer_not_drained",
     .origin = "Project-MONAI/MONAI PR#4847; uber/petastorm PR#382 (finish())",
     .breaks = {exactly_once},
     .may = {honest_length, last_batch_policy, epoch_restart, honest_errors, batch_size_invariant},
     .culprits = nullptr},
    {.id = "by-extension",
     .loader = "by_extension",
     .origin = "well known (ImageNet holds a PNG named .JPEG); folklore",
     .breaks = {no_false_alarm},
     .may = {honest_length, fair_order, exactly_once, last_batch_policy, seed_varies, epoch_restart},
     .culprits = nullptr},
    {.id = "cache-aliased",
     .loader = "cache_aliased",
     .origin = "facebookresearch/pycls PR#21; microsoft/human-pose-estimation.pytorch#54",
     .breaks = {content},
     .may = {declared_range, isolation, exactly_once, pairing, class_index, mask_matches_lengths, batch_size_invariant,
             epoch_restart, honest_errors, fair_order, seed_varies, deterministic},
     .culprits = nullptr},
    {.id = "cache-by-basename",
     .loader = "cache_by_basename",
     .origin = "webdataset/webdataset#471; pixelsdb/pixels#524",
     .breaks = {exactly_once, pairing, content},
     .may = {declared_range, isolation, class_index, mask_matches_lengths, batch_size_invariant, epoch_restart,
             honest_errors, fair_order, seed_varies, deterministic, honest_length, last_batch_policy},
     .culprits = nullptr},
    {.id = "cache-by-path",
     .loader = "cache_by_path",
     .origin = "slint-ui/slint#6030; artemsen/swayimg#514",
     .breaks = {content, pairing, exactly_once},
     .may = {isolation, honest_errors},
     .culprits = nullptr},
    {.id = "cache-inside-dataset",
     .loader = "cache_inside_dataset",
     .origin = "well known (labels.cache beside the labels)",
     .breaks = {dataset_unchanged},
     .may = {},
     .culprits = nullptr},
    {.id = "classes-in-listing-order",
     .loader = "classes_in_listing_order",
     .origin = "keras-team/keras#3054, PR#3052; Xilinx/finn-examples PR#14",
     .breaks = {class_index},
     .may = {deterministic},
     .culprits = classes_in_listing_order},
    {.id = "columns-first",
     .loader = "columns_first",
     .origin = "well known (EMNIST's images come turned and mirrored); folklore (`reshape` without `permute`)",
     .breaks = {content},
     .may = {declared_range, isolation, exactly_once, pairing, class_index, batch_size_invariant, epoch_restart,
             honest_errors, fair_order, seed_varies},
     .culprits = nullptr},
    {.id = "completion-order",
     .loader = "completion_order",
     .origin = "keras-team/keras#5048, #6745; pytorch/pytorch PR#135 (the fix)",
     .breaks = {worker_invariant, deterministic},
     .may = {batch_size_invariant, last_batch_policy, initialized, fair_order, seed_varies},
     .culprits = nullptr,
     .repeats = Specimen::Repeats::by_chance},
    // What is behind the cut is lost; where an empty sequence is in the batch, everything is.
    {.id = "copy-past-max-len",
     .loader = "copy_past_max_len",
     .origin = "folklore",
     .breaks = {memory_safe, content},
     .may = {declared_range, isolation, exactly_once, pairing, class_index, mask_matches_lengths, batch_size_invariant,
             epoch_restart, honest_errors, fair_order, seed_varies},
     .culprits = nullptr},
    {.id = "crlf-in-last-name",
     .loader = "crlf_in_last_name",
     .origin = "folklore",
     .breaks = {no_false_alarm},
     .may = {honest_length, fair_order, exactly_once, last_batch_policy, seed_varies, epoch_restart},
     .culprits = nullptr},
    {.id = "crop-to-shortest",
     .loader = "crop_to_shortest",
     .origin = "why training stops after the first step of an epoch (second example)",
     .breaks = {content, mask_matches_lengths},
     .may = {declared_range, exactly_once, pairing, batch_size_invariant, epoch_restart},
     .culprits = nullptr},
    {.id = "cursor-survives-epoch",
     .loader = "cursor_survives_epoch",
     .origin = "NVIDIA-Merlin/NVTabular#513",
     .breaks = {epoch_restart},
     .may = {exactly_once, honest_length, honest_errors, last_batch_policy},
     .culprits = nullptr},
    // A bad sample in a tail that is dropped is never met, so the error that the epoch should end with does not come.
    {.id = "drop-per-worker",
     .loader = "drop_per_worker",
     .origin = "pytorch/pytorch#33413",
     .breaks = {last_batch_policy, worker_invariant},
     .may = {honest_length, exactly_once, honest_errors, batch_size_invariant},
     .culprits = nullptr},
    {.id = "dtype-of-first-row",
     .loader = "dtype_of_first_row",
     .origin = "folklore; huggingface/datasets#8241",
     .breaks = {content},
     .may = {declared_range, isolation, exactly_once, pairing, class_index, mask_matches_lengths, batch_size_invariant,
             epoch_restart, honest_errors, fair_order, seed_varies},
     .culprits = nullptr},
    {.id = "empty-class-vanishes",
     .loader = "empty_class_vanishes",
     .origin = "huggingface/pytorch-image-models#957; ultralytics/ultralytics#13936",
     .breaks = {class_index},
     .may = {model_fits},
     .culprits = nullptr},
    {.id = "empty-is-silent",
     .loader = "empty_is_silent",
     .origin = "open-edge-platform/datumaro#151; pytorch/vision PR#3496",
     .breaks = {empty_dataset},
     .may = {exactly_once, honest_errors},
     .culprits = nullptr},
    {.id = "empty-sequence-nan",
     .loader = "empty_sequence_nan",
     .origin = "pytorch/pytorch#4582; allenai/allennlp#2089",
     .breaks = {finite, model_finite},
     .may = {},
     .culprits = nullptr},
    {.id = "error-batch-position",
     .loader = "error_batch_position",
     .origin = "folklore; pytorch/vision#485 (no path at all)",
     .breaks = {honest_errors},
     .may = {},
     .culprits = nullptr},
    {.id = "error-ends-epoch",
     .loader = "error_ends_epoch",
     .origin = "bluesky/databroker#313",
     .breaks = {exactly_once, honest_errors},
     .may = {honest_length, last_batch_policy, epoch_restart},
     .culprits = nullptr},
    {.id = "error-once",
     .loader = "error_once",
     .origin = "folklore",
     .breaks = {honest_errors},
     .may = {honest_length},
     .culprits = nullptr},
    {.id = "every-worker-everything",
     .loader = "every_worker_everything",
     .origin = "keras-team/keras#12945; huggingface/finetrainers#394",
     .breaks = {exactly_once, worker_invariant},
     .may = {content, honest_length, last_batch_policy, deterministic, epoch_restart, batch_size_invariant, live},
     .culprits = nullptr,
     .repeats = Specimen::Repeats::by_chance},
    {.id = "exif-ignored",
     .loader = "exif_ignored",
     .origin = "nothings/stb#916; tensorflow/tensorflow#49834; roboflow/supervision PR#2577",
     .breaks = {content},
     .may = {declared_shape},
     .culprits = nullptr},
    {.id = "fd-leaks-on-error",
     .loader = "fd_leaks_on_error",
     .origin = "folklore; pytorch/pytorch#78987",
     .breaks = {no_leak},
     .may = {},
     .culprits = nullptr},
    {.id = "fields-zipped",
     .loader = "fields_zipped",
     .origin = "folklore; webdataset/webdataset#140, PR#100",
     .breaks = {pairing},
     .may = {honest_errors, class_index, isolation, exactly_once, content, no_false_alarm, honest_length,
             last_batch_policy, seed_varies, fair_order, epoch_restart, batch_size_invariant, mask_matches_lengths},
     .culprits = nullptr},
    {.id = "first-end-is-end",
     .loader = "first_end_is_end",
     .origin = "folklore; huggingface/datasets#8669 (workers left without data)",
     .breaks = {exactly_once},
     .may = {worker_invariant, honest_length, last_batch_policy, epoch_restart, batch_size_invariant, honest_errors},
     .culprits = nullptr},
    {.id = "first-interval-only",
     .loader = "first_interval_only",
     .origin = "innovative-io/io-dicom PR#37; SerenityOS/serenity PR#17526 (wrong colors behind the first)",
     .breaks = {content},
     .may = {pairing, exactly_once, isolation, declared_range, honest_errors, no_false_alarm},
     .culprits = nullptr},
    {.id = "flat-image-nan",
     .loader = "flat_image_nan",
     .origin = "vanvalenlab/deepcell-toolbox PR#72; mllam/neural-lam PR#189",
     .breaks = {finite, model_finite},
     .may = {},
     .culprits = flat_image_nan},
    {.id = "fortran-of-two-axes",
     .loader = "fortran_of_two_axes",
     .origin = "folklore",
     .breaks = {content},
     .may = {isolation, exactly_once, pairing, class_index, batch_size_invariant, epoch_restart, honest_errors,
             fair_order, seed_varies},
     .culprits = nullptr},
    {.id = "fortran-unseen",
     .loader = "fortran_unseen",
     .origin = "rogersce/cnpy#7; WireCell/wire-cell-toolkit#115",
     .breaks = {content},
     .may = {declared_range, isolation, exactly_once, pairing, class_index, mask_matches_lengths, batch_size_invariant,
             epoch_restart, honest_errors, fair_order, seed_varies},
     .culprits = nullptr},
    {.id = "half-overflow",
     .loader = "half_overflow",
     .origin = "folklore",
     .breaks = {finite, model_finite},
     .may = {},
     .culprits = nullptr},
    {.id = "header-trusted",
     .loader = "header_trusted",
     .origin = "folklore (`fread` whose count is dropped)",
     .breaks = {honest_errors, content},
     .may = {memory_bounded, declared_range, isolation, exactly_once, pairing, class_index, batch_size_invariant,
             epoch_restart, fair_order, seed_varies, honest_length, last_batch_policy, empty_dataset},
     .culprits = nullptr},
    // A picture in such a folder is a sample more, in every respect.
    {.id = "hidden-folder-class",
     .loader = "hidden_folder_class",
     .origin = "tensorflow/tensorflow#46595",
     .breaks = {class_index},
     .may = {model_fits, exactly_once, pairing, content, isolation, empty_dataset, honest_errors, honest_length,
             last_batch_policy, epoch_restart, batch_size_invariant, seed_varies, fair_order, no_false_alarm},
     .culprits = nullptr},
    {.id = "idx-guessed-order",
     .loader = "idx_guessed_order",
     .origin = "folklore",
     .breaks = {honest_errors, content},
     .may = {exactly_once, pairing, honest_length, last_batch_policy, isolation, class_index, epoch_restart,
             seed_varies, fair_order, batch_size_invariant, no_false_alarm, empty_dataset},
     .culprits = nullptr,
     .shows = Specimen::Shows::seldom},
    // What has no full value comes out black: where there is a black picture too, it is there twice, and may have the
    // label of another.
    {.id = "int-divide",
     .loader = "int_divide",
     .origin = "alexsax/2D-3D-Semantics#54 (integer arithmetic on bytes)",
     .breaks = {content},
     .may = {declared_range, exactly_once, pairing},
     .culprits = nullptr},
    {.id = "int-size-product",
     .loader = "int_size_product",
     .origin = "nothings/stb#1924, #1860",
     .breaks = {memory_safe},
     .may = {memory_bounded, live, honest_errors},
     .culprits = nullptr},
    {.id = "join-before-drain",
     .loader = "join_before_drain",
     .origin = "open-mmlab/mmcv PR#306 (worked around by a sleep)",
     .breaks = {live},
     .may = {no_leak},
     .culprits = nullptr},
    {.id = "key-of-all-shards",
     .loader = "key_of_all_shards",
     .origin = "webdataset/webdataset#157, PR#327",
     .breaks = {exactly_once},
     .may = {honest_errors, honest_length, last_batch_policy, empty_dataset, batch_size_invariant, epoch_restart,
             seed_varies, fair_order, isolation, pairing, content, mask_matches_lengths, no_false_alarm},
     .culprits = nullptr},
    {.id = "label-in-a-byte",
     .loader = "label_in_a_byte",
     .origin = "facebookresearch/detectron2 PR#5386; tensorflow/models PR#6641",
     .breaks = {class_index},
     .may = {pairing},
     .culprits = nullptr},
    {.id = "labels-by-arrival",
     .loader = "labels_by_arrival",
     .origin = "folklore",
     .breaks = {pairing},
     .may = {exactly_once, class_index},
     .culprits = nullptr},
    {.id = "labels-from-one",
     .loader = "labels_from_one",
     .origin = "folklore",
     .breaks = {class_index, model_fits},
     .may = {pairing, memory_safe},
     .culprits = nullptr},
    {.id = "labels-past-the-end",
     .loader = "labels_past_the_end",
     .origin = "folklore",
     .breaks = {memory_safe},
     .may = {honest_errors, pairing, content},
     .culprits = nullptr},
    {.id = "last-line-needs-newline",
     .loader = "last_line_needs_newline",
     .origin = "frozax/fgCSVReader#2",
     .breaks = {content},
     .may = {declared_range, isolation, exactly_once, pairing, class_index, mask_matches_lengths, batch_size_invariant,
             epoch_restart, honest_errors, fair_order, seed_varies, no_false_alarm, honest_length, last_batch_policy},
     .culprits = nullptr},
    {.id = "last-of-shard-lost",
     .loader = "last_of_shard_lost",
     .origin = "folklore",
     .breaks = {exactly_once},
     .may = {honest_errors, honest_length, last_batch_policy, empty_dataset, batch_size_invariant, epoch_restart,
             seed_varies, fair_order, isolation, pairing, content, mask_matches_lengths, no_false_alarm},
     .culprits = nullptr},
    {.id = "last-sequence-lost",
     .loader = "last_sequence_lost",
     .origin = "folklore",
     .breaks = {exactly_once},
     .may = {honest_errors, honest_length, last_batch_policy, empty_dataset, batch_size_invariant, epoch_restart,
             seed_varies, fair_order, isolation, pairing, content, mask_matches_lengths, no_false_alarm, class_index},
     .culprits = nullptr},
    {.id = "last-window-missing",
     .loader = "last_window_missing",
     .origin = "keras-team/keras PR#17396; QData/spacetimeformer#32",
     .breaks = {exactly_once},
     .may = {honest_errors, honest_length, last_batch_policy, empty_dataset, batch_size_invariant, epoch_restart,
             seed_varies, fair_order, isolation, no_false_alarm},
     .culprits = nullptr},
    {.id = "len-floor",
     .loader = "len_floor",
     .origin = "pytorch/pytorch PR#38925",
     .breaks = {honest_length},
     .may = {},
     .culprits = nullptr},
    {.id = "line-is-record",
     .loader = "line_is_record",
     .origin = "ayu5h-raj/quickcsv PR#5; hew-lang/hew#1674",
     .breaks = {no_false_alarm},
     .may = {honest_length, fair_order, exactly_once, last_batch_policy, seed_varies, epoch_restart},
     .culprits = nullptr},
    {.id = "locale-comma",
     .loader = "locale_comma",
     .origin = "oetiker/rrdtool-1.x PR#365; analogdevicesinc/iio-oscilloscope PR#96",
     .breaks = {content},
     .may = {declared_range, isolation, exactly_once, pairing, class_index, mask_matches_lengths, batch_size_invariant,
             epoch_restart, honest_errors, fair_order, seed_varies},
     .culprits = nullptr},
    {.id = "lost-exception",
     .loader = "lost_exception",
     .origin = "microsoft/infinibatch#17",
     .breaks = {live},
     .may = {honest_errors},
     .culprits = nullptr},
    // Where none is written in small letters, the dataset is refused as an empty one. What is passed over shifts the
    // numbers of all behind it, by which rows that show nothing are known.
    {.id = "lower-case-only",
     .loader = "lower_case_only",
     .origin = "pytorch/vision#552; open-edge-platform/anomalib#3058",
     .breaks = {exactly_once},
     .may = {empty_dataset, honest_errors, honest_length, last_batch_policy, class_index, no_false_alarm, epoch_restart,
             isolation, batch_size_invariant, content, pairing, fair_order, seed_varies},
     .culprits = nullptr},
    {.id = "manifest-escapes",
     .loader = "manifest_escapes",
     .origin = "pytorch/vision PR#9590; huggingface/datasets#8052",
     .breaks = {confined},
     .may = {},
     .culprits = nullptr},
    {.id = "mask-from-pad-value",
     .loader = "mask_from_pad_value",
     .origin = "huggingface/transformers#23530, #13914",
     .breaks = {mask_matches_lengths},
     .may = {},
     .culprits = nullptr},
    {.id = "mask-one-more",
     .loader = "mask_one_more",
     .origin = "folklore",
     .breaks = {mask_matches_lengths},
     .may = {},
     .culprits = nullptr},
    {.id = "members-by-order",
     .loader = "members_by_order",
     .origin = "folklore",
     .breaks = {no_false_alarm},
     .may = {content, honest_errors, exactly_once, pairing, class_index, empty_dataset, isolation, honest_length,
             last_batch_policy, batch_size_invariant, epoch_restart, seed_varies, fair_order},
     .culprits = nullptr},
    {.id = "next-instead",
     .loader = "next_instead",
     .origin = "rom1504/clip-retrieval PR#13; lucidrains/DALLE-pytorch PR#194",
     .breaks = {exactly_once, honest_errors},
     .may = {memory_safe, pairing, epoch_restart, content},
     .culprits = nullptr},
    {.id = "npy-short-read",
     .loader = "npy_short_read",
     .origin = "folklore",
     .breaks = {initialized, honest_errors, content},
     .may = {declared_range, isolation, exactly_once, pairing, class_index, mask_matches_lengths, batch_size_invariant,
             epoch_restart, deterministic, fair_order, seed_varies, honest_length, last_batch_policy},
     .culprits = nullptr,
     .repeats = Specimen::Repeats::by_chance},
    {.id = "one-batch-too-many",
     .loader = "one_batch_too_many",
     .origin = "PENGLU-WashU/IMC_Denoise#32; kmheckel/spyx#23",
     .breaks = {honest_length},
     .may = {},
     .culprits = nullptr},
    {.id = "one-hot-unchecked",
     .loader = "one_hot_unchecked",
     .origin = "ultralytics/ultralytics#4518 family",
     .breaks = {memory_safe},
     .may = {honest_errors, content, pairing, class_index, model_fits},
     .culprits = nullptr},
    {.id = "pad-left-mask-right",
     .loader = "pad_left_mask_right",
     .origin = "helicalAI/helical#218; ModelCloud/GPTQModel PR#2620",
     .breaks = {mask_matches_lengths},
     .may = {},
     .culprits = nullptr},
    {.id = "pool-per-epoch",
     .loader = "pool_per_epoch",
     .origin = "pytorch/pytorch#91252, #62066",
     .breaks = {no_leak},
     .may = {},
     .culprits = nullptr},
    {.id = "quarantine",
     .loader = "quarantine",
     .origin = "folklore",
     .breaks = {dataset_unchanged},
     .may = {honest_errors, deterministic},
     .culprits = nullptr},
    {.id = "resync-eats-next",
     .loader = "resync_eats_next",
     .origin = "folklore; tensorflow/tensorflow#25700 (the opposite: never moving on)",
     .breaks = {isolation, exactly_once},
     .may = {honest_errors, pairing, no_false_alarm, honest_length, last_batch_policy, content, empty_dataset,
             batch_size_invariant, epoch_restart, seed_varies, fair_order, class_index},
     .culprits = nullptr},
    {.id = "retry-same-forever",
     .loader = "retry_same_forever",
     .origin = "tensorflow/tensorflow#25700",
     .breaks = {live},
     .may = {memory_bounded},
     .culprits = nullptr},
    {.id = "ring-too-small",
     .loader = "ring_too_small",
     .origin = "folklore; NVIDIA/DALI PR#2024",
     .breaks = {batch_owned},
     .may = {content, pairing},
     .culprits = nullptr},
    {.id = "row-to-the-one-before",
     .loader = "row_to_the_one_before",
     .origin = "folklore",
     .breaks = {content, exactly_once},
     .may = {honest_errors, honest_length, last_batch_policy, empty_dataset, batch_size_invariant, epoch_restart,
             seed_varies, fair_order, isolation, pairing, mask_matches_lengths, no_false_alarm, class_index,
             declared_range},
     .culprits = nullptr},
    {.id = "rows-bom-in-header",
     .loader = "rows_bom_in_header",
     .origin = "C2FO/fast-csv#131; duckdb/duckdb#2908",
     .breaks = {no_false_alarm},
     .may = {exactly_once, honest_length, last_batch_policy, epoch_restart, seed_varies, fair_order, isolation,
             honest_errors, content, class_index},
     .culprits = nullptr},
    {.id = "rows-line-is-record",
     .loader = "rows_line_is_record",
     .origin = "ayu5h-raj/quickcsv PR#5; hew-lang/hew#1674",
     .breaks = {exactly_once, content, no_false_alarm},
     .may = {honest_errors, pairing, honest_length, last_batch_policy, isolation, empty_dataset, batch_size_invariant,
             epoch_restart, seed_varies, fair_order, class_index},
     .culprits = nullptr},
    {.id = "rows-split-at-comma",
     .loader = "rows_split_at_comma",
     .origin = "folklore",
     .breaks = {no_false_alarm},
     .may = {content, class_index, exactly_once, honest_length, last_batch_policy, epoch_restart, seed_varies,
             fair_order, isolation, honest_errors},
     .culprits = nullptr},
    {.id = "same-order-every-epoch",
     .loader = "same_order_every_epoch",
     .origin = "tensorflow/tensorflow#27680, #29558; meta-pytorch/data#718",
     .breaks = {seed_varies},
     .may = {},
     .culprits = nullptr},
    // Where bad samples leave room, the tail is not dropped, and comes last in every epoch.
    {.id = "same-tail-dropped",
     .loader = "same_tail_dropped",
     .origin = "NVlabs/VILA PR#123",
     .breaks = {fair_order},
     .may = {batch_size_invariant, last_batch_policy, seed_varies},
     .culprits = nullptr},
    {.id = "seed-from-device",
     .loader = "seed_from_device",
     .origin = "folklore",
     .breaks = {deterministic},
     .may = {worker_invariant, batch_size_invariant, epoch_restart},
     .culprits = nullptr,
     .repeats = Specimen::Repeats::by_chance},
    {.id = "seed-not-used",
     .loader = "seed_not_used",
     .origin = "tensorflow/tensorflow#22871",
     .breaks = {seed_varies},
     .may = {},
     .culprits = nullptr},
    {.id = "seventeen-samples",
     .loader = "seventeen_samples",
     .origin = "why training stops after the first step of an epoch (third example)",
     .breaks = {last_batch_policy},
     .may = {honest_length, declared_shape, model_finite},
     .culprits = seventeen_samples},
    {.id = "shuffle-in-batches",
     .loader = "shuffle_in_batches",
     .origin = "folklore (a shuffle after the batching)",
     .breaks = {batch_size_invariant},
     .may = {seed_varies, fair_order},
     .culprits = nullptr},
    {.id = "sixteen-clipped",
     .loader = "sixteen_clipped",
     .origin = "pytorch/vision#2218; pytorch/pytorch#20524; python-pillow/Pillow#5991",
     .breaks = {content},
     .may = {declared_range},
     .culprits = nullptr},
    {.id = "skip-shifts-labels",
     .loader = "skip_shifts_labels",
     .origin = "why training stops after the first step of an epoch (first example); pytorch/pytorch#1137",
     .breaks = {pairing, honest_errors},
     .may = {exactly_once, last_batch_policy},
     .culprits = skip_shifts_labels},
    {.id = "skip-shrinks-batch",
     .loader = "skip_shrinks_batch",
     .origin = "pytorch/pytorch#1137; conservationtechlab/animl-py#247",
     .breaks = {honest_errors, last_batch_policy},
     .may = {honest_length, model_fits},
     .culprits = skip_shrinks_batch},
    {.id = "spec-of-first-file",
     .loader = "spec_of_first_file",
     .origin = "why training stops after the first step of an epoch (\"check that the input layer agrees\")",
     .breaks = {declared_shape, model_fits},
     .may = {memory_safe},
     .culprits = nullptr},
    // Runs over rows and over the batch: what a row then holds may be another's.
    {.id = "split-at-comma",
     .loader = "split_at_comma",
     .origin = "folklore",
     .breaks = {no_false_alarm},
     .may = {honest_length, fair_order, exactly_once, last_batch_policy, seed_varies, epoch_restart},
     .culprits = nullptr},
    {.id = "stack-by-first",
     .loader = "stack_by_first",
     .origin = "why training stops after the first step of an epoch (second example)",
     .breaks = {memory_safe, content},
     .may = {declared_range, mask_matches_lengths, exactly_once, pairing, class_index, isolation, batch_size_invariant,
             epoch_restart},
     .culprits = nullptr},
    {.id = "stale-tail",
     .loader = "stale_tail",
     .origin = "apache/mxnet#6941, apache/mxnet#11883; coxlab/prednet#67",
     .breaks = {exactly_once, last_batch_policy},
     .may = {content, epoch_restart, batch_size_invariant},
     .culprits = nullptr},
    {.id = "static-scratch",
     .loader = "static_scratch",
     .origin = "nothings/stb#309 (shared decoder state); folklore",
     .breaks = {memory_safe, content},
     .may = {pairing, isolation, exactly_once, honest_errors, no_false_alarm, deterministic, worker_invariant,
             epoch_restart, batch_size_invariant, initialized, live, seed_varies, class_index, honest_length,
             last_batch_policy},
     .culprits = nullptr,
     .repeats = Specimen::Repeats::by_chance},
    {.id = "steps-as-they-come",
     .loader = "steps_as_they_come",
     .origin = "folklore",
     .breaks = {honest_errors, content},
     .may = {exactly_once, honest_length, last_batch_policy, epoch_restart, seed_varies, fair_order, isolation,
             batch_size_invariant, pairing, mask_matches_lengths, no_false_alarm, class_index},
     .culprits = nullptr},
    {.id = "sticky-failbit",
     .loader = "sticky_failbit",
     .origin = "folklore",
     .breaks = {isolation, no_false_alarm},
     .may = {exactly_once, honest_errors, honest_length, last_batch_policy, epoch_restart, batch_size_invariant,
             seed_varies, fair_order},
     .culprits = nullptr},
    {.id = "stride-between-steps",
     .loader = "stride_between_steps",
     .origin = "folklore",
     .breaks = {content},
     .may = {declared_range, exactly_once, pairing, honest_errors, honest_length, last_batch_policy, empty_dataset,
             batch_size_invariant, epoch_restart, seed_varies, fair_order, isolation, no_false_alarm},
     .culprits = nullptr},
    {.id = "symlink-circle",
     .loader = "symlink_circle",
     .origin = "twisted/twisted#3098; mindspore-lab/mindocr PR#538",
     .breaks = {live, exactly_once},
     .may = {content, memory_bounded, honest_errors, honest_length, last_batch_policy, seed_varies, fair_order,
             isolation, epoch_restart, batch_size_invariant},
     .culprits = nullptr},
    {.id = "tail-lost",
     .loader = "tail_lost",
     .origin = "afshinea/keras-data-generator#5; apache/mxnet#2249",
     .breaks = {exactly_once, last_batch_policy},
     .may = {honest_length, epoch_restart},
     .culprits = nullptr},
    {.id = "target-of-window-end",
     .loader = "target_of_window_end",
     .origin = "folklore",
     .breaks = {pairing},
     .may = {content, exactly_once, honest_errors, honest_length, last_batch_policy, empty_dataset,
             batch_size_invariant, epoch_restart, seed_varies, fair_order, isolation, no_false_alarm},
     .culprits = nullptr},
    {.id = "target-past-the-end",
     .loader = "target_past_the_end",
     .origin = "folklore",
     .breaks = {memory_safe},
     .may = {exactly_once, content, pairing, initialized, deterministic, declared_range, honest_errors, honest_length,
             last_batch_policy, empty_dataset, batch_size_invariant, epoch_restart, seed_varies, fair_order, isolation,
             no_false_alarm},
     .culprits = nullptr},
    {.id = "torn-cache-trusted",
     .loader = "torn_cache_trusted",
     .origin = "folklore",
     .breaks = {content},
     .may = {pairing, exactly_once, isolation, honest_errors, declared_range},
     .culprits = nullptr},
    {.id = "torn-shard-ends",
     .loader = "torn_shard_ends",
     .origin = "jotaf98/simple-tar-dataset PR#1",
     .breaks = {honest_errors},
     .may = {exactly_once, honest_length, last_batch_policy, empty_dataset, isolation, batch_size_invariant,
             epoch_restart, seed_varies, fair_order, pairing, content, mask_matches_lengths, no_false_alarm},
     .culprits = nullptr},
    {.id = "truncated-accepted",
     .loader = "truncated_accepted",
     .origin = "pytorch/vision#138 and udacity/deep-learning-v2-pytorch PR#138 (LOAD_TRUNCATED_IMAGES)",
     .breaks = {content, honest_errors},
     .may = {memory_safe, isolation, pairing, exactly_once},
     .culprits = nullptr},
    {.id = "two-shuffles",
     .loader = "two_shuffles",
     .origin = "folklore; keras-team/keras#6418 (images and masks shuffled apart)",
     .breaks = {pairing},
     .may = {class_index, epoch_restart},
     .culprits = nullptr},
    // Which damage kills a decoder is the decoder's secret. Undefined behavior may do anything; these are what the
    // known defects lead to. Where pixels come from memory that nobody wrote, a file may be accepted in one epoch and
    // refused in the next. Features are scaled bytes, so they are finite and in range; labels come from folders.
    {.id = "unguarded-stb",
     .loader = "unguarded_stb",
     .origin = "nothings/stb#1289, #1292, #1307, #1452, #1544; CVE-2021-42715, CVE-2022-28042 and others",
     .breaks = {memory_safe},
     .may = {live, memory_bounded, initialized, content, honest_errors, no_false_alarm, exactly_once, deterministic,
             isolation, pairing, epoch_restart, batch_size_invariant},
     .culprits = nullptr,
     .shows = Specimen::Shows::seldom,
     .repeats = Specimen::Repeats::by_chance},
    {.id = "unwritten-row",
     .loader = "unwritten_row",
     .origin = "folklore",
     .breaks = {initialized},
     .may = {content, finite, declared_range, model_finite, deterministic, pairing, epoch_restart},
     .culprits = nullptr,
     .repeats = Specimen::Repeats::by_chance},
    {.id = "view-of-member",
     .loader = "view_of_member",
     .origin = "folklore; NVIDIA/DALI PR#2024 (`no_copy`)",
     .breaks = {batch_owned},
     .may = {},
     .culprits = nullptr},
    {.id = "whole-set-in-memory",
     .loader = "whole_set_in_memory",
     .origin = "folklore",
     .breaks = {memory_bounded},
     .may = {},
     .culprits = nullptr},
    // The declared model's input layer is [3, height, width], so what is exchanged here does not fit it.
    {.id = "width-height",
     .loader = "width_height",
     .origin = "folklore",
     .breaks = {declared_shape, content},
     .may = {model_fits},
     .culprits = width_height},
    {.id = "windows-cross-series",
     .loader = "windows_cross_series",
     .origin = "folklore",
     .breaks = {content},
     .may = {declared_range, exactly_once, pairing, finite, model_finite, honest_errors, honest_length,
             last_batch_policy, empty_dataset, batch_size_invariant, epoch_restart, seed_varies, fair_order, isolation,
             no_false_alarm},
     .culprits = nullptr},
    {.id = "with-replacement",
     .loader = "with_replacement",
     .origin = "starVLA/starVLA#470",
     .breaks = {exactly_once},
     .may = {honest_errors, epoch_restart, batch_size_invariant},
     .culprits = nullptr},
    {.id = "worker-twin-rng",
     .loader = "worker_twin_rng",
     .origin = "pytorch/pytorch#5059, PR#56488; facebookresearch/fairseq#1383",
     .breaks = {worker_invariant},
     .may = {seed_varies, deterministic, initialized, batch_size_invariant, epoch_restart},
     .culprits = nullptr,
     .repeats = Specimen::Repeats::by_chance},
    {.id = "wrap-tail",
     .loader = "wrap_tail",
     .origin = "NVIDIA/DALI#3488; apache/mxnet PR#6684",
     .breaks = {exactly_once, last_batch_policy},
     .may = {epoch_restart},
     .culprits = nullptr},
    {.id = "wrong-end-cut",
     .loader = "wrong_end_cut",
     .origin = "keras-team/keras#287",
     .breaks = {content},
     .may = {declared_range, isolation, exactly_once, pairing, class_index, mask_matches_lengths, batch_size_invariant,
             epoch_restart, honest_errors, fair_order, seed_varies},
     .culprits = nullptr},
    {.id = "zeros-instead",
     .loader = "zeros_instead",
     .origin = "folklore; iejMac/video2dataset PR#179 does it behind a flag",
     .breaks = {content, honest_errors},
     .may = {},
     .culprits = zeros_instead},
    {.id = "zip-shortest",
     .loader = "zip_shortest",
     .origin = "folklore (Python's zip)",
     .breaks = {honest_errors, content},
     .may = {exactly_once, pairing, class_index, isolation, empty_dataset, honest_length, last_batch_policy,
             epoch_restart, seed_varies, fair_order, batch_size_invariant},
     .culprits = nullptr},
    {.id = "zip-two-listings",
     .loader = "zip_two_listings",
     .origin = "keras-team/keras#6418, PR#7869; minar09/cp-vton-plus#8; tamarott/SinGAN PR#136",
     .breaks = {pairing},
     .may = {class_index, model_fits, exactly_once, deterministic},
     .culprits = nullptr},
}};

}  // namespace

std::span<const Specimen> specimens() { return all_specimens; }

}  // namespace proofload::zoo
