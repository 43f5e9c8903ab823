#include "status_line.hpp"

#include <charconv>

namespace proofload {
namespace {

std::optional<std::uint64_t> number_after(std::string_view line, std::string_view label) {
  const auto at = line.find(label);
  if (at == std::string_view::npos) {
    return std::nullopt;
  }
  std::string_view rest = line.substr(at + label.size());
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
  return error == std::errc{} && end != rest.data() ? std::optional(value) : std::nullopt;
}

}  // namespace

std::optional<StatusLine> status_of(std::string_view line) {
  if (!line.starts_with('#')) {
    return std::nullopt;
  }
  const auto features = number_after(line, " ft:");
  const auto corpus = number_after(line, " corp:");
  if (!features || !corpus) {
    return std::nullopt;
  }
  // A loader that is not instrumented has no coverage to show.
  return StatusLine{number_after(line, " cov:").value_or(0), *features, *corpus};
}

}  // namespace proofload
