/// A source of a few files at the root, in memory, for tests of readers. "denied" cannot be opened.
#pragma once

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "proofload/source.hpp"

namespace proofload::reference {

class TextFile final : public File {
 public:
  TextFile(std::string text, std::size_t most) : text_(std::move(text)), most_(most) {}
  std::expected<std::size_t, IoError> read(std::span<std::byte> into) override {
    const std::size_t count = std::min({into.size(), most_, text_.size() - at_});
    std::memcpy(into.data(), text_.data() + at_, count);
    at_ += count;
    return count;
  }

 private:
  std::string text_;
  std::size_t most_;
  std::size_t at_ = 0;
};

/// Files at the root; reads give at most so many bytes.
class Texts final : public Source {
 public:
  explicit Texts(std::map<std::string, std::string> files, std::size_t most = 1U << 20U)
      : files_(std::move(files)), most_(most) {}
  std::expected<std::vector<Entry>, IoError> list(std::string_view /*folder*/) override {
    std::vector<Entry> entries;
    for (const auto& [name, text] : files_) {
      entries.push_back({name, NodeKind::file});
    }
    return entries;
  }
  std::expected<Status, IoError> stat(std::string_view /*path*/) override { return Status{}; }
  std::expected<std::unique_ptr<File>, IoError> open(std::string_view path) override {
    const auto found = files_.find(std::string(path));
    if (found == files_.end()) {
      return std::unexpected(IoError{ENOENT});
    }
    const std::string& text = found->second;
    if (text == "denied") {
      return std::unexpected(IoError{EACCES});
    }
    return std::make_unique<TextFile>(text, most_);
  }
  std::optional<std::string> root() override { return std::nullopt; }

 private:
  std::map<std::string, std::string> files_;
  std::size_t most_;
};

}  // namespace proofload::reference
