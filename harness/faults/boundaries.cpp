#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "dataset/bmp.hpp"
#include "dataset/npy_header.hpp"
#include "dataset/tar.hpp"
#include "dataset/zip.hpp"
#include "faults/idx_faults.hpp"
#include "faults/image_bytes.hpp"
#include "faults/table_faults.hpp"
#include "proofload/fault.hpp"

namespace proofload {

std::vector<std::size_t> boundaries(std::span<const std::byte> bytes) {
  std::vector<std::size_t> offsets;
  const auto add = [&offsets](std::size_t start, std::initializer_list<std::size_t> fields) {
    for (const std::size_t field : fields) {
      offsets.push_back(start + field);
    }
  };
  std::size_t end = 0;  // of what could be understood: there the first torn part begins
  for (const PngChunk& chunk : png_chunks(bytes)) {
    if (chunk.start == png_signature_size && chunk.data == 13) {
      add(chunk.start, {0, 4, 8, 12, 16, 17, 18, 19, 20, 21});  // IHDR with its fields
    } else {
      add(chunk.start, {0, 4, 8, 8 + chunk.data});
    }
    end = chunk.end();
  }
  for (const JpegSegment& segment : jpeg_segments(bytes)) {
    add(segment.start, {0});
    if (segment.size > 2) {
      add(segment.start, {2, 4});
    }
    if (segment.is_frame() && segment.size >= 11) {
      add(segment.start, {5, 7, 9, 10});  // height, width, number of components, components
    }
    end = segment.end();
    offsets.push_back(end);  // behind a scan's header its coded data begins
  }
  if (const auto header = is_bmp(bytes) ? bmp_header(bytes) : std::nullopt) {
    if (header->is_core()) {
      add(0, {2, 6, 10, 14, 18, 20, 22, 24});
    } else {
      add(0, {2, 6, 10, 14, 18, 22, 26, 28, 30, 34, 38, 42, 46, 50});
    }
    add(bmp_file_header + header->header_size, {0});
    add(header->palette_at(), {0, header->entry_size()});
    const std::size_t row = header->width > 0 ? header->row_size() : 0;
    add(header->pixels_at, {0, row, row * (header->rows() / 2), row * (header->rows() - 1)});
  } else if (is_png(bytes) || end != 0) {
    offsets.push_back(std::max(end, png_signature_size));
  }
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes seen as characters
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (const auto header = npy_header(text)) {
    add(0, {6, 7, 8, header->text_at, header->data_at - 1, header->data_at, header->data_at + 1});
    for (const auto& [key, value] :
         npy_dictionary(text.substr(header->text_at, header->data_at - header->text_at)).entries) {
      const auto at = static_cast<std::size_t>(value.data() - text.data());
      add(at, {0, 1, 2, value.size()});
    }
  }
  if (is_idx(text)) {
    const auto axes = std::to_integer<std::size_t>(bytes[3]);
    for (std::size_t at = 2; at <= 4 + 4 * axes; at += at < 4 ? 1 : 4) {
      offsets.push_back(at);
    }
    const std::size_t item = idx_item(text);
    for (std::size_t number = 1; number < 64 && item > 1; ++number) {
      offsets.push_back(4 + 4 * axes + number * item);
    }
  }
  for (const TarMember& member : tar_members(text)) {
    add(member.at, {0, tar_field::size.at, tar_field::sum.at, tar_field::type.at, tar_field::magic.at});
    add(member.data(), {0, member.size});
    add(member.end(), {0, tar_block});  // of the last one: the blocks of zeros behind it
  }
  if (is_zip(text)) {
    const ZipArchive archive = look_at_zip(text);
    for (const ZipMember& member : archive.members) {
      add(member.header, {0, 6, 8, 14, 18, 22, 26, 28, 30});  // flags, method, checksum, sizes, lengths, name
      add(member.begin, {0, member.end - member.begin});
      add(member.entry, {0, 8, 10, 16, 20, 24, 28, 42, 46});
    }
    add(archive.end_record, {0, 8, 10, 12, 16, 20});
  }
  if (offsets.empty() && is_lines_of_text(text)) {  // fields and what is between them
    constexpr std::size_t enough = 4096;
    for (std::size_t at = text.find_first_of(",\r\n\""); at != std::string_view::npos && offsets.size() < enough;
         at = text.find_first_of(",\r\n\"", at + 1)) {
      offsets.push_back(at);
      offsets.push_back(at + 1);
    }
  }
  std::ranges::sort(offsets);
  offsets.erase(std::unique(offsets.begin(), offsets.end()), offsets.end());
  std::erase_if(offsets, [&](std::size_t offset) { return offset == 0 || offset >= bytes.size(); });
  return offsets;
}

}  // namespace proofload
