#include "cli/quantity.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <limits>
#include <optional>

#include "report/printable.hpp"

namespace proofload::cli {
namespace {

struct Unit {
  std::string_view name;
  std::uint64_t factor = 1;
};

/// Takes a number off the front.
std::optional<std::uint64_t> take_number(std::string_view& text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) {
    return std::nullopt;
  }
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

std::optional<std::uint64_t> add_product(std::uint64_t sum, std::uint64_t number, std::uint64_t factor) {
  std::uint64_t product = 0;
  if (__builtin_mul_overflow(number, factor, &product) || __builtin_add_overflow(sum, product, &sum)) {
    return std::nullopt;
  }
  return sum;
}

}  // namespace

std::expected<std::chrono::milliseconds, std::string> parse_duration(std::string_view text) {
  constexpr std::array<Unit, 4> units = {{{"ms", 1}, {"s", 1'000}, {"m", 60'000}, {"h", 3'600'000}}};
  const auto wrong = [given = text] {
    return std::unexpected(
        fmt::format("'{}' is no time: expected a number and a unit, as in 90s, 10m or 1h30m", printable(given)));
  };
  std::uint64_t sum = 0;
  std::string_view rest = text;
  do {
    const auto number = take_number(rest);
    const Unit* unit = nullptr;
    for (const Unit& candidate : units) {
      if (rest.starts_with(candidate.name)) {
        unit = &candidate;
        break;
      }
    }
    const auto next = number && unit != nullptr ? add_product(sum, *number, unit->factor) : std::nullopt;
    if (!next || *next > std::uint64_t{1} << 40U) {  // 35 years in milliseconds: sums with clocks cannot overflow
      return wrong();
    }
    sum = *next;
    rest.remove_prefix(unit->name.size());
  } while (!rest.empty());
  return std::chrono::milliseconds(sum);
}

std::expected<std::uint64_t, std::string> parse_size(std::string_view text) {
  constexpr std::array<Unit, 4> units = {
      {{"", 1}, {"K", std::uint64_t{1} << 10U}, {"M", std::uint64_t{1} << 20U}, {"G", std::uint64_t{1} << 30U}}};
  std::string_view rest = text;
  if (const auto number = take_number(rest)) {
    for (const Unit& unit : units) {
      if (rest == unit.name) {
        if (const auto size = add_product(0, *number, unit.factor)) {
          return *size;
        }
      }
    }
  }
  return std::unexpected(
      fmt::format("'{}' is no size: expected a number of bytes, as in 4096, 64M or 2G", printable(text)));
}

std::string show(std::chrono::milliseconds duration) {
  const auto count = duration.count();
  if (count < 10'000) {
    return fmt::format("{:.1f}s", static_cast<double>(count) / 1e3);
  }
  const auto seconds = count / 1000;
  if (seconds < 60) {
    return fmt::format("{}s", seconds);
  }
  if (seconds < 3600) {
    return fmt::format("{}m {:02}s", seconds / 60, seconds % 60);
  }
  return fmt::format("{}h {:02}m", seconds / 3600, seconds / 60 % 60);
}

std::string show(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) {
    digits.insert(at - 3, ",");
  }
  return digits;
}

}  // namespace proofload::cli
