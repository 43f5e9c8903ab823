#include "faults/place.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace proofload {
namespace {

constexpr std::uint64_t whole = 65536;

std::uint64_t fraction_of(std::uint64_t percent) { return (percent * whole + 50) / 100; }

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

std::optional<Place> numbered(Place::From from, std::string_view text) {
  const auto value = number(text);
  return value ? std::optional(Place{from, *value}) : std::nullopt;
}

}  // namespace

std::optional<std::size_t> resolve(const Place& place, std::span<const std::byte> bytes) {
  const std::size_t size = bytes.size();
  switch (place.from) {
    case Place::From::start:
      return static_cast<std::size_t>(std::min<std::uint64_t>(place.value, size));
    case Place::From::end:
      return size - static_cast<std::size_t>(std::min<std::uint64_t>(place.value, size));
    case Place::From::fraction:  // no file is so large that this overflows
      return static_cast<std::size_t>(std::uint64_t{size} * std::min(place.value, whole) / whole);
    case Place::From::boundary: {
      const auto offsets = boundaries(bytes);
      if (!offsets.empty()) {
        return offsets[place.value % offsets.size()];
      }
      break;
    }
  }
  return std::nullopt;
}

std::string describe(const Place& place) {
  switch (place.from) {
    case Place::From::start:
      break;
    case Place::From::end:
      return fmt::format("-{}", place.value);
    case Place::From::fraction:
      if (place.value <= whole) {
        const std::uint64_t percent = (place.value * 100 + whole / 2) / whole;
        if (fraction_of(percent) == place.value) {
          return fmt::format("{}%", percent);
        }
      }
      return fmt::format("frac:{}", place.value);
    case Place::From::boundary:
      return fmt::format("boundary:{}", place.value);
  }
  return fmt::format("{}", place.value);
}

std::optional<Place> place_of(std::string_view text) {
  if (text.starts_with('-')) {
    return numbered(Place::From::end, text.substr(1));
  }
  if (text.starts_with("frac:")) {
    return numbered(Place::From::fraction, text.substr(5));
  }
  if (text.starts_with("boundary:")) {
    return numbered(Place::From::boundary, text.substr(9));
  }
  if (text.ends_with('%')) {
    const auto percent = number(text.substr(0, text.size() - 1));
    return percent && *percent <= 100 ? std::optional(Place{Place::From::fraction, fraction_of(*percent)})
                                      : std::nullopt;
  }
  return numbered(Place::From::start, text);
}

}  // namespace proofload
