/// A record table holds all samples of a dataset whose files hold many each, parsed, in memory.
///
/// Files stand at the dataset's root and are told by their extension; all others are ignored. The order of the samples
/// is by file name, as bytes, and then as they stand in their file. A bad record is one bad sample; and so is a file
/// that cannot be read, or that holds nothing, or that its format refuses as a whole. Files are read piece by piece,
/// once, so that no more than a piece, or the longest record, is held beside the table.
/// Threads: once made, it is only read, by any number of them.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "proofload/load_error.hpp"
#include "proofload/source.hpp"

namespace proofload::reference {

/// What tells a format from others: where records end, and what they say. One is made for each file.
class RecordFormat {
 public:
  RecordFormat() = default;
  RecordFormat(const RecordFormat&) = delete;
  RecordFormat& operator=(const RecordFormat&) = delete;
  virtual ~RecordFormat() = default;

  /// Bytes of what leads the records, off the front of a file; nothing: more of the file is needed, unless these are
  /// all of its bytes. An error refuses the whole file.
  virtual std::expected<std::optional<std::size_t>, std::string> lead(std::string_view file, bool all) = 0;

  /// Bytes of the first record, with what ends it; nothing: more are needed.
  virtual std::optional<std::size_t> cut(std::string_view bytes, bool all) = 0;

  /// Appends the values of a record and gives its label, or says what was expected and what was found. `values` may
  /// then have grown.
  virtual std::expected<std::int64_t, std::string> parse(std::string_view record, std::vector<float>& values) = 0;

  /// Whether what was cut last is a record, and not between records.
  [[nodiscard]] virtual bool holds_record() const { return true; }

  /// Whether a file may end where it does. An error is one bad sample more; where there was none, it refuses the file.
  [[nodiscard]] virtual std::expected<void, std::string> end() const { return {}; }
};

struct RecordTablePlan {
  std::string extension;  ///< in small letters, without the dot
  std::function<std::unique_ptr<RecordFormat>()> format;
  std::size_t longest_record = std::size_t{4} << 20U;  ///< bytes; a longer one ends the reading of its file
  std::size_t memory = std::size_t{400} << 20U;        ///< bytes of a table; a larger dataset is refused
};

class RecordTable {
 public:
  /// Reads the dataset. Throws `LoadFailure` when the root cannot be listed, or there are no samples, or too many.
  RecordTable(Source& source, const RecordTablePlan& plan);

  [[nodiscard]] std::uint64_t size() const { return labels_.size(); }
  /// Of a bad sample: the one that was said.
  [[nodiscard]] std::int64_t label(std::uint64_t index, std::int64_t of_bad) const;
  [[nodiscard]] std::string path(std::uint64_t index) const { return files_[file_of(index)].path; }
  [[nodiscard]] std::expected<std::span<const float>, LoadError> values(std::uint64_t index) const;
  /// A file, and which samples are its.
  struct Part {
    std::string_view path;
    std::uint64_t first = 0;
    std::uint64_t count = 0;
    enum class Is : std::uint8_t { records, one_bad_sample } is = Is::records;
  };
  /// All files, also those without samples, in their order.
  [[nodiscard]] std::vector<Part> parts() const;
  /// Says that a sample is bad, and where it is.
  [[nodiscard]] LoadError refusal(std::uint64_t index, std::string reason) const;

 private:
  struct File {
    std::string path;
    std::uint64_t first = 0;  ///< its first sample
    enum class Bad : std::uint8_t { no, as_a_whole } bad = Bad::no;
  };

  [[nodiscard]] std::size_t file_of(std::uint64_t index) const;
  void read(Source& source, const RecordTablePlan& plan);
  std::expected<void, std::string> read_records(proofload::File& file, const RecordTablePlan& plan);
  void add(std::expected<std::int64_t, std::string> outcome);
  void forget_from(std::uint64_t sample);

  std::vector<File> files_;
  std::vector<std::uint32_t> labels_;
  std::vector<float> values_;
  std::vector<std::uint64_t> ends_;           ///< of each sample's values
  std::map<std::uint64_t, std::string> bad_;  ///< why
};

}  // namespace proofload::reference
