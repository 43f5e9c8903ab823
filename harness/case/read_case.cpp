#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "case/case_json.hpp"
#include "case/default_dataset.hpp"
#include "case/mend.hpp"
#include "proofload/case.hpp"

namespace proofload {
namespace {

constexpr std::size_t largest_json = std::size_t{1} << 20U;
constexpr std::size_t most_notes = 16;

/// What was found in a tar before its end, or before the first damage that it cannot be read beyond.
class Unpacked {
 public:
  Unpacked(std::span<const std::byte> bytes, const CaseLimits& limits)
      : limits_(limits), most_(std::min(bytes.size(), limits.bytes)), archive_(archive_read_new()) {
    archive_read_support_format_tar(archive_.get());
    if (archive_read_open_memory(archive_.get(), bytes.data(), bytes.size()) == ARCHIVE_OK) {
      read_members();
    }
  }

  std::optional<std::string> json;
  Dataset dataset;
  std::vector<std::string> notes;

 private:
  void read_members() {
    archive_entry* entry = nullptr;
    for (;;) {
      const int code = archive_read_next_header(archive_.get(), &entry);
      if (code == ARCHIVE_RETRY) {
        continue;
      }
      if (code < ARCHIVE_WARN) {
        note("the tar is damaged after its first {} members: the rest was left out", members_);
        return;
      }
      if (code == ARCHIVE_EOF) {
        return;
      }
      // No tar within the limits has more; damaged ones could name members without end.
      if (++members_ > 2 * limits_.files + 16) {
        note("members beyond {} were left out", members_ - 1);
        return;
      }
      read_member(entry);
    }
  }

  void read_member(archive_entry* entry) {
    const char* name = archive_entry_pathname(entry);
    if (name == nullptr) {
      name = archive_entry_pathname_utf8(entry);  // a name that the locale cannot say
    }
    if (name == nullptr) {
      note("a member without a name was left out");
      return;
    }
    std::string_view path(name);
    while (path.starts_with("./")) {
      path.remove_prefix(2);
    }
    const auto type = archive_entry_filetype(entry);
    const bool is_file = type == AE_IFREG && archive_entry_hardlink(entry) == nullptr;
    if (path == "case.json" && is_file && !json) {
      if (auto bytes = read_bytes(entry, largest_json)) {
        const auto* first = bytes->data();
        json.emplace();
        json->reserve(bytes->size());
        std::transform(first, first + bytes->size(), std::back_inserter(*json),
                       [](std::byte b) { return static_cast<char>(b); });
      } else {
        note("case.json is larger than 1 MiB and was not read");
      }
      return;
    }
    if (!path.starts_with("data/")) {
      note("{}: left out, it is not below data/", escape(path.substr(0, longest_path)));
      return;
    }
    path.remove_prefix(5);
    if (type == AE_IFDIR) {
      if (!path.empty()) {
        add_folder(path);
      }
    } else if (is_file) {
      add_file(path, entry);
    } else {
      note("{}: left out, it is no regular file", escape(path.substr(0, longest_path)));
    }
  }

  std::optional<std::string> true_path(std::string_view member) {
    const std::string path = member.find('\\') == std::string_view::npos ? std::string(member) : unescape(member);
    auto mended = mended_path(path);
    if (!mended) {
      note("{}: left out, its path leaves the folder, is too long or is empty", escape(member.substr(0, longest_path)));
    } else if (*mended != path && *mended + "/" != path) {
      note("{}: read as {}", escape(path.substr(0, longest_path)), escape(*mended));
    }
    return mended;
  }

  void add_folder(std::string_view member) {
    if (dataset.folders.size() == limits_.files) {
      note("folders beyond {} were left out", limits_.files);
    } else if (auto path = true_path(member)) {
      dataset.folders.push_back(std::move(*path));
    }
  }

