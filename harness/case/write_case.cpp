#include <archive.h>
#include <archive_entry.h>

#include <memory>
#include <stdexcept>

#include "case/case_json.hpp"
#include "proofload/case.hpp"

namespace proofload {
namespace {

/// A tar in memory. Every member has the same owner, times and modes, so that equal cases have equal bytes.
class Tar {
 public:
  explicit Tar(std::vector<std::byte>& into) : archive_(archive_write_new()), entry_(archive_entry_new()) {
    archive_write_set_format_pax_restricted(archive_.get());  // plain ustar, but for paths that do not fit into it
    archive_write_set_bytes_per_block(archive_.get(), 0);
    archive_write_set_bytes_in_last_block(archive_.get(), 1);
    need(archive_write_open2(archive_.get(), &into, nullptr, append, nullptr, nullptr));
  }

  void folder(const std::string& path) { member(path, AE_IFDIR, 0755, {}); }
  void file(const std::string& path, std::span<const std::byte> bytes) { member(path, AE_IFREG, 0644, bytes); }
  void close() { need(archive_write_close(archive_.get())); }

 private:
  static la_ssize_t append(archive*, void* into, const void* buffer, std::size_t size) {
    const auto* bytes = static_cast<const std::byte*>(buffer);
    auto& all = *static_cast<std::vector<std::byte>*>(into);
    all.insert(all.end(), bytes, bytes + size);
    return static_cast<la_ssize_t>(size);
  }

  void member(const std::string& path, unsigned type, unsigned mode, std::span<const std::byte> bytes) {
    archive_entry_clear(entry_.get());
    archive_entry_set_pathname(entry_.get(), path.c_str());
    archive_entry_set_filetype(entry_.get(), type);
    archive_entry_set_perm(entry_.get(), mode);
    archive_entry_set_size(entry_.get(), static_cast<la_int64_t>(bytes.size()));
    archive_entry_set_mtime(entry_.get(), 0, 0);
    need(archive_write_header(archive_.get(), entry_.get()));
    if (!bytes.empty() &&
        archive_write_data(archive_.get(), bytes.data(), bytes.size()) != static_cast<la_ssize_t>(bytes.size())) {
      need(ARCHIVE_FATAL);
    }
  }

  void need(int code) {
    if (code < ARCHIVE_WARN) {
      const char* why = archive_error_string(archive_.get());
      throw std::runtime_error(std::string("a case could not be written as tar: ") +
                               (why != nullptr ? why : "unknown"));
    }
  }

  struct Free {
    void operator()(archive* a) const { archive_write_free(a); }
    void operator()(archive_entry* e) const { archive_entry_free(e); }
  };
  std::unique_ptr<archive, Free> archive_;
  std::unique_ptr<archive_entry, Free> entry_;
};

}  // namespace

std::vector<std::byte> write_case(const Case& value) {
  const std::string json = write_case_json(value);
  std::size_t size = 4096 + json.size() + 1024 * value.dataset.folders.size();
  for (const DataFile& file : value.dataset.files) {
    size += 1024 + file.bytes.size();
  }
  std::vector<std::byte> bytes;
  bytes.reserve(size);
  Tar tar(bytes);
  tar.file("case.json", std::as_bytes(std::span(json)));
  for (const std::string& folder : value.dataset.folders) {
    tar.folder("data/" + escape(folder) + "/");
  }
  for (const DataFile& file : value.dataset.files) {
    tar.file("data/" + escape(file.path), file.bytes.bytes());
  }
  tar.close();
  return bytes;
}

}  // namespace proofload
