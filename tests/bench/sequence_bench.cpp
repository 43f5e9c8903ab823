/// What the readers of the reference sequence loaders cost beside the least that anybody needs who reads such files.
///
/// Every figure is a ratio of two times that were measured in turn in this process, so that a noisy machine moves both.
#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstring>
#include <functional>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "proofload/random.hpp"
#include "reference/csv_table.hpp"
#include "reference/jsonl_steps.hpp"
#include "reference/npy_steps.hpp"

namespace {

using namespace proofload;
using namespace proofload::reference;

constexpr std::size_t steps = 20000;
constexpr std::size_t columns = 3;
constexpr float largest = 1000;
constexpr int rounds = 31;

double seconds(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// The median of the ratios of one to the other, each pair measured in turn.
double speed_over(const std::function<void()>& ours, const std::function<void()>& theirs) {
  ours();
  theirs();
  std::vector<double> ratios;
  for (int i = 0; i < rounds; ++i) {
    const double their_time = seconds(theirs);
    ratios.push_back(their_time / seconds(ours));
  }
  const auto middle = ratios.begin() + rounds / 2;
  std::ranges::nth_element(ratios, middle);
  return *middle;
}

void print(std::string_view what, double value, std::string_view aim) {
  fmt::print("{:<64} {:>8.3f}   aim {}\n", what, value, aim);
}

std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

std::vector<float> numbers() {
  Random random(1);
  std::vector<float> all(steps * columns);
  std::ranges::generate(all, [&] { return static_cast<float>(random.below(2000000)) / 1000.0F - largest; });
  return all;
}

/// Both must have read the same, else a ratio says nothing.
void expect_equal(std::span<const float> ours, std::span<const float> theirs, std::string_view what) {
  if (!std::ranges::equal(ours, theirs)) {
    throw std::runtime_error(fmt::format("{}: the two did not read the same numbers", what));
  }
}

template <class Read>
void read_with(const Read& read, std::vector<float>& values) {
  values.clear();
  if (const auto done = read(values); !done) {
    throw std::runtime_error(done.error());
  }
}

// ---- CSV ----------------------------------------------------------------------------------------------------------

std::string table_of(std::span<const float> all) {
  std::string text = "x,y,z\n";
  for (std::size_t i = 0; i < all.size(); i += columns) {
    text += fmt::format("{:.9g},{:.9g},{:.9g}\n", all[i], all[i + 1], all[i + 2]);
  }
  return text;
}

void expect(bool right) {
  if (!right) {
    throw std::runtime_error("the file is not as expected");
  }
}

/// A header that is as expected, three fields on each line, every number whole and in range: what any reader checks.
void scan_table(std::string_view text, std::vector<float>& values) {
  constexpr std::string_view header = "x,y,z\n";
  expect(text.starts_with(header));
  const char* at = text.data() + header.size();
  const char* end = text.data() + text.size();
  while (at != end) {
    for (std::size_t c = 0; c < columns; ++c) {
      float value = 0;
      const auto [stop, error] = std::from_chars(at, end, value);
      expect(error == std::errc{} && value >= -largest && value <= largest);
      expect(stop != end && *stop == (c + 1 < columns ? ',' : '\n'));
      at = stop + 1;
      values.push_back(value);
    }
  }
}

void measure_csv(std::span<const float> all) {
  const std::string text = table_of(all);
  const TablePlan plan{.columns = {"x", "y", "z"}, .low = -largest, .high = largest};
  std::vector<float> ours;
  std::vector<float> theirs;
  const auto read = [&] {
    read_with([&](std::vector<float>& values) { return read_csv_table(bytes_of(text), plan, values); }, ours);
  };
  const auto scan = [&] {
    theirs.clear();
    scan_table(text, theirs);
  };
  const double speed = speed_over(read, scan);
  expect_equal(ours, theirs, "CSV");
  print("CSV, over a scan with std::from_chars that checks the same", speed, ">= 0.7");
}

// ---- JSONL --------------------------------------------------------------------------------------------------------

std::string lines_of(std::span<const float> all) {
  std::string text;
  for (std::size_t i = 0; i < all.size(); i += columns) {
    text += fmt::format("{{\"x\": {:.9g}, \"y\": {:.9g}, \"z\": {:.9g}}}\n", all[i], all[i + 1], all[i + 2]);
  }
  return text;
}

/// Each line parsed, its three members asked for; and nothing checked. Not by `parse_many()`, which takes a thread of
/// its own where it was compiled with threads.
void scan_lines(simdjson::dom::parser& parser, const simdjson::padded_string& text, std::vector<float>& values) {
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t stop = rest.find('\n');
    simdjson::dom::element line;
    expect(parser.parse(rest.data(), stop, false).get(line) == simdjson::SUCCESS);
    for (const char* name : {"x", "y", "z"}) {
      double value = 0;
      expect(line[name].get(value) == simdjson::SUCCESS);
      values.push_back(static_cast<float>(value));
    }
    rest.remove_prefix(stop + 1);
  }
}

void measure_jsonl(std::span<const float> all) {
  const std::string text = lines_of(all);
  const simdjson::padded_string padded(text);
  const MembersPlan plan{.members = {"x", "y", "z"}, .low = -largest, .high = largest};
  simdjson::dom::parser parser;
  std::vector<float> ours;
  std::vector<float> theirs;
  const auto read = [&] {
    read_with([&](std::vector<float>& values) { return read_jsonl_steps(bytes_of(text), plan, values); }, ours);
  };
  const auto scan = [&] {
    theirs.clear();
    scan_lines(parser, padded, theirs);
  };
  const double speed = speed_over(read, scan);
  expect_equal(ours, theirs, "JSONL");
  print("JSONL, over bare simdjson", speed, ">= 0.7");
}

// ---- NPY ----------------------------------------------------------------------------------------------------------

void measure_npy(std::span<const float> all) {
  std::string header = fmt::format("{{'descr': '<f4', 'fortran_order': False, 'shape': ({}, {}), }}", steps, columns);
  header.append(127 - 10 - header.size(), ' ');
  header += '\n';
  std::string text = "\x93NUMPY\x01";
  text += '\0';
  text += static_cast<char>(header.size());
  text += '\0';
  text += header;
  const std::size_t first = text.size();
  text.resize(first + all.size_bytes());
  std::memcpy(text.data() + first, all.data(), all.size_bytes());
  const ArrayPlan plan{.columns = columns, .low = -largest, .high = largest};
  std::vector<float> ours;
  std::vector<float> theirs(all.size());
  const auto read = [&] {
    read_with([&](std::vector<float>& values) { return read_npy_steps(bytes_of(text), plan, values); }, ours);
  };
  const auto copy = [&] { std::memcpy(theirs.data(), text.data() + first, all.size_bytes()); };
  const double speed = speed_over(read, copy);
  expect_equal(ours, theirs, "NPY");
  print("NPY, over memcpy", speed, ">= 0.4");
}

}  // namespace

int main() {
  try {
    const std::vector<float> all = numbers();
    fmt::print("one file of {} steps and {} columns\n", steps, columns);
    measure_csv(all);
    measure_jsonl(all);
    measure_npy(all);
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "sequence_bench: {}\n", error.what());
    return 3;
  }
}
