#include "report/fault_guide.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <vector>

namespace proofload {
namespace {

struct Deed {
  FaultKind kind;
  std::string_view sentence;
};

// In the order of the enumerators.
constexpr std::array<Deed, fault_kind_count> deeds = {{
    {FaultKind::missing_path, "the file is listed, but is not there when it is opened"},
    {FaultKind::empty, "the file has no bytes"},
    {FaultKind::truncate, "the file is cut at `at`"},
    {FaultKind::bit_flip, "`amount` bits from `at` on are flipped, which ones by `seed`"},
    {FaultKind::zero_range, "`amount` bytes from `at` on become 0"},
    {FaultKind::foreign_bytes, "the content becomes that of another file of the dataset, or of a foreign format"},
    {FaultKind::append, "`amount` bytes, or another file, are put at the end"},
    {FaultKind::directory, "a folder stands in the file's place"},
    {FaultKind::unreadable, "opening the file is not permitted"},
    {FaultKind::rename, "the file gets a hostile name, or another extension"},
    {FaultKind::listing_order, "folders are listed in another order, by `seed`"},
    {FaultKind::read_error, "the `nth` read of each open of the file fails with `code`"},
    {FaultKind::short_read, "from the `nth` read of each open on, a read gives at most `amount` bytes"},
    {FaultKind::png_header, "a field of IHDR becomes `amount`; its checksum is put right again"},
    {FaultKind::jpeg_header, "a field of the frame header becomes `amount`"},
    {FaultKind::png_checksum, "the checksum of the chunk at `at` is made wrong"},
    {FaultKind::png_payload, "a byte of the chunk at `at` is changed, by `seed`; its checksum is put right again"},
    {FaultKind::jpeg_early_end, "the file is cut at `at`, and an end marker is put there"},
    {FaultKind::table_row,
     "row number `amount` of a table is damaged, in its last field; beyond the last row, in the fields before it"},
    {FaultKind::text_form, "a text is written in another form"},
    {FaultKind::npy_header, "the header of a NumPy array says something else"},
    {FaultKind::torn_write, "from `at` on stands what stood there before: zeros, or the bytes of another file"},
    {FaultKind::byte_swap, "from `at` on, the bytes of every word of `amount` (2, 4 or 8) bytes are reversed"},
    {FaultKind::block, "`amount` bytes from `at` on are dropped, doubled, or exchanged with as many behind them"},
    {FaultKind::prepend, "`amount` bytes, or a mark or a header, are put in front"},
    {FaultKind::transfer, "the file goes through a transfer or an encoding that is meant for text"},
    {FaultKind::png_structure,
     "the chunk at `at` is dropped, doubled, moved, renamed, split, or gets another length; or chunks are added; "
     "`amount` 1 leaves its checksum wrong, else all are right"},
    {FaultKind::png_stream,
     "the zlib stream of the pixels is made anew, and is short, long, or wrong at a place by `seed`; `amount` 1 leaves "
     "the chunk's checksum wrong"},
    {FaultKind::jpeg_structure,
     "the segment at `at` is dropped, doubled, moved, or gets another length; segments are added; restart marker or "
     "scan number `amount` is lost or moved"},
    {FaultKind::extra_node, "beside the file lies what editors, systems and downloads leave there"},
    {FaultKind::twin_name, "the file and its neighbor get names that are nearly one"},
    {FaultKind::special_node, "in the file's place stands what is neither file nor folder"},
    {FaultKind::call_error,
     "the `nth` call of the kind `text` for the path fails with `code`; `amount` 1: and all later ones"},
    {FaultKind::changed_file,
     "the `nth` open finds the file changed; `amount` 1: and all later ones; else it is as before again"},
    {FaultKind::slow, "each open of the file takes `amount` tenths of a millisecond, at most 200"},
    {FaultKind::bmp_header, "a field of the headers becomes `amount`"},
    {FaultKind::idx_header, "the header says something else"},
    {FaultKind::idx_samples, "there are more, fewer or other samples, and the header says so"},
    {FaultKind::tar_header, "the header of member `amount` (of their number) says something else"},
    {FaultKind::tar_members,
     "member `amount` is dropped, moved, or there twice; or what stands in front of it, or at the end, is other"},
    {FaultKind::npy_samples,
     "there are more, fewer or other samples along the first axis, and the header says so; or number `amount` is "
     "another one, or none"},
    {FaultKind::zip_members,
     "member `amount` (of their number) is dropped, renamed, there twice, or holds another array; or what the archive "
     "says "
     "of it, or of all, is changed"},
    {FaultKind::cache_leftover,
     "a run before left its cache: of a time when the file held what the next one holds; or its files are cut at `at`, "
     "or zeros from there on; or its folder is gone. Of loaders that declare a cache outside"},
}};

static_assert([] {
  for (std::size_t i = 0; i < deeds.size(); ++i) {
    if (deeds[i].kind != static_cast<FaultKind>(i)) {
      return false;
    }
  }
  return true;
}());

std::string_view files_of(FaultTraits::Files files) {
  switch (files) {
    case FaultTraits::Files::any:
      return "";
    case FaultTraits::Files::png:
      return "PNG: ";
    case FaultTraits::Files::jpeg:
      return "JPEG: ";
    case FaultTraits::Files::bmp:
      return "BMP: ";
    case FaultTraits::Files::text:
      return "lines of text: ";
    case FaultTraits::Files::npy:
      return "NumPy arrays: ";
    case FaultTraits::Files::idx:
      return "IDX: ";
    case FaultTraits::Files::tar:
      return "tar: ";
    case FaultTraits::Files::zip:
      return "ZIP: ";
  }
  return "";
}

}  // namespace

std::string_view deed_of(FaultKind kind) { return deeds[static_cast<std::size_t>(kind)].sentence; }

std::string parameters_of(FaultKind kind) {
  const FaultTraits& of = traits(kind);
  std::vector<std::string_view> names;
  const auto add = [&](FaultParameter parameter, std::string_view as) {
    if (of.uses(parameter)) {
      names.push_back(as);
    }
  };
  add(FaultParameter::path, "path");
  add(FaultParameter::at, "at");
  add(FaultParameter::amount, "amount");
  add(FaultParameter::seed, "seed");
  add(FaultParameter::nth, "nth");
  add(FaultParameter::code, "code");
  std::string text = fmt::format("{}{}", files_of(of.files), fmt::join(names, ", "));
  if (!of.texts.empty()) {
    text += fmt::format("; text: {}", fmt::join(of.texts, ", "));
    text += of.other_file == FaultTraits::OtherFile::possible ? ", or another file's path" : "";
  }
  return text;
}

std::string fault_page_table() {
  std::string table = "| kind | what is done | parameters | a right loader |\n|---|---|---|---|\n";
  for (std::size_t i = 0; i < fault_kind_count; ++i) {
    const auto kind = static_cast<FaultKind>(i);
    table +=
        fmt::format("| `{}` | {} | {} | {} |\n", name(kind), deed_of(kind), parameters_of(kind), traits(kind).right);
  }
  return table;
}

}  // namespace proofload
