#include "reference/csv_table.hpp"

#include <charconv>
#include <cstddef>
#include <system_error>

#include "reference/refusal.hpp"

namespace proofload::reference {
namespace {

std::string shown(std::string_view text) {
  return "\"" + std::string(text.substr(0, 40)) + (text.size() > 40 ? "…\"" : "\"");
}

class Table {
 public:
  Table(std::string_view text, const TablePlan& plan) : text_(text), plan_(plan) {}

  void read(std::vector<float>& values) {
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    at_ = text_.starts_with(mark) ? mark.size() : 0;
    if (at_ == text_.size()) {
      fail("expected a header row, found the end of the file");
    }
    for (std::size_t column = 0; column < plan_.columns.size(); ++column) {
      const std::string_view name = field(column);
      if (name != plan_.columns[column]) {
        fail("expected the column " + shown(plan_.columns[column]) + ", found " + shown(name));
      }
    }
    while (at_ < text_.size()) {
      ++line_;
      for (std::size_t column = 0; column < plan_.columns.size(); ++column) {
        values.push_back(next_number(column));
      }
    }
  }

 private:
  [[noreturn]] void fail(std::string what) const { refuse("line " + std::to_string(line_) + ": " + std::move(what)); }

  /// Most fields are a number and the comma or line feed that ends it, and need be looked at once only.
  float next_number(std::size_t column) {
    const char* const end = text_.data() + text_.size();
    float value = 0;
    const auto [stop, error] = std::from_chars(text_.data() + at_, end, value);
    const char after = column + 1 < plan_.columns.size() ? ',' : '\n';
    if (error == std::errc{} && stop != end && *stop == after && value >= plan_.low && value <= plan_.high) {
      at_ = static_cast<std::size_t>(stop - text_.data()) + 1;
      return value;
    }
    return number(field(column));
  }

  /// The next field, and past what ends it: a comma, or after the last column the end of the line.
  std::string_view field(std::size_t column) {
    std::string_view content;
    if (at_ < text_.size() && text_[at_] == '"') {
      content = quoted();
    } else {
      const std::size_t begin = at_;
      while (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '\n' && text_[at_] != '\r') {
        ++at_;
      }
      content = text_.substr(begin, at_ - begin);
    }
    end_field(column);
    return content;
  }

  void end_field(std::size_t column) {
    const bool last = column + 1 == plan_.columns.size();
    if (at_ < text_.size() && text_[at_] == ',') {
      if (last) {
        fail("expected " + std::to_string(plan_.columns.size()) + " fields, found more");
      }
      ++at_;
      return;
    }
    const bool end = at_ == text_.size() || text_[at_] == '\n' || text_.substr(at_).starts_with("\r\n");
    if (!end) {
      fail(text_[at_] == '\r' ? "a CR that no LF follows" : "text after a closing quote");
    }
    if (!last) {
      fail("expected " + std::to_string(plan_.columns.size()) + " fields, found " + std::to_string(column + 1));
    }
    at_ += at_ == text_.size() ? 0U : text_[at_] == '\n' ? 1U : 2U;
  }

  std::string_view quoted() {
    ++at_;
    unquoted_.clear();
    for (;;) {
      if (at_ == text_.size()) {
        fail("a quote is never closed");
      }
      const char c = text_[at_++];
      if (c == '"') {
        if (at_ == text_.size() || text_[at_] != '"') {
          return unquoted_;
        }
        ++at_;
      }
      unquoted_ += c;
    }
  }

  [[nodiscard]] float number(std::string_view field) const {
    float value = 0;
    const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
    if (error != std::errc{} || end != field.data() + field.size()) {
      fail("expected a number, found " + shown(field));
    }
    if (!(value >= plan_.low && value <= plan_.high)) {  // also what is no number
      fail("expected a number in [" + std::to_string(plan_.low) + ", " + std::to_string(plan_.high) + "], found " +
           shown(field));
    }
    return value;
  }

  std::string_view text_;
  const TablePlan& plan_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::string unquoted_;
};

}  // namespace

std::expected<void, std::string> read_csv_table(std::span<const std::byte> file, const TablePlan& plan,
                                                std::vector<float>& values) {
  try {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes seen as characters
    Table({reinterpret_cast<const char*>(file.data()), file.size()}, plan).read(values);
    return {};
  } catch (Refusal& refusal) {
    return std::unexpected(std::move(refusal.reason));
  }
}

}  // namespace proofload::reference
