#include "reference/sequence_folder_reader.hpp"

#include <utility>

#include "reference/steps_record.hpp"

namespace proofload::reference {

SequenceFolderReader::SequenceFolderReader(Source& source, const SequencePlan& plan)
    : source_(source),
      plan_(plan),
      folders_(std::make_shared<const ClassFolders>(list_class_folders(source, plan.extension, plan.classes))) {}

std::vector<std::int64_t> SequenceFolderReader::shape() const {
  return {1 + std::int64_t{plan_.longest} * plan_.channels};
}

std::expected<void, LoadError> SequenceFolderReader::get(std::uint64_t index, std::span<float> into) {
  auto loaded = load(index);
  if (loaded) {
    loaded = write_steps(values_, {plan_.channels, plan_.longest, plan_.cut, plan_.empty}, into);
  }
  if (!loaded) {
    return std::unexpected(LoadError{.path = path(index), .index = index, .reason = std::move(loaded.error())});
  }
  return {};
}

std::expected<void, std::string> SequenceFolderReader::load(std::uint64_t index) {
  const auto size = read_sample(source_, *folders_, index, plan_.file_limit, bytes_);
  if (!size) {
    return std::unexpected(size.error());
  }
  values_.clear();
  return plan_.read(std::span(bytes_).first(*size), values_);
}

}  // namespace proofload::reference
