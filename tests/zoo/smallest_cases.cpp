#include "zoo/smallest_cases.hpp"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "dataset/zip.hpp"
#include "proofload/images.hpp"

namespace proofload::zoo {
namespace {

/// Images of the named folders, in the order in which they are listed: "0.png", "1.png", … each with its number as id.
std::vector<ImagePlan> images(std::initializer_list<const char*> folders) {
  std::vector<ImagePlan> plans;
  for (const char* folder : folders) {
    const auto number = static_cast<std::uint32_t>(plans.size());
    plans.push_back({.folder = folder, .stem = std::to_string(number), .id = number});
  }
  return plans;
}

Case batches_of(std::uint64_t batch_size, std::vector<ImagePlan> plans, std::vector<Fault> faults = {}) {
  Case value;
  value.dataset = render(ImageDatasetPlan{std::move(plans), {}});
  value.faults = std::move(faults);
  value.options.batch_size = batch_size;
  return value;
}

Fault missing(std::string path) { return {.kind = FaultKind::missing_path, .path = std::move(path)}; }

/// The gap stands before a change of the class: what is left of class b gets the label that is due to class a.
SmallestCase skip_shifts_labels() {
  return {batches_of(3, images({"a", "a", "b"}), {missing("a/0.png")}), Clause::pairing};
}

/// The gap stands in the first batch, and a second one follows.
SmallestCase skip_shrinks_batch() {
  return {batches_of(2, images({"a", "a", "a"}), {missing("a/0.png")}), Clause::last_batch_policy};
}

/// A full batch, and one sample over. Nothing is damaged.
SmallestCase seventeen_samples() { return {batches_of(2, images({"a", "a", "a"})), Clause::last_batch_policy}; }

SmallestCase batch_std_of_one() { return {batches_of(2, images({"a", "a", "a"})), Clause::finite}; }

SmallestCase zeros_instead() { return {batches_of(2, images({"a", "a"}), {missing("a/1.png")}), Clause::content}; }

/// Listed against the alphabet.
SmallestCase classes_in_listing_order() { return {batches_of(2, images({"b", "a"})), Clause::class_index}; }

SmallestCase width_height() { return {batches_of(1, images({"a"})), Clause::declared_shape}; }

/// One block stands before the first marker.
SmallestCase first_interval_only() {
  std::vector<ImagePlan> plans = images({"a"});
  plans.front().format = ImageFormat::jpeg;
  plans.front().restarts = 1;
  return {batches_of(1, std::move(plans)), Clause::content};
}

/// In the run before, the first file held what the second holds.
SmallestCase cache_by_path() {
  return {batches_of(1, images({"a", "b"}), {{.kind = FaultKind::cache_leftover, .path = "a/0.png", .text = "stale"}}),
          Clause::pairing};
}

SmallestCase torn_cache_trusted() {
  return {batches_of(1, images({"a"}),
                     {{.kind = FaultKind::cache_leftover,
                       .path = "a/0.png",
                       .at = {Place::From::fraction, 32768},
                       .text = "cut"}}),
          Clause::content};
}

SmallestCase symlink_circle() {
  return {batches_of(1, images({"a"}), {{.kind = FaultKind::extra_node, .path = "a/0.png", .text = "loop"}}),
          Clause::exactly_once};
}

SmallestCase flat_image_nan() {
  std::vector<ImagePlan> plans = images({"a", "a"});
  plans.back().probe = Probe::white;
  return {batches_of(2, std::move(plans)), Clause::finite};
}

/// Two sequences of one class in one batch: of one step and of two.
SmallestCase lengths_that_differ(Clause clause) {
  Case value;
  value.dataset.files.push_back({"a/0.csv", Blob(std::string_view("x,y,z\n1,2,3\n"))});
  value.dataset.files.push_back({"a/1.csv", Blob(std::string_view("x,y,z\n4,5,6\n7,8,9\n"))});
  value.options.batch_size = 2;
  return {std::move(value), clause};
}

Case sequences(std::vector<std::pair<std::string, std::string>> files, std::uint64_t batch_size) {
  Case value;
  for (const auto& [path, text] : files) {
    value.dataset.files.push_back({path, Blob(std::string_view(text))});
  }
  value.options.batch_size = batch_size;
  return value;
}

SmallestCase one_table(const std::string& text, Clause clause) { return {sequences({{"a/0.csv", text}}, 1), clause}; }

/// Of more steps than any batch has.
std::string long_table() {
  std::string text = "x,y,z\n";
  for (int step = 0; step < 40; ++step) {
    text += std::to_string(step) + ",1.5,-" + std::to_string(step) + "\n";
  }
  return text;
}

/// As NumPy writes it.
SmallestCase one_array(const std::string& dictionary, const std::string& data, Clause clause) {
  std::string file = std::string("\x93NUMPY\x01\0", 8) + std::string("\x76\0", 2) + dictionary;
  file.resize(127, ' ');
  return {sequences({{"a/0.npy", file + "\n" + data}}, 1), clause};
}

SmallestCase mask_one_more() { return lengths_that_differ(Clause::mask_matches_lengths); }
SmallestCase mask_from_pad_value() { return one_table("x,y,z\n1,2,3\n0,0,0\n", Clause::mask_matches_lengths); }
SmallestCase pad_left_mask_right() { return lengths_that_differ(Clause::mask_matches_lengths); }
SmallestCase wrong_end_cut() { return one_table(long_table(), Clause::content); }
SmallestCase copy_past_max_len() { return one_table(long_table(), Clause::memory_safe); }
SmallestCase last_line_needs_newline() { return one_table("x,y,z\n1,2,3\n4,5,6", Clause::content); }
SmallestCase bom_in_header() { return one_table("\xEF\xBB\xBFx,y,z\n1,2,3\n", Clause::no_false_alarm); }
SmallestCase crlf_in_last_name() { return one_table("x,y,z\r\n1,2,3\r\n", Clause::no_false_alarm); }
SmallestCase split_at_comma() { return one_table("x,\"y, left\",z\n1,2,3\n", Clause::no_false_alarm); }
SmallestCase line_is_record() { return one_table("x,\"y\n[m]\",z\n1,2,3\n", Clause::no_false_alarm); }
SmallestCase locale_comma() { return one_table("x,y,z\n1.5,2,3\n", Clause::content); }
SmallestCase dtype_of_first_row() { return one_table("x,y,z\n1,2,3\n1.5,2,3\n", Clause::content); }
SmallestCase half_overflow() { return one_table("x,y,z\n1,2,70000\n", Clause::finite); }
const char* const five_steps = "x,y,z\n1,2,3\n4,5,6\n7,8,9\n10,11,12\n13,14,15\n";
SmallestCase border_below() {
  return {sequences({{"a/0.csv", "x,y,z\n1,2,3\n"}, {"a/1.csv", "x,y,z\n4,5,6\n7,8,9\n10,11,12\n13,14,15\n"}}, 2),
          Clause::declared_shape};
}
SmallestCase bucket_rests_lost() {
  return {sequences({{"a/0.csv", "x,y,z\n16,17,18\n"}, {"a/1.csv", five_steps}}, 2), Clause::exactly_once};
}
SmallestCase labels_by_arrival() {
  return {sequences({{"a/0.csv", "x,y,z\n16,17,18\n"}, {"a/1.csv", five_steps}, {"b/0.csv", "x,y,z\n19,20,21\n"}}, 2),
          Clause::pairing};
}
SmallestCase empty_sequence_nan() {
  return {sequences({{"a/0.csv", "x,y,z\n"}, {"a/1.csv", "x,y,z\n1,2,3\n"}}, 2), Clause::finite};
}
/// Two rows of the reference's columns, without line ends.
constexpr const char* row_header = "a,b,label,note,c,d,e";

SmallestCase rows(const std::string& text, Clause clause) {
  return {sequences({{"0.csv", std::string(row_header) + text}}, 1), clause};
}
SmallestCase long_rows(const std::string& text, Clause clause) {
  return {sequences({{"0.csv", "sequence_id,step,label,x,y,z\n" + text}}, 1), clause};
}
SmallestCase row_to_the_one_before() { return long_rows("1,0,3,1,2,3\n2,0,3,4,5,6\n", Clause::exactly_once); }
SmallestCase steps_as_they_come() { return long_rows("1,1,3,1,2,3\n1,0,3,4,5,6\n", Clause::content); }
SmallestCase last_sequence_lost() { return long_rows("1,0,3,1,2,3\n2,0,3,4,5,6\n", Clause::exactly_once); }
SmallestCase resync_eats_next() { return rows("\n1\n1,2,3,n,4,5,6\n7,2,3,n,4,5,6\n", Clause::exactly_once); }
SmallestCase rows_bom_in_header() {
  return {sequences({{"0.csv", std::string("\xEF\xBB\xBF") + row_header + "\n1,2,3,n,4,5,6\n"}}, 1),
          Clause::no_false_alarm};
}
SmallestCase rows_split_at_comma() { return rows("\n1,2,3,\",\",4,5,6\n", Clause::no_false_alarm); }
SmallestCase rows_line_is_record() { return rows("\n1,2,3,\"\n\",4,5,6\n", Clause::no_false_alarm); }
SmallestCase one_hot_unchecked() { return rows("\n1,2,16,n,4,5,6\n", Clause::memory_safe); }

/// A member of a tar shard, as the first tars were.
std::string member(const std::string& name, std::string data) {
  constexpr std::size_t block = 512;
  std::string header(block, '\0');
  const auto octal = [&](std::size_t at, std::size_t width, std::size_t number) {
    for (std::size_t i = width; i-- > 0; number /= 8) {
      header[at + i] = static_cast<char>('0' + number % 8);
    }
  };
  header.replace(0, name.size(), name);
  for (const auto& [at, width] : {std::pair{100U, 7U}, {108U, 7U}, {116U, 7U}, {136U, 11U}}) {
    octal(at, width, 0);
  }
  octal(124, 11, data.size());
  header.replace(148, 8, 8, ' ');
  std::size_t sum = 0;
  for (const char c : header) {
    sum += static_cast<unsigned char>(c);
  }
  octal(148, 6, sum);
  header[154] = '\0';
  data.resize((data.size() + block - 1) / block * block);
  return header + data;
}

/// An array of one step.
std::string in_shard(const std::string& key, int number) {
  std::string array = std::string("\x93NUMPY\x01\0", 8) + std::string("\x76\0", 2) +
                      "{'descr': '<i2', 'fortran_order': False, 'shape': (1, 2), }";
  array.resize(127, ' ');
  return member(key + ".npy", array + "\n" + static_cast<char>(number) + '\0' + "\1" + '\0');
}
std::string label_in_shard(const std::string& key, int label) { return member(key + ".cls", std::to_string(label)); }
const std::string& end_of_shard() {
  static const std::string zeros(1024, '\0');
  return zeros;
}

std::string array(const std::string& type, const std::string& shape, const std::string& data, bool fortran = false) {
  std::string file = std::string("\x93NUMPY\x01\0", 8) + std::string("\x76\0", 2) + "{'descr': '" + type +
                     "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': (" + shape + "), }";
  file.resize(127, ' ');
  return file + "\n" + data;
}

/// One sample of 6 x 4 numbers, all of them 0 but the second.
std::string one_of_features(bool fortran = false) {
  std::string data(24, '\0');
  data[1] = '\1';
  return array("|i1", "1, 6, 4", data, fortran);
}
std::string one_label() { return array("|i1", "1,", std::string(1, '\0')); }

/// Labels that all zeros are, but too few.
SmallestCase labels_past_the_end() {
  return {sequences({{"features.npy", one_of_features()}, {"labels.npy", array("<i8", "0,", "")}}, 1),
          Clause::memory_safe};
}
SmallestCase fortran_of_two_axes() {
  return {sequences({{"features.npy", one_of_features(true)}, {"labels.npy", one_label()}}, 1), Clause::content};
}
SmallestCase members_by_order() {
  const std::vector<ZipEntry> members = {{.name = "labels.npy", .data = one_label()},
                                         {.name = "features.npy", .data = one_of_features()}};
  return {sequences({{"dataset.npz", zip_bytes(members)}}, 1), Clause::no_false_alarm};
}

SmallestCase fields_zipped() {
  return {sequences({{"0.tar", in_shard("a", 1) + in_shard("b", 2) + label_in_shard("b", 1) + in_shard("c", 3) +
                                   label_in_shard("c", 2) + end_of_shard()}},
                    1),
          Clause::pairing};
}
SmallestCase key_of_all_shards() {
  return {sequences({{"0.tar", in_shard("a", 1) + label_in_shard("a", 0) + end_of_shard()},
                     {"1.tar", in_shard("a", 2) + label_in_shard("a", 0) + end_of_shard()}},
                    1),
          Clause::exactly_once};
}
SmallestCase last_of_shard_lost() {
  return {sequences({{"0.tar", in_shard("a", 1) + label_in_shard("a", 0) + in_shard("b", 2) + label_in_shard("b", 0) +
                                   end_of_shard()}},
                    1),
          Clause::exactly_once};
}
SmallestCase torn_shard_ends() {
  return {sequences({{"0.tar", in_shard("a", 1) + label_in_shard("a", 0)}}, 1), Clause::honest_errors};
}

/// A series of so many rows, no two of them alike.
std::pair<std::string, std::string> series(const std::string& path, int rows, int first) {
  std::string text = "time,a,b,y\n";
  for (int row = first; row < first + rows; ++row) {
    text += "t," + std::to_string(row) + ",0.5,-" + std::to_string(row) + "\n";
  }
  return {path, text};
}

/// Of windows that begin three rows apart and span 17.
SmallestCase windows(int rows, Clause clause) { return {sequences({series("0.csv", rows, 1)}, 1), clause}; }

SmallestCase last_window_missing() { return windows(20, Clause::exactly_once); }
SmallestCase target_of_window_end() { return windows(18, Clause::pairing); }
SmallestCase target_past_the_end() { return windows(18, Clause::memory_safe); }
SmallestCase stride_between_steps() { return windows(24, Clause::content); }
SmallestCase windows_cross_series() {
  return {sequences({series("0.csv", 17, 1), series("1.csv", 17, 101)}, 1), Clause::content};
}

/// A pair of files with images of 20 x 28, all of one color, and labels 0.
Case idx_pair(std::uint32_t images, std::uint32_t images_there, std::uint32_t labels) {
  const auto big = [](std::initializer_list<std::uint32_t> numbers) {
    std::string text;
    for (const std::uint32_t number : numbers) {
      for (const unsigned shift : {24U, 16U, 8U, 0U}) {
        text += static_cast<char>(number >> shift & 0xFFU);
      }
    }
    return text;
  };
  return sequences({{"0-images-idx3-ubyte", big({0x803, images, 20, 28}) + std::string(images_there * 560, 'x')},
                    {"0-labels-idx1-ubyte", big({0x801, labels}) + std::string(labels, '\0')}},
                   1);
}
/// The numbers of its images with the least significant byte first.
SmallestCase idx_guessed_order() {
  Case value = idx_pair(1, 1, 1);
  std::string images(value.dataset.files.front().bytes.text());
  for (std::size_t at = 4; at < 16; at += 4) {
    std::swap(images[at], images[at + 3]);
    std::swap(images[at + 1], images[at + 2]);
  }
  value.dataset.files.front().bytes = Blob(std::string_view(images));
  return {value, Clause::honest_errors};
}
SmallestCase zip_shortest() { return {idx_pair(1, 1, 2), Clause::honest_errors}; }
SmallestCase header_trusted() { return {idx_pair(1, 0, 1), Clause::honest_errors}; }
SmallestCase columns_first() {
  Case value = idx_pair(1, 1, 1);
  std::string file(value.dataset.files[0].bytes.text());
  file[16 + 1] = 'y';
  value.dataset.files[0].bytes = Blob(std::string_view(file));
  return {std::move(value), Clause::content};
}

SmallestCase fortran_unseen() {
  return one_array("{'descr': '|i1', 'fortran_order': True, 'shape': (2, 3), }", "\1\2\3\4\5\6", Clause::content);
}
SmallestCase big_endian_unseen() {
  return one_array("{'descr': '>i2', 'fortran_order': False, 'shape': (1, 3), }", std::string("\1\2\2\1\0\1", 6),
                   Clause::content);
}
SmallestCase npy_short_read() {
  return one_array("{'descr': '|i1', 'fortran_order': False, 'shape': (2, 3), }", "\1\2\3\4\5", Clause::honest_errors);
}
Case with_manifest(Case value, std::string_view rows) {
  value.dataset.files.push_back({"manifest.csv", Blob("path,label\n" + std::string(rows))});
  return value;
}
SmallestCase manifest_escapes() { return {with_manifest({}, "../x,0"), Clause::confined}; }
/// Listed in the order 0, 1, 2; a class of two images shows that the labels are no names of classes.
SmallestCase zip_two_listings() {
  return {with_manifest(batches_of(3, images({"a", "a", "a"})), "a/1.png,0\na/0.png,1\na/2.png,1"), Clause::pairing};
}
SmallestCase cache_by_basename() {
  return {sequences({{"a/0.csv", "x,y,z\n1,2,3\n"}, {"b/0.csv", "x,y,z\n4,5,6\n"}}, 1), Clause::exactly_once};
}
SmallestCase cache_aliased() {
  SmallestCase twice = one_table("x,y,z\n1,2,3\n", Clause::content);
  twice.value.epochs = 2;
  return twice;
}
SmallestCase cache_inside_dataset() {
  SmallestCase on_disk = one_table("x,y,z\n1,2,3\n", Clause::dataset_unchanged);
  on_disk.value.carrier = Carrier::directory;
  return on_disk;
}
SmallestCase quarantine() {
  SmallestCase on_disk = one_table("x,y,z\n1,2\n", Clause::dataset_unchanged);
  on_disk.value.carrier = Carrier::directory;
  return on_disk;
}

SmallestCase stack_by_first() { return lengths_that_differ(Clause::memory_safe); }

SmallestCase crop_to_shortest() { return lengths_that_differ(Clause::content); }

/// A Softimage PIC that ends after its header: its decoder hands the null pointer of its own failure to the conversion
/// of channels (CVE-2023-43898).
SmallestCase unguarded_stb() {
  std::string file(104, '\0');
  file.replace(0, 4, "\x53\x80\xF6\x34");
  file.replace(88, 4, "PICT");
  file[93] = 1;  // wide
  file[95] = 1;  // high
  const auto bytes = std::as_bytes(std::span(file));
  Case value;
  value.dataset.files.push_back({"a/0.png", Blob(std::vector<std::byte>(bytes.begin(), bytes.end()))});
  value.options.batch_size = 1;
  return {std::move(value), Clause::memory_safe};
}

// ---- order ----

Case shuffled(Case value, std::vector<Comparison> comparisons, std::uint32_t epochs = 1) {
  value.options.shuffle = Shuffle::on;
  value.options.seed = 1;
  value.comparisons = std::move(comparisons);
  value.epochs = epochs;
  return value;
}

std::vector<ImagePlan> many_images() { return images({"a", "a", "a", "b", "b", "b", "b", "b"}); }

SmallestCase same_order_every_epoch() { return {shuffled(batches_of(4, many_images()), {}, 2), Clause::seed_varies}; }
SmallestCase seed_not_used() {
  return {shuffled(batches_of(4, many_images()), {Comparison::other_seed}), Clause::seed_varies};
}
SmallestCase seed_from_device() {
  return {shuffled(batches_of(4, many_images()), {Comparison::again}), Clause::deterministic};
}
SmallestCase two_shuffles() { return {shuffled(batches_of(4, many_images()), {}), Clause::pairing}; }
SmallestCase with_replacement() { return {shuffled(batches_of(4, many_images()), {}), Clause::exactly_once}; }
SmallestCase buffer_not_drained() { return {shuffled(batches_of(4, many_images()), {}), Clause::exactly_once}; }
SmallestCase shuffle_in_batches() {
  return {shuffled(batches_of(4, many_images()), {Comparison::other_batch_size}), Clause::batch_size_invariant};
}
SmallestCase biased_swap() {
  return {shuffled(batches_of(2, images({"a", "a", "b", "b", "b"})), {Comparison::many_orders}), Clause::fair_order};
}
SmallestCase same_tail_dropped() {
  return {shuffled(batches_of(2, images({"a", "a", "b", "b", "b"})), {Comparison::many_orders}), Clause::fair_order};
}

/// Two batches, of which the abandoned epoch sees one.
SmallestCase cursor_survives_epoch() {
  SmallestCase smallest{batches_of(2, images({"a", "a", "a", "a"})), Clause::epoch_restart};
  smallest.value.comparisons = {Comparison::abandoned_epoch};
  return smallest;
}

// ---- workers, and what a caller holds ----

Case with_workers(std::uint32_t workers, Case value, std::vector<Comparison> comparisons = {}) {
  value.options.workers = workers;
  value.comparisons = std::move(comparisons);
  return value;
}

SmallestCase completion_order() {
  return {with_workers(2, batches_of(1, many_images()), {Comparison::other_workers}), Clause::worker_invariant};
}
SmallestCase every_worker_everything() { return {with_workers(2, batches_of(1, images({"a"}))), Clause::exactly_once}; }
/// Two stripes of one sample each, of which none fills a batch of two.
SmallestCase drop_per_worker() {
  return {with_workers(2, batches_of(2, images({"a", "a"}))), Clause::last_batch_policy};
}
SmallestCase lost_exception() {
  return {with_workers(1, batches_of(1, images({"a"}), {missing("a/0.png")})), Clause::live};
}
SmallestCase join_before_drain() {
  return {with_workers(1, batches_of(1, many_images()), {Comparison::abandoned_epoch}), Clause::live};
}
SmallestCase pool_per_epoch() {
  return {with_workers(1, batches_of(1, images({"a"})), {Comparison::many_epochs}), Clause::no_leak};
}
/// Many files at once, of many sizes: where threads meet is chance.
SmallestCase static_scratch() {
  std::vector<ImagePlan> plans;
  for (std::uint32_t number = 0; number < 48; ++number) {
    plans.push_back({.folder = "a",
                     .stem = std::to_string(number),
                     .width = 40 + 5 * (number % 7),
                     .height = 36 + 4 * (number % 5),
                     .id = number});
  }
  return {with_workers(8, batches_of(16, std::move(plans))), Clause::memory_safe};
}
SmallestCase view_of_member() { return {batches_of(1, images({"a", "a"})), Clause::batch_owned}; }
SmallestCase ring_too_small() {
  SmallestCase smallest{batches_of(1, images({"a", "a", "a"})), Clause::batch_owned};
  smallest.value.options.prefetch = 1;
  return smallest;
}
SmallestCase unwritten_row() {
  SmallestCase smallest{batches_of(2, images({"a", "a"}), {missing("a/1.png")}), Clause::initialized};
  smallest.value.comparisons = {Comparison::other_fill};
  return smallest;
}
/// A file that is there, and empty.
SmallestCase fd_leaks_on_error() {
  SmallestCase smallest{batches_of(1, images({"a"}), {{.kind = FaultKind::empty, .path = "a/0.png"}}), Clause::no_leak};
  smallest.value.comparisons = {Comparison::many_epochs};
  return smallest;
}

// ---- samples, ends, errors ----

SmallestCase next_instead() { return {batches_of(2, images({"a", "a"}), {missing("a/0.png")}), Clause::exactly_once}; }
SmallestCase error_batch_position() {
  return {batches_of(1, images({"a", "a"}), {missing("a/1.png")}), Clause::honest_errors};
}
SmallestCase error_once() {
  return {batches_of(1, images({"a", "a", "a"}), {missing("a/0.png"), missing("a/1.png")}), Clause::honest_errors};
}
SmallestCase tail_lost() { return {batches_of(2, images({"a", "a", "a"})), Clause::exactly_once}; }
SmallestCase len_floor() { return {batches_of(2, images({"a", "a", "a"})), Clause::honest_length}; }
SmallestCase one_batch_too_many() { return {batches_of(2, images({"a", "a"})), Clause::honest_length}; }

/// An empty class before one that has samples.
SmallestCase empty_class_vanishes() {
  Case value = batches_of(1, images({"b"}));
  value.dataset.folders = {"a"};
  return {std::move(value), Clause::class_index};
}

// ---- pixels ----

SmallestCase bgr() { return {batches_of(1, images({"a"})), Clause::content}; }
SmallestCase int_divide() { return {batches_of(1, images({"a"})), Clause::content}; }
SmallestCase sixteen_clipped() {
  std::vector<ImagePlan> plans = images({"a"});
  plans.back().bit_depth = 16;
  return {batches_of(1, std::move(plans)), Clause::content};
}
SmallestCase alpha_as_stride() {
  std::vector<ImagePlan> plans = images({"a"});
  plans.back().color = ColorType::rgba;
  return {batches_of(1, std::move(plans)), Clause::content};
}

// ---- samples, ends, errors, continued ----

SmallestCase bad_sample_kills_batch() {
  return {batches_of(2, images({"a", "a"}), {missing("a/0.png")}), Clause::exactly_once};
}
SmallestCase error_ends_epoch() {
  return {batches_of(1, images({"a", "a"}), {missing("a/0.png")}), Clause::honest_errors};
}
SmallestCase retry_same_forever() { return {batches_of(1, images({"a"}), {missing("a/0.png")}), Clause::live}; }
SmallestCase sticky_failbit() {
  return {batches_of(1, images({"a", "a"}), {missing("a/0.png")}), Clause::no_false_alarm};
}
SmallestCase truncated_accepted() {
  std::vector<ImagePlan> plans = images({"a"});
  plans.back().format = ImageFormat::jpeg;
  return {batches_of(1, std::move(plans),
                     {{.kind = FaultKind::truncate, .path = "a/0.jpg", .at = {Place::From::fraction, 60000}}}),
          Clause::honest_errors};
}
SmallestCase by_extension() {
  std::vector<ImagePlan> plans = images({"a"});
  plans.back().extension = ImagePlan::Extension::of_other;
  return {batches_of(1, std::move(plans)), Clause::no_false_alarm};
}
SmallestCase stale_tail() { return {batches_of(2, images({"a", "a", "a"})), Clause::exactly_once}; }
SmallestCase wrap_tail() { return {batches_of(2, images({"a", "a", "a"})), Clause::exactly_once}; }
SmallestCase empty_is_silent() { return {batches_of(1, {}), Clause::empty_dataset}; }
SmallestCase lower_case_only() {
  SmallestCase smallest{batches_of(1, images({"a", "a"})), Clause::exactly_once};
  smallest.value.dataset.files.back().path = "a/1.PNG";
  return smallest;
}
SmallestCase hidden_folder_class() {
  Case value = batches_of(1, images({"a"}));
  value.dataset.folders = {".ipynb_checkpoints"};
  return {std::move(value), Clause::class_index};
}
SmallestCase labels_from_one() { return {batches_of(1, images({"a"})), Clause::class_index}; }
SmallestCase spec_of_first_file() { return {batches_of(1, images({"a"})), Clause::declared_shape}; }
SmallestCase first_end_is_end() { return {with_workers(2, batches_of(1, images({"a", "a"}))), Clause::exactly_once}; }
SmallestCase worker_twin_rng() {
  return {with_workers(2, batches_of(1, many_images()), {Comparison::other_workers}), Clause::worker_invariant};
}

/// A PNG that claims to be so wide and so high.
Case claiming(std::uint64_t side) {
  return batches_of(1, images({"a"}),
                    {{.kind = FaultKind::png_header, .path = "a/0.png", .amount = side, .text = "width"},
                     {.kind = FaultKind::png_header, .path = "a/0.png", .amount = side, .text = "height"}});
}
SmallestCase int_size_product() { return {claiming(65536), Clause::memory_safe}; }

SmallestCase bomb() { return {claiming(9000), Clause::memory_bounded}; }

/// A class more than a byte can number, which holds the one sample.
SmallestCase label_in_a_byte() {
  Case value = batches_of(1, images({"b"}));
  for (int i = 0; i < 256; ++i) {
    value.dataset.folders.push_back("a" + std::to_string(i));
  }
  return {std::move(value), Clause::class_index};
}

/// So many that their pixels at the target's size, 9 KiB each, are above the declared 1 MiB.
SmallestCase whole_set_in_memory() {
  std::vector<ImagePlan> plans;
  for (std::uint32_t i = 0; i < 120; ++i) {
    plans.push_back({.folder = "a", .stem = std::to_string(i), .id = i});
  }
  return {batches_of(1, std::move(plans)), Clause::memory_bounded};
}

SmallestCase exif_ignored() {
  std::vector<ImagePlan> plans = images({"a"});
  plans.back().format = ImageFormat::jpeg;
  plans.back().orientation = 6;
  return {batches_of(1, std::move(plans)), Clause::content};
}

}  // namespace

SmallestCase smallest_case(std::string_view id) {
  static const std::map<std::string_view, SmallestCase (*)()> all = {
      {"alpha-as-stride", alpha_as_stride},
      {"bad-sample-kills-batch", bad_sample_kills_batch},
      {"batch-std-of-one", batch_std_of_one},
      {"bgr", bgr},
      {"biased-swap", biased_swap},
      {"big-endian-unseen", big_endian_unseen},
      {"bom-in-header", bom_in_header},
      {"buffer-not-drained", buffer_not_drained},
      {"by-extension", by_extension},
      {"cache-aliased", cache_aliased},
      {"cache-by-basename", cache_by_basename},
      {"cache-by-path", cache_by_path},
      {"cache-inside-dataset", cache_inside_dataset},
      {"classes-in-listing-order", classes_in_listing_order},
      {"columns-first", columns_first},
      {"completion-order", completion_order},
      {"copy-past-max-len", copy_past_max_len},
      {"crlf-in-last-name", crlf_in_last_name},
      {"border-below", border_below},
      {"bucket-rests-lost", bucket_rests_lost},
      {"labels-by-arrival", labels_by_arrival},
      {"crop-to-shortest", crop_to_shortest},
      {"cursor-survives-epoch", cursor_survives_epoch},
      {"drop-per-worker", drop_per_worker},
      {"dtype-of-first-row", dtype_of_first_row},
      {"empty-class-vanishes", empty_class_vanishes},
      {"empty-sequence-nan", empty_sequence_nan},
      {"empty-is-silent", empty_is_silent},
      {"error-batch-position", error_batch_position},
      {"error-ends-epoch", error_ends_epoch},
      {"error-once", error_once},
      {"every-worker-everything", every_worker_everything},
      {"bomb", bomb},
      {"label-in-a-byte", label_in_a_byte},
      {"whole-set-in-memory", whole_set_in_memory},
      {"exif-ignored", exif_ignored},
      {"fd-leaks-on-error", fd_leaks_on_error},
      {"fields-zipped", fields_zipped},
      {"first-end-is-end", first_end_is_end},
      {"first-interval-only", first_interval_only},
      {"flat-image-nan", flat_image_nan},
      {"fortran-of-two-axes", fortran_of_two_axes},
      {"fortran-unseen", fortran_unseen},
      {"half-overflow", half_overflow},
      {"header-trusted", header_trusted},
      {"hidden-folder-class", hidden_folder_class},
      {"idx-guessed-order", idx_guessed_order},
      {"int-divide", int_divide},
      {"int-size-product", int_size_product},
      {"join-before-drain", join_before_drain},
      {"key-of-all-shards", key_of_all_shards},
      {"labels-from-one", labels_from_one},
      {"labels-past-the-end", labels_past_the_end},
      {"last-line-needs-newline", last_line_needs_newline},
      {"last-of-shard-lost", last_of_shard_lost},
      {"last-sequence-lost", last_sequence_lost},
      {"last-window-missing", last_window_missing},
      {"len-floor", len_floor},
      {"line-is-record", line_is_record},
      {"locale-comma", locale_comma},
      {"lost-exception", lost_exception},
      {"lower-case-only", lower_case_only},
      {"manifest-escapes", manifest_escapes},
      {"mask-from-pad-value", mask_from_pad_value},
      {"mask-one-more", mask_one_more},
      {"members-by-order", members_by_order},
      {"next-instead", next_instead},
      {"npy-short-read", npy_short_read},
      {"one-batch-too-many", one_batch_too_many},
      {"one-hot-unchecked", one_hot_unchecked},
      {"pad-left-mask-right", pad_left_mask_right},
      {"pool-per-epoch", pool_per_epoch},
      {"quarantine", quarantine},
      {"resync-eats-next", resync_eats_next},
      {"retry-same-forever", retry_same_forever},
      {"ring-too-small", ring_too_small},
      {"row-to-the-one-before", row_to_the_one_before},
      {"rows-bom-in-header", rows_bom_in_header},
      {"rows-line-is-record", rows_line_is_record},
      {"rows-split-at-comma", rows_split_at_comma},
      {"same-order-every-epoch", same_order_every_epoch},
      {"same-tail-dropped", same_tail_dropped},
      {"seed-from-device", seed_from_device},
      {"seed-not-used", seed_not_used},
      {"seventeen-samples", seventeen_samples},
      {"shuffle-in-batches", shuffle_in_batches},
      {"sixteen-clipped", sixteen_clipped},
      {"skip-shifts-labels", skip_shifts_labels},
      {"skip-shrinks-batch", skip_shrinks_batch},
      {"spec-of-first-file", spec_of_first_file},
      {"split-at-comma", split_at_comma},
      {"stack-by-first", stack_by_first},
      {"stale-tail", stale_tail},
      {"static-scratch", static_scratch},
      {"steps-as-they-come", steps_as_they_come},
      {"sticky-failbit", sticky_failbit},
      {"stride-between-steps", stride_between_steps},
      {"symlink-circle", symlink_circle},
      {"torn-shard-ends", torn_shard_ends},
      {"tail-lost", tail_lost},
      {"target-of-window-end", target_of_window_end},
      {"target-past-the-end", target_past_the_end},
      {"windows-cross-series", windows_cross_series},
      {"torn-cache-trusted", torn_cache_trusted},
      {"truncated-accepted", truncated_accepted},
      {"two-shuffles", two_shuffles},
      {"unguarded-stb", unguarded_stb},
      {"unwritten-row", unwritten_row},
      {"view-of-member", view_of_member},
      {"width-height", width_height},
      {"with-replacement", with_replacement},
      {"worker-twin-rng", worker_twin_rng},
      {"wrap-tail", wrap_tail},
      {"wrong-end-cut", wrong_end_cut},
      {"zeros-instead", zeros_instead},
      {"zip-shortest", zip_shortest},
      {"zip-two-listings", zip_two_listings},
  };
  return all.at(id)();
}

}  // namespace proofload::zoo
