/// Manifests of images, good and bad ones: what fuzzing their loaders begins with, beside the seeds that are images.
/// They name the images of the dataset that is made around bytes that are no case.
#pragma once

#include <string>
#include <vector>

namespace proofload {

struct ManifestSeed {
  std::string name;
  std::string text;
};

std::vector<ManifestSeed> manifest_seeds();

}  // namespace proofload
