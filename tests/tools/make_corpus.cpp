// Makes the corpus that is kept in corpus/: small images and sequences of every kind that is read, and a case for each
// bug that was found on the way.
//
//   make_corpus FOLDER     writes FOLDER/seeds/, FOLDER/manifests/, FOLDER/sequences/ and
//                          FOLDER/regressions/image_folder/
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "manifest_seeds.hpp"
#include "proofload/case.hpp"
#include "proofload/images.hpp"
#include "sequence_seeds.hpp"

namespace proofload {
namespace {

using Bytes = std::vector<std::byte>;
using Scan = ImagePlan::Scan;

void write(const std::string& path, std::span<const std::byte> bytes) {
  std::ofstream file(path, std::ios::binary);
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes seen as characters
  file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  if (!file.flush()) {
    throw std::runtime_error("cannot write " + path);
  }
}

// ---- seeds --------------------------------------------------------------------------------------------------------

std::string_view word(ColorType color) {
  switch (color) {
    case ColorType::grey:
      return "grey";
    case ColorType::grey_alpha:
      return "grey-alpha";
    case ColorType::rgb:
      return "rgb";
    case ColorType::rgba:
      return "rgba";
    case ColorType::palette:
      return "palette";
  }
  return "?";
}

struct Seed {
  std::string name;
  ImagePlan plan;
};

std::vector<Seed> seeds() {
  const auto png = [](ColorType color) { return ImagePlan{.color = color, .width = 27, .height = 21}; };
  const auto jpeg = [](ColorType color, Scan scan) {
    return ImagePlan{.format = ImageFormat::jpeg, .color = color, .scan = scan, .width = 27, .height = 21};
  };
  std::vector<Seed> all = {
      {"png-grey.png", png(ColorType::grey)},
      {"png-grey-alpha.png", png(ColorType::grey_alpha)},
      {"png-rgb.png", png(ColorType::rgb)},
      {"png-rgba.png", png(ColorType::rgba)},
      {"png-palette.png", png(ColorType::palette)},
      {"jpeg-grey.jpg", jpeg(ColorType::grey, Scan::sequential)},
      {"jpeg-rgb.jpg", jpeg(ColorType::rgb, Scan::sequential)},
      {"jpeg-grey-progressive.jpg", jpeg(ColorType::grey, Scan::interlaced)},
      {"jpeg-rgb-progressive.jpg", jpeg(ColorType::rgb, Scan::interlaced)},
  };
  for (const ColorType color : {ColorType::grey, ColorType::grey_alpha, ColorType::rgb, ColorType::rgba}) {
    ImagePlan deep = png(color);
    deep.bit_depth = 16;
    all.push_back({"png-16-bit-" + std::string(word(color)) + ".png", deep});
  }
  for (const ColorType color : {ColorType::grey, ColorType::rgba, ColorType::palette}) {
    ImagePlan interlaced = png(color);
    interlaced.scan = Scan::interlaced;
    all.push_back({"png-interlaced-" + std::string(word(color)) + ".png", interlaced});
  }
  for (const std::uint8_t depth : {std::uint8_t{1}, std::uint8_t{2}, std::uint8_t{4}}) {
    ImagePlan narrow = png(ColorType::palette);
    narrow.bit_depth = depth;
    narrow.probe = Probe::one_color;
    all.push_back({"png-palette-" + std::to_string(depth) + "-bit.png", narrow});
  }
  for (const auto& [name, probe] :
       {std::pair{"png-black.png", Probe::black}, std::pair{"png-one-pixel.png", Probe::one_pixel}}) {
    ImagePlan plan = png(ColorType::rgb);
    plan.probe = probe;
    all.push_back({name, plan});
  }
  const auto bmp = [](ColorType color, Scan scan) {
    return ImagePlan{.format = ImageFormat::bmp, .color = color, .scan = scan, .width = 27, .height = 21};
  };
  all.insert(all.end(), {{"bmp-rgb.bmp", bmp(ColorType::rgb, Scan::sequential)},
                         {"bmp-rgb-top-down.bmp", bmp(ColorType::rgb, Scan::interlaced)},
                         {"bmp-rgba.bmp", bmp(ColorType::rgba, Scan::sequential)},
                         {"bmp-palette.bmp", bmp(ColorType::palette, Scan::sequential)}});
  for (const std::uint8_t depth : {std::uint8_t{1}, std::uint8_t{4}}) {
    ImagePlan narrow = bmp(ColorType::palette, Scan::sequential);
    narrow.bit_depth = depth;
    narrow.probe = depth == 1 ? Probe::one_color : Probe::none;
    all.push_back({"bmp-palette-" + std::to_string(depth) + "-bit.bmp", narrow});
  }
  for (std::uint32_t id = 1; Seed & seed : all) {
    seed.plan.id = id++;
  }
  for (const auto& [name, scan] :
       {std::pair{"jpeg-restart.jpg", Scan::sequential}, std::pair{"jpeg-restart-progressive.jpg", Scan::interlaced}}) {
    ImagePlan plan = jpeg(ColorType::rgb, scan);
    plan.restarts = 2;
    plan.width = 45;
    plan.height = 37;
    plan.id = 101;
    all.push_back({name, plan});
  }
  {
    ImagePlan plan = jpeg(ColorType::grey, Scan::sequential);
    plan.restarts = 1;  // their numbers, 0 to 7, come around
    plan.id = 102;
    all.push_back({"jpeg-restart-grey.jpg", plan});
  }
  return all;
}

void write_seeds(const std::string& folder) {
  std::filesystem::create_directories(folder);
  for (const Seed& seed : seeds()) {
    write(folder + "/" + seed.name, render(seed.plan).bytes());
  }
}

void write_manifest_seeds(const std::string& folder) {
  std::filesystem::create_directories(folder);
  for (const ManifestSeed& seed : manifest_seeds()) {
    write(folder + "/" + seed.name, std::as_bytes(std::span(seed.text)));
  }
}

void write_sequence_seeds(const std::string& folder) {
  for (const SequenceSeed& seed : sequence_seeds()) {
    const std::filesystem::path path = folder + "/" + seed.name;
    std::filesystem::create_directories(path.parent_path());
    write(path.string(), std::as_bytes(std::span(seed.bytes)));
  }
}

// ---- regressions --------------------------------------------------------------------------------------------------

std::vector<ImagePlan> pictures(std::size_t count) {
  std::vector<ImagePlan> plans;
  for (std::size_t i = 0; i < count; ++i) {
    const auto number = static_cast<std::uint32_t>(i);
    plans.push_back({.folder = i % 3 == 0 ? "b" : "a",
                     .stem = "image" + std::to_string(100 + i),
                     .width = 25 + number % 5,
                     .height = 22 + number % 3,
                     .id = number + 1});
  }
  return plans;
}

Case case_of(std::vector<ImagePlan> plans) {
  Case value;
  value.loader = "image_folder";
  value.dataset = render(ImageDatasetPlan{.images = std::move(plans), .empty_folders = {}});
  value.options.batch_size = 4;
  value.options.bad_sample = BadSample::skip_refill;
  return value;
}

std::uint32_t big32(std::span<const std::byte> bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    value = (value << 8U) | std::to_integer<std::uint32_t>(bytes[at + i]);
  }
  return value;
}

void put_big32(Bytes& into, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    into.push_back(static_cast<std::byte>((value >> static_cast<unsigned>(shift)) & 0xFFU));
  }
}

