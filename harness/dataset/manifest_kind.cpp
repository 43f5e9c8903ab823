// Images that a manifest names: each row is a sample.
#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <utility>

#include "dataset/data_kind.hpp"
#include "dataset/manifest.hpp"
#include "proofload/images.hpp"

namespace proofload {
namespace {

using State = SampleTruth::State;

constexpr RecordFormat rows{
    .extension = "csv",
    .look = look_at_manifest,
    .listing = [](const Declaration& declaration) -> const std::string& {
      return std::get<ImageManifest>(declaration.reads).manifest;
    },
};

/// Gives rows what is true of the images that they name.
class Following {
 public:
  explicit Following(const Scene& scene) : scene_(scene) {
    for (const EffectiveNode& node : scene.effective.nodes) {
      nodes_.emplace(node.path, &node);
    }
    for (const DataFile& file : scene.value.dataset.files) {
      clean_.emplace(file.path, &file.bytes);
    }
  }

  void row(SampleTruth& sample) const {
    if (sample.content_paths.empty()) {
      refuse(sample, State::damaged, "its path is empty");
      return;
    }
    const std::string written = sample.content_paths.front();
    const std::string leads = nodes_.contains(written) ? written : plain_path(written);
    if (leads != written) {
      sample.content_paths.push_back(leads);
    }
    const auto found = nodes_.find(leads);
    if (!stays_inside(written) && (found == nodes_.end() || !written.starts_with('/'))) {
      refuse(sample, State::damaged, "its path leads out of the dataset");
    } else if (found == nodes_.end()) {
      refuse(sample, State::absent, "the manifest names it, and it is not there");
    } else {
      image(sample, *found->second);
      if (leads != written) {
        alter(sample, "its path is written in a way that some do not take");
      }
    }
  }

 private:
  /// A row that readers may take for another one may be taken for one that is good.
  static void refuse(SampleTruth& sample, State state, const char* cause) {
    if (sample.state == State::intact) {
      sample.state = state;
      sample.cause = cause;
    }
  }

  void image(SampleTruth& sample, const EffectiveNode& node) const {
    SampleTruth image;
    image.path = node.path;
    const Blob* now = nullptr;
    if (judge_node(image, node, scene_.trace) == NodeSays::nothing) {
      image_kind().judge(image, node.bytes, scene_.declaration);
      now = &node.bytes;
      if (holds_part_of_another(node, scene_.value)) {
        alter(image, "a part of another file is in it");
      }
      judge_timed_faults(image, node, scene_.value, scene_.trace);
    }
    const auto clean = clean_.find(node.clean_path);
    image_kind().show(image, now, clean == clean_.end() ? nullptr : clean->second, scene_.declaration);
    if (sample.state == State::intact) {
      sample.state = image.state;
      sample.cause = std::move(image.cause);
    }
    sample.content = image.content;
    sample.upright = image.upright;
    sample.picture = std::move(image.picture);
    sample.shown = image.shown;
    sample.picture_digest = image.picture_digest;
    sample.clean_picture = std::move(image.clean_picture);
    sample.clean_digest = image.clean_digest;
  }

  const Scene& scene_;
  std::unordered_map<std::string_view, const EffectiveNode*> nodes_;
  std::unordered_map<std::string_view, const Blob*> clean_;
};

void find(Truth& truth, const Scene& scene) {
  find_records(truth, scene, rows);
  const std::string& manifest = rows.listing(scene.declaration);
  if (std::ranges::find(scene.effective.nodes, manifest, &EffectiveNode::path) == scene.effective.nodes.end()) {
    truth.samples.push_back({.role = SampleTruth::Role::listing,
                             .path = manifest,
                             .state = State::absent,
                             .cause = "the manifest is not there"});
  }
  const Following following(scene);
  for (SampleTruth& sample : truth.samples) {
    if (sample.record) {
      following.row(sample);
    }
  }
}

/// Of images in folders, of which labels say nothing.
Dataset random_dataset(Random& random, const Declaration& declaration, std::size_t samples, std::size_t classes) {
  Dataset dataset = image_kind().random_dataset(random, declaration, samples, classes);
  if (random.one_in(2)) {
    give_awkward_names(dataset, random);
  }
  write_manifest(dataset, declaration, random);
  return dataset;
}

/// Bytes of an image become the first one, others the manifest.
Dataset around(const Blob& bytes, const Declaration& declaration) {
  const ImageKinds& kinds = std::get<ImageManifest>(declaration.reads);
  const auto may_be = [&](ImageFormat format) {
    return std::ranges::find(kinds.formats, format) != kinds.formats.end() ? format : ImageFormat::png;
  };
  ImageDatasetPlan plan;
  const std::array<std::pair<std::string, ImageFormat>, 5> images = {{{"a/0", ImageFormat::png},
                                                                      {"a/1", ImageFormat::jpeg},
                                                                      {"b, c/2", ImageFormat::bmp},
                                                                      {"b, c/3 \"d\"", ImageFormat::png},
                                                                      {"e/4", ImageFormat::jpeg}}};
  for (const auto& [name, format] : images) {
    const auto slash = name.find('/');
    plan.images.push_back({.folder = name.substr(0, slash),
                           .stem = name.substr(slash + 1),
                           .format = may_be(format),
                           .id = static_cast<std::uint32_t>(plan.images.size())});
  }
  Dataset dataset = render(plan);
  Random always(0);
  const bool of_image = image_evidence(bytes)->format.has_value();
  if (of_image) {
    dataset.files.front().bytes = bytes;
  }
  dataset.files.push_back({rows.listing(declaration), of_image ? plain_manifest(dataset, declaration, always) : bytes});
  return dataset;
}

Blob good_content(Random& random, const Declaration& declaration, const Dataset& dataset, std::string_view path) {
  return path == rows.listing(declaration) ? plain_manifest(dataset, declaration, random)
                                           : image_kind().good_content(random, declaration, dataset, path);
}

}  // namespace

const DataKind& manifest_kind() {
  static const DataKind kind = [] {
    DataKind images = image_kind();
    images.random_dataset = random_dataset;
    images.good_content = good_content;
    images.find = find;
    images.around = around;
    images.count = [](std::string_view path, const Blob& bytes, const Declaration& declaration) -> std::size_t {
      return path == rows.listing(declaration) ? look_at_manifest(bytes, declaration).records.size() : 0;
    };
    return images;
  }();
  return kind;
}

}  // namespace proofload
