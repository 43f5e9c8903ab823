/// A load error says which sample could not be loaded, and why.
#pragma once

#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <utility>

namespace proofload {

struct LoadError {
  std::string path;                     ///< relative to the dataset's root; empty when no one file is to blame
  std::optional<std::uint64_t> index;   ///< of the sample in the dataset's declared order, from 0, before any shuffle
  std::string reason;                   ///< what was expected and what was found
  std::optional<std::uint64_t> record;  ///< of the sample within its file, from 0, where a file holds many samples
};

/// How a constructor refuses a dataset (no root, no samples). The harness takes it as the `LoadError` that it carries;
/// any other exception is an error without a path.
class LoadFailure : public std::exception {
 public:
  explicit LoadFailure(LoadError error) : error_(std::move(error)) {}
  [[nodiscard]] const LoadError& error() const { return error_; }
  [[nodiscard]] const char* what() const noexcept override { return error_.reason.c_str(); }

 private:
  LoadError error_;
};

}  // namespace proofload
