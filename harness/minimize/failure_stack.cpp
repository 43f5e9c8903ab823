#include "minimize/failure_stack.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace proofload {
namespace {

constexpr std::size_t most_places = 3;

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string_view trimmed(std::string_view line) {
  const std::size_t first = line.find_first_not_of(" \t\r");
  return first == std::string_view::npos ? std::string_view{} : line.substr(first);
}

std::string_view up_to(std::string_view text, std::string_view any) {
  return text.substr(0, std::min(text.find_first_of(any), text.size()));
}

std::string_view file_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

/// "    #1 0x55d in read_row(Table&) /src/table.cpp:42:7": the function, or the module when it has no name.
std::string frame(std::string_view line) {
  const std::size_t in = line.find(" in ");
  if (in != std::string_view::npos) {
    return std::string(up_to(line.substr(in + 4), " ("));
  }
  const std::size_t open = line.find('(');
  return open == std::string_view::npos ? std::string() : std::string(file_name(up_to(line.substr(open + 1), "+)")));
}

/// Functions of the sanitizers' runtime and of the C library stand above the place that matters.
bool of_runtime(std::string_view function) {
  constexpr std::array<std::string_view, 8> prefixes = {"__interceptor_", "__asan", "__ubsan",  "__sanitizer",
                                                        "__tsan",         "__msan", "operator", "___interceptor_"};
  constexpr std::array<std::string_view, 7> names = {"memcpy", "memmove", "memset", "malloc", "free", "abort", "raise"};
  return std::ranges::any_of(prefixes, [&](std::string_view prefix) { return function.starts_with(prefix); }) ||
         std::ranges::find(names, function) != names.end();
}

std::optional<std::string> sanitizer_report(const std::vector<std::string_view>& lines) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::size_t ubsan = lines[i].find(": runtime error: ");
    if (ubsan != std::string_view::npos) {
      // Values in the message differ from run to run; the place and its first words do not.
      std::string_view what = lines[i].substr(ubsan + 17);
      what = what.substr(0, std::min(what.find_first_of("0123456789"), what.size()));
      return std::string(what) + "at " + std::string(file_name(lines[i].substr(0, ubsan)));
    }
    const std::size_t at = lines[i].find("Sanitizer: ");
    if (at == std::string_view::npos || lines[i].find("ERROR") == std::string_view::npos) {
      continue;
    }
    std::string stack(up_to(lines[i].substr(at + 11), " :("));
    std::size_t places = 0;
    for (std::size_t j = i + 1; j < lines.size() && places < most_places; ++j) {
      const std::string_view line = trimmed(lines[j]);
      if (!line.starts_with('#')) {
        if (places > 0 || line.starts_with("SUMMARY")) {
          break;
        }
        continue;
      }
      const std::string function = frame(line);
      if (!function.empty() && !of_runtime(function)) {
        stack += (places == 0 ? " at " : ", ") + function;
        ++places;
      }
    }
    return stack;
  }
  return std::nullopt;
}

/// The last traceback: what was not caught. `  File "/src/train.py", line 31, in step`.
std::optional<std::string> python_traceback(const std::vector<std::string_view>& lines) {
  for (std::size_t i = lines.size(); i-- > 0;) {
    if (!lines[i].starts_with("Traceback (most recent call last)")) {
      continue;
    }
    std::string place;
    for (std::size_t j = i + 1; j < lines.size(); ++j) {
      if (lines[j].starts_with(' ')) {
        const std::string_view line = trimmed(lines[j]);
        const std::size_t number = line.find("\", line ");
        if (line.starts_with("File \"") && number != std::string_view::npos) {
          place = std::string(file_name(line.substr(6, number - 6))) + ":" +
                  std::string(up_to(line.substr(number + 8), ",\n"));
        }
        continue;
      }
      return std::string(up_to(lines[j], ": ")) + " at " + place;
    }
  }
  return std::nullopt;
}

}  // namespace

std::string failure_stack(std::string_view output) {
  const std::vector<std::string_view> lines = lines_of(output);
  if (auto report = sanitizer_report(lines)) {
    return *report;
  }
  return python_traceback(lines).value_or("");
}

}  // namespace proofload
