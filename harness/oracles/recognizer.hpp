/// A recognizer says of one row of features whose content it is, and whether it is right. One for each kind of data.
///
/// It is made for one run's truth, which must outlive it. One thread uses it at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dataset/trace_code.hpp"
#include "dataset/truth.hpp"
#include "proofload/declaration.hpp"
#include "proofload/trace.hpp"

namespace proofload {

/// One row as it was yielded.
struct SeenRow {
  std::span<const float> values;  ///< all finite
  const TracedBatch& batch;
  std::size_t row = 0;
};

struct Recognition {
  enum class By : std::uint8_t {
    nothing,  ///< nobody's
    code,     ///< a code that no other sample has
    match,    ///< its look
    absence,  ///< it shows nothing of anybody, as is right for samples that have nothing to show
  };
  By by = By::nothing;
  std::vector<std::size_t> owners;   ///< samples of that content, the likeliest first; several when they are equal
  std::vector<std::size_t> spares;   ///< of them and beside them, bad samples that hold that content, or held it
  std::vector<std::size_t> as_said;  ///< of the owners, those that have the length that the loader says
  std::vector<std::size_t> perhaps;  ///< others that the row shows all of, little as it is, or nothing
  std::optional<TraceReading> code;  ///< of an image
  enum class Length : std::uint8_t { not_said, as_said, other_than_said } length = Length::not_said;  ///< the owner's
  std::optional<std::uint32_t> wrong_at;  ///< place in the row, or behind it, where it contradicts the first owner
};

class Recognizer {
 public:
  Recognizer() = default;
  Recognizer(const Recognizer&) = delete;
  Recognizer& operator=(const Recognizer&) = delete;
  virtual ~Recognizer() = default;

  /// Nothing when the declaration lets rows be told by their content; else what to declare.
  [[nodiscard]] virtual std::string needs() const = 0;
  /// What a sample is called: "image".
  [[nodiscard]] virtual std::string_view noun() const = 0;

  /// Whether a batch's features have the form in which rows can be told.
  [[nodiscard]] virtual bool fits(const TracedTensor& features) const = 0;
  /// The row is of a batch that fits.
  [[nodiscard]] virtual Recognition recognize(const SeenRow& row) const = 0;

  /// Whether the content of a sample would not be recognized.
  [[nodiscard]] virtual bool untellable(std::size_t sample) const = 0;
  /// Whether two samples have one content.
  [[nodiscard]] virtual bool same_content(std::size_t a, std::size_t b) const = 0;

  /// What a place of a row must be for a sample; nothing where that is not known, or where the sample has no such
  /// place.
  [[nodiscard]] virtual std::optional<double> expected(std::size_t sample, const TracedTensor& features,
                                                       std::uint32_t at) const = 0;
  /// How far a value may be from what is expected.
  [[nodiscard]] virtual double allowed(std::size_t sample, std::uint32_t at) const = 0;
  /// Least and greatest of the values that a sample is known to have; nothing when too few are known.
  struct Ends {
    double low = 0;
    double high = 0;
  };
  [[nodiscard]] virtual std::optional<Ends> ends(std::size_t sample) const = 0;
  /// Where in a row of these features a sample's own values are: whatever else there is depends on the rest of the
  /// batch.
  struct Part {
    std::size_t first = 0;
    std::size_t count = 0;
  };
  [[nodiscard]] virtual Part own_part(std::size_t sample, const TracedTensor& features) const = 0;
};

std::shared_ptr<const Recognizer> recognizer(const Declaration& declaration, const Truth& truth);

std::shared_ptr<const Recognizer> image_recognizer(const Declaration& declaration, const Truth& truth);
/// Of pictures that are delivered pixel by pixel, as they are stored.
std::shared_ptr<const Recognizer> exact_image_recognizer(const Declaration& declaration, const Truth& truth);
std::shared_ptr<const Recognizer> sequence_recognizer(const Declaration& declaration, const Truth& truth);

}  // namespace proofload