  void add_file(std::string_view member, archive_entry* entry) {
    if (dataset.files.size() == limits_.files) {
      note("files beyond {} were left out", limits_.files);
      return;
    }
    auto path = true_path(member);
    if (!path) {
      return;
    }
    auto bytes = read_bytes(entry, limits_.bytes - taken_);
    if (!bytes) {
      note("{}: left out, with it the dataset is larger than {} bytes", escape(*path), limits_.bytes);
      return;
    }
    taken_ += bytes->size();
    dataset.files.push_back({std::move(*path), Blob(std::move(*bytes))});
  }

  /// The member's content; nothing when it is larger than `limit`. A torn one is given as far as it goes.
  std::optional<std::vector<std::byte>> read_bytes(archive_entry* entry, std::size_t limit) {
    std::vector<std::byte> bytes;
    if (archive_entry_size(entry) > 0) {
      // The size is only a claim: no more is set aside than the tar has.
      bytes.reserve(std::min({static_cast<std::size_t>(archive_entry_size(entry)), most_, limit}));
    }
    for (;;) {
      const void* block = nullptr;
      std::size_t size = 0;
      la_int64_t offset = 0;
      const int code = archive_read_data_block(archive_.get(), &block, &size, &offset);
      if (code == ARCHIVE_EOF) {
        return bytes;
      }
      if (code < ARCHIVE_WARN) {
        note("a member is torn: it ends after {} bytes", bytes.size());
        return bytes;
      }
      if (offset < 0 || static_cast<std::size_t>(offset) > limit || size > limit - static_cast<std::size_t>(offset)) {
        return std::nullopt;
      }
      if (static_cast<std::size_t>(offset) > bytes.size()) {
        bytes.resize(static_cast<std::size_t>(offset));  // a hole of a sparse file
      }
      const auto* first = static_cast<const std::byte*>(block);
      bytes.insert(bytes.end(), first, first + size);
    }
  }

  template <class... Values>
  void note(fmt::format_string<Values...> text, Values&&... values) {
    if (notes.size() < most_notes) {
      notes.push_back(fmt::format(text, std::forward<Values>(values)...));
    }
  }

  struct Free {
    void operator()(archive* a) const { archive_read_free(a); }
  };
  const CaseLimits& limits_;
  std::size_t most_;
  std::unique_ptr<archive, Free> archive_;
  std::size_t members_ = 0;
  std::size_t taken_ = 0;
};

std::string joined(const std::vector<std::string>& notes) {
  std::string text;
  for (std::size_t i = 0; i < std::min(notes.size(), most_notes); ++i) {
    text += (i == 0 ? "" : "; ") + notes[i];
  }
  return text + (notes.size() > most_notes ? "; …" : "");
}

ReadCase read_raw(std::span<const std::byte> bytes, const CaseLimits& limits) {
  ReadCase read;
  read.as = ReadCase::As::raw;
  read.value.dataset = default_dataset();
  if (bytes.size() > limits.bytes) {
    bytes = bytes.first(limits.bytes);
    read.note = fmt::format("cut to {} bytes", limits.bytes);
  }
  if (!read.value.dataset.files.empty()) {
    read.value.dataset.files.front().bytes = Blob(std::vector<std::byte>(bytes.begin(), bytes.end()));
  }
  return read;
}

}  // namespace

ReadCase read_case(std::span<const std::byte> bytes, const CaseLimits& limits) {
  Unpacked found(bytes, limits);
  if (!found.json && found.dataset.files.empty() && found.dataset.folders.empty()) {
    return read_raw(bytes, limits);
  }
  ReadCase read;
  if (found.json) {
    read_case_json(*found.json, limits, read.value, found.notes);
  } else {
    found.notes.emplace_back("there is no case.json: options are the usual ones");
  }
  leave_out_conflicts(found.dataset, found.notes);
  read.value.dataset = std::move(found.dataset);
  read.note = joined(found.notes);
  return read;
}

}  // namespace proofload
