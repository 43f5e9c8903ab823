#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "dataset/data_kind.hpp"
#include "dataset/gzip.hpp"
#include "dataset/idx.hpp"
#include "dataset/idx_find.hpp"
#include "dataset/image_shape.hpp"
#include "dataset/paint.hpp"
#include "dataset/record_kind.hpp"
#include "proofload/images.hpp"

namespace proofload {
namespace {

using Role = IdxName::Role;
using Packed = IdxName::Packed;

/// Those of the well-known datasets, names whose order is another as numbers and by case, and one that begins with
/// another.
constexpr std::array<std::string_view, 10> fronts = {"train",  "t10k",    "test", "emnist-letters-train", "10", "9",
                                                     "Train2", "train-2", "a b",  "x-images-idx3-ubyte"};

struct Content {
  std::vector<Picture> images;
  std::vector<std::uint8_t> labels;
  std::uint32_t height = 0;
  std::uint32_t width = 0;
};

/// Those of the features where nothing is resized, else any; never square.
void draw_sizes(Random& random, const Declaration& declaration, Content& content) {
  const auto shape = image_shape(declaration.features);
  if (shape && declaration.transform.kind == Transform::Kind::exact) {
    content.height = shape->height;
    content.width = shape->width;
    return;
  }
  content.height = static_cast<std::uint32_t>(random.between(16, 39));
  content.width = static_cast<std::uint32_t>(random.between(16, 38));
  content.width += content.width >= content.height ? 1 : 0;
}

/// `ids` are taken already. Of few classes in a dataset not always the first ones.
Content draw_content(Random& random, const Declaration& declaration, std::size_t samples,
                     std::span<const std::uint8_t> classes, std::set<std::uint32_t>& ids) {
  Content content;
  draw_sizes(random, declaration, content);
  constexpr std::array probes = {Probe::black, Probe::white, Probe::one_color, Probe::ramp, Probe::mask};
  for (std::size_t i = 0; i < samples; ++i) {
    ImagePlan plan{.color = ColorType::grey, .width = content.width, .height = content.height};
    do {
      plan.id = static_cast<std::uint32_t>(random.below(std::uint64_t{1} << 24U));
    } while (!ids.insert(plan.id).second);
    // At most one of each kind.
    const std::uint64_t probe = random.below(24);
    if (i >= 2 && probe < probes.size() && ids.insert((1U << 24U) + static_cast<std::uint32_t>(probe)).second) {
      plan.probe = probes[probe];
    }
    content.images.push_back(paint(plan));
    content.labels.push_back(classes[random.below(classes.size())]);
  }
  return content;
}

/// As bytes, which is what a file of labels holds.
std::vector<std::uint8_t> draw_bytes(Random& random, const Declaration& declaration, std::size_t count) {
  Labels labels = declaration.labels;
  labels.base = std::clamp<std::int64_t>(labels.base, 0, 255);
  labels.classes = std::clamp<std::int64_t>(labels.classes.value_or(256), 1, 256 - labels.base);
  const auto classes = draw_classes(random, labels, count);
  return {classes.begin(), classes.end()};
}

Blob packed(Random& random, std::vector<std::byte> bytes, const IdxName& name) {
  if (name.packed == Packed::no) {
    return Blob(std::move(bytes));
  }
  GzipForm form;
  form.level = random.one_in(3) ? 0 : static_cast<int>(random.between(1, 9));
  if (random.one_in(2)) {
    form.name = name.front;
  }
  return Blob(gzip(bytes, form));
}

DataFile images_file(Random& random, const Content& content, IdxName name) {
  name.role = Role::images;
  std::vector<std::byte> data;
  for (const Picture& picture : content.images) {
    std::ranges::transform(picture.values, std::back_inserter(data),
                           [](std::uint16_t value) { return static_cast<std::byte>(value); });
  }
  const std::array<std::uint32_t, 3> shape = {static_cast<std::uint32_t>(content.images.size()), content.height,
                                              content.width};
  return {name.path(), packed(random, idx_bytes(shape, data), name)};
}

DataFile labels_file(Random& random, std::span<const std::uint8_t> labels, IdxName name) {
  name.role = Role::labels;
  std::vector<std::byte> data;
  std::ranges::transform(labels, std::back_inserter(data), [](std::uint8_t label) { return std::byte{label}; });
  const std::array<std::uint32_t, 1> shape = {static_cast<std::uint32_t>(labels.size())};
  return {name.path(), packed(random, idx_bytes(shape, data), name)};
}

Packed draw_packed(Random& random, const Declaration& declaration) {
  const bool read = std::get<Idx>(declaration.reads).gzip == Idx::Gzip::read;
  return read && random.one_in(3) ? Packed::gzip : Packed::no;
}

Dataset random_dataset(Random& random, const Declaration& declaration, std::size_t samples, std::size_t classes) {
  Dataset dataset;
  // A dataset without samples has no file, or pairs with nothing in them.
  const std::size_t pairs = samples == 0 && random.one_in(2) ? 0 : random.one_in(2) ? 1 : random.between(2, 3);
  const auto labels = draw_bytes(random, declaration, classes);
  std::set<std::uint32_t> ids;
  std::set<std::string_view> taken;
  std::size_t left = samples;
  for (std::size_t i = 0; i < pairs; ++i) {
    const std::size_t count = i + 1 == pairs ? left : random.below(left + 1);
    left -= count;
    std::string_view front = fronts[random.below(fronts.size())];
    while (!taken.insert(front).second) {
      front = fronts[random.below(fronts.size())];
    }
    Content content = draw_content(random, declaration, count, labels, ids);
    if (const auto wrong = draw_wrong_label(random, declaration.labels, count)) {
      content.labels[wrong->sample] = static_cast<std::uint8_t>(std::min<std::int64_t>(wrong->label, 255));
    }
    IdxName name{.front = std::string(front), .packed = draw_packed(random, declaration)};
    dataset.files.push_back(images_file(random, content, name));
    // Where a file is there plain, its compressed form has no part in anything, and may be of another day.
    if (name.packed == Packed::no && draw_packed(random, declaration) == Packed::gzip && random.one_in(2)) {
      Content older = content;
      std::ranges::reverse(older.images);
      dataset.files.push_back(images_file(random, older, {.front = std::string(front), .packed = Packed::gzip}));
    }
    name.packed = random.one_in(4) ? draw_packed(random, declaration) : name.packed;
    dataset.files.push_back(labels_file(random, content.labels, name));
  }
  shuffle(dataset.files, random);
  return dataset;
}

Blob file_of(Random& random, const Declaration& declaration, std::size_t samples, const IdxName& name) {
  std::set<std::uint32_t> ids;
  const auto labels = draw_bytes(random, declaration, 3);
  const Content content = draw_content(random, declaration, samples, labels, ids);
  return name.role == Role::images ? images_file(random, content, name).bytes
                                   : labels_file(random, content.labels, name).bytes;
}

DataFile random_file(Random& random, const Declaration& declaration, std::string_view folder) {
  IdxName name{.front = std::string(folder) + (folder.empty() ? "" : "/") + "m" + std::to_string(random.below(3)),
               .role = random.one_in(2) ? Role::images : Role::labels,
               .packed = draw_packed(random, declaration)};
  return {name.path(), file_of(random, declaration, random.between(1, 3), name)};
}

/// Of one number of samples, whichever file it is, so that both of a pair agree.
Blob good_content(Random& random, const Declaration& declaration, const Dataset& /*dataset*/, std::string_view path) {
  constexpr std::size_t samples = 3;
  return file_of(random, declaration, samples, idx_name(path).value_or(IdxName{}));
}

/// A few samples, among which the bytes are a file of images, or of labels; the other one of that pair fits it as far
/// as it can.
Dataset around(const Blob& bytes, const Declaration& declaration) {
  constexpr std::uint64_t any_number = 20;  // but always the same
  Random random(any_number);
  Dataset drawn = random_dataset(random, declaration, 6, 3);
  const auto first =
      std::ranges::find_if(drawn.files, [](const DataFile& file) { return idx_name(file.path).has_value(); });
  if (first == drawn.files.end()) {
    return drawn;
  }
  IdxName name = idx_name(first->path).value_or(IdxName{});
  std::erase_if(drawn.files, [&](const DataFile& file) {
    const auto other = idx_name(file.path);
    return other && other->front == name.front;
  });
  name.packed = is_gzip(bytes.bytes()) ? Packed::gzip : Packed::no;
  const auto labels = look_at_idx(bytes, Role::labels);
  name.role = labels->shape.empty() ? Role::images : Role::labels;
  constexpr std::uint32_t most = 4096;
  const auto evidence = look_at_idx(bytes, name.role);
  const std::uint32_t samples = evidence->shape.empty() ? 3 : std::min(evidence->shape[0], most);
  IdxName other = name;
  other.role = name.role == Role::images ? Role::labels : Role::images;
  other.packed = Packed::no;
  drawn.files.insert(drawn.files.begin(), {other.path(), file_of(random, declaration, samples, other)});
  drawn.files.insert(drawn.files.begin(), {name.path(), bytes});
  return drawn;
}

}  // namespace

const DataKind& idx_kind() {
  static constexpr DataKind kind{
      .names_sample = [](std::string_view path) { return idx_name(path).has_value(); },
      .junk = [](const Declaration&) { return JunkFiles::ignored; },
      .judge = nullptr,
      .show = nullptr,
      .random_dataset = random_dataset,
      .random_file = random_file,
      .good_content = good_content,
      .find = find_idx,
      .count = [](std::string_view path, const Blob& bytes, const Declaration&) -> std::size_t {
        return idx_name(path) ? idx_samples(bytes) : 0;
      },
      .around = around,
  };
  return kind;
}

}  // namespace proofload
