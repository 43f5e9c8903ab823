/// A record kind is a data kind whose files hold many samples, each with its label; a format is all in which such kinds
/// differ. The files stand at the dataset's root.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/data_kind.hpp"
#include "dataset/sequence_evidence.hpp"

namespace proofload {

/// A sample to be written.
struct Record {
  Sequence sequence;
  std::int64_t label = 0;
};

/// What the grammar of a format says of one record of a file.
struct RecordEvidence : SequenceEvidence {
  std::optional<std::int64_t> label;  ///< nothing: it cannot be read, or readers differ
  std::optional<double> target;       ///< the label, where it is a number; likewise
  std::string_view bytes;             ///< of the file, which they say whether two records are the same
  std::optional<std::string> names;   ///< of formats that list samples: the file with the content
  /// Why some readers do not take it for a record.
  SampleTruth::OptionalFor optional_for = SampleTruth::OptionalFor::nothing;
};

struct FileEvidence {
  std::vector<RecordEvidence> records;  ///< in their order
  /// When the file itself is what is bad, or may be: then it is one sample. Of what is in it all the same, every record
  /// is optional: it may come, or the file may be refused.
  std::optional<SequenceEvidence> whole;
  std::optional<Sequence> series;  ///< what the records are windows of, as in `Series`
  std::vector<std::shared_ptr<const std::string>>
      storage;  ///< what `RecordEvidence::bytes` are of, where that is not the file
};

struct RecordFormat {
  std::string_view extension;  ///< in small letters
  FileEvidence (*look)(const Blob& bytes, const Declaration& declaration);
  /// A file that every right reader reads; `random` draws among the many ways to write it.
  /// Null where files are written in another way.
  Blob (*write)(const std::vector<Record>& records, Random& random, const Declaration& declaration) = nullptr;
  /// The one file that lists all samples, each a record that names the file with its content; null: the records are the
  /// samples, of all files of the extension at the root.
  const std::string& (*listing)(const Declaration& declaration) = nullptr;
  /// The numbers of a sample; null: a sequence of a random length.
  Sequence (*draw)(Random& random, const Declaration& declaration, std::uint32_t id) = nullptr;
  /// The paths of the one or two files that hold all samples together; null: each file of the extension holds some.
  /// `look` gets what `joined_bytes` makes of two. What is bad of them as a whole may be refused as the dataset is, and
  /// records of them come all the same, or not.
  std::vector<std::string> (*files)(const Declaration& declaration) = nullptr;
};

/// So many of the declared classes (undeclared: the first ones), at least one, ascending. The last one is among them
/// often: where counts, bytes and one-hot columns end.
std::vector<std::int64_t> draw_classes(Random& random, const Labels& labels, std::size_t count);

/// A label that is none of the declared classes, for one of so many samples, now and then: what data holds and damage
/// seldom makes.
struct WrongLabel {
  std::size_t sample = 0;
  std::int64_t label = 0;
};
std::optional<WrongLabel> draw_wrong_label(Random& random, const Labels& labels, std::size_t samples);

void find_records(Truth& truth, const Scene& scene, const RecordFormat& format);
/// Records to be written, with labels of these classes; `ids` are taken already.
std::vector<Record> drawn_records(Random& random, const RecordFormat& format, const Declaration& declaration,
                                  std::size_t samples, std::span<const std::int64_t> classes,
                                  std::set<std::uint32_t>& ids);
Dataset random_records(Random& random, const RecordFormat& format, const Declaration& declaration, std::size_t samples,
                       std::size_t classes);
Blob random_record_file(Random& random, const RecordFormat& format, const Declaration& declaration,
                        std::size_t samples);

template <const RecordFormat& format>
const DataKind& record_kind() {
  static constexpr DataKind kind{
      .names_sample = [](std::string_view path) { return lower_extension(path) == format.extension; },
      .junk = [](const Declaration&) { return JunkFiles::ignored; },
      .judge = nullptr,
      .show = nullptr,
      .random_dataset =
          [](Random& random, const Declaration& declaration, std::size_t samples, std::size_t classes) {
            return random_records(random, format, declaration, samples, classes);
          },
      .random_file = [](Random& random, const Declaration& declaration, std::string_view /*folder*/) -> DataFile {
        return {"m" + std::to_string(random.below(1000)) + "." + std::string(format.extension),
                random_record_file(random, format, declaration, random.below(6))};
      },
      .good_content = [](Random& random, const Declaration& declaration, const Dataset&,
                         std::string_view) { return random_record_file(random, format, declaration, 3); },
      .find = [](Truth& truth, const Scene& scene) { find_records(truth, scene, format); },
      .count = [](std::string_view path, const Blob& bytes, const Declaration& declaration) -> std::size_t {
        return lower_extension(path) == format.extension ? format.look(bytes, declaration).records.size() : 0;
      },
  };
  return kind;
}

}  // namespace proofload
