#include "dataset/npz.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dataset/arrays.hpp"
#include "dataset/zip.hpp"

namespace proofload {
namespace {

/// More members of a name are not looked at.
constexpr std::size_t most_choices = 4;

class Looking {
 public:
  Looking(const Npz& kind, const Declaration& declaration) : kind_(kind), declaration_(declaration) {}

  FileEvidence look(std::string_view file) {
    const ZipArchive archive = look_at_zip(file);
    note(Soundness::unsure, archive.structure, archive.cause);
    std::set<std::string_view> names;
    for (const ZipMember& member : archive.members) {
      if (!names.insert(member.name).second) {
        note(Soundness::unsure, Soundness::unsure, fmt::format("the member \"{}\" is there twice", member.name));
      }
      const bool is_array = member.name == kind_.features || member.name == kind_.labels;
      if (!is_array && std::max(member.structure, member.checksums) != Soundness::sound) {
        note(Soundness::unsure, Soundness::unsure, member.cause);  // to those who look at all of them
      }
    }
    const auto features = choices(archive, kind_.features);
    const auto labels = choices(archive, kind_.labels);
    FileEvidence result =
        look_at_arrays(file_of(kind_.features, features, 0), file_of(kind_.labels, labels, 0), kind_, declaration_);
    for (std::size_t f = 0; f < std::max<std::size_t>(features.size(), 1); ++f) {
      for (std::size_t l = f == 0 ? 1 : 0; l < std::max<std::size_t>(labels.size(), 1); ++l) {
        add_choice(result, file_of(kind_.features, features, f), file_of(kind_.labels, labels, l));
      }
    }
    if (result.whole) {
      // What one reader finds in a member, another may not find in the one that it takes.
      const Soundness most = features.size() > 1 || labels.size() > 1 ? Soundness::unsure : Soundness::damaged;
      note(std::min(result.whole->decodes, most), std::min(result.whole->structure, most), result.whole->cause);
    }
    if (whole_.structure != Soundness::sound || whole_.decodes != Soundness::sound) {
      result.whole = std::move(whole_);
    }
    return result;
  }

 private:
  using Choices = std::vector<std::string>;

  static ArrayFile file_of(const std::string& name, const Choices& choices, std::size_t number) {
    return {name, number < choices.size() ? std::optional<std::string_view>(choices[number]) : std::nullopt};
  }

  void note(Soundness decodes, Soundness structure, std::string_view cause) {
    if (structure != Soundness::sound || decodes == Soundness::damaged) {
      worsen(whole_, decodes, structure, cause);
    }
  }

  /// What the array of that name may be, to one reader or another.
  Choices choices(const ZipArchive& archive, const std::string& name) {
    std::vector<const ZipMember*> found;
    for (const ZipMember& member : archive.members) {
      if (member.name == name) {
        found.push_back(&member);
        judge(member);
      }
    }
    const std::size_t directed = found.size();
    for (const ZipMember& member : archive.undirected) {
      if (member.name == name) {
        found.push_back(&member);
      }
    }
    if (found.empty()) {
      const bool is_sure = archive.structure == Soundness::sound && archive.undirected.empty();
      note(is_sure ? Soundness::damaged : Soundness::unsure, is_sure ? Soundness::damaged : Soundness::unsure,
           fmt::format("there is no member \"{}\"", name));
    } else if (directed == 0) {
      note(Soundness::unsure, Soundness::unsure, fmt::format("the directory does not name \"{}\"", name));
    }
    Choices result;
    for (const ZipMember* member : found) {
      if (member->data && result.size() < most_choices && std::ranges::find(result, *member->data) == result.end()) {
        result.push_back(*member->data);
      }
    }
    return result;
  }

  void judge(const ZipMember& member) {
    note(member.decodes == Soundness::sound ? Soundness::unsure : member.decodes, member.structure, member.cause);
    if (member.checksums != Soundness::sound) {
      const bool counts = declaration_.integrity >= Integrity::checksums;
      note(Soundness::unsure, counts ? member.checksums : Soundness::unsure, member.cause);
    }
    if (!member.data) {
      note(Soundness::unsure, Soundness::unsure, member.cause);
    }
  }

  void add_choice(FileEvidence& result, const ArrayFile& features, const ArrayFile& labels) const {
    if (!features.bytes) {
      return;
    }
    FileEvidence other = look_at_arrays(features, labels, kind_, declaration_);
    for (RecordEvidence& record : other.records) {
      if (record.optional_for == SampleTruth::OptionalFor::nothing) {
        record.optional_for = SampleTruth::OptionalFor::file;
      }
      result.records.push_back(std::move(record));
    }
    std::ranges::move(other.storage, std::back_inserter(result.storage));
  }

  const Npz& kind_;
  const Declaration& declaration_;
  SequenceEvidence whole_;
};

}  // namespace

FileEvidence look_at_npz(const Blob& file, const Npz& kind, const Declaration& declaration) {
  return Looking(kind, declaration).look(file.text());
}

}  // namespace proofload
