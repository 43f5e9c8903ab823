#include "minimize/text.hpp"

#include <algorithm>
#include <array>

namespace proofload {
namespace {

constexpr std::array<bool, 256> text_bytes = [] {
  std::array<bool, 256> is{};
  is.fill(true);
  for (std::size_t i = 0; i < 32; ++i) {
    is[i] = i == '\t' || i == '\n' || i == '\r';
  }
  is[127] = false;
  return is;
}();

std::vector<std::string_view> lines(std::string_view text) {
  std::vector<std::string_view> found;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::size_t size = end == std::string_view::npos ? text.size() : end + 1;
    found.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return found;
}

}  // namespace

bool is_text(std::string_view bytes) {
  return std::ranges::all_of(bytes, [](char c) { return text_bytes[static_cast<unsigned char>(c)]; });
}

std::vector<std::string_view> records(std::string_view text) {
  if (std::ranges::count(text, '"') % 2 != 0) {
    return lines(text);
  }
  std::vector<std::string_view> found;
  std::size_t start = 0;
  bool inside = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') {
      inside = !inside;
    } else if (text[i] == '\n' && !inside) {
      found.push_back(text.substr(start, i + 1 - start));
      start = i + 1;
    }
  }
  if (start < text.size()) {
    found.push_back(text.substr(start));
  }
  return found;
}

char separator_of(const std::vector<std::string_view>& records) {
  char best = 0;
  std::size_t most = 0;
  for (const char separator : {',', '\t', ';', '|'}) {
    // The header decides; a text whose first line has none has no columns.
    const std::size_t count = records.empty() ? 0 : fields(records.front(), separator).size() - 1;
    if (count > most) {
      most = count;
      best = separator;
    }
  }
  return best;
}

std::string_view ending(std::string_view record) {
  if (record.ends_with("\r\n")) {
    return record.substr(record.size() - 2);
  }
  return record.ends_with('\n') ? record.substr(record.size() - 1) : record.substr(record.size());
}

std::vector<std::string_view> fields(std::string_view record, char separator) {
  record.remove_suffix(ending(record).size());
  std::vector<std::string_view> found;
  std::size_t start = 0;
  bool inside = false;
  for (std::size_t i = 0; i < record.size(); ++i) {
    if (record[i] == '"') {
      inside = !inside;
    } else if (record[i] == separator && !inside) {
      found.push_back(record.substr(start, i - start));
      start = i + 1;
    }
  }
  found.push_back(record.substr(start));
  return found;
}

std::string unquoted(std::string_view field) {
  if (field.size() < 2 || field.front() != '"' || field.back() != '"') {
    return std::string(field);
  }
  std::string text;
  field = field.substr(1, field.size() - 2);
  for (std::size_t i = 0; i < field.size(); ++i) {
    text += field[i];
    i += field[i] == '"' && i + 1 < field.size() && field[i + 1] == '"' ? 1 : 0;
  }
  return text;
}

std::vector<std::string_view> quotations(std::string_view record) {
  std::vector<std::string_view> found;
  std::size_t open = record.find('"');
  while (open != std::string_view::npos) {
    const std::size_t close = record.find('"', open + 1);
    if (close == std::string_view::npos) {
      break;
    }
    found.push_back(record.substr(open + 1, close - open - 1));
    open = record.find('"', close + 1);
  }
  return found;
}

}  // namespace proofload
