// Images: the plainest of their kind first, then dimensions, then parts, then what is in the parts.
#include "proofload/images.hpp"

#include <zlib.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dataset/decode.hpp"
#include "dataset/encode.hpp"
#include "dataset/trace_code.hpp"
#include "faults/image_bytes.hpp"
#include "minimize/bytes.hpp"
#include "minimize/edit.hpp"
#include "minimize/formats.hpp"
#include "minimize/list.hpp"
#include "minimize/passes.hpp"

namespace proofload {
namespace {

/// Larger pictures are not drawn anew.
constexpr std::uint64_t most_pixels = std::uint64_t{1} << 22U;

std::string text_of(const std::vector<std::byte>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::optional<Picture> picture_of(const Blob& file) {
  const Decoded decoded = is_png(file.bytes())    ? decode_png(file.bytes())
                          : is_jpeg(file.bytes()) ? decode_jpeg(file.bytes())
                          : is_bmp(file.bytes())  ? decode_bmp(file.bytes())
                                                  : Decoded{};
  if (decoded.how != Decoded::How::cleanly || !decoded.picture ||
      std::uint64_t{decoded.picture->width} * decoded.picture->height > most_pixels) {
    return std::nullopt;
  }
  return *decoded.picture;
}

/// The id that a generated image carries, so that it can be drawn anew and still be told.
std::optional<std::uint32_t> id_of(const Picture& picture) {
  std::vector<float> values(picture.values.begin(), picture.values.end());
  const auto reading = read_trace({.values = values,
                                   .width = picture.width,
                                   .height = picture.height,
                                   .channels = picture.channels >= 3 ? 3U : 1U,
                                   .channel_stride = 1,
                                   .row_stride = std::size_t{picture.width} * picture.channels,
                                   .column_stride = picture.channels});
  return reading && reading->deed == Deed::none ? std::optional(reading->id) : std::nullopt;
}

ImagePlan plan_for(const Picture& picture) {
  ImagePlan plan;
  plan.color = picture.channels == 1   ? ColorType::grey
               : picture.channels == 2 ? ColorType::grey_alpha
               : picture.channels == 3 ? ColorType::rgb
                                       : ColorType::rgba;
  plan.bit_depth = picture.maximum > 255 ? 16 : 8;
  return plan;
}

/// The top left of a picture.
Picture cropped(const Picture& picture, std::uint32_t width, std::uint32_t height) {
  Picture next = picture;
  next.width = width;
  next.height = height;
  next.values.clear();
  for (std::uint32_t y = 0; y < height; ++y) {
    const auto row =
        picture.values.begin() + static_cast<std::ptrdiff_t>(std::size_t{y} * picture.width * picture.channels);
    next.values.insert(next.values.end(), row,
                       row + static_cast<std::ptrdiff_t>(std::size_t{width} * picture.channels));
  }
  return next;
}

/// The file with another picture. What else is in a PNG stays: it may be what matters.
std::string redrawn(const Blob& file, const Picture& picture) {
  if (is_jpeg(file.bytes())) {
    ImagePlan plan = plan_for(picture);
    plan.format = ImageFormat::jpeg;
    return text_of(encode_jpeg(picture, plan));
  }
  const std::string fresh = text_of(encode_png(picture, plan_for(picture)));
  const auto old_parts = png_parts(file);
  const auto new_parts = png_parts(Blob(fresh));
  if (!old_parts || !new_parts) {
    return fresh;
  }
  std::vector<PngPart> parts;
  bool pixels = false;
  for (const PngPart& old : *old_parts) {
    if (old.type == "PLTE" || old.type == "tRNS" || (old.type == "IDAT" && pixels)) {
      continue;
    }
    if (old.type != "IDAT" && old.type != "IHDR") {
      parts.push_back(old);
      continue;
    }
    pixels |= old.type == "IDAT";
    for (const PngPart& part : *new_parts) {
      if (part.type == old.type) {
        parts.push_back(part);
      }
    }
  }
  return png_of(parts);
}

/// The same PNG with its pixels in one chunk, deflated as well as can be.
std::string recompressed(std::string file) {
  auto parts = png_parts(Blob(file));
  if (!parts) {
    return file;
  }
  std::string packed;
  for (const PngPart& part : *parts) {
    packed += part.type == "IDAT" ? part.data : "";
  }
  constexpr uLongf most = uLongf{1} << 24U;
  std::string raw(std::min<uLongf>(most, packed.size() * 1100 + 1024), '\0');
  uLongf size = raw.size();
  if (::uncompress(reinterpret_cast<Bytef*>(raw.data()), &size, reinterpret_cast<const Bytef*>(packed.data()),
                   packed.size()) != Z_OK) {
    return file;
  }
  std::string best(::compressBound(size), '\0');
  uLongf best_size = best.size();
  if (::compress2(reinterpret_cast<Bytef*>(best.data()), &best_size, reinterpret_cast<const Bytef*>(raw.data()), size,
                  9) != Z_OK) {
    return file;
  }
  best.resize(best_size);
  bool first = true;
  std::erase_if(*parts, [&](const PngPart& part) { return part.type == "IDAT" && !std::exchange(first, false); });
  std::ranges::find(*parts, "IDAT", &PngPart::type)->data = best;
  return png_of(*parts);
}

/// Plain images that may do instead, smallest first.
std::vector<std::string> plainer(const Blob& file, const Picture& picture) {
  std::vector<std::string> all;
  // One pixel, of shades that can be told from each other; and the smallest one that is not of one color.
  std::vector<Picture> dots;
  for (const std::vector<std::uint16_t>& shades : {std::vector<std::uint16_t>{0}, {128}, {255}, {128, 255}}) {
    Picture dot;
    dot.width = static_cast<std::uint32_t>(shades.size());
    dot.height = 1;
    dot.channels = 1;
    dot.values = shades;
    dots.push_back(std::move(dot));
  }
  dots.push_back(cropped(picture, 1, 1));
  Picture flat = picture;
  std::ranges::fill(flat.values, std::uint16_t{0});
  dots.push_back(std::move(flat));
  if (auto parts = bmp_parts(file)) {
    all.push_back(bmp_of(*parts, 1, 1));
    std::ranges::fill(parts->rows, '\0');
    all.push_back(bmp_of(*parts, 1, 1));
    all.push_back(bmp_of(*parts, picture.width, picture.height));
  } else {
    for (const Picture& dot : dots) {
      all.push_back(redrawn(file, dot));
    }
  }
  if (const auto id = id_of(picture)) {
    for (const ColorType color : {ColorType::grey, ColorType::rgb}) {
      all.emplace_back(render(ImagePlan{.color = color, .width = 17, .height = 16, .id = *id}).text());
    }
  }
  if (!is_png(file.bytes())) {
    // A format with fewer parts, for loaders that go by content.
    for (const Picture& dot : dots) {
      all.push_back(text_of(encode_png(dot, plan_for(dot))));
    }
  }
  all.emplace_back(file.text());
  // As drawn and packed: where a fault hits depends on how long things are.
  for (std::size_t i = 0, count = all.size(); i < count; ++i) {
    all.push_back(recompressed(all[i]));
  }
  std::erase_if(all, [&](const std::string& one) { return one.size() >= file.size(); });
  std::ranges::sort(all, [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() < b.size() : a < b;
  });
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

void crop(Search& search, std::size_t file) {
  const Blob content = search.best().dataset.files[file].bytes;
  auto picture = picture_of(content);
  if (!picture || picture->width * picture->height <= 1) {
    return;
  }
  const Case base = search.best();
  const auto bmp = bmp_parts(content);
  const auto with = [&](std::size_t wide, std::size_t high) {
    const auto width = static_cast<std::uint32_t>(wide);
    const auto height = static_cast<std::uint32_t>(high);
    return with_content(base, file,
                        Blob(bmp ? bmp_of(*bmp, width, height) : redrawn(content, cropped(*picture, width, height))));
  };
  const std::size_t width =
      minimize_number(search, 1, picture->width, [&](std::size_t value) { return with(value, picture->height); });
  minimize_number(search, 1, picture->height, [&](std::size_t value) { return with(width, value); });
}

/// What can go of chunks or segments.
template <class Part, class Render>
std::vector<Part> drop_parts(Search& search, std::size_t file, const std::vector<Part>& parts, Render render) {
  const Case base = search.best();
  const auto some = [&](std::span<const std::size_t> kept) {
    std::vector<Part> left;
    for (const std::size_t part : kept) {
      left.push_back(parts[part]);
    }
    return left;
  };
  return some(minimize_list(
      search,
      {.size = parts.size(),
       .render = [&](std::span<const std::size_t> kept) { return with_content(base, file, Blob(render(some(kept)))); }},
      Density::most));
}

void minimize_png(Search& search, std::size_t file, std::vector<PngPart> parts) {
  parts = drop_parts(search, file, parts, png_of);
  for (std::size_t i = 0; i < parts.size() && !search.over(); ++i) {
    // Which field of a header may go is not a matter of bytes.
    if (parts[i].type == "IHDR" || parts[i].data.empty()) {
      continue;
    }
    const Case base = search.best();
    const auto with = [&](std::string_view data) {
      std::vector<PngPart> next = parts;
      next[i].data = data;
      return with_content(base, file, Blob(png_of(next)));
    };
    if (search.attempt(with({}))) {
      parts[i].data.clear();
    } else if (parts[i].type != "IDAT") {  // compressed: all of it is one thing
      parts[i].data = minimize_run(search, parts[i].data, with);
    }
  }
}

void minimize_jpeg(Search& search, std::size_t file, const std::vector<std::string>& parts) {
  drop_parts(search, file, parts, [](const std::vector<std::string>& left) {
    std::string bytes;
    for (const std::string& part : left) {
      bytes += part;
    }
    return bytes;
  });
}

bool is_whole_image(const Blob& file) { return png_parts(file) || jpeg_parts(file) || bmp_parts(file); }

bool still_carries(const std::string& image, std::uint64_t id) {
  const auto picture = picture_of(Blob(image));
  return picture && id_of(*picture) == id;
}

/// All images at once, which is enough where none matters by itself: as plain as can be, or with the ids that they
/// carry.
void redraw_all(Search& search) {
  enum class Ids : std::uint8_t { lost, kept };
  for (const Ids ids : {Ids::lost, Ids::kept}) {
    Case next = search.best();
    std::size_t changed = 0;
    for (DataFile& file : next.dataset.files) {
      const auto picture = is_whole_image(file.bytes) ? picture_of(file.bytes) : std::nullopt;
      if (!picture) {
        continue;
      }
      const auto id = ids == Ids::kept ? id_of(*picture) : std::nullopt;
      const std::vector<std::string> plain = plainer(file.bytes, *picture);
      const auto found = std::ranges::find_if(plain, [&](const auto& one) { return !id || still_carries(one, *id); });
      if (found != plain.end()) {
        file.bytes = Blob(*found);
        ++changed;
      }
    }
    if (changed > 1 && search.attempt(std::move(next))) {
      return;
    }
  }
}

}  // namespace

void minimize_images(Search& search) {
  if (search.first_time()) {
    redraw_all(search);
  }
  for (std::size_t i = 0; i < search.best().dataset.files.size() && !search.over(); ++i) {
    const Blob content = search.best().dataset.files[i].bytes;
    if (!is_whole_image(content)) {
      continue;
    }
    bool plain = false;
    if (const auto picture = picture_of(content)) {
      for (const std::string& one : plainer(content, *picture)) {
        plain = search.attempt(with_content(search.best(), i, Blob(one)));
        if (plain || search.over()) {
          break;
        }
      }
      if (search.first_time()) {
        crop(search, i);
      }
    }
    const Blob now = search.best().dataset.files[i].bytes;
    if (auto parts = png_parts(now)) {
      minimize_png(search, i, std::move(*parts));
    } else if (const auto segments = jpeg_parts(now)) {
      minimize_jpeg(search, i, *segments);
    }
  }
}

}  // namespace proofload
