/// The truth is what a correct loader must deliver of a case: sample by sample, its label, its content and its state.
///
/// It goes by the effective bytes and by decoders that are independent of the loaders. Only oracles see it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/image_evidence.hpp"
#include "dataset/sequence.hpp"
#include "proofload/case.hpp"
#include "proofload/declaration.hpp"
#include "proofload/trace.hpp"

namespace proofload {

struct SampleTruth {
  enum class State : std::uint8_t {
    intact,   ///< must be delivered, with its content
    absent,   ///< listed, but cannot be opened: must be refused
    damaged,  ///< evident at the declared integrity: must be refused
    altered,  ///< not evident: the new content or an error are both right
    unknown,  ///< a fault could not be applied, or nobody can tell: anything is right
  };
  /// Whether the loader must account for it at all.
  enum class Presence : std::uint8_t { listed, optional };
  /// Why it need not; a loader may well count what is optional for one reason, and leave out what is for another.
  enum class OptionalFor : std::uint8_t {
    nothing,
    no_file,
    name,
    taken_by_some,
    depth,
    blank,   ///< a record with nothing in it
    border,  ///< a record to those who see its border, behind what is bad or odd
    group,   ///< a record to those who do not count it to another one: each place of the kind is taken either way
    file,    ///< a record of a file that may be bad as a whole, or that file
  };

  /// What it is: a sample; or the file that says which samples there are, whose refusal is the dataset's.
  enum class Role : std::uint8_t { sample, listing };

  Role role = Role::sample;
  std::string path;
  std::string other_path;               ///< of a sample in two files: the other one, which errors may name as well
  std::optional<std::uint64_t> record;  ///< number in the file, from 0; nothing: the sample is the file
  /// Where the record only names the file with the content: that path, as it is written and as it leads. An error may
  /// name it instead.
  std::vector<std::string> content_paths;
  std::uint64_t records = 0;     ///< of a file that is a sample: how many may come from it all the same
  std::string class_name;        ///< empty: the data does not say, or cannot be read
  std::optional<double> target;  ///< the number that is its label, where labels are numbers; nothing: likewise
  State state = State::intact;
  Presence presence = Presence::listed;
  OptionalFor optional_for = OptionalFor::nothing;
  std::string cause;                   ///< of `absent`, `damaged` and `altered`
  std::uint64_t index = 0;             ///< in the declared order, optional samples counted
  std::uint64_t optional_before = 0;   ///< so the index may be smaller by up to this
  std::uint64_t optional_in_file = 0;  ///< … and the record by this
  /// Whether `picture` is the one right content, or only what a decoder makes of it (then it serves to tell whose a row
  /// is, and no more).
  enum class Content : std::uint8_t { uncertain, certain };
  Content content = Content::uncertain;
  /// Whether the picture may be delivered turned as well: where what the file says of that is not declared to count.
  enum class Upright : std::uint8_t { as_shown, either } upright = {};
  std::shared_ptr<const Picture>
      picture;  ///< as it is to be delivered; of the effective bytes, else of the clean ones; null: none decodes
  enum class Shown : std::uint8_t { effective, clean } shown = {};  ///< of which of them
  std::uint64_t picture_digest = 0;                                 ///< of the bytes that it was decoded from
  std::shared_ptr<const Picture>
      clean_picture;  ///< of the file before any fault; null: there was none, or none decodes
  std::uint64_t clean_digest = 0;
  std::shared_ptr<const Sequence> sequence;  ///< of kinds that hold sequences; likewise, and with the same digests
  std::shared_ptr<const Sequence> clean_sequence;

  [[nodiscard]] bool must_be_refused() const { return state == State::absent || state == State::damaged; }
  /// "train.csv, record 17", with the file that it names if it names one, or the path alone. Unescaped.
  [[nodiscard]] std::string name() const;
};

/// A file that samples are windows of, as far as it can be told.
struct Series {
  std::string path;
  Sequence rows;  ///< of the columns of the features, and the target's behind them
};

struct Truth {
  std::vector<SampleTruth> samples;         ///< in the declared order (sorted, when none is declared)
  std::vector<std::string> class_names;     ///< of all class folders, also empty ones, sorted by bytes
  std::vector<std::string> listed_classes;  ///< the same in the order in which they are listed
  std::vector<std::string> unlisted;        ///< folders of which a listing failed; "" is the root
  std::vector<Series> series;               ///< of kinds whose samples are windows
  /// The ids of class names where the data or the declaration says them; empty: an id is a name's place in
  /// `class_names`.
  std::map<std::string, std::int64_t, std::less<>> class_ids;

  [[nodiscard]] std::size_t listed() const;  ///< samples that must be accounted for
  /// The label that a sample has if ids are as expected; nothing when its class is not known.
  [[nodiscard]] std::optional<std::int64_t> label_of(std::size_t sample, const Declaration& declaration) const;
};

/// All that a run shows of where its samples are.
struct Scene {
  const Case& value;
  const EffectiveDataset& effective;
  const Declaration& declaration;
  const Trace& trace;
};

/// The state that a node gives to the sample, or to all samples, in it: whatever is not a file that can be read.
/// Whether its bytes are to be judged.
enum class NodeSays : std::uint8_t { nothing, state };
NodeSays judge_node(SampleTruth& sample, const EffectiveNode& node, const Trace& trace);
/// Whether a part of another file was put into it: then it may look nearly like the other, and a row like both.
bool holds_part_of_another(const EffectiveNode& node, const Case& value);
/// Of an intact sample: either is right.
void alter(SampleTruth& sample, std::string_view cause);
/// What faults that act in time did to the sample that this file is, if the loader met them.
void judge_timed_faults(SampleTruth& sample, const EffectiveNode& node, const Case& value, const Trace& trace);

/// Sets the classes of samples that carry their labels: those that are declared, else those that are met.
void find_stored_classes(Truth& truth, const Labels& labels);

/// `trace` tells which of the faults that act in time were met.
Truth find_truth(const Case& value, const EffectiveDataset& effective, const Declaration& declaration,
                 const Trace& trace);

/// Paths by their bytes, '/' below every other byte.
bool path_less(std::string_view a, std::string_view b);

}  // namespace proofload
