#include <string>
#include <string_view>

#include "proofload/case.hpp"

namespace proofload {
namespace {

constexpr std::string_view digits = "0123456789ABCDEF";

bool is_plain(char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\'' && c != '\\'; }

int digit_value(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  if (c >= 'A' && c <= 'F') {
    return c - 'A' + 10;
  }
  if (c >= 'a' && c <= 'f') {
    return c - 'a' + 10;
  }
  return -1;
}

}  // namespace

std::string escape(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size());
  for (const char c : bytes) {
    if (is_plain(c)) {
      text += c;
    } else {
      const auto value = static_cast<unsigned char>(c);
      text += "\\x";
      text += digits[value >> 4U];
      text += digits[value & 15U];
    }
  }
  return text;
}

std::string unescape(std::string_view text) {
  std::string bytes;
  bytes.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 3 < text.size() && text[i + 1] == 'x') {
      const int high = digit_value(text[i + 2]);
      const int low = digit_value(text[i + 3]);
      if (high >= 0 && low >= 0) {
        bytes += static_cast<char>(high * 16 + low);
        i += 3;
        continue;
      }
    }
    bytes += text[i];  // a backslash that opens no escape stands for itself, so that names written by hand are taken
  }
  return bytes;
}

}  // namespace proofload
