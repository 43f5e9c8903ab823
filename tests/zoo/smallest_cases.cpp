#include "zoo/smallest_cases.hpp"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <utility>
#include <vector>

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

}  // namespace

SmallestCase smallest_case(std::string_view id) {
  static const std::map<std::string_view, SmallestCase (*)()> all = {
      {"batch-std-of-one", batch_std_of_one},     {"classes-in-listing-order", classes_in_listing_order},
      {"crop-to-shortest", crop_to_shortest},     {"stack-by-first", stack_by_first},
      {"flat-image-nan", flat_image_nan},         {"seventeen-samples", seventeen_samples},
      {"skip-shifts-labels", skip_shifts_labels}, {"skip-shrinks-batch", skip_shrinks_batch},
      {"unguarded-stb", unguarded_stb},           {"width-height", width_height},
      {"zeros-instead", zeros_instead},
  };
  return all.at(id)();
}

}  // namespace proofload::zoo
