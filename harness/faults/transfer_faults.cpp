#include "faults/transfer_faults.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "faults/byte_faults.hpp"
#include "proofload/random.hpp"

namespace proofload {
namespace {

constexpr std::uint64_t most_in_front = std::uint64_t{1} << 20U;

std::uint8_t number(char c) { return static_cast<std::uint8_t>(c); }

/// `before` by `after`, everywhere.
std::string with(std::string_view text, std::string_view before, std::string_view after) {
  std::string result;
  for (std::size_t at = text.find(before); at != std::string_view::npos; at = text.find(before)) {
    result += text.substr(0, at);
    result += after;
    text.remove_prefix(at + before.size());
  }
  return result += text;
}

/// How many bytes the character of UTF-8 in front has; 0: it is none.
std::size_t character(std::string_view text) {
  const std::uint8_t first = number(text.front());
  const std::size_t size = first < 0x80   ? 1
                           : first < 0xC2 ? 0
                           : first < 0xE0 ? 2
                           : first < 0xF0 ? 3
                           : first < 0xF5 ? 4
                                          : 0;
  if (size > text.size()) {
    return 0;
  }
  const bool whole = std::ranges::all_of(text.substr(std::min<std::size_t>(size, 1), size == 0 ? 0 : size - 1),
                                         [](char c) { return (number(c) & 0xC0U) == 0x80; });
  return whole ? size : 0;
}

/// As a program does that reads bytes as UTF-8 and puts the replacement character wherever they are none.
std::string replaced(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::size_t size = character(text);
    result += size == 0 ? "\xEF\xBF\xBD" : text.substr(0, size);
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return result;
}

/// As a program does that takes every byte for a letter of Latin-1 and writes UTF-8.
std::string encoded_again(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const std::uint8_t byte = number(c);
    if (byte < 0x80) {
      result += c;
    } else {
      result += static_cast<char>(0xC0U | byte >> 6U);
      result += static_cast<char>(0x80U | (byte & 0x3FU));
    }
  }
  return result;
}

std::string base64(std::string_view text) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  constexpr std::size_t line = 57;  // bytes on a line of 76 letters
  std::string result;
  for (std::size_t at = 0; at < text.size(); at += 3) {
    const std::string_view three = text.substr(at, 3);
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      bits = bits << 8U | (i < three.size() ? number(three[i]) : 0U);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      result += i <= three.size() ? letters[bits >> (18 - 6 * i) & 63U] : '=';
    }
    result += (at + 3) % line == 0 ? "\n" : "";
  }
  return result;
}

std::string quoted_printable(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const std::uint8_t byte = number(c);
    result +=
        byte == '\n' || (byte >= 32 && byte < 127 && byte != '=') ? std::string(1, c) : fmt::format("={:02X}", byte);
  }
  return result;
}

std::string hex(std::string_view text) {
  std::string result;
  for (const char c : text) {
    result += fmt::format("{:02x}", number(c));
  }
  return result;
}

std::string without_high_bits(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    c = static_cast<char>(number(c) & 0x7FU);
  }
  return result;
}

std::optional<std::string> transferred(std::string_view text, std::string_view how) {
  if (how == "lf_to_crlf") {
    return with(text, "\n", "\r\n");
  }
  if (how == "crlf_to_lf") {
    return with(text, "\r\n", "\n");
  }
  if (how == "cut_at_eof_mark") {
    return std::string(text.substr(0, text.find('\x1A')));
  }
  if (how == "cut_at_nul") {
    return std::string(text.substr(0, text.find('\0')));
  }
  if (how == "strip_high_bit") {
    return without_high_bits(text);
  }
  if (how == "utf8_twice") {
    return encoded_again(text);
  }
  if (how == "utf8_replaced") {
    return replaced(text);
  }
  if (how == "nul_to_blank") {
    return with(text, std::string_view("\0", 1), " ");
  }
  if (how == "base64") {
    return base64(text);
  }
  if (how == "quoted_printable") {
    return quoted_printable(text);
  }
  if (how == "hex") {
    return hex(text);
  }
  return std::nullopt;
}

/// What is put in front of a file.
std::optional<std::string> front(const Damage& damage) {
  const auto count = static_cast<std::size_t>(std::min(damage.fault.amount, most_in_front));
  const std::string& wanted = damage.fault.text;
  if (wanted == "zeros") {
    return std::string(count, '\0');
  }
  if (wanted == "random") {
    Random random(damage.fault.seed);
    std::string bytes(count, '\0');
    std::ranges::generate(bytes, [&] { return static_cast<char>(random.below(256)); });
    return bytes;
  }
  if (wanted == "self") {
    return std::string(damage.before.text().substr(0, count));
  }
  if (wanted == "bom") {
    return "\xEF\xBB\xBF";
  }
  if (wanted == "newline") {
    return "\n";
  }
  if (wanted == "http_header") {
    return fmt::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", damage.before.size());
  }
  return std::nullopt;
}

}  // namespace

std::optional<Blob> sent_as_text(const Damage& damage) {
  const auto after = transferred(damage.before.text(), damage.fault.text);
  return after ? std::optional(Blob(std::string_view(*after))) : std::nullopt;
}

std::optional<Blob> prepended(const Damage& damage) {
  const auto before = front(damage);
  return before ? std::optional(Blob(std::string_view(*before + std::string(damage.before.text())))) : std::nullopt;
}

}  // namespace proofload
