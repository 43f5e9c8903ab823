// Defects often show in more than one way, and some ways need more than the smallest case of the specimen.
#include <zlib.h>

#include <cerrno>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "minimize/formats.hpp"
#include "proofload/images.hpp"
#include "zoo/smallest_cases.hpp"

namespace proofload::zoo {
namespace {

using Files = std::vector<std::pair<std::string, std::string>>;

Case plain(const Files& files, std::uint64_t batch_size = 1) {
  Case value;
  for (const auto& [path, text] : files) {
    value.dataset.files.push_back({path, Blob(std::string_view(text))});
  }
  value.options.batch_size = batch_size;
  return value;
}

Case with(Case value, std::vector<Comparison> comparisons) {
  value.comparisons = std::move(comparisons);
  return value;
}
Case with_workers(std::uint32_t workers, Case value) {
  value.options.workers = workers;
  return value;
}
Case shuffled(std::uint64_t seed, Case value, std::uint32_t epochs = 1) {
  value.options.shuffle = Shuffle::on;
  value.options.seed = seed;
  value.epochs = epochs;
  return value;
}
Case in_folders(std::vector<std::string> folders, Case value) {
  value.dataset.folders = std::move(folders);
  return value;
}

/// A row of grey pixels: a PNG of 67 bytes is the least there is.
std::string shades(const std::string& values) {
  const std::string row = '\0' + values;
  std::string packed(::compressBound(row.size()), '\0');
  uLongf size = packed.size();
  ::compress2(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(row.data()), row.size(),
              9);
  packed.resize(size);
  const std::string width(1, static_cast<char>(values.size()));
  return png_of(
      {{"IHDR", std::string(3, '\0') + width + std::string("\0\0\0\1\x8\0\0\0\0", 9)}, {"IDAT", packed}, {"IEND", {}}});
}
std::string shade(std::size_t value) { return shades(std::string(1, static_cast<char>(value))); }

/// Images that can be told from each other.
Files different(std::initializer_list<const char*> paths) {
  Files files;
  for (const char* path : paths) {
    files.emplace_back(path, shade(60 * files.size()));
  }
  return files;
}

const std::string header = "x,y,z\n";
/// Steps of a table, the first so many times.
std::string table(std::size_t times, const std::string& first, const std::string& last) {
  std::string text = header;
  for (std::size_t i = 0; i < times; ++i) {
    text += first + "\n";
  }
  return text + last;
}

std::string array(const std::string& dictionary, const std::string& data) {
  return std::string("\x93NUMPY\x01\0", 8) + static_cast<char>(dictionary.size() + 1) + '\0' + dictionary + "\n" + data;
}

/// An image that carries an id takes 16 lines.
std::string traced(std::uint32_t width) {
  const Dataset one = render(
      ImageDatasetPlan{{{.folder = "a", .stem = "0", .color = ColorType::grey, .width = width, .height = 16}}, {}});
  return std::string(one.files.front().bytes.text());
}

Case unlisted(Case value, const std::string& path) {
  value.faults.push_back({.kind = FaultKind::call_error, .path = path, .code = ENOMEM, .text = "list"});
  return value;
}

// ---- images ----

/// The bad sample takes the good one behind it, not the one before it.
std::vector<SmallestCase> bad_sample_kills_batch() {
  const std::string good = shade(0);
  return {
      {with(plain({{"a/0.png", good}, {"a/1.png", ""}, {"b/0.png", good}}), {Comparison::other_batch_size}),
       Clause::batch_size_invariant, "another-order"},
      {with(shuffled(3, plain({{"a/0.png", good}, {"a/1.png", ""}})), {Comparison::abandoned_epoch}),
       Clause::epoch_restart, "short-after-abandoned"},
  };
}

std::vector<SmallestCase> drop_per_worker() {
  return {{with(with_workers(2, plain(different({"a/0.png", "a/1.png", "a/2.png"}))), {Comparison::other_batch_size}),
           Clause::batch_size_invariant, "another-order"}};
}

std::vector<SmallestCase> every_worker_everything() {
  const Files two = {{"a/0.png", shade(0)}, {"a/1.png", ""}};
  const auto after = [](const std::string& image) {
    return with_workers(2, plain({{"a/0.png", image}, {"a/1.png", ""}, {"a/2.png", ""}}));
  };
  return {
      {with(with_workers(2, plain(different({"a/0.png", "a/1.png"}))), {Comparison::other_batch_size}),
       Clause::batch_size_invariant, "another-order"},
      {with(with_workers(2, plain(two)), {Comparison::again}), Clause::deterministic, "another-result"},
      {after(shade(0)), Clause::content, "blank-row"},
      {after(shade(128)), Clause::content, "unreadable-row"},
      {with_workers(8, plain(different({"a/0.png", "a/1.png", "a/2.png"}))), Clause::live, "endless-epoch"},
  };
}

/// Which worker is through first, and so what is lost, varies with the order.
std::vector<SmallestCase> first_end_is_end() {
  const Files two = {{"a/0.png", shade(0)}, {"b/0.png", shade(0)}};
  return {
      {shuffled(1, with_workers(2, plain(two)), 2), Clause::epoch_restart, "later-epoch-differs"},
      {with(shuffled(1, with_workers(2, plain(two))), {Comparison::abandoned_epoch}), Clause::epoch_restart,
       "short-after-abandoned"},
  };
}

std::vector<SmallestCase> tail_lost() {
  return {{with(shuffled(0, plain(different({"a/0.png", "a/1.png", "a/2.png"}), 2)), {Comparison::abandoned_epoch}),
           Clause::epoch_restart, "short-after-abandoned"}};
}

/// Five do not fill batches of two, nor of three.
/// A last batch that is filled up gives an epoch after one that was left in its middle another end.
SmallestCase filled_up_after_abandoned() {
  const std::string same = shade(0);
  return {with(shuffled(0, plain({{"a/0.png", same}, {"a/1.png", same}, {"a/2.png", same}}, 2)),
               {Comparison::abandoned_epoch}),
          Clause::epoch_restart, "short-after-abandoned"};
}

std::vector<SmallestCase> stale_tail() {
  return {{with(plain(different({"a/0.png", "a/1.png", "a/2.png", "a/3.png", "a/4.png"}), 2),
                {Comparison::other_batch_size}),
           Clause::batch_size_invariant, "another-order"},
          filled_up_after_abandoned()};
}

std::vector<SmallestCase> wrap_tail() { return {filled_up_after_abandoned()}; }

std::vector<SmallestCase> view_of_member() {
  return {{plain(different({"a/0.png", "a/1.png", "a/2.png"}), 2), Clause::batch_owned, "freed"}};
}

std::vector<SmallestCase> empty_is_silent() {
  return {
      {unlisted(plain({{"a/0.png", shade(0)}, {"b/0.png", ""}}), "b/0.png"), Clause::exactly_once, "lost"},
      {unlisted(plain({{"a/0.png", ""}}), "a/0.png"), Clause::honest_errors, "unreported"},
  };
}

std::vector<SmallestCase> hidden_folder_class() {
  const std::string hidden = ".ipynb_checkpoints";
  const std::string whole = traced(17);
  const std::string torn = whole.substr(0, whole.size() - 12);  // without its end
  const Case twice = plain({{"a/0.png", shade(0)}, {hidden + "/0.png", shade(0)}});
  return {
      {in_folders({hidden, "b"}, plain({{"a/0.png", shade(0)}})), Clause::class_index, "not-the-declared-order"},
      {plain({{hidden + "/0.png", shade(0)}}), Clause::content, "blank-row"},
      {plain({{hidden + "/0.png", shade(128)}}), Clause::content, "unreadable-row"},
      {twice, Clause::exactly_once, "yielded-twice"},
      {twice, Clause::last_batch_policy, "batch-too-many"},
      {plain({{"a/0.png", shade(0)}, {"a/1.png", ""}, {hidden + "/0.png", ""}}), Clause::exactly_once, "lost"},
      {plain({{"a/0.png", torn}, {hidden + "/0.png", whole}}), Clause::content, "damaged-content"},
      {plain({{"a/0.png", whole}, {hidden + "/0.png", traced(18)}}), Clause::content, "other-values"},
      {plain({{"a/0.png", ""}, {"b/0.png", whole}, {hidden + "/0.png", whole}}), Clause::pairing,
       "label-of-another-sample"},
  };
}

/// Of white and grey only white stays. Where a sample is no file, it is open which rows are whose, so of two black ones
/// the second is the first one's again.
std::vector<SmallestCase> int_divide() {
  const auto behind_a_folder = [](const std::string& grey, const std::string& black) {
    Case value = plain({{"a/0.png", ""}, {grey, shade(128)}, {black, shade(0)}});
    value.faults.push_back({.kind = FaultKind::directory, .path = "a/0.png"});
    return value;
  };
  return {
      {plain({{"a/0.png", shades("\x80\xFF")}}), Clause::content, "unreadable-row"},
      {behind_a_folder("b/0.png", "b/1.png"), Clause::exactly_once, "yielded-twice"},
      {behind_a_folder("a/1.png", "b/0.png"), Clause::pairing, "label-of-another-sample"},
  };
}

std::vector<SmallestCase> labels_from_one() {
  return {{in_folders({"b"}, plain({{"a/0.png", shade(0)}})), Clause::class_index, "not-the-declared-order"}};
}

std::vector<SmallestCase> lower_case_only() {
  return {{with(shuffled(0, plain(different({"a/0.png", "a/1.png", "a/2.png", "a/3.PNG"}))), {Comparison::many_orders}),
           Clause::fair_order, "uneven"}};
}

// ---- sequences ----

std::vector<SmallestCase> cache_by_basename() {
  return {
      {plain({{"a/0.csv", "x,y,z"}, {"b/0.csv", ""}}), Clause::honest_errors, "unreported"},
      {plain({{"a/0.csv", header + "1,0,0"}, {"b/0.csv", ""}}), Clause::content, "unreadable-row"},
  };
}

/// What is too long lies in the row behind it, which is written later and hides as much as it is long.
/// Two arrays that are one once the order of their bytes is not heeded.
std::vector<SmallestCase> big_endian_unseen() {
  const std::string numbers("\1\3\2\3\0\3", 6);
  return {{plain({{"a/0.npy", array("{'descr': '>i2','fortran_order':False,'shape':(1,3)}", numbers)},
                  {"a/1.npy", array("{'descr': '<i2','fortran_order':False,'shape':(1,3)}", numbers)}}),
           Clause::exactly_once, "yielded-twice"}};
}

std::vector<SmallestCase> copy_past_max_len() {
  return {
      {plain({{"a/0.csv", table(33, "1,1,1", "1,1,1")}, {"b/0.csv", header + "1,1,1"}}, 2), Clause::content,
       "other-values"},
      {plain({{"a/0.csv", table(32, "1,1,1", "1,1,1")}, {"b/0.csv", "x,y,z"}}, 2), Clause::content, "unreadable-row"},
  };
}

/// The end of the range stands where it is cut.
std::vector<SmallestCase> crop_to_shortest() {
  return {
      {plain({{"a/0.csv", header + "2,2,3"}, {"b/0.csv", header + "1,2,3\n1e3,5,6"}}, 2), Clause::declared_range,
       "range-not-attained"},
      {plain({{"a/0.csv", header + "1,0,0"}, {"b/0.csv", header + "1,0,0\n2,2,3"}}, 2), Clause::content,
       "unreadable-row"},
      // Cut to one step, the first is what the bad one holds.
      {plain({{"a/0.csv", header + "1,2,3\n4,5,6"}, {"a/1.csv", header + "0,0,0"}, {"a/2.csv", "x,y\n1,2,3"}}, 2),
       Clause::exactly_once, "lost"},
  };
}

/// Zeros are padding, which tells no sample from another.
std::vector<SmallestCase> dtype_of_first_row() {
  const Case like_another = plain({{"a/0.csv", header + "0,0,0\n1.5,2,0"}, {"b/0.csv", header + "0,1,2"}});
  return {
      {plain({{"a/0.csv", header + "0,0,0\n1.5,0,0"}}), Clause::content, "unreadable-row"},
      {like_another, Clause::exactly_once, "yielded-twice"},
      {like_another, Clause::mask_matches_lengths, "mask-is-not-the-truth"},
      {like_another, Clause::pairing, "label-of-another-sample"},
  };
}

/// More steps than are kept, so that the end of the range is among those that only the right order keeps.
std::vector<SmallestCase> fortran_unseen() {
  std::string data;
  for (int item = 0; item < 99; ++item) {
    const int value = item == 97 ? 1000 : 1;
    data += static_cast<char>(value % 256);
    data += static_cast<char>(value / 256);
  }
  return {{plain({{"a/0.npy", array("{'descr':'<i2','fortran_order': True, 'shape':(33,3)}", data)}}),
           Clause::declared_range, "range-not-attained"}};
}

std::vector<SmallestCase> last_line_needs_newline() {
  const Case like_another = plain({{"a/0.csv", header + "1,2,0\n4"}, {"b/0.csv", header + "1,2,0\n"}});
  return {
      {plain({{"a/0.csv", header + "1,1,1\n1,1,1\n"}, {"b/0.csv", header + "1,1,1\n1,1,1"}}, 2), Clause::content,
       "other-values"},
      {plain({{"a/0.csv", header + "1,1,1\n1,1,1e3"}}), Clause::declared_range, "range-not-attained"},
      {like_another, Clause::exactly_once, "yielded-twice"},
      {like_another, Clause::pairing, "label-of-another-sample"},
      {plain({{"a/0.csv", header + "1,2,3\n4,5,6"}, {"a/1.csv", header + "1,2"}}), Clause::exactly_once, "lost"},
  };
}

std::vector<SmallestCase> locale_comma() {
  const Case like_another = plain({{"a/0.csv", header + "1.5,2,0"}, {"b/0.csv", header + "1,2,0"}});
  const Case like_a_bad_one = plain({{"a/0.csv", header + "1.5,2,3"}, {"b/0.csv", "x,y\n1,2,3"}});
  return {
      {plain({{"a/0.csv", header + "1.5,0,0"}}), Clause::content, "unreadable-row"},
      {plain({{"a/0.csv", header + "1.0e3,2,3"}}), Clause::declared_range, "range-not-attained"},
      {like_another, Clause::exactly_once, "yielded-twice"},
      {like_another, Clause::pairing, "label-of-another-sample"},
      {like_a_bad_one, Clause::exactly_once, "lost"},
      {plain({{"a/0.csv", header + "1.5,1,2.5"}, {"b/0.csv", header + "0,1.5,0"}}), Clause::class_index,
       "not-the-declared-order"},
      {like_a_bad_one, Clause::content, "damaged-content"},
      {plain({{"a/0.csv", header + "1.5,2,3"}, {"b/0.csv", header + "1,2,3\n0,0,0"}}), Clause::mask_matches_lengths,
       "mask-is-not-the-truth"},
  };
}

std::vector<SmallestCase> mask_from_pad_value() {
  return {{plain({{"a/0.csv", header + "1,1,1\n0,0,0\n1,1,1"}}), Clause::mask_matches_lengths, "mask-with-gaps"}};
}

std::vector<SmallestCase> npy_short_read() {
  return {{with(plain({{"a/0.npy", array("{'descr':'<f2','fortran_order':False,'shape':(1,3)}", "")}}),
                {Comparison::other_fill}),
           Clause::initialized, "shows-fill"}};
}

/// The second one reaches into the third, which is written over it.
std::vector<SmallestCase> stack_by_first() {
  return {
      {plain({{"a/0.csv", header + "1,1,1"}, {"a/1.csv", header + "1,2,3\n4,5,6"}, {"a/2.csv", header + "7,8,9"}}, 3),
       Clause::content, "steps-missing"},
      {plain({{"a/0.csv", header + "1,1,1"}, {"a/1.csv", header + "1,2,3\n4,5,1e3"}, {"a/2.csv", "x,y,z"}}, 3),
       Clause::declared_range, "range-not-attained"},
  };
}

std::vector<SmallestCase> wrong_end_cut() {
  return {{plain({{"a/0.csv", table(32, "0,0,0", "1,0,0")}}), Clause::content, "unreadable-row"}};
}

}  // namespace

std::vector<SmallestCase> further_cases(std::string_view id) {
  static const std::map<std::string_view, std::vector<SmallestCase> (*)()> all = {
      {"bad-sample-kills-batch", bad_sample_kills_batch},
      {"big-endian-unseen", big_endian_unseen},
      {"cache-by-basename", cache_by_basename},
      {"copy-past-max-len", copy_past_max_len},
      {"crop-to-shortest", crop_to_shortest},
      {"drop-per-worker", drop_per_worker},
      {"dtype-of-first-row", dtype_of_first_row},
      {"empty-is-silent", empty_is_silent},
      {"every-worker-everything", every_worker_everything},
      {"first-end-is-end", first_end_is_end},
      {"fortran-unseen", fortran_unseen},
      {"hidden-folder-class", hidden_folder_class},
      {"int-divide", int_divide},
      {"labels-from-one", labels_from_one},
      {"last-line-needs-newline", last_line_needs_newline},
      {"locale-comma", locale_comma},
      {"lower-case-only", lower_case_only},
      {"mask-from-pad-value", mask_from_pad_value},
      {"npy-short-read", npy_short_read},
      {"stack-by-first", stack_by_first},
      {"stale-tail", stale_tail},
      {"tail-lost", tail_lost},
      {"view-of-member", view_of_member},
      {"wrap-tail", wrap_tail},
      {"wrong-end-cut", wrong_end_cut},
  };
  const auto found = all.find(id);
  return found == all.end() ? std::vector<SmallestCase>{} : found->second();
}

}  // namespace proofload::zoo
