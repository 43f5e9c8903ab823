#include "torture/harmless_loader.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "proofload/blob.hpp"
#include "proofload/loader.hpp"

namespace proofload {
namespace {

constexpr std::size_t values_of_a_sample = 4;
constexpr std::size_t largest_file = std::size_t{64} << 20U;

std::uint64_t made = 0;

class Harmless final : public Loader, public Epochs {
 public:
  Harmless(Source& source, const LoadOptions& options)
      : source_(source), batch_size_(std::clamp<std::uint64_t>(options.batch_size, 1, 1024)) {
    auto classes = folders_of("");
    for (std::size_t label = 0; label < classes.size(); ++label) {
      for (const Entry& entry : entries_of(classes[label])) {
        if (entry.kind == NodeKind::file) {
          samples_.push_back({classes[label] + "/" + entry.name, static_cast<std::int64_t>(label)});
        }
      }
    }
  }

  std::expected<std::optional<Batch>, LoadError> next() override {
    if (next_ >= samples_.size()) {
      return std::nullopt;
    }
    std::vector<float> features;
    std::vector<std::int64_t> labels;
    std::vector<std::int64_t> ids;
    for (; ids.size() < batch_size_ && next_ < samples_.size(); ++next_) {
      std::uint64_t digest = 0;
      if (auto bytes = read_file(source_, samples_[next_].path, largest_file)) {
        digest = Blob(std::move(*bytes)).digest();
      }
      for (std::size_t i = 0; i < values_of_a_sample; ++i, digest >>= 16U) {
        features.push_back(static_cast<float>(digest & 0xFFFFU) / 65535.0F);
      }
      labels.push_back(samples_[next_].label);
      ids.push_back(static_cast<std::int64_t>(next_));
    }
    const auto rows = static_cast<std::int64_t>(ids.size());
    return Batch{.features = Tensor::own(std::move(features), {rows, values_of_a_sample}),
                 .labels = Tensor::own(std::move(labels), {rows}),
                 .mask = {},
                 .lengths = {},
                 .sample_ids = Tensor::own(std::move(ids), {rows})};
  }

  void begin_epoch() override { next_ = 0; }

 private:
  struct Sample {
    std::string path;
    std::int64_t label = 0;
  };

  std::vector<Entry> entries_of(const std::string& folder) {
    auto listed = source_.list(folder);
    std::vector<Entry> entries = listed ? std::move(*listed) : std::vector<Entry>{};
    std::ranges::sort(entries, {}, &Entry::name);
    return entries;
  }

  std::vector<std::string> folders_of(const std::string& folder) {
    std::vector<std::string> names;
    for (const Entry& entry : entries_of(folder)) {
      if (entry.kind == NodeKind::directory) {
        names.push_back(entry.name);
      }
    }
    return names;
  }

  Source& source_;
  std::uint64_t batch_size_;
  std::vector<Sample> samples_;
  std::size_t next_ = 0;
};

Declaration declaration() {
  Declaration promises;
  promises.reads = ImageFolder{};
  promises.features = {
      .dtype = Dtype::float32, .shape = {values_of_a_sample}, .range = Range{0, 1, Range::Kind::bound}};
  promises.labels = {.dtype = Dtype::int64, .shape = {}};
  promises.transform = Transform::Kind::opaque;
  promises.last_batch = LastBatch::keep;
  promises.supports = {Option::epochs, Option::abandoned_epochs};
  promises.make = [](Source& source, const LoadOptions& options) {
    ++made;
    return std::make_unique<Harmless>(source, options);
  };
  return promises;
}

}  // namespace

const RegisteredLoader& harmless_loader() {
  static const RegisteredLoader loader{"harmless", declaration()};
  return loader;
}

std::uint64_t harmless_loaders_made() { return made; }

}  // namespace proofload
