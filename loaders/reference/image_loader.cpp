#include "reference/image_loader.hpp"

#include <algorithm>
#include <utility>

#include "reference/error_text.hpp"

namespace proofload::reference {
namespace {}  // namespace

ImageLoader::ImageLoader(Source& source, const ImageLoaderPlan& plan)
    : source_(source), plan_(plan), resizer_(plan.height, plan.width, plan.layout) {}

std::vector<std::int64_t> ImageLoader::shape() const {
  if (plan_.layout == PixelLayout::hwc) {
    return {plan_.height, plan_.width, 3};
  }
  return {3, plan_.height, plan_.width};
}

std::expected<void, std::string> ImageLoader::load(const std::string& path, std::span<float> into) {
  const auto file = read(path);
  if (!file) {
    return std::unexpected(file.error());
  }
  const auto pixels = plan_.decode(*file, plan_.decode_budget);
  if (!pixels) {
    return std::unexpected(pixels.error());
  }
  resizer_.resize(*pixels, into);
  return {};
}

std::expected<std::span<const std::byte>, std::string> ImageLoader::read(const std::string& path) {
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
  return std::span(bytes_).first(size);
}

}  // namespace proofload::reference
