/// Where the numbers of windows stand in the files that they were cut from: so that a finding can say "rows 1, 3, 5 of
/// a.csv", where a window began too late.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dataset/truth.hpp"
#include "proofload/declaration.hpp"

namespace proofload {

class SeriesPlaces {
 public:
  /// Of the truth's series; it must outlive this.
  SeriesPlaces(const Truth& truth, const Declaration& declaration);

  /// The rows whose features stand one after the other in a row of a batch, counted from 0 below the header: "rows 3,
  /// 4, 5 of a.csv, 0, 1 of b.csv". "" where a step is in none of the files.
  [[nodiscard]] std::string rows_of(std::span<const float> features) const;
  /// The row in whose target's column a number stands: "row 7 of a.csv"; "" when there is none.
  [[nodiscard]] std::string row_of_target(double target) const;

 private:
  struct Place {
    double value = 0;
    std::size_t series = 0;
    std::size_t row = 0;
  };

  [[nodiscard]] std::span<const Place> near(const std::vector<Place>& places, double value) const;
  [[nodiscard]] double as_delivered(const Place& place, std::size_t channel) const;
  [[nodiscard]] std::optional<Place> place_of(std::span<const float> step, const std::optional<Place>& before) const;

  const Truth& truth_;
  const Declaration& declaration_;
  std::vector<Place> first_;    ///< of the first channel, as it is delivered; by value
  std::vector<Place> targets_;  ///< likewise
};

}  // namespace proofload
