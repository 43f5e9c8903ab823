// Makes a folder of classes, of one PNG per image, from a pair of IDX files, so that real images can be tried in both
// forms.
//
//   idx_to_png IMAGES LABELS FOLDER PREFIX     writes FOLDER/class 0/PREFIX00000.png and so on
//
// The files may be packed with gzip. Bytes are pixels of one channel.
#include <fmt/format.h>
#include <zlib.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "dataset/encode.hpp"

namespace {

class Idx {
 public:
  explicit Idx(const std::string& path) : path_(path), file_(gzopen(path.c_str(), "rb"), gzclose) {
    if (!file_) {
      throw std::runtime_error("cannot open " + path);
    }
  }

  void read(std::span<unsigned char> into) {
    if (gzread(file_.get(), into.data(), static_cast<unsigned>(into.size())) != static_cast<int>(into.size())) {
      throw std::runtime_error(fmt::format("{}: ends {} bytes too early, or is damaged", path_, into.size()));
    }
  }

  std::uint32_t number() {
    std::array<unsigned char, 4> bytes{};
    read(bytes);
    return std::uint32_t{bytes[0]} << 24U | std::uint32_t{bytes[1]} << 16U | std::uint32_t{bytes[2]} << 8U | bytes[3];
  }

  void expect(std::uint32_t magic) {
    if (const std::uint32_t found = number(); found != magic) {
      throw std::runtime_error(fmt::format("{}: expected the magic number {}, found {}", path_, magic, found));
    }
  }

 private:
  std::string path_;
  std::unique_ptr<gzFile_s, int (*)(gzFile)> file_;
};

void convert(const std::string& images_path, const std::string& labels_path, const std::filesystem::path& folder,
             const std::string& prefix) {
  using namespace proofload;
  Idx images(images_path);
  Idx labels(labels_path);
  images.expect(2051);
  labels.expect(2049);
  const std::uint32_t count = images.number();
  if (const std::uint32_t others = labels.number(); others != count) {
    throw std::runtime_error(fmt::format("{} holds {} labels for {} images", labels_path, others, count));
  }
  ImagePlan plan;
  plan.color = ColorType::grey;
  plan.height = images.number();
  plan.width = images.number();
  Picture picture{plan.width, plan.height, 1, 255, {}};
  std::vector<unsigned char> pixels(std::size_t{plan.width} * plan.height);
  for (std::uint32_t i = 0; i < count; ++i) {
    std::array<unsigned char, 1> label{};
    labels.read(label);
    images.read(pixels);
    picture.values.assign(pixels.begin(), pixels.end());
    const auto bytes = encode_png(picture, plan);
    const auto place = folder / fmt::format("class {}", label[0]);
    std::filesystem::create_directories(place);
    std::ofstream file(place / fmt::format("{}{:05}.png", prefix, i), std::ios::binary);
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes seen as characters
    file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (!file.flush()) {
      throw std::runtime_error("cannot write into " + place.string());
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() != 4) {
    std::cerr << "idx_to_png IMAGES LABELS FOLDER PREFIX\n";
    return 2;
  }
  try {
    convert(arguments[0], arguments[1], arguments[2], arguments[3]);
  } catch (const std::exception& error) {
    std::cerr << "idx_to_png: " << error.what() << '\n';
    return 1;
  }
  return 0;
}
