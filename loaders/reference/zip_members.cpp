#include "reference/zip_members.hpp"

#include <zip.h>

#include <algorithm>
#include <utility>

namespace proofload::reference {
namespace {

std::string text_of(zip_error_t& error) {
  std::string text = zip_error_strerror(&error);
  zip_error_fini(&error);
  return text;
}

struct CloseFile {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

}  // namespace

void ZipMembers::Close::operator()(zip* archive) const { zip_discard(archive); }

std::expected<ZipMembers, std::string> ZipMembers::open(std::span<const std::byte> archive) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(archive.data(), archive.size(), 0, &error);
  zip_t* opened = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
  if (opened == nullptr) {
    zip_source_free(source);
    if (zip_error_code_zip(&error) == ZIP_ER_EXISTS) {
      zip_error_fini(&error);
      return std::unexpected("expected headers of members of different names, found one name twice");
    }
    return std::unexpected("expected a ZIP archive whose directory and headers agree: " + text_of(error));
  }
  zip_error_fini(&error);
  return ZipMembers(opened);
}

std::size_t ZipMembers::count() const {
  return static_cast<std::size_t>(std::max<zip_int64_t>(zip_get_num_entries(archive_.get(), 0), 0));
}

std::string ZipMembers::name(std::size_t number) const {
  const char* name = zip_get_name(archive_.get(), number, ZIP_FL_ENC_RAW);
  return name == nullptr ? "" : name;
}

std::expected<std::vector<std::byte>, std::string> ZipMembers::read(const std::string& wanted, std::size_t most) const {
  const zip_int64_t place = zip_name_locate(archive_.get(), wanted.c_str(), ZIP_FL_ENC_RAW);
  if (place < 0) {
    return std::unexpected("expected a member \"" + wanted + "\", found none among " + std::to_string(count()));
  }
  const auto number = static_cast<zip_uint64_t>(place);
  const std::unique_ptr<zip_file_t, CloseFile> file(zip_fopen_index(archive_.get(), number, 0));
  if (file == nullptr) {
    return std::unexpected("the member \"" + wanted +
                           "\" cannot be opened as its header says: " + zip_strerror(archive_.get()));
  }
  zip_stat_t said{};
  if (zip_stat_index(archive_.get(), number, 0, &said) != 0 || (said.valid & ZIP_STAT_SIZE) == 0) {
    return std::unexpected("the directory does not say the size of the member \"" + wanted + "\"");
  }
  std::vector<std::byte> bytes;
  for (;;) {
    constexpr std::size_t piece = std::size_t{64} << 10U;
    const std::size_t before = bytes.size();
    if (before > most) {
      return std::unexpected("expected at most " + std::to_string(most) + " bytes in \"" + wanted + "\", found more");
    }
    bytes.resize(before + piece);
    const zip_int64_t got = zip_fread(file.get(), bytes.data() + before, piece);
    if (got < 0) {
      return std::unexpected("the member \"" + wanted + "\" is bad behind byte " + std::to_string(before) + ": " +
                             zip_error_strerror(zip_file_get_error(file.get())));
    }
    bytes.resize(before + static_cast<std::size_t>(got));
    if (got == 0) {
      // The library looks at checksums, and not at this.
      return bytes.size() == said.size
                 ? std::expected<std::vector<std::byte>, std::string>(std::move(bytes))
                 : std::unexpected("expected " + std::to_string(said.size) + " bytes in the member \"" + wanted +
                                   "\", found " + std::to_string(bytes.size()));
    }
  }
}

}  // namespace proofload::reference
