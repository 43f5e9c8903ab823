// What goes only together with something else, each with a failure that stays as long as the two agree.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "minimize/formats.hpp"
#include "proofload/images.hpp"
#include "proofload/minimize.hpp"

namespace proofload {
namespace {

using Files = std::vector<std::pair<std::string, std::string>>;

Case with_all(const Files& files) {
  Case value;
  for (const auto& [path, text] : files) {
    value.dataset.files.push_back({path, Blob(std::string_view(text))});
  }
  value.options.batch_size = 1;
  return value;
}

Case minimized(const Case& start, std::function<bool(const Case&)> fails) {
  FunctionPredicate predicate(std::move(fails));
  const Minimized result = minimize(start, predicate, {});
  EXPECT_EQ(result.end, Minimized::End::smallest);
  return result.best;
}

std::string_view text_of(const Case& value, std::size_t file) { return value.dataset.files[file].bytes.text(); }

TEST(Together, ANumberThatTwoFilesShareBecomesTheSameDigitInBoth) {
  const Case best =
      minimized(with_all({{"a.csv", "x,y\n-441.3,7"}, {"b.csv", "x,y\n-441.3,9"}}), [](const Case& value) {
        const auto number = [&](std::size_t file) {
          const std::string_view text = text_of(value, file);
          return text.starts_with("x,y\n") ? text.substr(4, text.find(',', 4) - 4) : std::string_view{};
        };
        return value.dataset.files.size() == 2 && !number(0).empty() && number(0) == number(1);
      });
  ASSERT_EQ(best.dataset.files.size(), 2U);
  EXPECT_EQ(text_of(best, 0).size(), 5U);
  EXPECT_EQ(text_of(best, 0), text_of(best, 1));
}

TEST(Together, RowsOfParallelFilesGoTogether) {
  std::string text = "words\n";
  std::string labels;
  for (int i = 0; i < 40; ++i) {
    text += "word " + std::to_string(i) + "\n";
    labels += (i == 23 ? "bad\n" : "good\n");
  }
  const Case best = minimized(with_all({{"labels.txt", labels}, {"text.txt", text}}), [](const Case& value) {
    if (value.dataset.files.size() != 2) {
      return false;
    }
    const std::string_view names = text_of(value, 0);
    return std::ranges::count(names, '\n') + 1 == std::ranges::count(text_of(value, 1), '\n') &&
           names.find("bad") != std::string_view::npos;
  });
  ASSERT_EQ(best.dataset.files.size(), 2U);
  EXPECT_LE(std::ranges::count(text_of(best, 0), '\n'), 1);
  EXPECT_LE(std::ranges::count(text_of(best, 1), '\n'), 2);
}

TEST(Together, NumbersThatMatterAreWrittenInFewCharacters) {
  const Case best = minimized(with_all({{"a.csv", "x,y\n1000000,77"}}), [](const Case& value) {
    const std::string text = value.dataset.files.empty() ? std::string() : std::string(text_of(value, 0));
    return text.starts_with("x,y\n") && std::strtod(text.c_str() + 4, nullptr) == 1e6;
  });
  EXPECT_EQ(text_of(best, 0), "x,y\n1e6");
}

TEST(Together, WhatAComparisonRunDoesBecomesTheOption) {
  Case start = with_all({{"a", "1"}});
  start.comparisons = {Comparison::other_batch_size};
  const Case best = minimized(start, [](const Case& value) {
    return value.options.batch_size > 1 || std::ranges::count(value.comparisons, Comparison::other_batch_size) > 0;
  });
  EXPECT_TRUE(best.comparisons.empty());
  EXPECT_EQ(best.options.batch_size, 2U);
}

TEST(Together, WhatAShuffleDidIsDoneByNames) {
  Case start = with_all({{"a", "good"}, {"b", "bad"}});
  start.options.shuffle = Shuffle::on;
  // The bad one has to come first, as this shuffle has it, or as its name has it.
  const Case best = minimized(start, [](const Case& value) {
    if (value.dataset.files.size() != 2) {
      return false;
    }
    const auto& [first, second] = std::pair(value.dataset.files[0], value.dataset.files[1]);
    const bool in_order = (first.path < second.path) == (value.options.shuffle == Shuffle::off);
    return (in_order ? first : second).bytes.text().starts_with('b') &&
           (in_order ? second : first).bytes.text().starts_with('g');
  });
  EXPECT_EQ(best.options.shuffle, Shuffle::off);
}

TEST(Together, FewerFilesDoWithMoreWorkers) {
  Files files;
  for (int i = 0; i < 8; ++i) {
    files.emplace_back("f" + std::to_string(i), "");
  }
  Case start = with_all(files);
  start.options.workers = 4;
  const Case best =
      minimized(start, [](const Case& value) { return value.dataset.files.size() * value.options.workers >= 20; });
  EXPECT_EQ(best.dataset.files.size(), 3U);
  EXPECT_LE(best.options.workers, CaseLimits{}.workers);
}

TEST(Together, AContentTakesThePlaceOfAnotherOne) {
  const Case best = minimized(with_all({{"a/0", "x"}, {"hidden/0", ""}}), [](const Case& value) {
    bool hidden = false;
    bool any = false;
    for (const DataFile& file : value.dataset.files) {
      hidden |= file.path.starts_with("hidden");
      any |= file.bytes.size() > 0;
    }
    return hidden && any;
  });
  ASSERT_EQ(best.dataset.files.size(), 1U);
  EXPECT_EQ(text_of(best, 0).size(), 1U);
}

TEST(Together, AnArrayWithTooLittleDataHasTheShortestHeaderThatLies) {
  const std::string dictionary = "{'descr': '<f2', 'fortran_order': False, 'shape': (9, 3), }";
  const std::string start = npy_of({std::string("\2\0", 2), dictionary, {9, 3}, 2, "\1\2"}, NpyPadding::aligned);
  const Case best = minimized(with_all({{"a.npy", start}}), [](const Case& value) {
    const auto parts =
        value.dataset.files.empty() ? std::nullopt : npy_parts_of_any_length(value.dataset.files[0].bytes);
    return parts && parts->shape.size() == 2 && parts->shape[0] * parts->shape[1] * parts->item > parts->data.size();
  });
  const auto parts = npy_parts_of_any_length(best.dataset.files[0].bytes);
  ASSERT_TRUE(parts);
  EXPECT_EQ(parts->version, std::string("\1\0", 2));
  EXPECT_EQ(parts->data, "");
  EXPECT_EQ(parts->shape[0], 1U);
}

TEST(Together, AnImageOfTwoShadesIsTheSmallestThatIsNotOfOneColor) {
  const Dataset images = render(ImageDatasetPlan{{{.folder = "a", .stem = "0", .format = ImageFormat::jpeg}}, {}});
  Case start;
  start.dataset = images;
  start.options.batch_size = 1;
  const Case best = minimized(start, [](const Case& value) {
    if (value.dataset.files.empty()) {
      return false;
    }
    const auto png = png_parts(value.dataset.files[0].bytes);
    // Any JPEG, or a PNG of more than a pixel.
    return png ? !png->empty() && png->front().type == "IHDR" &&
                     png->front().data.substr(0, 8) != std::string("\0\0\0\1\0\0\0\1", 8)
               : jpeg_parts(value.dataset.files[0].bytes).has_value();
  });
  EXPECT_TRUE(png_parts(best.dataset.files[0].bytes));
  EXPECT_LE(text_of(best, 0).size(), 68U);
}

}  // namespace
}  // namespace proofload
