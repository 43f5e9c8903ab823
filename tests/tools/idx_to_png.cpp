// Makes a folder of classes, of one PNG per image, from a pair of IDX files, so that real images can be tried in both
// forms.
//
//   idx_to_png IMAGES LABELS FOLDER PREFIX     writes FOLDER/class 0/PREFIX00000.png and so on
//
// The files may be packed with gzip. Bytes are pixels of one channel.
#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/encode.hpp"
#include "dataset/idx.hpp"

namespace {

std::shared_ptr<const proofload::IdxEvidence> read(const std::string& path, proofload::IdxName::Role role) {
  std::ifstream file(path, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  auto found = proofload::look_at_idx(proofload::Blob(std::string_view(text)), role);
  if (!file || found->shape.empty() || !found->cause.empty()) {
    throw std::runtime_error(fmt::format("{}: {}", path, file ? found->cause : "cannot be read"));
  }
  return found;
}

void convert(const std::string& images_path, const std::string& labels_path, const std::filesystem::path& folder,
             const std::string& prefix) {
  using namespace proofload;
  const auto images = read(images_path, IdxName::Role::images);
  const auto labels = read(labels_path, IdxName::Role::labels);
  const std::size_t count = images->shape[0];
  if (labels->data.size() != count) {
    throw std::runtime_error(fmt::format("{} holds {} labels for {} images", labels_path, labels->data.size(), count));
  }
  ImagePlan plan;
  plan.color = ColorType::grey;
  plan.height = images->shape[1];
  plan.width = images->shape[2];
  Picture picture{plan.width, plan.height, 1, 255, {}};
  const std::size_t pixels = std::size_t{plan.width} * plan.height;
  for (std::size_t i = 0; i < count; ++i) {
    picture.values.clear();
    for (const std::byte pixel : std::span(images->data).subspan(i * pixels, pixels)) {
      picture.values.push_back(std::to_integer<std::uint16_t>(pixel));
    }
    const auto bytes = encode_png(picture, plan);
    const auto place = folder / fmt::format("class {}", std::to_integer<int>(labels->data[i]));
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
