/// The truth is what a correct loader must deliver of a case: sample by sample, its label, its content and its state.
///
/// It goes by the effective bytes and by decoders that are independent of the loaders. Only oracles see it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
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
  enum class OptionalFor : std::uint8_t { nothing, no_file, name, taken_by_some, depth };

  std::string path;
  std::string class_name;
  State state = State::intact;
  Presence presence = Presence::listed;
  OptionalFor optional_for = OptionalFor::nothing;
  std::string cause;                  ///< of `absent`, `damaged` and `altered`
  std::uint64_t index = 0;            ///< in the declared order, optional samples counted
  std::uint64_t optional_before = 0;  ///< so the index may be smaller by up to this
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
};

struct Truth {
  std::vector<SampleTruth> samples;         ///< in the declared order (sorted, when none is declared)
  std::vector<std::string> class_names;     ///< of all class folders, also empty ones, sorted by bytes
  std::vector<std::string> listed_classes;  ///< the same in the order in which they are listed
  std::vector<std::string> unlisted;        ///< folders of which a listing failed; "" is the root

  [[nodiscard]] std::size_t listed() const;  ///< samples that must be accounted for
};

/// `trace` tells which of the faults that act in time were met.
Truth find_truth(const Case& value, const EffectiveDataset& effective, const Declaration& declaration,
                 const Trace& trace);

/// Paths by their bytes, '/' below every other byte.
bool path_less(std::string_view a, std::string_view b);

}  // namespace proofload
