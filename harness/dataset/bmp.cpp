#include "dataset/bmp.hpp"

#include "dataset/look.hpp"

namespace proofload {
namespace {

constexpr std::size_t core_size = 12;
constexpr std::size_t info_size = 40;
constexpr std::size_t masks_at = bmp_file_header + info_size;

std::int64_t with_sign(std::uint32_t value) { return static_cast<std::int32_t>(value); }

void read_masks(std::span<const std::byte> file, BmpHeader& header) {
  if (header.compression == 3 || header.compression == 6) {
    const std::size_t named = header.header_size >= 56 || header.compression == 6 ? 4 : 3;
    for (std::size_t i = 0; i < named && masks_at + 4 * i + 4 <= file.size(); ++i) {
      header.masks.at(i) = little32(file, masks_at + 4 * i);
    }
  } else if (header.bits == 16) {
    header.masks = {0x7C00, 0x03E0, 0x001F, 0};
  } else {
    header.masks = {0xFF0000, 0x00FF00, 0x0000FF, 0};
  }
}

}  // namespace

std::size_t BmpHeader::palette_at() const {
  const std::size_t end = bmp_file_header + header_size;
  if (header_size != info_size || (compression != 3 && compression != 6)) {
    return end;
  }
  return end + (compression == 3 ? 12 : 16);
}

std::optional<BmpHeader> bmp_header(std::span<const std::byte> file) {
  if (file.size() < bmp_file_header + core_size) {
    return std::nullopt;
  }
  BmpHeader header;
  header.file_size = little32(file, 2);
  header.pixels_at = little32(file, 10);
  header.header_size = little32(file, bmp_file_header);
  switch (header.header_size) {
    case core_size:
      header.width = little16(file, 18);
      header.height = little16(file, 20);
      header.planes = little16(file, 22);
      header.bits = little16(file, 24);
      break;
    case 16:  // OS/2 2.x, short and long
    case 64:
    case info_size:
    case 52:
    case 56:
    case 108:
    case 124:
      if (file.size() < bmp_file_header + header.header_size) {
        return std::nullopt;
      }
      header.width = with_sign(little32(file, 18));
      header.height = with_sign(little32(file, 22));
      header.planes = little16(file, 26);
      header.bits = little16(file, 28);
      if (header.header_size >= info_size) {
        header.compression = little32(file, 30);
        header.pixels_size = little32(file, 34);
        header.colors = little32(file, 46);
      }
      break;
    default:
      return std::nullopt;
  }
  read_masks(file, header);
  return header;
}

}  // namespace proofload
