#include "reference/image_folder_reader.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <utility>

#include "reference/error_text.hpp"

namespace proofload::reference {
namespace {

std::vector<Entry> listed(Source& source, const std::string& folder) {
  auto entries = source.list(folder);
  if (!entries) {
    throw LoadFailure({.path = folder, .reason = "expected a folder, found: " + text_of(entries.error())});
  }
  return std::move(*entries);
}

}  // namespace

bool names_class(std::string_view name) { return !name.starts_with('.'); }

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

std::vector<std::string> by_name(std::vector<std::string> listed) {
  std::ranges::sort(listed);
  return listed;
}

ImageFolderReader::ImageFolderReader(Source& source, const ImageFolderPlan& plan)
    : plan_(plan), loader_(source, plan.images()) {
  std::vector<std::string> folders;
  for (const Entry& entry : listed(source, "")) {
    if (entry.kind == NodeKind::directory && plan_.folder(entry.name)) {
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
      if (plan_.sample(entry.name)) {
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

std::string ImageFolderReader::path(std::uint64_t index) const {
  const Place& place = (*samples_)[index];
  return classes_[place.label] + "/" + place.name;
}

std::int64_t ImageFolderReader::label(std::uint64_t index) const { return (*samples_)[index].label; }

std::expected<void, LoadError> ImageFolderReader::get(std::uint64_t index, std::span<float> into) {
  const Place& place = (*samples_)[index];
  std::string where = path(index);
  std::expected<void, std::string> loaded;
  if (place.kind == NodeKind::file) {
    loaded = loader_.load(where, into);
  } else {
    loaded = std::unexpected(place.kind == NodeKind::directory ? "expected an image file, found a folder"
                                                               : "expected an image file, found a special file");
  }
  if (!loaded) {
    return std::unexpected(LoadError{.path = std::move(where), .index = index, .reason = std::move(loaded.error())});
  }
  return {};
}

}  // namespace proofload::reference
