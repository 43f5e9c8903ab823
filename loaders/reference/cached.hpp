/// A cached reader is a view over a reader that keeps in memory what it has read, as far as its room goes.
///
/// What is kept is a copy, so nobody who changes what he was given changes it. Errors are not kept: a bad sample is
/// tried again each time, and may have become good. It is kept by the index of the sample, never by a name. Copies
/// share what is kept, so that it serves all workers; they may be used in threads of their own.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "reference/reader.hpp"

namespace proofload::reference {

/// Features by the index of their sample. Threads: any.
class SampleCache {
 public:
  /// `room`: bytes of features.
  explicit SampleCache(std::size_t room) : room_(room) {}

  /// Whether they are there; then they are written to `into`.
  bool take(std::uint64_t index, std::span<float> into);
  /// Keeps a copy, if there is room. What is there already stays.
  void keep(std::uint64_t index, std::span<const float> features);

 private:
  std::mutex mutex_;
  std::size_t room_;
  std::unordered_map<std::uint64_t, std::vector<float>> kept_;
};

template <class Kind>
class Cached final : public Reader {
 public:
  Cached(Kind reader, std::size_t room) : reader_(std::move(reader)), cache_(std::make_shared<SampleCache>(room)) {}

  [[nodiscard]] std::uint64_t size() const override { return reader_.size(); }
  [[nodiscard]] std::vector<std::int64_t> shape() const override { return reader_.shape(); }
  [[nodiscard]] std::string path(std::uint64_t index) const override { return reader_.path(index); }
  [[nodiscard]] std::int64_t label(std::uint64_t index) const override { return reader_.label(index); }
  std::expected<void, LoadError> get(std::uint64_t index, std::span<float> into) override {
    if (cache_->take(index, into)) {
      return {};
    }
    auto got = reader_.get(index, into);
    if (got) {
      cache_->keep(index, into);
    }
    return got;
  }

 private:
  Kind reader_;
  std::shared_ptr<SampleCache> cache_;
};

}  // namespace proofload::reference