/// A PNG with its palette cut to the first color, checksum put right: pixels point beyond its end.
Blob with_short_palette(const Blob& png) {
  const std::span<const std::byte> from = png.bytes();
  constexpr std::size_t signature = 8;
  Bytes cut(from.begin(), from.begin() + signature);
  for (std::size_t at = signature; at + 12 <= from.size();) {
    const std::uint32_t size = big32(from, at);
    const bool palette = png.text().substr(at + 4, 4) == "PLTE";
    const std::uint32_t kept = palette ? std::min<std::uint32_t>(size, 3) : size;
    const std::span<const std::byte> named = from.subspan(at + 4, 4 + kept);
    put_big32(cut, kept);
    cut.insert(cut.end(), named.begin(), named.end());
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): zlib's bytes
    const auto* first = reinterpret_cast<const Bytef*>(named.data());
    put_big32(cut, static_cast<std::uint32_t>(::crc32(0, first, static_cast<uInt>(named.size()))));
    at += 12 + std::size_t{size};
  }
  return Blob(std::move(cut));
}

struct Regression {
  std::string_view name;
  Case value;
};

std::vector<Regression> regressions() {
  std::vector<Regression> all;
  const std::vector<ImagePlan> five = pictures(5);
  {
    // An encoder that kept the tables of a progressive image wrote the next sequential one unreadable.
    std::vector<ImagePlan> plans = five;
    for (std::size_t i = 0; i < plans.size(); ++i) {
      plans[i].format = ImageFormat::jpeg;
      plans[i].scan = i % 2 == 0 ? Scan::interlaced : Scan::sequential;
    }
    all.push_back({"progressive-then-baseline", case_of(plans)});
  }
  {
    // A color that the palette does not have is damage, and the buffer behind the palette is not read.
    std::vector<ImagePlan> plans = five;
    plans[2].color = ColorType::palette;
    Case value = case_of(plans);
    value.dataset.files[2].bytes = with_short_palette(value.dataset.files[2].bytes);
    all.push_back({"palette-index-beyond-palette", value});
  }
  {
    // A file that is not readable from its first byte on is reported, with its path.
    Case value = case_of(five);
    value.faults.push_back({.kind = FaultKind::read_error, .path = value.dataset.files[1].path, .nth = 1, .code = EIO});
    all.push_back({"read-error-at-first-read", value});
  }
  {
    // 17 samples in batches of 16: one is left over.
    Case value = case_of(pictures(17));
    value.options.batch_size = 16;
    value.options.last_batch = LastBatch::drop;
    all.push_back({"seventeen-in-sixteens", value});
  }
  {
    // A sample by its name whose format is not declared: counted, and refused by its content.
    Case value = case_of(five);
    value.dataset.files[3].path = "a/image103.bmp";
    value.dataset.files[3].bytes = Blob(std::string_view("BM\x46\0\0\0\0\0\0\0\x36\0\0\0", 14));
    all.push_back({"bmp-by-its-name", value});
  }
  {
    // A header that promises more pixels than memory holds, with its checksum right.
    Case value = case_of(five);
    for (const auto& [field, amount] : {std::pair{"width", 0x7FFFFFFFU}, std::pair{"height", 0x7FFFFFFFU}}) {
      value.faults.push_back(
          {.kind = FaultKind::png_header, .path = value.dataset.files[0].path, .amount = amount, .text = field});
    }
    all.push_back({"absurd-dimensions", value});
  }
  {
    // Short reads are no ends of files.
    Case value = case_of(five);
    for (const DataFile& file : value.dataset.files) {
      value.faults.push_back({.kind = FaultKind::short_read, .path = file.path, .amount = 7, .nth = 1});
    }
    all.push_back({"short-reads", value});
  }
  {
    // Every sample is bad: an epoch of reports is no empty dataset.
    Case value = case_of(five);
    for (const DataFile& file : value.dataset.files) {
      value.faults.push_back({.kind = FaultKind::empty, .path = file.path});
    }
    all.push_back({"all-samples-bad", value});
  }
  return all;
}

void write_regressions(const std::string& folder) {
  std::filesystem::create_directories(folder);
  for (const Regression& regression : regressions()) {
    write(folder + "/" + std::string(regression.name) + ".tar", write_case(regression.value));
  }
}

}  // namespace
}  // namespace proofload

int main(int count, char** words) {
  if (count != 2) {
    std::cerr << "usage: make_corpus FOLDER\n";
    return 2;
  }
  try {
    const std::string folder = words[1];
    proofload::write_seeds(folder + "/seeds");
    proofload::write_manifest_seeds(folder + "/manifests");
    proofload::write_sequence_seeds(folder + "/sequences");
    proofload::write_regressions(folder + "/regressions/image_folder");
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "make_corpus: " << error.what() << '\n';
    return 2;
  }
}
