// Text files: the plainest form that they may have, and numbers of one digit. What goes here goes at many places at
// once, where no single byte could.
#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>
#include <vector>

#include "minimize/edit.hpp"
#include "minimize/list.hpp"
#include "minimize/passes.hpp"
#include "minimize/text.hpp"

namespace proofload {
namespace {

constexpr std::string_view mark = "\xEF\xBB\xBF";

std::string without(std::string text, std::string_view what) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
    text.erase(at, what.size());
  }
  return text;
}

/// Plainer forms, the plainest first.
std::vector<std::string> plainer(const std::string& text) {
  const std::string unmarked = text.starts_with(mark) ? text.substr(mark.size()) : text;
  return {without(without(unmarked, "\""), "\r"), unmarked, without(text, "\""), without(text, "\r")};
}

bool is_of_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.'; }

struct Number {
  std::size_t at = 0;
  std::size_t size = 0;
};

/// Numbers of more than one character; those within names are none.
std::vector<Number> numbers_in(std::string_view text) {
  std::vector<Number> found;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && (is_of_name(text[end]) || text[end] == '-' || text[end] == '+')) {
      ++end;
    }
    const std::string_view word = text.substr(at, end - at);
    const bool digits = std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; });
    if (digits && word.size() > 1 && word.find_first_not_of("0123456789.+-eE") == std::string_view::npos) {
      found.push_back({at, word.size()});
    }
    at = std::max(end, at + 1);
  }
  return found;
}

/// The text with a digit in place of each number that is not kept; neighbors differ.
std::string shortened(std::string_view text, const std::vector<Number>& numbers, std::span<const std::size_t> kept) {
  std::string next;
  std::size_t from = 0;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const bool stays = std::ranges::binary_search(kept, i);
    next += text.substr(from, numbers[i].at - from);
    next += stays ? std::string(text.substr(numbers[i].at, numbers[i].size))
                  : std::string(1, static_cast<char>('1' + i % 9));
    from = numbers[i].at + numbers[i].size;
  }
  return next + std::string(text.substr(from));
}

}  // namespace

void minimize_text_form(Search& search) {
  for (std::size_t file = 0; file < search.best().dataset.files.size() && !search.over(); ++file) {
    const std::string text(search.best().dataset.files[file].bytes.text());
    if (text.empty() || !is_text(text)) {
      continue;
    }
    for (const std::string& plain : plainer(text)) {
      if (plain != text && search.attempt(with_content(search.best(), file, Blob(plain)))) {
        break;
      }
    }
  }
}

void minimize_numbers(Search& search) {
  constexpr std::size_t most = 4096;
  for (std::size_t file = 0; file < search.best().dataset.files.size() && !search.over(); ++file) {
    const Case base = search.best();
    const std::string_view text = base.dataset.files[file].bytes.text();
    const std::vector<Number> numbers = is_text(text) ? numbers_in(text) : std::vector<Number>{};
    if (numbers.empty() || numbers.size() > most) {
      continue;
    }
    minimize_list(search, {.size = numbers.size(), .render = [&](std::span<const std::size_t> kept) {
                             return with_content(base, file, Blob(shortened(text, numbers, kept)));
                           }});
  }
}

}  // namespace proofload
