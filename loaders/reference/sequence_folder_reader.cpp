#include "reference/sequence_folder_reader.hpp"

#include <algorithm>
#include <utility>

namespace proofload::reference {

SequenceFolderReader::SequenceFolderReader(Source& source, const SequencePlan& plan)
    : source_(source),
      plan_(plan),
      folders_(std::make_shared<const ClassFolders>(list_class_folders(source, plan.extension, plan.classes))) {}

std::vector<std::int64_t> SequenceFolderReader::shape() const {
  return {1 + std::int64_t{plan_.longest} * plan_.channels};
}

std::expected<void, LoadError> SequenceFolderReader::get(std::uint64_t index, std::span<float> into) {
  if (const auto loaded = load(index); !loaded) {
    return std::unexpected(LoadError{.path = path(index), .index = index, .reason = loaded.error()});
  }
  std::span<const float> steps = values_;
  const std::size_t most = std::size_t{plan_.longest} * plan_.channels;
  if (steps.size() > most) {
    steps = plan_.cut == Ragged::Side::head ? steps.last(most) : steps.first(most);
  }
  into.front() = static_cast<float>(steps.size() / plan_.channels);
  const auto behind = std::ranges::copy(steps, into.begin() + 1).out;
  std::fill(behind, into.end(), 0.0F);
  return {};
}

std::expected<void, std::string> SequenceFolderReader::load(std::uint64_t index) {
  const auto size = read_sample(source_, *folders_, index, plan_.file_limit, bytes_);
  if (!size) {
    return std::unexpected(size.error());
  }
  values_.clear();
  if (auto read = plan_.read(std::span(bytes_).first(*size), values_); !read) {
    return read;
  }
  const std::size_t steps = values_.size() / plan_.channels;
  if (steps > plan_.longest && plan_.cut != Ragged::Side::head && plan_.cut != Ragged::Side::tail) {
    return std::unexpected("expected at most " + std::to_string(plan_.longest) + " steps, found " +
                           std::to_string(steps));
  }
  if (steps == 0 && plan_.empty == Ragged::Empty::refused) {
    return std::unexpected("expected at least one step, found none");
  }
  return {};
}

}  // namespace proofload::reference
