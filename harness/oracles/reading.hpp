/// A reading says of every row of a trace whose it is.
///
/// Identity comes from the content (the trace code, else a match with one sample's picture); where the content tells
/// nothing, from the declared sample ids or by elimination, so that a spoiled row can be blamed on the right sample.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dataset/trace_code.hpp"
#include "dataset/truth.hpp"
#include "oracles/recognizer.hpp"
#include "proofload/case.hpp"
#include "proofload/declaration.hpp"
#include "proofload/trace.hpp"

namespace proofload {

struct RowReading {
  enum class By : std::uint8_t {
    nothing,      ///< nobody's
    code,         ///< the trace code
    match,        ///< the look
    absence,      ///< nothing is to be seen, nor is it in the sample
    declared_id,  ///< the loader's own word; the content tells nothing
    elimination,  ///< the only, or the next, sample that is left
    padding,      ///< a declared filling row
    wrapped,      ///< a declared repetition at the end
  };
  By by = By::nothing;
  std::uint64_t batch = 0;
  std::uint64_t row = 0;
  std::optional<std::size_t> sample;  ///< in `Truth::samples`
  std::optional<std::int64_t> label;
  std::optional<double> target;    ///< of labels that are numbers; it may be NaN
  std::optional<std::int64_t> id;  ///< as declared by the batch
  std::optional<TraceReading> code;
  std::optional<std::uint32_t> wrong_at;    ///< where the row contradicts its sample's certain content
  std::optional<std::uint32_t> not_finite;  ///< the first NaN or infinity
  bool ignored = false;                     ///< its label, or all numbers of it, is the declared ignore index
  bool blank = false;                       ///< every value is 0, or every value is the pad value
  bool chosen = false;                      ///< of several samples of that content, and the loader does not say which
  bool class_is_sure = true;  ///< no sample of another class or target has its content, or the id says whose it is

  /// The content itself says whose it is.
  [[nodiscard]] bool identified() const { return by == By::code || by == By::match || by == By::absence; }
  /// It counts as that sample's row.
  [[nodiscard]] bool counts() const { return sample && by != By::wrapped && by != By::padding; }
};

struct EpochReading {
  std::vector<RowReading> rows;                     ///< of all batches, in order
  std::vector<std::uint32_t> yielded;               ///< for each sample: rows that count
  std::vector<std::uint32_t> reported;              ///< for each sample: reports, and an error that ends the epoch
  std::vector<std::optional<std::size_t>> told_of;  ///< for each of the trace's reports: the sample that it is about
  std::optional<std::size_t> error_of;              ///< … and for the error that ended the epoch
  std::vector<std::size_t> strangers;  ///< reports whose path is no sample's, as places in the trace's reports

  /// Null where the batch has no such row, or did not have the form to look at its rows.
  [[nodiscard]] const RowReading* find(std::uint64_t batch, std::uint64_t row) const;
};

struct Reading {
  std::vector<EpochReading> epochs;
  bool can_identify = true;      ///< false: neither content nor declared ids tell whose a row is
  std::vector<bool> untellable;  ///< for each sample: its content would not be recognized
  std::shared_ptr<const Recognizer> content;

  /// Samples in the order yielded, those rows that count.
  [[nodiscard]] std::vector<std::size_t> order(std::size_t epoch) const;
  /// Whether some of that order is by elimination or by choice, and so says nothing of the loader's.
  [[nodiscard]] bool guessed(std::size_t epoch) const;
};

/// Whether an epoch may hold a sample several times, and others not at all.
bool draws_with_replacement(const Declaration& declaration, const LoadOptions& options);

Reading read_rows(const Case& value, const Declaration& declaration, const Truth& truth, const Trace& trace);

}  // namespace proofload
