#include <algorithm>
#include <array>
#include <cerrno>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dataset/bmp.hpp"
#include "dataset/npy_header.hpp"
#include "dataset/tar.hpp"
#include "dataset/zip.hpp"
#include "faults/idx_faults.hpp"
#include "faults/image_bytes.hpp"
#include "faults/image_faults.hpp"
#include "faults/jpeg_faults.hpp"
#include "faults/npy_faults.hpp"
#include "faults/table_faults.hpp"
#include "proofload/generate.hpp"

namespace proofload {
namespace {

constexpr std::string_view png_signature = "\x89PNG\r\n\x1a\n";
constexpr std::string_view jpeg_signature = "\xff\xd8\xff";

template <class T, std::size_t N>
const T& pick(Random& random, const std::array<T, N>& choices) {
  return choices[random.below(N)];
}

bool fits(FaultKind kind, const DataFile& file) {
  switch (traits(kind).files) {
    case FaultTraits::Files::any:
      return true;
    case FaultTraits::Files::png:
      return file.bytes.text().starts_with(png_signature);
    case FaultTraits::Files::jpeg:
      return file.bytes.text().starts_with(jpeg_signature);
    case FaultTraits::Files::bmp:
      return file.bytes.text().starts_with("BM");
    case FaultTraits::Files::text:
      return is_lines_of_text(file.bytes.text());
    case FaultTraits::Files::npy:
      return file.bytes.text().starts_with(npy_magic);
    case FaultTraits::Files::idx:
      return is_idx(file.bytes.text());
    case FaultTraits::Files::tar:
      return is_tar(file.bytes.text());
    case FaultTraits::Files::zip:
      return is_zip(file.bytes.text());
  }
  return true;
}

/// Starts, ends, structural borders and what lies beside them are where readers break.
Place random_place(Random& random, std::size_t size) {
  switch (random.below(8)) {
    case 0:
      return {Place::From::start, random.below(33)};
    case 1:
      return {Place::From::start, random.below(size + 1)};
    case 2:
      return {Place::From::end, random.below(2)};
    case 3:
      return {Place::From::end, random.between(1, 64)};
    case 4:
      return {Place::From::fraction, random.below(65536)};
    default:
      return {Place::From::boundary, random.below(64)};
  }
}

std::uint64_t random_length(Random& random, std::size_t size) {
  switch (random.below(4)) {
    case 0:
      return 1;
    case 1:
      return random.between(1, 16);
    case 2:
      return pick(random, std::array<std::uint64_t, 4>{64, 512, 1024, 4096});
    default:
      return random.between(1, size + 1);
  }
}

std::uint64_t big_endian(std::string_view bytes, std::size_t at, std::size_t width) {
  std::uint64_t value = 0;
  for (std::size_t i = at; i < std::min(at + width, bytes.size()); ++i) {
    value = value << 8U | static_cast<unsigned char>(bytes[i]);
  }
  return value;
}

/// An absurd size, or one that is just wrong: the other side's (exchanged), one off, half, double.
std::uint64_t random_size(Random& random, std::uint64_t actual, std::uint64_t other, std::uint64_t most) {
  switch (random.below(8)) {
    case 0:
      return 0;
    case 1:
      return 1;
    case 2:
      return most;
    case 3:
      return std::min<std::uint64_t>(std::uint64_t{1} << 16U, most);
    case 4:
      return other;
    case 5:
      return actual + 1;
    case 6:
      return actual / 2;
    default:
      return std::min(actual * 2, most);
  }
}

void draw_png_header(Random& random, std::string_view bytes, Fault& fault) {
  constexpr std::uint64_t most = 0x7FFFFFFF;
  const std::uint64_t width = big_endian(bytes, 16, 4);
  const std::uint64_t height = big_endian(bytes, 20, 4);
  switch (random.below(8)) {
    case 0:
    case 1:
      fault.text = "width";
      fault.amount = random_size(random, width, height, most);
      break;
    case 2:
    case 3:
      fault.text = "height";
      fault.amount = random_size(random, height, width, most);
      break;
    case 4:
      fault.text = "bit_depth";
      fault.amount = pick(random, std::array<std::uint64_t, 8>{0, 1, 2, 3, 4, 8, 16, 255});
      break;
    case 5:
      fault.text = "color_type";
      fault.amount = pick(random, std::array<std::uint64_t, 8>{0, 1, 2, 3, 4, 5, 6, 255});
      break;
    case 6:  // far more than the file can hold, each side by itself within what many readers allow
      fault.text = "sides";
      fault.amount = pick(random, std::array<std::uint64_t, 6>{4096, 8192, 12'000, 16'384, 30'000, 65'536});
      break;
    default:
      fault.text = pick(random, png_header_fields);
      fault.amount = random.below(3);
      break;
  }
}

/// Offset of the frame header's content, or nothing that is in range.
std::size_t jpeg_frame(std::string_view bytes) {
  std::size_t at = 2;
  while (at + 4 <= bytes.size() && bytes[at] == '\xff') {
    const auto marker = static_cast<unsigned char>(bytes[at + 1]);
    if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC) {
      return at + 4;
    }
    at += 2 + big_endian(bytes, at + 2, 2);
  }
  return bytes.size();
}

void draw_jpeg_header(Random& random, std::string_view bytes, Fault& fault) {
  constexpr std::uint64_t most = 0xFFFF;
  const std::size_t frame = jpeg_frame(bytes);
  const std::uint64_t height = big_endian(bytes, frame + 1, 2);
  const std::uint64_t width = big_endian(bytes, frame + 3, 2);
  switch (random.below(7)) {
    case 0:
    case 1:
      fault.text = "width";
      fault.amount = random_size(random, width, height, most);
      break;
    case 2:
    case 3:
      fault.text = "height";
      fault.amount = random_size(random, height, width, most);
      break;
    case 4:
      fault.text = "precision";
      fault.amount = pick(random, std::array<std::uint64_t, 5>{0, 7, 12, 16, 255});
      break;
    case 5:
      fault.text = "components";
      fault.amount = pick(random, std::array<std::uint64_t, 6>{0, 1, 2, 3, 4, 255});
      break;
    default:
      fault.text = pick(random, jpeg_header_fields);
      fault.amount = pick(random, std::array<std::uint64_t, 7>{0, 1, 2, 0x11, 0x22, 0x44, 255});
      break;
  }
}

void draw_bmp_header(Random& random, const Blob& file, Fault& fault) {
  constexpr std::uint64_t most = 0x7FFFFFFF;
  const BmpHeader header = bmp_header(file.bytes()).value_or(BmpHeader{});
  const std::uint64_t width = static_cast<std::uint32_t>(header.width);
  // Those that every header has, half of the time; and masks where there are some.
  fault.text =
      header.is_core() || random.one_in(2) ? bmp_header_fields.at(random.below(7)) : pick(random, bmp_header_fields);
  if (fault.text.ends_with("_mask") && header.palette_at() < bmp_file_header + 56) {
    fault.text = "compression";
  }
  if (fault.text == "width") {
    fault.amount = random_size(random, width, header.rows(), most);
  } else if (fault.text == "height") {
    // Also with the other sign, which is the same picture upside down.
    fault.amount =
        random.one_in(2) ? static_cast<std::uint32_t>(-header.height) : random_size(random, header.rows(), width, most);
  } else if (fault.text == "header_size") {
    fault.amount = pick(random, std::array<std::uint64_t, 8>{0, 12, 40, 52, 56, 64, 108, 124});
  } else if (fault.text == "bits") {
    fault.amount = pick(random, std::array<std::uint64_t, 8>{0, 1, 2, 4, 8, 16, 24, 32});
  } else if (fault.text == "compression" || fault.text == "planes") {
    fault.amount = random.below(7);
  } else if (fault.text == "colors") {
    fault.amount = random_size(random, header.palette(), 256, most);
  } else if (fault.text == "red_mask" || fault.text == "alpha_mask") {
    fault.amount = pick(random, std::array<std::uint64_t, 6>{0, 0x1F, 0xFF, 0xFF00, 0xFF000000, 0xA5A5});
  } else {  // offset and sizes
    const std::uint64_t actual = fault.text == "offset"        ? header.pixels_at
                                 : fault.text == "pixels_size" ? header.pixels_size
                                                               : header.file_size;
    fault.amount = random_size(random, actual, file.size() + random.below(8), most);
  }
}

void draw_jpeg_structure(Random& random, const Blob& file, Fault& fault) {
  fault.amount = random.below(8);
  Random choice(random.next());  // one number, whatever becomes of it: what is drawn next does not depend on the file
  fault.text = pick(choice, jpeg_structure_changes);
  // Few images have restart markers, and on others there is nothing to change.
  constexpr std::array<std::string_view, 3> restarts = {"restart_drop", "restart_double", "restart_exchange"};
  const bool any = std::ranges::any_of(jpeg_segments(file.bytes()), &JpegSegment::is_restart);
  if (any && choice.one_in(2)) {
    fault.text = pick(choice, restarts);
  }
  while (!any && std::ranges::find(restarts, fault.text) != restarts.end()) {
    fault.text = pick(choice, jpeg_structure_changes);
  }
}

/// Small files are read at once, so the first read is the one that most loaders come to.
std::uint32_t draw_read(Random& random) { return pick(random, std::array<std::uint32_t, 6>{1, 1, 1, 2, 2, 3}); }

std::uint64_t draw_amount(Random& random, FaultKind kind, std::size_t size) {
  switch (kind) {
    case FaultKind::bit_flip:
      return pick(random, std::array<std::uint64_t, 5>{1, 1, 2, 8, 64});
    case FaultKind::short_read:
      return pick(random, std::array<std::uint64_t, 5>{1, 2, 7, 64, 1000});
    case FaultKind::table_row:
      return random.below(64);
    case FaultKind::byte_swap:
      return pick(random, std::array<std::uint64_t, 3>{2, 4, 8});
    case FaultKind::block:
      return pick(random, std::array<std::uint64_t, 6>{1, 4, 16, 64, 512, 4096});
    case FaultKind::png_structure:
    case FaultKind::png_stream:
      return random.one_in(4) ? 1 : 0;  // checksums right, most of the time: or they hide the rest
    case FaultKind::call_error:
    case FaultKind::changed_file:
      return random.below(2);
    case FaultKind::slow:
      return random.below(8);
    case FaultKind::npy_samples:
    case FaultKind::zip_members:
      return random.below(std::uint64_t{1} << 16U);  // of any member, and any number in it
    default:
      return random_length(random, size);
  }
}

std::string draw_text(Random& random, FaultKind kind, const Dataset& dataset, const DataFile& file) {
  const FaultTraits& of = traits(kind);
  std::string text(random.pick(of.texts));
  // Of two texts joined into one, the second part's rows would be taken for the other file's own.
  const bool joins_texts = kind != FaultKind::foreign_bytes && is_lines_of_text(file.bytes.text());
  if (of.other_file == FaultTraits::OtherFile::possible && !joins_texts && dataset.files.size() > 1 &&
      !random.one_in(3)) {
    // Another file, counted on from this one.
    const auto index = static_cast<std::size_t>(&file - dataset.files.data());
    text = dataset.files[(index + random.between(1, dataset.files.size() - 1)) % dataset.files.size()].path;
  }
  return text;
}

std::int32_t draw_code(Random& random) {
  return pick(random, std::array<std::int32_t, 7>{EIO, EACCES, ESTALE, ENOENT, EMFILE, ENOMEM, EINTR});
}

/// Most of what can be done to arrays, and to archives of them, is of all samples: as much is to be of one, or of how
/// many there are.
void draw_array_change(Random random, Fault& fault) {
  const std::uint64_t what = random.below(12);
  if (what < 7) {
    fault.text = pick(random, npy_number_changes);
  } else if (what < 9) {
    fault.text = pick(random, npy_sample_changes);
  }
}

void draw_details(Random& random, const Dataset& dataset, const DataFile& file, Fault& fault) {
  const FaultTraits& of = traits(fault.kind);
  const std::size_t size = file.bytes.size();
  if (of.uses(FaultParameter::at)) {
    fault.at = random_place(random, size);
  }
  if (fault.kind == FaultKind::png_header) {
    draw_png_header(random, file.bytes.text(), fault);
    return;
  }
  if (fault.kind == FaultKind::jpeg_header) {
    draw_jpeg_header(random, file.bytes.text(), fault);
    return;
  }
  if (fault.kind == FaultKind::bmp_header) {
    draw_bmp_header(random, file.bytes, fault);
    return;
  }
  if (fault.kind == FaultKind::jpeg_structure) {
    draw_jpeg_structure(random, file.bytes, fault);
    return;
  }
  if (of.uses(FaultParameter::amount)) {
    fault.amount = draw_amount(random, fault.kind, size);
  }
  if (of.uses(FaultParameter::seed)) {
    fault.seed = random.next();
  }
  if (of.uses(FaultParameter::nth)) {
    fault.nth = draw_read(random);
  }
  if (of.uses(FaultParameter::code)) {
    fault.code = draw_code(random);
  }
  if (of.uses(FaultParameter::text)) {
    Random choice = random;
    fault.text = draw_text(random, fault.kind, dataset, file);
    if (fault.kind == FaultKind::npy_samples || fault.kind == FaultKind::zip_members) {
      draw_array_change(Random(choice.next()), fault);
    }
    // What people leave behind is of many kinds, and a link to a folder above is only one.
    if (fault.kind == FaultKind::extra_node && Random(choice.next()).one_in(4)) {
      fault.text = "loop";
    }
  }
}

}  // namespace

