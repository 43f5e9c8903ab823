/// A window layout says which windows there are and where their rows stand: as declared, or in a way of its own, where
/// a step is replaced.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "proofload/declaration.hpp"
#include "reference/record_table.hpp"

namespace proofload::reference {

class WindowLayout {
 public:
  explicit WindowLayout(Windows windows) : windows_(std::move(windows)) {}
  WindowLayout(const WindowLayout&) = delete;
  WindowLayout& operator=(const WindowLayout&) = delete;
  virtual ~WindowLayout() = default;

  /// What windows are cut from: each file by itself.
  [[nodiscard]] virtual std::vector<RecordTable::Part> series(std::vector<RecordTable::Part> files) const {
    return files;
  }
  /// Of a series of so many rows.
  [[nodiscard]] virtual std::uint64_t windows(std::uint64_t rows) const { return windows_.windows(rows); }
  /// The row at which a window begins.
  [[nodiscard]] virtual std::uint64_t begin(std::uint64_t window) const { return window * windows_.stride; }
  /// The row of a step of the window that begins there.
  [[nodiscard]] virtual std::uint64_t step(std::uint64_t begin, std::uint64_t number) const {
    return begin + number * windows_.rate;
  }
  [[nodiscard]] virtual std::uint64_t target(std::uint64_t begin) const {
    return step(begin, windows_.length - 1) + windows_.horizon;
  }

  [[nodiscard]] const Windows& declared() const { return windows_; }

 private:
  Windows windows_;
};

}  // namespace proofload::reference
