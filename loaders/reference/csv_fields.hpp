/// The rows of a CSV text and their fields, read strictly: lines end in LF or CRLF, the last one also in nothing;
/// fields may be quoted, with commas, doubled quotes and line ends in them. A quote that is never closed takes what
/// follows with it, as CSV says.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "reference/refusal.hpp"

namespace proofload::reference {

/// For errors: in quotes, and no longer than a person wants to read.
inline std::string shown_field(std::string_view text) {
  return "\"" + std::string(text.substr(0, 40)) + (text.size() > 40 ? "…\"" : "\"");
}

/// Bytes of the first row with what ends it; nothing: its end is not there.
inline std::optional<std::size_t> csv_row_size(std::string_view bytes, bool all) {
  enum class In : std::uint8_t { field_start, plain, quotes, behind_quotes } in = In::field_start;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const char c = bytes[at];
    if (in == In::quotes) {
      in = c == '"' ? In::behind_quotes : In::quotes;
    } else if (c == '\n') {
      return at + 1;
    } else if (c == ',') {
      in = In::field_start;
    } else if (c == '"' && in != In::plain) {
      in = In::quotes;  // opened, or doubled
    } else {
      in = In::plain;
    }
  }
  return all && !bytes.empty() ? std::optional(bytes.size()) : std::nullopt;
}

/// Takes a row's fields one by one. Throws `Refusal` of a row that is not well formed.
class CsvFields {
 public:
  explicit CsvFields(std::string_view row) : row_(row) {
    row_.remove_suffix(row_.ends_with("\r\n") ? 2 : row_.ends_with('\n') ? 1 : 0);
  }

  [[nodiscard]] bool more() const { return !over_; }

  /// Nothing when there are no more. Valid until the next call.
  std::optional<std::string_view> next() {
    if (over_) {
      return std::nullopt;
    }
    if (at_ < row_.size() && row_[at_] == '"') {
      quoted();
    } else {
      const std::size_t stop = std::min(row_.find(',', at_), row_.size());
      field_ = row_.substr(at_, stop - at_);
      if (field_.find_first_of("\r\n") != std::string_view::npos) {
        refuse("a CR that no LF follows");
      }
      at_ = stop;
    }
    over_ = at_ == row_.size();
    if (!over_ && row_[at_] != ',') {
      refuse("text after a closing quote");
    }
    ++at_;
    return field_;
  }

 private:
  void quoted() {
    const std::size_t stop = row_.find('"', at_ + 1);
    if (stop != std::string_view::npos && (stop + 1 == row_.size() || row_[stop + 1] != '"')) {
      field_ = row_.substr(at_ + 1, stop - at_ - 1);
      at_ = stop + 1;
      return;
    }
    unquoted_.clear();
    for (++at_;;) {
      if (at_ >= row_.size()) {
        refuse("a quote is never closed");
      }
      const char c = row_[at_++];
      if (c == '"') {
        if (at_ == row_.size() || row_[at_] != '"') {
          break;
        }
        ++at_;
      }
      unquoted_ += c;
    }
    field_ = unquoted_;
  }

  std::string_view row_;
  std::size_t at_ = 0;
  bool over_ = false;
  std::string_view field_;
  std::string unquoted_;
};

}  // namespace proofload::reference
