#include <algorithm>
#include <optional>

#include "dataset/data_kind.hpp"
#include "proofload/images.hpp"

namespace proofload {
namespace {

using State = SampleTruth::State;

/// Every kind of image where nothing is declared.
const ImageKinds& kinds_of(const Declaration& declaration) {
  static const ImageKinds all;
  if (const auto* folder = std::get_if<ImageFolder>(&declaration.reads)) {
    return *folder;
  }
  const auto* manifest = std::get_if<ImageManifest>(&declaration.reads);
  return manifest != nullptr ? *manifest : all;
}

std::optional<ImageFormat> format_by_name(std::string_view path) {
  const std::string extension = lower_extension(path);
  if (extension == "png") {
    return ImageFormat::png;
  }
  if (extension == "jpg" || extension == "jpeg") {
    return ImageFormat::jpeg;
  }
  if (extension == "bmp") {
    return ImageFormat::bmp;
  }
  return std::nullopt;
}

template <class T>
bool holds(const std::vector<T>& list, const T& value) {
  return std::ranges::find(list, value) != list.end();
}

/// The state of a regular file whose whole content can be read.
void judge(SampleTruth& sample, const Blob& bytes, const Declaration& declaration) {
  const ImageKinds& kinds = kinds_of(declaration);
  const Integrity integrity = declaration.integrity;
  const auto evidence = image_evidence(bytes);
  if (bytes.size() == 0 || !evidence->format) {
    sample.state = State::damaged;
    sample.cause = bytes.size() == 0 ? "the file is empty" : "the content is of no known format";
    return;
  }
  const bool undecodable = evidence->decodes == Soundness::damaged;
  const bool misshapen = evidence->structure == Soundness::damaged;
  const bool corrupt = evidence->checksums == Soundness::damaged;
  sample.cause = evidence->cause;
  if ((integrity >= Integrity::decodable && undecodable && misshapen) ||
      (integrity >= Integrity::structure && (undecodable || misshapen)) ||
      (integrity >= Integrity::checksums && corrupt)) {
    sample.state = State::damaged;
    return;
  }
  const bool accepted = holds(kinds.formats, *evidence->format) &&
                        (!evidence->color || holds(kinds.colors, *evidence->color)) &&
                        (*evidence->format != ImageFormat::png || evidence->bit_depth < 8 ||
                         holds(kinds.bit_depths, evidence->bit_depth)) &&
                        (kinds.known_by == KnownBy::content || format_by_name(sample.path) == evidence->format);
  const bool sound = evidence->decodes == Soundness::sound && evidence->structure == Soundness::sound &&
                     evidence->checksums == Soundness::sound;
  const Orientation& orientation = evidence->orientation;
  const Exif exif = declaration.transform.exif;
  if (exif == Exif::undeclared && orientation.turns()) {
    sample.upright = SampleTruth::Upright::either;
  } else if (sound) {  // a damaged file may be decoded in more than one way
    sample.content = SampleTruth::Content::certain;
  }
  if (exif == Exif::applied && orientation.sure == Orientation::Sure::no) {
    sample.state = State::altered;
    sample.content = SampleTruth::Content::uncertain;
    sample.upright = SampleTruth::Upright::either;
    sample.cause = "its EXIF block can be read in more than one way";
    return;
  }
  if (sound && accepted) {
    sample.state = State::intact;
    return;
  }
  sample.state = State::altered;
  if (sample.cause.empty()) {
    sample.cause = "a kind of file that the loader does not declare to read";
  }
}

/// As it is to be delivered: turned where that is declared.
std::shared_ptr<const Picture> shown(const Blob& file, const Declaration& declaration) {
  const auto evidence = image_evidence(file);
  const std::uint8_t orientation = evidence->orientation.value;
  if (!evidence->picture || orientation == 1 || declaration.transform.exif != Exif::applied) {
    return evidence->picture;
  }
  return std::make_shared<const Picture>(turned(*evidence->picture, orientation));
}

void show(SampleTruth& sample, const Blob* now, const Blob* before, const Declaration& declaration) {
  if (now != nullptr) {
    sample.picture = shown(*now, declaration);
    sample.picture_digest = now->digest();
  }
  if (before != nullptr) {
    sample.clean_picture = shown(*before, declaration);
    sample.clean_digest = before->digest();
    if (!sample.picture) {
      sample.picture = sample.clean_picture;
      sample.shown = SampleTruth::Shown::clean;
      sample.picture_digest = sample.clean_digest;
    }
  }
}

Dataset random_dataset(Random& random, const Declaration& declaration, std::size_t samples, std::size_t classes) {
  return render(random_images(random, kinds_of(declaration), samples, classes));
}

DataFile random_file(Random& random, const Declaration& declaration, std::string_view folder) {
  ImagePlan plan = random_image(random, kinds_of(declaration));
  plan.folder = folder;
  plan.stem = "m" + std::to_string(random.below(1000));
  plan.id = static_cast<std::uint32_t>(random.below(std::uint64_t{1} << 24U));
  plan.probe = Probe::none;
  return render(ImageDatasetPlan{{plan}, {}}).files.front();
}

Blob good_content(Random& random, const Declaration& declaration, const Dataset& /*dataset*/, std::string_view path) {
  const std::vector<ImageFormat>& formats = kinds_of(declaration).formats;
  const ImageFormat wanted = format_by_name(path).value_or(ImageFormat::png);
  const auto id = static_cast<std::uint32_t>(random.below(std::uint64_t{1} << 24U));
  return render(ImagePlan{.format = formats.empty() || holds(formats, wanted) ? wanted : formats.front(), .id = id});
}

}  // namespace

const DataKind& image_kind() {
  static constexpr DataKind kind{
      .names_sample = [](std::string_view path) { return format_by_name(path).has_value(); },
      .capitals = DataKind::Capitals::for_all,
      .junk = [](const Declaration& declaration) { return kinds_of(declaration).junk; },
      .judge = judge,
      .show = show,
      .random_dataset = random_dataset,
      .random_file = random_file,
      .good_content = good_content,
  };
  return kind;
}

}  // namespace proofload
