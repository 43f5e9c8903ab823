#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "dataset/image_evidence.hpp"
#include "proofload/images.hpp"

namespace proofload {
namespace {

constexpr int rounds = 400;

TEST(RandomImages, TheSameSeedGivesTheSamePlan) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Random a(seed);
    Random b(seed);
    EXPECT_EQ(random_images(a, ImageKinds{}, 17, 4), random_images(b, ImageKinds{}, 17, 4));
  }
}

TEST(RandomImages, IdsAndPathsAreDistinctPlainAndAsManyAsAsked) {
  Random random(1);
  for (int i = 0; i < rounds; ++i) {
    const std::size_t samples = random.below(40);
    const std::size_t classes = random.between(1, 6);
    const ImageDatasetPlan plan = random_images(random, ImageKinds{}, samples, classes);
    ASSERT_EQ(plan.images.size(), samples);
    std::set<std::uint32_t> ids;
    std::set<std::string> paths;
    for (const ImagePlan& image : plan.images) {
      ids.insert(image.id);
      paths.insert(path_of(image));
      ASSERT_TRUE(is_plain_path(path_of(image))) << path_of(image);
    }
    ASSERT_EQ(ids.size(), samples);
    ASSERT_EQ(paths.size(), samples);
  }
}

TEST(RandomImages, EveryClassHasAnImageAndNotAllHaveAsMany) {
  Random random(2);
  for (int i = 0; i < rounds; ++i) {
    const std::size_t classes = random.between(1, 40);
    const std::size_t samples = classes + random.below(30);
    std::map<std::string, std::size_t> sizes;
    for (const ImagePlan& image : random_images(random, ImageKinds{}, samples, classes).images) {
      ++sizes[image.folder];
    }
    ASSERT_EQ(sizes.size(), classes);
    if (classes > 1 && samples > classes) {
      const auto [least, most] = std::minmax_element(sizes.begin(), sizes.end(),
                                                     [](const auto& a, const auto& b) { return a.second < b.second; });
      ASSERT_NE(least->second, most->second);
    }
  }
}

TEST(RandomImages, TracedImagesAreNeverSquareAndLargeEnoughForTheCode) {
  Random random(3);
  std::size_t odd = 0;
  std::size_t all = 0;
  for (int i = 0; i < 3000; ++i) {
    const ImagePlan image = random_image(random, ImageKinds{});
    ASSERT_NE(image.width, image.height);
    for (const std::uint32_t side : {image.width, image.height}) {
      ASSERT_GE(side, 16U);
      ASSERT_LE(side, 40U);
      odd += side % 2;
      ++all;
    }
  }
  EXPECT_GT(odd, all / 2);
}

TEST(RandomImages, ListingsAreSeldomSortedAndStemsSortUnlikeIds) {
  Random random(4);
  int sorted_listing = 0;
  int sorted_ids = 0;
  int shared_stem = 0;
  for (int i = 0; i < rounds; ++i) {
    auto images = random_images(random, ImageKinds{}, 12, 3).images;
    const auto by_path = [](const ImagePlan& a, const ImagePlan& b) { return path_of(a) < path_of(b); };
    sorted_listing += std::is_sorted(images.begin(), images.end(), by_path) ? 1 : 0;
    std::sort(images.begin(), images.end(), by_path);
    sorted_ids += std::is_sorted(images.begin(), images.end(),
                                 [](const ImagePlan& a, const ImagePlan& b) { return a.id < b.id; });
    std::map<std::string, std::set<std::string>> folders_of_stem;
    for (const ImagePlan& image : images) {
      folders_of_stem[image.stem].insert(image.folder);
    }
    shared_stem += std::any_of(folders_of_stem.begin(), folders_of_stem.end(),
                               [](const auto& entry) { return entry.second.size() > 1; });
  }
  EXPECT_LE(sorted_listing, 1);
  EXPECT_LE(sorted_ids, 1);
  EXPECT_GT(shared_stem, rounds / 4);
}

