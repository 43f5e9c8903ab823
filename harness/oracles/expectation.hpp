/// An expectation is what one row of features must be for a picture under the declared transform, as far as every
/// right resize gives the same: where the picture is flat.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "dataset/image_shape.hpp"
#include "dataset/picture.hpp"
#include "dataset/trace_code.hpp"
#include "proofload/declaration.hpp"

namespace proofload {

/// A row of features seen as planes.
Planes planes(const ImageShape& shape, std::span<const float> row);

struct Expectation {
  std::vector<float> values;           ///< in the row's order, by bilinear interpolation
  std::vector<std::uint32_t> certain;  ///< positions where every right resize gives the value
  std::vector<std::uint32_t> covered;  ///< positions that show the picture, where not all do (letterbox, crop, an alpha
                                       ///< that it lacks); empty: all do
  std::vector<float> ringing;  ///< for each certain one: what filters with negative lobes may add, whatever lies there
  std::shared_ptr<const Picture> picture;
  std::optional<std::uint32_t> id;                              ///< the trace code that the picture carries
  TraceReading::Colors colors = TraceReading::Colors::unclear;  ///< of the picture, which damage may have changed
  Deed turned = Deed::none;                                     ///< how the picture itself shows it, likewise
  /// Whether every right treatment of alpha and every usual filter leaves the code to be read.
  enum class Legible : std::uint8_t { surely, perhaps } legible = Legible::surely;
  float low = 0;  ///< least and greatest certain value
  float high = 0;
};

/// Fewer certain positions than this are no ground for a judgement.
inline constexpr std::size_t enough_certain = 16;

/// Cached by `digest`, transform and shape within the process (bounded). Of a transform that cannot be computed
/// (augmented, undeclared) nothing is certain, and the id is all there is.
std::shared_ptr<const Expectation> expect(const std::shared_ptr<const Picture>& picture, std::uint64_t digest,
                                          const Declaration& declaration, const ImageShape& shape);

/// The first position where the row is not as expected, if any. What sharp filters make of the picture is found when a
/// row is neither what smooth ones give, nor beyond what any could give.
std::optional<std::uint32_t> contradiction(const Expectation& expected, std::span<const float> row,
                                           const Declaration& declaration);

/// How alike the picture and a row are where the picture shows, from -1 to 1, whatever scale and offset; for where no
/// trace code can be read, since it is not all there, does not fill the row, or is faint behind blended alpha.
double likeness(const Expectation& expected, std::span<const float> row);

/// One number for a declared range's width; when undeclared, what the declared scale makes of it.
double range_width(const Declaration& declaration);

}  // namespace proofload
