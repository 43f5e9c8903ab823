#include "proofload/images.hpp"

#include <algorithm>

#include "dataset/encode.hpp"
#include "dataset/paint.hpp"
#include "dataset/recent.hpp"

namespace proofload {
namespace {

/// What the bytes of an image depend on: the plan without its name.
struct Content {
  ImagePlan plan;

  explicit Content(const ImagePlan& of) : plan(of) {
    plan.folder.clear();
    plan.stem.clear();
    plan.extension = ImagePlan::Extension::of_format;
  }
  bool operator==(const Content&) const = default;
};

struct ContentHash {
  std::size_t operator()(const Content& content) const {
    const ImagePlan& plan = content.plan;
    std::uint64_t hash = plan.id;
    for (const std::uint64_t part :
         {std::uint64_t{plan.width}, std::uint64_t{plan.height}, static_cast<std::uint64_t>(plan.format),
          static_cast<std::uint64_t>(plan.color), std::uint64_t{plan.bit_depth}, std::uint64_t{plan.orientation},
          std::uint64_t{plan.restarts}, static_cast<std::uint64_t>(plan.scan),
          static_cast<std::uint64_t>(plan.probe)}) {
      hash = Random(hash ^ part).next();
    }
    return hash;
  }
};

std::vector<std::byte> encode(const ImagePlan& plan) {
  const Picture picture = paint(plan);
  switch (plan.format) {
    case ImageFormat::png:
      return encode_png(picture, plan);
    case ImageFormat::jpeg:
      return encode_jpeg(picture, plan);
    case ImageFormat::bmp:
      break;
  }
  return encode_bmp(picture, plan);
}

}  // namespace

std::string path_of(const ImagePlan& plan) {
  std::string extension = plan.format == ImageFormat::png ? ".jpg" : ".png";
  if (plan.extension != ImagePlan::Extension::of_other) {
    extension = plan.format == ImageFormat::png ? ".png" : plan.format == ImageFormat::jpeg ? ".jpg" : ".bmp";
  }
  if (plan.extension == ImagePlan::Extension::in_capitals) {
    std::ranges::transform(extension, extension.begin(),
                           [](char c) { return c == '.' ? c : static_cast<char>(c - 32); });
  }
  return (plan.folder.empty() ? std::string() : plan.folder + '/') + plan.stem + extension;
}

Blob render(const ImagePlan& wanted) {
  // Engines render the same plans again and again.
  static Recent<Content, Blob, ContentHash> rendered(std::size_t{16} << 20U);
  const Content content(fitting(wanted));
  if (auto blob = rendered.find(content)) {
    return *std::move(blob);
  }
  Blob blob(encode(content.plan));
  rendered.put(content, blob, blob.size() + sizeof(Content));
  return blob;
}

Dataset render(const ImageDatasetPlan& plan) {
  Dataset dataset;
  dataset.files.reserve(plan.images.size());
  for (const ImagePlan& image : plan.images) {
    dataset.files.push_back({path_of(image), render(image)});
  }
  dataset.folders = plan.empty_folders;
  return dataset;
}

}  // namespace proofload