TEST(RandomImages, ClassNamesSortDifferentlyAsBytesAndWithTheSlashBehindThem) {
  Random random(5);
  int differing = 0;
  for (int i = 0; i < rounds; ++i) {
    std::set<std::string> names;
    for (const ImagePlan& image : random_images(random, ImageKinds{}, 20, 6).images) {
      names.insert(image.folder);
    }
    std::vector<std::string> with_slash;
    for (const std::string& name : names) {
      with_slash.push_back(name + '/');
    }
    differing += std::is_sorted(with_slash.begin(), with_slash.end()) ? 0 : 1;
  }
  EXPECT_GT(differing, rounds / 20);
}

TEST(RandomImages, ProbesAreAtMostOneOfEachKindAndAThirdOfAll) {
  Random random(6);
  std::map<Probe, int> seen;
  for (int i = 0; i < rounds; ++i) {
    std::map<Probe, int> here;
    const std::size_t samples = random.below(20);
    const auto plan = random_images(random, ImageKinds{}, samples, 2);
    for (const ImagePlan& image : plan.images) {
      ++here[image.probe];
      ++seen[image.probe];
    }
    std::size_t probes = 0;
    for (const auto& [probe, count] : here) {
      if (probe != Probe::none) {
        ASSERT_EQ(count, 1);
        ++probes;
      }
    }
    ASSERT_LE(probes, samples / 3);
  }
  for (const Probe probe : {Probe::black, Probe::white, Probe::one_color, Probe::ramp, Probe::one_pixel, Probe::mask}) {
    EXPECT_GT(seen[probe], rounds / 20);
  }
}

TEST(RandomImages, OnlyDeclaredKindsAreMade) {
  Random random(7);
  ImageKinds grey_jpeg;
  grey_jpeg.formats = {ImageFormat::jpeg};
  grey_jpeg.colors = {ColorType::grey};
  ImageKinds deep_png;
  deep_png.formats = {ImageFormat::png};
  deep_png.colors = {ColorType::rgba, ColorType::palette};
  deep_png.bit_depths = {16};
  ImageKinds by_name;
  by_name.known_by = KnownBy::extension;
  for (int i = 0; i < 40; ++i) {
    for (const ImageKinds& kinds : {grey_jpeg, deep_png, by_name}) {
      for (const ImagePlan& image : random_images(random, kinds, 15, 3).images) {
        const auto evidence = image_evidence(render(image));
        ASSERT_TRUE(evidence->format);
        EXPECT_TRUE(std::ranges::count(kinds.formats, *evidence->format) == 1);
        EXPECT_TRUE(std::ranges::count(kinds.colors, *evidence->color) == 1);
        EXPECT_TRUE(evidence->bit_depth < 8 || std::ranges::count(kinds.bit_depths, evidence->bit_depth) == 1);
        if (kinds.known_by == KnownBy::extension) {
          EXPECT_NE(image.extension, ImagePlan::Extension::of_other);
        }
      }
    }
  }
}

TEST(RandomImages, EveryKindThatIsReadAndMisleadingExtensionsOccur) {
  Random random(8);
  std::set<std::tuple<ImageFormat, ColorType, std::uint8_t, ImagePlan::Scan>> kinds;
  std::set<std::uint8_t> orientations;
  int misnamed = 0;
  int capitals = 0;
  ImageKinds all;
  all.formats.push_back(ImageFormat::bmp);
  all.bit_depths = {8, 16};
  for (int i = 0; i < 3000; ++i) {
    const ImagePlan image = random_image(random, all);
    orientations.insert(image.orientation);
    capitals += image.extension == ImagePlan::Extension::in_capitals ? 1 : 0;
    kinds.emplace(image.format, image.color, image.bit_depth, image.scan);
    misnamed += image.extension == ImagePlan::Extension::of_other ? 1 : 0;
  }
  // PNG: grey, grey with alpha, RGB and RGBA in two depths, palettes of 4 and 8 bits; JPEG: grey and RGB; BMP: RGB,
  // RGBA, palettes of 4 and 8 bits; two scans, or orders of rows.
  EXPECT_EQ(kinds.size(), (4U * 2 + 2 + 2 + 4) * 2);
  EXPECT_EQ(orientations.size(), 8U);
  EXPECT_GT(capitals, 150);
  EXPECT_GT(misnamed, 50);
}

}  // namespace
}  // namespace proofload
