#include <algorithm>
#include <array>
#include <set>

#include "proofload/images.hpp"

namespace proofload {
namespace {

/// Names whose order by bytes differs from their order as numbers, by length, and without regard to case; with names
/// that begin with another, where '-', ' ' and '.' sort before '/'.
constexpr std::array<std::string_view, 28> folder_names = {
    "cat",     "cats",     "cat-2", "cat 3", "Cat", "dog",      "Zebra",
    "10",      "9",        "2",     "0",     "007", "100",      "a",
    "B",       "aa",       "b",     "v1.0",  "v1",  "class",    "class_0",
    "class_1", "class_10", "UPPER", "x_y",   "_z",  "sea lion", "automobile-with-a-long-name"};
constexpr std::array<std::string_view, 6> words = {"img", "IMG", "photo-", "p", "scan 1.", "x"};

/// Behind every class by name, so that whether an empty folder counts as a class changes no other class's id.
constexpr std::string_view empty_folder_name = "zz-empty";

constexpr std::array probes = {Probe::black, Probe::white,     Probe::one_color,
                               Probe::ramp,  Probe::one_pixel, Probe::mask};

template <class Range>
const auto& pick(Random& random, const Range& choices) {
  return choices[random.below(choices.size())];
}

std::vector<std::string> class_names(Random& random, std::size_t classes) {
  std::vector<std::string> names(folder_names.begin(), folder_names.end());
  shuffle(names, random);
  while (names.size() < classes) {
    // Numbers without leading zeros: class 99 sorts behind class 100.
    names.push_back("kind" + std::to_string(names.size()));
  }
  names.resize(classes);
  return names;
}

/// How many images each class has: at least one where there are enough, and not all as many where that can be.
std::vector<std::size_t> class_sizes(Random& random, std::size_t samples, std::size_t classes) {
  std::vector<std::size_t> sizes(classes, samples >= classes ? 1 : 0);
  const std::size_t rest = samples >= classes ? samples - classes : samples;
  for (std::size_t i = 0; i < rest; ++i) {
    // The smaller of two draws: the first classes get more.
    ++sizes[std::min(random.below(classes), random.below(classes))];
  }
  const auto [least, most] = std::minmax_element(sizes.begin(), sizes.end());
  if (classes > 1 && *least == *most && *most > 1) {
    --sizes.front();
    ++sizes.back();
  }
  shuffle(sizes, random);
  return sizes;
}

std::string random_stem(Random& random) {
  const std::string word(pick(random, words));
  // Numbers of one to five digits, so that 9 and 10 are in the wrong order as text.
  constexpr std::array<std::uint64_t, 5> bounds = {10, 30, 100, 1000, 100000};
  return word + std::to_string(random.below(pick(random, bounds)));
}

bool contains(const std::vector<ImageFormat>& formats, ImageFormat format) {
  return std::find(formats.begin(), formats.end(), format) != formats.end();
}

/// The combinations of color and depth that a format can hold, among those that are read.
std::vector<std::pair<ColorType, std::uint8_t>> forms_of(const ImageKinds& kinds, ImageFormat format) {
  std::vector<std::pair<ColorType, std::uint8_t>> forms;
  for (const ColorType color : kinds.colors) {
    for (const std::uint8_t depth : kinds.bit_depths) {
      const bool in_jpeg = depth == 8 && (color == ColorType::grey || color == ColorType::rgb);
      const bool in_png = depth == 8 || (depth == 16 && color != ColorType::palette);
      const bool in_bmp =
          depth == 8 && (color == ColorType::rgb || color == ColorType::rgba || color == ColorType::palette);
      if (format == ImageFormat::jpeg ? in_jpeg : format == ImageFormat::png ? in_png : in_bmp) {
        forms.emplace_back(color, depth);
      }
    }
  }
  return forms;
}

std::uint32_t random_id(Random& random) { return static_cast<std::uint32_t>(random.below(1U << 24U)); }

void make_probe(Random& random, ImagePlan& plan, Probe probe) {
  plan.probe = probe;
  if (plan.color == ColorType::palette) {
    constexpr std::array<std::uint8_t, 4> depths = {1, 2, 4, 8};
    plan.bit_depth = pick(random, depths);
  }
  plan = fitting(std::move(plan));
}

}  // namespace

ImagePlan random_image(Random& random, const ImageKinds& kinds) {
  ImagePlan plan;
  plan.id = random_id(random);
  plan.stem = random_stem(random);
  plan.folder = pick(random, folder_names);
  // Long and short, odd and even, and never square.
  plan.width = static_cast<std::uint32_t>(random.between(16, 40));
  plan.height = static_cast<std::uint32_t>(random.between(16, 40));
  if (!random.one_in(4)) {
    plan.width |= 1U;
    plan.height |= 1U;
  }
  plan.width = std::min(plan.width, 39U);
  plan.height = std::min(plan.height, 39U);
  if (plan.width == plan.height) {
    plan.height = plan.height >= 28 ? plan.height - 5 : plan.height + 4;
  }

  std::vector<std::pair<ImageFormat, std::pair<ColorType, std::uint8_t>>> choices;
  for (const ImageFormat format : {ImageFormat::png, ImageFormat::jpeg, ImageFormat::bmp}) {
    if (contains(kinds.formats, format)) {
      for (const auto& form : forms_of(kinds, format)) {
        // A JPEG can hold fewer forms than a PNG and would be rare otherwise.
        choices.insert(choices.end(), format == ImageFormat::jpeg ? 3 : 1, {format, form});
      }
    }
  }
  if (!choices.empty()) {
    const auto& [format, form] = pick(random, choices);
    plan.format = format;
    plan.color = form.first;
    plan.bit_depth = form.second;
  } else if (!kinds.formats.empty() && !contains(kinds.formats, ImageFormat::png)) {
    plan.format = kinds.formats.front();
  }
  if (plan.color == ColorType::palette && random.one_in(3)) {
    plan.bit_depth = 4;
  }
  if (random.one_in(4)) {
    plan.scan = ImagePlan::Scan::interlaced;
  }
  if (plan.format == ImageFormat::jpeg && random.one_in(5)) {
    plan.orientation = static_cast<std::uint8_t>(random.between(2, 8));
  }
  if (plan.format == ImageFormat::jpeg) {
    // By the id alone, so that a seed draws the same images with them as without.
    Random restarts(plan.id);
    plan.restarts = restarts.one_in(3) ? static_cast<std::uint8_t>(restarts.between(1, 6)) : std::uint8_t{0};
  }
  const ImageFormat other = plan.format == ImageFormat::png ? ImageFormat::jpeg : ImageFormat::png;
  if (kinds.known_by == KnownBy::content && contains(kinds.formats, other) && random.one_in(10)) {
    plan.extension = ImagePlan::Extension::of_other;
  } else if (random.one_in(10)) {
    plan.extension = ImagePlan::Extension::in_capitals;
  }
  return plan;
}

ImageDatasetPlan random_images(Random& random, const ImageKinds& kinds, std::size_t samples, std::size_t classes) {
  ImageDatasetPlan plan;
  const std::vector<std::string> names = class_names(random, std::max<std::size_t>(classes, 1));
  const std::vector<std::size_t> sizes = class_sizes(random, samples, names.size());

  std::set<std::uint32_t> ids;
  std::set<std::string> paths;
  for (std::size_t k = 0; k < names.size(); ++k) {
    for (std::size_t i = 0; i < sizes[k]; ++i) {
      ImagePlan image = random_image(random, kinds);
      image.folder = names[k];
      if (!plan.images.empty() && random.one_in(4)) {
        image.stem = pick(random, plan.images).stem;
      }
      while (!ids.insert(image.id).second) {
        image.id = random_id(random);
      }
      while (!paths.insert(path_of(image)).second) {
        image.stem = random_stem(random);
        image.stem += "_" + std::to_string(random.below(100000));
      }
      plan.images.push_back(std::move(image));
    }
  }
  shuffle(plan.images, random);

  // At most a third of the images are probes.
  std::size_t room = samples / 3;
  std::size_t next = 0;
  for (const Probe probe : probes) {
    if (room > 0 && random.one_in(4)) {
      make_probe(random, plan.images[next++], probe);
      --room;
    }
  }
  shuffle(plan.images, random);

  for (std::size_t k = 0; k < names.size(); ++k) {
    if (sizes[k] == 0 && random.one_in(2)) {
      plan.empty_folders.push_back(names[k]);
    }
  }
  if (samples > 0 && random.one_in(8)) {
    plan.empty_folders.emplace_back(empty_folder_name);
  }
  // What a notebook leaves behind: a folder that sorts before every class, and perhaps a copy of a picture in it.
  if (kinds.junk == JunkFiles::ignored && random.one_in(6)) {
    constexpr std::string_view hidden = ".ipynb_checkpoints";
    if (plan.images.empty() || random.one_in(2)) {
      plan.empty_folders.emplace_back(hidden);
    } else {
      ImagePlan copy = pick(random, plan.images);
      copy.folder = hidden;
      copy.stem += "-checkpoint";
      plan.images.push_back(std::move(copy));
    }
  }
  return plan;
}

}  // namespace proofload