Fault random_fault(Random& random, const Dataset& dataset, FaultKind kind) {
  Fault fault;
  fault.kind = kind;
  if (kind == FaultKind::listing_order) {
    fault.seed = random.next();
    return fault;
  }
  std::vector<const DataFile*> fitting;
  for (const DataFile& file : dataset.files) {
    if (fits(kind, file)) {
      fitting.push_back(&file);
    }
  }
  static const DataFile none{"absent", {}};
  const DataFile* file = &none;
  if (!fitting.empty()) {
    file = fitting[random.below(fitting.size())];
  } else if (!dataset.files.empty()) {
    file = &dataset.files[random.below(dataset.files.size())];
  }
  fault.path = file->path;
  draw_details(random, dataset, *file, fault);
  return fault;
}

std::vector<FaultKind> fitting_kinds(const Dataset& dataset) {
  std::vector<FaultKind> kinds;
  for (std::size_t i = 0; i < fault_kind_count; ++i) {
    const auto kind = static_cast<FaultKind>(i);
    if (kind == FaultKind::cache_leftover) {
      continue;  // it is for loaders, not for datasets: draw_leftover
    }
    const bool fitting =
        kind == FaultKind::listing_order
            ? dataset.files.size() != 1  // which has but one order
            : std::ranges::any_of(dataset.files, [&](const DataFile& file) { return fits(kind, file); });
    if (fitting) {
      kinds.push_back(kind);
    }
  }
  return kinds;
}

