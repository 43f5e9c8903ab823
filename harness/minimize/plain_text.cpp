// Text files: the plainest form that they may have, and numbers of one digit. What goes here goes at many places at
// once, where no single byte could.
#include <algorithm>
#include <cctype>
#include <map>
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

/// Those within names are none.
std::vector<Number> numbers_in(std::string_view text) {
  std::vector<Number> found;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && (is_of_name(text[end]) || text[end] == '-' || text[end] == '+')) {
      ++end;
    }
    const std::string_view word = text.substr(at, end - at);
    const bool digits = std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; });
    if (digits && word.find_first_not_of("0123456789.+-eE") == std::string_view::npos) {
      found.push_back({at, word.size()});
    }
    at = std::max(end, at + 1);
  }
  return found;
}

/// The text with what `digit_of` says in place of each number that is not kept.
template <class DigitOf>
std::string replaced(std::string_view text, const std::vector<Number>& numbers, std::span<const std::size_t> kept,
                     DigitOf digit_of) {
  std::string next;
  std::size_t from = 0;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const bool stays = std::ranges::binary_search(kept, i);
    next += text.substr(from, numbers[i].at - from);
    next += stays ? std::string(text.substr(numbers[i].at, numbers[i].size)) : std::string(1, digit_of(i));
    from = numbers[i].at + numbers[i].size;
  }
  return next + std::string(text.substr(from));
}

constexpr std::size_t most_numbers = 4096;

/// Digits in place of all numbers for which `goes` holds, as far as they can go.
template <class Goes, class DigitOf>
void replace_numbers(Search& search, std::size_t file, Goes goes, DigitOf digit_of) {
  const Case base = search.best();
  const std::string_view text = base.dataset.files[file].bytes.text();
  std::vector<Number> numbers = is_text(text) ? numbers_in(text) : std::vector<Number>{};
  std::erase_if(numbers, [&](const Number& number) { return !goes(text.substr(number.at, number.size)); });
  if (numbers.empty() || numbers.size() > most_numbers) {
    return;
  }
  minimize_list(search, {.size = numbers.size(), .render = [&](std::span<const std::size_t> kept) {
                           return with_content(base, file, Blob(replaced(text, numbers, kept, digit_of)));
                         }});
}

/// Whole numbers within numbers, each with its sign.
std::vector<Number> whole_numbers_in(std::string_view text) {
  const auto is_digit = [&](std::size_t at) { return at < text.size() && text[at] >= '0' && text[at] <= '9'; };
  std::vector<Number> found;
  for (const Number& number : numbers_in(text)) {
    for (std::size_t at = number.at; at < number.at + number.size;) {
      std::size_t end = at + (text[at] == '-' && is_digit(at + 1) ? 1 : 0);
      while (is_digit(end) && end < number.at + number.size) {
        ++end;
      }
      if (end > at) {
        found.push_back({at, end - at});
      }
      at = std::max(end, at + 1);
    }
  }
  return found;
}

/// The same number wherever it stands, in one file or several: where the failure is about equal ones, none goes alone.
void replace_everywhere(Search& search, std::vector<Number> (*find)(std::string_view)) {
  constexpr std::size_t most_text = 1U << 16U;
  const Case base = search.best();
  std::size_t size = 0;
  std::map<std::string_view, std::size_t> times;
  for (const DataFile& file : base.dataset.files) {
    const std::string_view text = file.bytes.text();
    size += text.size();
    for (const Number& number : size <= most_text && is_text(text) ? find(text) : std::vector<Number>{}) {
      ++times[text.substr(number.at, number.size)];
    }
  }
  std::vector<std::string_view> repeated;
  for (const auto& [number, count] : times) {
    if (count > 1 && number.size() > 1) {
      repeated.push_back(number);
    }
  }
  if (size > most_text || repeated.empty()) {
    return;
  }
  minimize_list(search, {.size = repeated.size(), .render = [&](std::span<const std::size_t> kept) {
                           Case next = base;
                           for (DataFile& file : next.dataset.files) {
                             const std::string_view text = file.bytes.text();
                             if (!is_text(text)) {
                               continue;
                             }
                             std::string plain;
                             std::size_t from = 0;
                             for (const Number& number : find(text)) {
                               const std::string_view word = text.substr(number.at, number.size);
                               const auto nth = std::ranges::lower_bound(repeated, word) - repeated.begin();
                               if (nth == std::ssize(repeated) || repeated[static_cast<std::size_t>(nth)] != word ||
                                   std::ranges::binary_search(kept, static_cast<std::size_t>(nth))) {
                                 continue;
                               }
                               plain += text.substr(from, number.at - from);
                               plain += static_cast<char>('1' + nth % 9);
                               from = number.at + number.size;
                             }
                             file.bytes = Blob(plain + std::string(text.substr(from)));
                           }
                           return next;
                         }});
}

/// Thousands in fewer characters.
void write_as_powers(Search& search, std::size_t file) {
  const Case base = search.best();
  const std::string_view text = base.dataset.files[file].bytes.text();
  const std::vector<Number> numbers = is_text(text) ? numbers_in(text) : std::vector<Number>{};
  constexpr std::size_t few = 64;
  for (std::size_t i = numbers.size() <= few ? numbers.size() : 0; i-- > 0 && !search.over();) {
    const std::string_view number = text.substr(numbers[i].at, numbers[i].size);
    const std::size_t zeros = number.size() - 1 - number.find_last_not_of('0');
    if (zeros > 2 && number.find_first_of(".eE") == std::string_view::npos && zeros < number.size()) {
      std::string next(search.best().dataset.files[file].bytes.text());
      next.replace(numbers[i].at, numbers[i].size,
                   std::string(number.substr(0, number.size() - zeros)) + "e" + std::to_string(zeros));
      search.attempt(with_content(search.best(), file, Blob(next)));
    }
  }
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
  replace_everywhere(search, numbers_in);
  replace_everywhere(search, whole_numbers_in);
  for (std::size_t file = 0; file < search.best().dataset.files.size() && !search.over(); ++file) {
    // Neighbors that differ, since equal ones are often taken for each other; then as many of a kind as can be.
    replace_numbers(
        search, file, [](std::string_view number) { return number.size() > 1; },
        [](std::size_t nth) { return static_cast<char>('1' + nth % 9); });
    for (const char digit : {'0', '1', '2'}) {
      replace_numbers(
          search, file, [digit](std::string_view number) { return number.size() > 1 || number.front() > digit; },
          [digit](std::size_t) { return digit; });
    }
    write_as_powers(search, file);
  }
}

}  // namespace proofload
