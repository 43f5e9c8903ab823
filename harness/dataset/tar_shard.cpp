#include "dataset/tar_shard.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "dataset/npy.hpp"
#include "dataset/tar.hpp"
#include "dataset/tar_walk.hpp"

namespace proofload {
namespace {

constexpr std::string_view features = "npy";
constexpr std::string_view label = "cls";

void note(SequenceEvidence& of, Soundness decodes, Soundness structure, std::string_view cause) {
  if (of.cause.empty() || (structure == Soundness::damaged && of.structure != Soundness::damaged)) {
    of.cause = cause;
  }
  of.decodes = std::max(of.decodes, decodes);
  of.structure = std::max(of.structure, structure);
}

bool is_in_capitals(std::string_view extension) {
  const auto is = [&](std::string_view small) {
    return extension != small &&
           std::ranges::equal(extension, small, {}, [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  };
  return is(features) || is(label);
}

/// The label that a member says, and how sure that is.
std::optional<std::int64_t> read_label(std::string_view text, const Labels& labels, SequenceEvidence& found) {
  constexpr std::size_t most_digits = 15;
  constexpr std::string_view digits = "0123456789";
  std::string_view plain = text;
  plain.remove_suffix(plain.ends_with('\n') ? 1 : 0);
  plain.remove_suffix(plain.size() < text.size() && plain.ends_with('\r') ? 1 : 0);
  const std::string_view number = plain.substr(plain.starts_with('-') ? 1 : 0);
  const bool is_number = !number.empty() && number.find_first_not_of(digits) == std::string_view::npos;
  if (!is_number || (number.size() > 1 && number.starts_with('0')) || plain == "-0") {
    const bool to_some =
        text.find_first_of(digits) != std::string_view::npos &&
        std::ranges::all_of(text, [](unsigned char c) { return std::isalnum(c) == 0 || std::isdigit(c) != 0; });
    note(found, to_some ? Soundness::unsure : Soundness::damaged, to_some ? Soundness::unsure : Soundness::damaged,
         to_some ? "the label is a whole number to some" : "the label is no whole number");
    return std::nullopt;
  }
  std::int64_t value = 0;
  std::from_chars(plain.data(), plain.data() + plain.size(), value);
  if (number.size() > most_digits ||
      (labels.classes && (value < labels.base || value >= labels.base + *labels.classes))) {
    note(found, Soundness::damaged, Soundness::damaged, fmt::format("label {} is none of the declared classes", plain));
    return std::nullopt;
  }
  return value;
}

/// What is behind a break, or behind the end, some read and others do not.
enum class Behind : std::uint8_t { nothing, break_or_end };

/// Members that stand together and have one key.
struct Group {
  std::string key;
  std::size_t at = 0;
  std::size_t end = 0;
  SequenceEvidence found;  ///< without the sequence
  std::optional<std::string_view> array;
  std::optional<std::string_view> label;
  enum class Fields : std::uint8_t { once, twice } fields = Fields::once;
  Behind behind = Behind::nothing;
  std::optional<std::size_t> doubtful_from;  ///< readers may end there, or read on

  [[nodiscard]] bool lacks_one() const { return !array || !label; }
};

class Looking {
 public:
  Looking(const Blob& file, const TarShards& kind, const Declaration& declaration)
      : file_(file.text()),
        kind_(kind),
        declaration_(declaration),
        shape_(sequence_shape(declaration.features).value_or(SequenceShape{})) {}

  FileEvidence look() {
    std::size_t at = 0;
    for (bool more = true; more;) {
      const TarPart part = tar_part(file_, at);
      at = part.end;
      if (part.next == TarPart::Next::unsure) {
        doubt(part);
      }
      if (part.kind == TarPart::Kind::member) {
        member(part);
      } else if (part.kind == TarPart::Kind::end) {
        end(part);
      } else if (part.kind == TarPart::Kind::broken) {
        broken(part);
      }
      more = part.whole == TarPart::Whole::yes && (at < file_.size() || part.kind != TarPart::Kind::broken);
    }
    close();
    if (result_.records.empty()) {
      result_.whole = SequenceEvidence{Soundness::unsure, Soundness::damaged, "it has no sample", {}};
    }
    return std::move(result_);
  }

 private:
  /// Of a part that some read no further than.
  void doubt(const TarPart& part) {
    constexpr std::string_view why = "readers differ on whether they read on";
    const std::string_view key = part.kind == TarPart::Kind::member ? tar_key(part.name).key : "";
    if (open_ && !key.empty() && open_->key != key) {
      close();
    }
    if (open_) {
      note(open_->found, Soundness::unsure, Soundness::unsure, why);
      open_->doubtful_from = part.at;
    } else if (behind_ == Behind::nothing) {
      trouble(part.at, Soundness::unsure, Soundness::unsure, why);
    }
    behind_ = Behind::break_or_end;
  }

  void member(const TarPart& part) {
    const TarKey name = tar_key(part.name);
    if (name.key.empty()) {
      if (part.whole == TarPart::Whole::no) {
        broken(part);
      }
      return;
    }
    if (open_ && open_->key != name.key) {
      close();
    }
    if (!open_) {
      open_ = Group{.key = std::string(name.key), .at = part.at, .behind = behind_};
    }
    Group& group = *open_;
    group.end = part.end;
    if (part.is != Soundness::sound) {
      note(group.found, Soundness::unsure, part.is, part.cause);
    }
    if (name.extension == features || name.extension == label) {
      auto& field = name.extension == features ? group.array : group.label;
      if (field) {
        note(group.found, Soundness::unsure, Soundness::damaged, fmt::format("\"{}\" is there twice", part.name));
        group.fields = Group::Fields::twice;
      }
      field = part.data;
    } else if (is_in_capitals(name.extension)) {
      note(group.found, Soundness::unsure, Soundness::unsure, fmt::format("\"{}\" is in capitals", part.name));
    }
  }

  void close() {
    if (!open_) {
      return;
    }
    Group group = std::move(*open_);
    open_.reset();
    RecordEvidence record;
    record.sequence.channels = shape_.channels;
    record.bytes = file_.substr(group.at, group.end - group.at);
    SequenceEvidence& found = group.found;
    if (!keys_.insert(group.key).second) {
      note(found, Soundness::unsure, Soundness::damaged, fmt::format("the key \"{}\" was there before", group.key));
    }
    if (group.lacks_one()) {
      const Soundness how = group.doubtful_from ? Soundness::unsure : Soundness::damaged;
      note(found, how, how, fmt::format("\"{}\" has no member .{}", group.key, group.array ? label : features));
    }
    if (group.array && group.fields == Group::Fields::once) {
      SequenceEvidence array = look_at_npy(Blob(*group.array), kind_, shape_);
      note(found, array.decodes, array.structure, array.cause);
      record.sequence = std::move(array.sequence);
      record.meaning = array.meaning;
    }
    if (group.label && group.fields == Group::Fields::once) {
      record.label = read_label(*group.label, declaration_.labels, found);
    }
    static_cast<SequenceEvidence&>(record).decodes = found.decodes;
    record.structure = found.structure;
    record.cause = found.cause;
    if (group.behind == Behind::break_or_end) {
      record.optional_for = SampleTruth::OptionalFor::border;
      note(record, Soundness::unsure, Soundness::unsure, "it stands behind what is broken, or behind the end");
    }
    result_.records.push_back(std::move(record));
    if (group.doubtful_from) {
      trouble(*group.doubtful_from, Soundness::unsure, Soundness::unsure, found.cause);
    }
  }

  void end(const TarPart& part) {
    close();
    if (behind_ == Behind::nothing && file_.substr(part.end).find_first_not_of('\0') != std::string_view::npos) {
      trouble(part.end, Soundness::unsure, Soundness::unsure, "there are bytes behind the end");
    }
    behind_ = Behind::break_or_end;
  }

  void broken(const TarPart& part) {
    if (behind_ == Behind::break_or_end) {
      return close();
    }
    // Of ends that are not there, or not whole, only those know who look for them.
    const bool no_end = part.at == file_.size() || file_[part.at] == '\0';
    const Soundness decodes = no_end ? Soundness::unsure : part.is;
    if (open_ && open_->lacks_one()) {
      note(open_->found, decodes, part.is, part.cause);
      close();
    } else {
      // To some the member is cut whose padding is not there whole, and that is said already.
      const bool in_padding = open_ && open_->end == file_.size() && open_->end % tar_block != 0;
      close();
      trouble(part.at, decodes, in_padding ? Soundness::unsure : part.is, part.cause);
    }
    behind_ = Behind::break_or_end;
  }

  /// What is no group, and a bad sample all the same to those who must notice it.
  void trouble(std::size_t at, Soundness decodes, Soundness structure, std::string_view cause) {
    RecordEvidence record;
    record.sequence.channels = shape_.channels;
    record.bytes = file_.substr(at, tar_block);
    static_cast<SequenceEvidence&>(record).decodes = decodes;
    record.structure = structure;
    record.cause = cause;
    const bool evident = (declaration_.integrity >= Integrity::decodable && decodes == Soundness::damaged) ||
                         (declaration_.integrity >= Integrity::structure && structure == Soundness::damaged);
    record.optional_for = evident ? SampleTruth::OptionalFor::nothing : SampleTruth::OptionalFor::blank;
    result_.records.push_back(std::move(record));
  }

  std::string_view file_;
  const TarShards& kind_;
  const Declaration& declaration_;
  SequenceShape shape_;
  std::optional<Group> open_;
  std::set<std::string, std::less<>> keys_;
  Behind behind_ = Behind::nothing;
  FileEvidence result_;
};

}  // namespace

FileEvidence look_at_tar_shard(const Blob& file, const TarShards& kind, const Declaration& declaration) {
  return Looking(file, kind, declaration).look();
}

}  // namespace proofload
