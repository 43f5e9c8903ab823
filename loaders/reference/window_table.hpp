/// A window table holds series in memory, and knows where in them each window is: its steps, and the row with its
/// target.
///
/// One series is one file. No window goes on from one file into the next, and a file with fewer rows than a window
/// needs has none. A bad row keeps its place; every window that takes it is a bad sample. A file that is bad as a whole
/// is one bad sample. Threads: once made, it is only read, by any number of them.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "proofload/load_error.hpp"
#include "reference/record_table.hpp"
#include "reference/window_layout.hpp"

namespace proofload::reference {

struct WindowPlan {
  RecordTablePlan rows;        ///< a record is a row: the features in their order
  std::uint32_t channels = 1;  ///< features of a row
  std::uint32_t target = 0;    ///< the feature that is to be told
  std::shared_ptr<const WindowLayout> layout;
};

class WindowTable {
 public:
  /// Reads the dataset; throws `LoadFailure`, also when there is no window in it.
  WindowTable(Source& source, const WindowPlan& plan);

  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] std::string path(std::uint64_t index) const { return std::string(part_of(index).file.path); }
  /// Writes the steps of a window, or says which of its rows is bad. `into` is as it was then.
  [[nodiscard]] std::expected<void, LoadError> steps(std::uint64_t index, std::span<float> into) const;
  /// The target of a window; 0 of a bad one.
  [[nodiscard]] float target(std::uint64_t index) const;

  /// The series that a window is cut from, and the row of it at which the window begins.
  struct Place {
    RecordTable::Part series;
    std::uint64_t begin = 0;
  };
  [[nodiscard]] Place place(std::uint64_t index) const;
  [[nodiscard]] const RecordTable& rows() const { return rows_; }

 private:
  struct Part {
    RecordTable::Part file;
    std::uint64_t first = 0;  ///< its first window
  };

  [[nodiscard]] const Part& part_of(std::uint64_t index) const;
  [[nodiscard]] LoadError refusal(const Part& part, std::uint64_t index, const LoadError& row) const;

  WindowPlan plan_;
  RecordTable rows_;
  std::vector<Part> parts_;  ///< with windows only
  std::uint64_t size_ = 0;
};

}  // namespace proofload::reference
