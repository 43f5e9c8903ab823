#include "faults/zip_faults.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dataset/zip.hpp"
#include "faults/byte_faults.hpp"
#include "faults/npy_faults.hpp"

namespace proofload {
namespace {

class Change {
 public:
  explicit Change(const Damage& damage)
      : damage_(damage),
        change_(damage.fault.text),
        file_(damage.before.text()),
        archive_(look_at_zip(damage.before.text())) {
    for (const ZipMember& member : archive_.members) {
      if (member.data) {
        const bool is_deflated = member.end - member.begin != member.data->size();
        entries_.push_back({.name = member.name,
                            .data = *member.data,
                            .packed = is_deflated ? ZipEntry::Packed::deflated : ZipEntry::Packed::stored});
      }
    }
    at_ = entries_.empty() ? 0 : damage.fault.amount % entries_.size();
  }

  std::optional<Blob> make() {
    // Only what is whole can be taken apart.
    if (entries_.empty() || entries_.size() != archive_.members.size() || archive_.structure != Soundness::sound) {
      return std::nullopt;
    }
    if (change_members() || change_content()) {
      return Blob(std::string_view(zip_bytes(entries_)));
    }
    return change_bytes() ? std::optional(Blob(std::string_view(file_))) : std::nullopt;
  }

 private:
  bool change_members() {
    ZipEntry& entry = entries_[at_];
    if (change_ == "dropped") {
      entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(at_));
    } else if (change_ == "twice") {
      entries_.push_back(ZipEntry(entry));
    } else if (change_ == "twice_with_other") {
      ZipEntry other = entries_[(at_ + 1) % entries_.size()];
      other.name = entry.name;
      entries_.push_back(std::move(other));
    } else if (change_ == "renamed") {
      entry.name.insert(0, "old_");
    } else if (change_ == "exchanged") {
      std::swap(entry.name, entries_[(at_ + 1) % entries_.size()].name);
    } else if (change_ == "reversed") {
      std::ranges::reverse(entries_);
    } else {
      return false;
    }
    return true;
  }

  bool change_content() {
    std::string& data = entries_[at_].data;
    if (change_ == "content_cut") {
      data.resize(data.size() - std::min<std::size_t>(data.size(), 3));
      return true;
    }
    if (change_ == "content_more") {
      data += "more";
      return true;
    }
    if (auto other = with_other_samples(data, change_, damage_.fault.amount / entries_.size())) {
      data = *std::move(other);
      return true;
    }
    const Blob before{std::string_view(data)};
    if (const auto other = npy_header_changed({before, damage_.fault, damage_.dataset})) {
      data = other->text();
      return true;
    }
    return false;
  }

  /// Of a number of the member that stands in the directory and in front of the data.
  void add(std::size_t entry, std::size_t header, std::uint64_t by) {
    const ZipMember& member = archive_.members[at_];
    for (const std::size_t place : {member.entry + entry, member.header + header}) {
      set_zip_number(file_, place, zip_number(file_, place, 4) + by, 4);
    }
  }

  bool change_bytes() {
    const ZipMember& member = archive_.members[at_];
    const std::size_t end = archive_.end_record;
    if (change_ == "checksum") {
      add(16, 14, 1);
    } else if (change_ == "size_more") {
      add(24, 22, 1);
    } else if (change_ == "size_less") {
      add(24, 22, 0xFFFFFFFF);
    } else if (change_ == "local_checksum") {
      set_zip_number(file_, member.header + 14, zip_number(file_, member.header + 14, 4) + 1, 4);
    } else if (change_ == "packed_otherwise") {
      const bool is_stored = entries_[at_].packed == ZipEntry::Packed::stored;
      set_zip_number(file_, member.entry + 10, is_stored ? 8 : 0, 2);
      set_zip_number(file_, member.header + 8, is_stored ? 8 : 0, 2);
    } else if (change_ == "offset") {
      set_zip_number(file_, member.entry + 42, member.header + 1, 4);
    } else if (change_ == "directory_cut") {
      file_.erase(member.entry, end - member.entry);
    } else if (change_ == "count_less") {
      set_zip_number(file_, end + 8, archive_.members.size() - 1, 2);
      set_zip_number(file_, end + 10, archive_.members.size() - 1, 2);
    } else if (change_ == "no_end") {
      file_.resize(end);
    } else if (change_ == "bytes_behind") {
      file_ += "behind the end";
    } else if (change_ == "bytes_in_front") {
      file_.insert(0, "in front");
    } else {
      return false;
    }
    return true;
  }

  const Damage& damage_;
  std::string change_;
  std::string file_;
  ZipArchive archive_;
  std::vector<ZipEntry> entries_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<Blob> zip_members_changed(const Damage& damage) { return Change(damage).make(); }

}  // namespace proofload
