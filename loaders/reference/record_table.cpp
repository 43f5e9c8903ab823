#include "reference/record_table.hpp"

#include <algorithm>
#include <utility>

#include "reference/error_text.hpp"
#include "reference/extension.hpp"

namespace proofload::reference {
namespace {

/// The bytes of a file that are there but not yet taken.
class Pieces {
 public:
  explicit Pieces(File& file) : file_(file) {}

  [[nodiscard]] std::string_view rest() const { return std::string_view(bytes_).substr(taken_); }
  [[nodiscard]] bool all() const { return end_; }
  void take(std::size_t count) { taken_ += count; }

  /// Reads on, twice as far each time that nothing was taken between.
  std::expected<void, std::string> more() {
    constexpr std::size_t usual = std::size_t{256} << 10U;
    bytes_.erase(0, taken_);
    taken_ = 0;
    const std::size_t before = bytes_.size();
    bytes_.resize(before + std::max(usual, before));
    std::size_t size = before;
    while (size < bytes_.size() && !end_) {
      const auto got = file_.read(std::as_writable_bytes(std::span(bytes_)).subspan(size));
      if (!got) {
        return std::unexpected("cannot be read at byte " + std::to_string(read_ + size - before) + ": " +
                               text_of(got.error()));
      }
      end_ = *got == 0;
      size += *got;
    }
    bytes_.resize(size);
    read_ += size - before;
    return {};
  }

 private:
  File& file_;
  std::string bytes_;
  std::size_t taken_ = 0;
  std::uint64_t read_ = 0;
  bool end_ = false;
};

}  // namespace

RecordTable::RecordTable(Source& source, const RecordTablePlan& plan) {
  const auto entries = source.list("");
  if (!entries) {
    throw LoadFailure({.reason = "the dataset's root cannot be listed: " + text_of(entries.error())});
  }
  for (const Entry& entry : *entries) {
    if (entry.kind == NodeKind::file && has_extension(entry.name, plan.extension)) {
      files_.push_back({.path = entry.name});
    }
  }
  std::ranges::sort(files_, {}, &File::path);
  read(source, plan);
  if (labels_.empty()) {
    throw LoadFailure({.reason = "expected samples in files named ." + plan.extension + " at the root, found none"});
  }
}

void RecordTable::read(Source& source, const RecordTablePlan& plan) {
  for (File& file : files_) {
    file.first = labels_.size();
    auto outcome = [&]() -> std::expected<void, std::string> {
      auto opened = source.open(file.path);
      return opened ? read_records(**opened, plan) : std::unexpected("cannot be opened: " + text_of(opened.error()));
    }();
    if (!outcome) {
      forget_from(file.first);
      file.bad = File::Bad::as_a_whole;
      add(std::unexpected(std::move(outcome.error())));
    }
  }
}

std::expected<void, std::string> RecordTable::read_records(proofload::File& file, const RecordTablePlan& plan) {
  const auto format = plan.format();
  const std::size_t first = labels_.size();
  Pieces pieces(file);
  enum class Part : std::uint8_t { lead, records } part = Part::lead;
  for (;;) {
    if (auto read = pieces.more(); !read) {
      return read;
    }
    if (part == Part::lead) {
      if (pieces.all() && pieces.rest().empty()) {
        return std::unexpected("expected samples, found an empty file");
      }
      auto lead = format->lead(pieces.rest(), pieces.all());
      if (!lead) {
        return std::unexpected(std::move(lead.error()));
      }
      if (*lead) {
        pieces.take(**lead);
        part = Part::records;
      }
    }
    while (part == Part::records && !pieces.rest().empty()) {
      const auto length = format->cut(pieces.rest(), pieces.all());
      if (!length) {
        break;
      }
      if (format->holds_record()) {
        add(format->parse(pieces.rest().substr(0, *length), values_));
      }
      pieces.take(*length);
    }
    if (pieces.all()) {
      auto end = format->end();
      if (!end && labels_.size() == first) {
        return end;
      }
      if (!end) {
        add(std::unexpected(std::move(end.error())));
      }
      return {};
    }
    if (pieces.rest().size() > plan.longest_record) {
      add(std::unexpected("expected at most " + std::to_string(plan.longest_record) +
                          " bytes, found more; what follows in this file is not read"));
      return {};
    }
    if (values_.size() * sizeof(float) + labels_.size() * (sizeof(std::uint32_t) + sizeof(std::uint64_t)) >
        plan.memory) {
      throw LoadFailure({.reason = "expected a dataset of at most " + std::to_string(plan.memory) +
                                   " bytes of numbers, found more: split it"});
    }
  }
}

void RecordTable::add(std::expected<std::int64_t, std::string> outcome) {
  if (!outcome) {
    values_.resize(ends_.empty() ? 0 : ends_.back());
    bad_.emplace(labels_.size(), std::move(outcome.error()));
  }
  labels_.push_back(static_cast<std::uint32_t>(outcome.value_or(0)));
  ends_.push_back(values_.size());
}

void RecordTable::forget_from(std::uint64_t sample) {
  labels_.resize(sample);
  ends_.resize(sample);
  values_.resize(ends_.empty() ? 0 : ends_.back());
  bad_.erase(bad_.lower_bound(sample), bad_.end());
}

std::size_t RecordTable::file_of(std::uint64_t index) const {
  const auto after = std::ranges::upper_bound(files_, index, {}, &File::first);
  // Of files without samples, which begin where the next one does, the last is the one that has it.
  return static_cast<std::size_t>(after - files_.begin()) - 1;
}

std::int64_t RecordTable::label(std::uint64_t index, std::int64_t of_bad) const {
  return bad_.contains(index) ? of_bad : labels_[index];
}

std::expected<std::span<const float>, LoadError> RecordTable::values(std::uint64_t index) const {
  if (const auto bad = bad_.find(index); bad != bad_.end()) {
    return std::unexpected(refusal(index, bad->second));
  }
  const std::uint64_t first = index == 0 ? 0 : ends_[index - 1];
  return std::span(values_).subspan(first, ends_[index] - first);
}

std::vector<RecordTable::Part> RecordTable::parts() const {
  std::vector<Part> parts;
  for (std::size_t i = 0; i < files_.size(); ++i) {
    const std::uint64_t end = i + 1 < files_.size() ? files_[i + 1].first : size();
    parts.push_back({files_[i].path, files_[i].first, end - files_[i].first,
                     files_[i].bad == File::Bad::as_a_whole ? Part::Is::one_bad_sample : Part::Is::records});
  }
  return parts;
}

LoadError RecordTable::refusal(std::uint64_t index, std::string reason) const {
  const File& file = files_[file_of(index)];
  LoadError error{.path = file.path, .index = index, .reason = std::move(reason)};
  if (file.bad == File::Bad::no) {
    error.record = index - file.first;
  }
  return error;
}

}  // namespace proofload::reference
