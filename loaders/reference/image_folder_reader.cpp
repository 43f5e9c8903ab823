#include "reference/image_folder_reader.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <system_error>
#include <utility>

namespace proofload::reference {
namespace {

std::string text_of(IoError error) { return std::generic_category().message(error.code); }

bool names_image(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0) {
    return false;
  }
  std::string extension(name.substr(dot + 1));
  for (char& letter : extension) {
    letter = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  }
  return extension == "png" || extension == "jpg" || extension == "jpeg" || extension == "bmp";
}

std::vector<Entry> listed(Source& source, const std::string& folder) {
  auto entries = source.list(folder);
  if (!entries) {
    throw LoadFailure({.path = folder, .reason = "expected a folder, found: " + text_of(entries.error())});
  }
  return std::move(*entries);
}

}  // namespace

std::vector<std::string> by_name(std::vector<std::string> listed) {
  std::ranges::sort(listed);
  return listed;
}

ImageFolderReader::ImageFolderReader(Source& source, const ImageFolderPlan& plan)
    : source_(source), plan_(plan), resizer_(plan.height, plan.width, plan.layout) {
  std::vector<std::string> folders;
  for (const Entry& entry : listed(source, "")) {
    if (entry.kind == NodeKind::directory) {
      folders.push_back(entry.name);
    }
  }
  classes_ = plan_.number(std::move(folders));
  if (classes_.size() > plan_.classes) {
    throw LoadFailure({.reason = "expected at most " + std::to_string(plan_.classes) + " class folders, found " +
                                 std::to_string(classes_.size())});
  }
  std::vector<Place> samples;
  for (std::uint32_t label = 0; label < classes_.size(); ++label) {
    for (const Entry& entry : listed(source, classes_[label])) {
      if (names_image(entry.name)) {
        samples.push_back({label, entry.kind, entry.name});
      }
    }
  }
  if (samples.empty()) {
    throw LoadFailure({.reason = "no samples: expected folders with images in them, found " +
                                 std::to_string(classes_.size()) + " folders without any"});
  }
  std::ranges::sort(samples, [this](const Place& a, const Place& b) {
    return std::tie(classes_[a.label], a.name) < std::tie(classes_[b.label], b.name);
  });
  samples_ = std::make_shared<const std::vector<Place>>(std::move(samples));
}

std::vector<std::int64_t> ImageFolderReader::shape() const {
  if (plan_.layout == PixelLayout::hwc) {
    return {plan_.height, plan_.width, 3};
  }
  return {3, plan_.height, plan_.width};
}

std::string ImageFolderReader::path(std::uint64_t index) const {
  const Place& place = (*samples_)[index];
  return classes_[place.label] + "/" + place.name;
}

std::int64_t ImageFolderReader::label(std::uint64_t index) const { return (*samples_)[index].label; }

std::expected<void, LoadError> ImageFolderReader::get(std::uint64_t index, std::span<float> into) {
  std::string where = path(index);
  const auto pixels = load((*samples_)[index], where);
  if (!pixels) {
    return std::unexpected(LoadError{.path = std::move(where), .index = index, .reason = pixels.error()});
  }
  resizer_.resize(*pixels, into);
  return {};
}

std::expected<Pixels, std::string> ImageFolderReader::load(const Place& place, const std::string& path) {
  if (place.kind != NodeKind::file) {
    return std::unexpected(place.kind == NodeKind::directory ? "expected an image file, found a folder"
                                                             : "expected an image file, found a special file");
  }
  const auto file = source_.open(path);
  if (!file) {
    return std::unexpected("cannot be opened: " + text_of(file.error()));
  }
  std::size_t size = 0;
  for (;;) {
    if (size == bytes_.size()) {
      // One byte more than the limit, to see that there is one.
      bytes_.resize(std::min(std::max<std::size_t>(size * 2, 16384), plan_.file_limit + 1));
    }
    const auto got = (*file)->read(std::span(bytes_).subspan(size));
    if (!got) {
      return std::unexpected("cannot be read at byte " + std::to_string(size) + ": " + text_of(got.error()));
    }
    if (*got == 0) {
      break;
    }
    size += *got;
    if (size > plan_.file_limit) {
      return std::unexpected("expected at most " + std::to_string(plan_.file_limit) + " bytes, found more");
    }
  }
  return plan_.decode(std::span(bytes_).first(size), plan_.decode_budget);
}

}  // namespace proofload::reference
