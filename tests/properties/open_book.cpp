#include "properties/open_book.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "proofload/loader.hpp"

namespace proofload {
namespace {

constexpr std::int64_t row_width = 8;

class OpenBook final : public Loader {
 public:
  OpenBook(Source& source, const LoadOptions& options) : batch_size_(options.batch_size) { walk(source, ""); }

  std::expected<std::optional<Batch>, LoadError> next() override {
    if (next_ >= rows_.size()) {
      return std::optional<Batch>();
    }
    const std::size_t count = std::min<std::size_t>(batch_size_, rows_.size() - next_);
    std::vector<double> values;
    std::vector<std::int64_t> labels;
    for (std::size_t i = 0; i < count; ++i, ++next_) {
      values.insert(values.end(), rows_[next_].begin(), rows_[next_].end());
      labels.push_back(static_cast<std::int64_t>(next_ % 2));
    }
    Batch batch;
    const auto rows = static_cast<std::int64_t>(count);
    batch.features = Tensor::own(std::move(values), {rows, row_width});
    batch.labels = Tensor::own(std::move(labels), {rows});
    return batch;
  }

 private:
  static double number_of(std::string_view text) {
    std::uint32_t hash = 2166136261U;
    for (const char c : text) {
      hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    }
    return hash;
  }

  void walk(Source& source, const std::string& folder) {
    const auto entries = source.list(folder);
    if (!entries) {
      row(folder, {0, 0, 0, static_cast<double>(entries.error().code)});
      return;
    }
    for (const Entry& entry : *entries) {
      const std::string path = folder.empty() ? entry.name : folder + "/" + entry.name;
      if (entry.kind == NodeKind::directory) {
        row(path, {1});
        walk(source, path);
      } else {
        read(source, path, entry.kind);
      }
    }
  }

  void read(Source& source, const std::string& path, NodeKind kind) {
    const auto status = source.stat(path);
    const auto bytes = read_file(source, path, std::size_t{1} << 20U);
    std::string text;
    if (bytes) {
      for (const std::byte byte : *bytes) {
        text += static_cast<char>(byte);
      }
    }
    row(path,
        {static_cast<double>(kind), status ? static_cast<double>(status->size) : -1.0,
         status ? 0.0 : static_cast<double>(status.error().code), bytes ? 0.0 : static_cast<double>(bytes.error().code),
         static_cast<double>(text.size()), number_of(text)});
  }

  void row(const std::string& path, std::vector<double> values) {
    values.insert(values.begin(), number_of(path));
    values.resize(row_width);
    rows_.push_back(std::move(values));
  }

  std::uint64_t batch_size_;
  std::vector<std::vector<double>> rows_;
  std::size_t next_ = 0;
};

}  // namespace

const RegisteredLoader& open_book() {
  static const RegisteredLoader loader = [] {
    RegisteredLoader made;
    made.name = "open_book";
    made.declaration.reads = ImageFolder{};
    made.declaration.features.dtype = Dtype::float64;
    made.declaration.features.shape = {row_width};
    made.declaration.labels.dtype = Dtype::int64;
    made.declaration.supports = {Option::shuffle, Option::bad_sample, Option::last_batch};
    made.declaration.make = [](Source& source, const LoadOptions& options) {
      return std::make_unique<OpenBook>(source, options);
    };
    return made;
  }();
  return loader;
}

}  // namespace proofload
