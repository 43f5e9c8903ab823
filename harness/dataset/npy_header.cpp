#include "dataset/npy_header.hpp"

#include <algorithm>

namespace proofload {
namespace {

constexpr std::size_t version_at = 6;
constexpr std::size_t length_at = 8;

using Form = NpyDictionary::Form;

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  NpyDictionary scan() {
    // What only Python's own reader can judge: comments, escapes, other quotes, control characters, other letters.
    const bool plain = std::ranges::none_of(
        text_, [](char c) { return c == '#' || c == '\\' || c == '"' || (c < ' ' && c != '\n') || c == '\x7F'; });
    result_.form = !text_.ends_with('\n') || !plain ? Form::odd : Form::exact;
    if (!dictionary() && result_.form == Form::exact) {
      result_.form = Form::no;
    }
    return std::move(result_);
  }

 private:
  void blanks() {
    while (at_ < text_.size() && text_[at_] == ' ') {
      ++at_;
    }
  }
  bool take(char c) {
    blanks();
    if (at_ == text_.size() || text_[at_] != c) {
      return false;
    }
    ++at_;
    return true;
  }
  /// Nothing when it is not closed.
  std::optional<std::string_view> quoted() {
    if (!take('\'')) {
      return std::nullopt;
    }
    const std::size_t end = text_.find('\'', at_);
    if (end == std::string_view::npos) {
      return std::nullopt;
    }
    const std::string_view inside = text_.substr(at_, end - at_);
    at_ = end + 1;
    return inside;
  }
  /// Up to the comma or the brace that ends it, which is left.
  std::optional<std::string_view> value() {
    blanks();
    const std::size_t first = at_;
    std::size_t depth = 0;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (depth == 0 && (c == ',' || c == '}')) {
        std::string_view found = text_.substr(first, at_ - first);
        found = found.substr(0, found.find_last_not_of(' ') + 1);
        return found;
      }
      if (c == '\'') {
        const std::size_t end = text_.find('\'', at_ + 1);
        if (end == std::string_view::npos) {
          return std::nullopt;
        }
        at_ = end;
      } else if (c == '(' || c == '[' || c == '{') {
        ++depth;
      } else if (c == ')' || c == ']' || c == '}') {
        if (depth-- == 0) {
          return std::nullopt;
        }
      }
    }
    return std::nullopt;
  }

  bool dictionary() {
    if (!text_.starts_with('{')) {
      return false;
    }
    ++at_;
    while (!take('}')) {
      const auto key = quoted();
      if (!key || !take(':')) {
        return false;
      }
      const auto found = value();
      if (!found) {
        return false;
      }
      result_.entries.push_back({*key, *found});
      if (!take(',') && (at_ == text_.size() || text_[at_] != '}')) {
        return false;
      }
    }
    blanks();
    return at_ == text_.size() || text_.substr(at_) == "\n";
  }

  std::string_view text_;
  std::size_t at_ = 0;
  NpyDictionary result_;
};

}  // namespace

std::optional<NpyHeader> npy_header(std::string_view file) {
  if (!file.starts_with(npy_magic) || file.size() < length_at) {
    return std::nullopt;
  }
  const auto byte = [&](std::size_t at) { return std::size_t{static_cast<unsigned char>(file[at])}; };
  NpyHeader header{static_cast<std::uint8_t>(byte(version_at)), static_cast<std::uint8_t>(byte(version_at + 1)), 0, 0};
  const std::size_t width = header.major <= 1 ? 2 : 4;
  header.text_at = length_at + width;
  if (file.size() < header.text_at) {
    return std::nullopt;
  }
  std::size_t length = 0;
  for (std::size_t i = width; i-- > 0;) {
    length = length << 8U | byte(length_at + i);
  }
  if (length > file.size() - header.text_at) {
    return std::nullopt;
  }
  header.data_at = header.text_at + length;
  return header;
}

std::string_view NpyDictionary::value(std::string_view key) const {
  const auto found = std::ranges::find(entries, key, &Entry::key);
  return found == entries.end() ? std::string_view{} : found->value;
}

NpyDictionary npy_dictionary(std::string_view text) { return Scanner(text).scan(); }

std::string npy_header_bytes(std::uint8_t major, std::string_view dictionary, std::size_t alignment) {
  const std::size_t width = major <= 1 ? 2 : 4;
  const std::size_t least = length_at + width + dictionary.size() + 1;
  const std::size_t blanks = (alignment - least % alignment) % alignment;
  const std::size_t length = dictionary.size() + blanks + 1;
  std::string bytes(npy_magic);
  bytes += static_cast<char>(major);
  bytes += '\0';
  for (std::size_t i = 0; i < width; ++i) {
    bytes += static_cast<char>(length >> (8 * i) & 0xFFU);
  }
  bytes += dictionary;
  bytes.append(blanks, ' ');
  bytes += '\n';
  return bytes;
}

}  // namespace proofload