std::optional<Fault> draw_leftover(Random& random, const Dataset& dataset, const Declaration& declaration) {
  if (declaration.files.cache != Files::Cache::outside || dataset.files.empty() || !random.one_in(4)) {
    return std::nullopt;
  }
  return random_fault(random, dataset, FaultKind::cache_leftover);
}

Fault random_fault(Random& random, const Dataset& dataset, const Swarm& swarm) {
  std::vector<FaultKind> kinds = swarm.among(fitting_kinds(dataset));
  // Rows, and the few bytes that say what an IDX file is, are damaged in more ways than all other kinds have together
  // that keep a table a table. Where all samples are in few arrays, the others leave nothing that can be read.
  const int of_arrays = dataset.files.size() <= 3 ? 10 : 0;
  const std::array more = {std::pair(FaultKind::table_row, 3), std::pair(FaultKind::idx_header, 3),
                           std::pair(FaultKind::npy_samples, of_arrays), std::pair(FaultKind::zip_members, of_arrays)};
  for (const auto& [kind, times] : more) {
    if (std::ranges::find(kinds, kind) != kinds.end()) {
      kinds.insert(kinds.end(), static_cast<std::size_t>(times), kind);
    }
  }
  return random_fault(random, dataset, kinds[random.below(kinds.size())]);
}

}  // namespace proofload
