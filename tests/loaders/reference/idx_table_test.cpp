#include "reference/idx_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <initializer_list>

#include "loaders/reference/texts.hpp"

namespace proofload::reference {
namespace {

using testing::HasSubstr;

std::string big(std::initializer_list<std::uint32_t> numbers) {
  std::string text;
  for (const std::uint32_t number : numbers) {
    for (const unsigned shift : {24U, 16U, 8U, 0U}) {
      text += static_cast<char>(number >> shift & 0xFFU);
    }
  }
  return text;
}

/// Images of 1 x 2 pixels.
std::string images(std::uint32_t count, const std::string& data) { return big({0x803, count, 1, 2}) + data; }
std::string labels(std::uint32_t count, const std::string& data) { return big({0x801, count}) + data; }

std::string packed(const std::string& text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string result(text.size() + 100, '\0');
  std::string copy = text;
  stream.next_in = reinterpret_cast<Bytef*>(copy.data());
  stream.avail_in = static_cast<uInt>(copy.size());
  stream.next_out = reinterpret_cast<Bytef*>(result.data());
  stream.avail_out = static_cast<uInt>(result.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  result.resize(stream.total_out);
  deflateEnd(&stream);
  return result;
}

using Files = std::map<std::string, std::string>;

struct Read {
  std::vector<std::string> pixels;  ///< of each sample, or "!" and where it is bad
  std::vector<std::int64_t> labels;
};

Read read(const Files& files, std::size_t most = 1U << 20U) {
  Texts source(files, most);
  const IdxTable table(source, {.rows = 1, .columns = 2, .classes = 4});
  Read result;
  for (std::uint64_t i = 0; i < table.size(); ++i) {
    const auto pixels = table.pixels(i);
    std::string text;
    if (pixels) {
      for (const std::byte pixel : *pixels) {
        text += static_cast<char>(pixel);
      }
    } else {
      EXPECT_EQ(pixels.error().index, i);
      text = "!" + pixels.error().path + (pixels.error().record ? "#" + std::to_string(*pixels.error().record) : "");
    }
    result.pixels.push_back(text);
    result.labels.push_back(table.label(i, -1));
  }
  return result;
}

std::string why(const std::string& of_images, const std::string& of_labels) {
  Texts source({{"a-images-idx3-ubyte", of_images}, {"a-labels-idx1-ubyte", of_labels}});
  const IdxTable table(source, {.rows = 1, .columns = 2, .classes = 4, .memory = 1000});
  const auto pixels = table.pixels(0);
  EXPECT_EQ(table.size(), pixels ? 2U : 1U);
  return pixels ? "" : pixels.error().path + ": " + pixels.error().reason;
}

TEST(IdxTable, PairsImagesWithTheirLabelsInTheOrderOfNames) {
  const Files files = {{"train-images-idx3-ubyte", images(2, "abcd")},
                       {"train-labels-idx1-ubyte", labels(2, {'\3', '\0'})},
                       {"t10k-images-idx3-ubyte", images(1, "ef")},
                       {"t10k-labels-idx1-ubyte", labels(1, "\1")},
                       {"readme.txt", "no sample"}};
  for (const std::size_t most : {1U, 3U, 1U << 20U}) {
    const Read all = read(files, most);
    EXPECT_EQ(all.pixels, (std::vector<std::string>{"ef", "ab", "cd"}));
    EXPECT_EQ(all.labels, (std::vector<std::int64_t>{1, 3, 0}));
  }
}

TEST(IdxTable, ReadsGzipWhereverItStands) {
  const Files files = {{"a-images-idx3-ubyte.gz", packed(images(2, "abcd"))},
                       {"a-labels-idx1-ubyte", labels(2, "\1\2")}};
  EXPECT_EQ(read(files, 1).pixels, (std::vector<std::string>{"ab", "cd"}));
}

TEST(IdxTable, TakesThePlainOneOfTwoFilesOfOneName) {
  EXPECT_EQ(read({{"a-images-idx3-ubyte.gz", "junk"},
                  {"a-images-idx3-ubyte", images(1, "ab")},
                  {"a-labels-idx1-ubyte", labels(1, "\1")}})
                .pixels,
            std::vector<std::string>{"ab"});
}

TEST(IdxTable, ChargesABadLabelToItsSampleAlone) {
  const Read all = read({{"a-images-idx3-ubyte", images(3, "abcdef")}, {"a-labels-idx1-ubyte", labels(3, "\1\4\2")}});
  EXPECT_EQ(all.pixels, (std::vector<std::string>{"ab", "!a-labels-idx1-ubyte#1", "ef"}));
  EXPECT_EQ(all.labels, (std::vector<std::int64_t>{1, -1, 2}));
}

TEST(IdxTable, TakesABadPairForOneSampleAndGoesOn) {
  const Read all = read({{"a-images-idx3-ubyte", "denied"},
                         {"a-labels-idx1-ubyte", labels(3, "\1\1\1")},
                         {"b-labels-idx1-ubyte", labels(3, "\1\1\1")},
                         {"c-images-idx3-ubyte", images(0, "")},
                         {"c-labels-idx1-ubyte", labels(0, "")},
                         {"d-images-idx3-ubyte", images(1, "ab")},
                         {"d-labels-idx1-ubyte", labels(1, "\1")}});
  EXPECT_EQ(all.pixels, (std::vector<std::string>{"!a-images-idx3-ubyte", "!b-labels-idx1-ubyte", "ab"}));
}

TEST(IdxTable, RefusesWhatHeaderLengthAndTheOtherFileDoNotBearOut) {
  const std::string two = labels(2, "\1\2");
  EXPECT_EQ(why(images(2, "abcd"), two), "");
  EXPECT_THAT(why(images(2, "abc"), two), HasSubstr("images-idx3-ubyte: expected 4 bytes behind the header, found 3"));
  EXPECT_THAT(why(images(2, "abcde"), two), HasSubstr("found more"));
  EXPECT_THAT(why(images(3, "abcdef"), two), HasSubstr("found 3 and 2"));
  EXPECT_THAT(why(images(2, "abcd"), labels(2, "\1")), HasSubstr("labels-idx1-ubyte: expected 2 bytes"));
  EXPECT_THAT(why(big({0x803, 2, 2, 1}) + "abcd", two), HasSubstr("expected samples of 1 x 2, found 2 x 1"));
  EXPECT_THAT(why(big({0x903, 2, 1, 2}) + "abcd", two), HasSubstr("magic number: expected 2051"));
  EXPECT_THAT(why(big({0x801, 2}) + "ab", two), HasSubstr("header: expected 16 bytes, found 10"));
  EXPECT_THAT(why(images(0xFFFFFFFF, "abcd"), two), HasSubstr("expected at most"));
  EXPECT_THAT(why("", two), HasSubstr("header: expected 16 bytes, found 0"));
}

TEST(IdxTable, RefusesGzipThatEndsEarlyOrHasAnotherChecksum) {
  const std::string whole = packed(images(2, "abcd"));
  const auto bad = [&](std::string file) {
    return read({{"a-images-idx3-ubyte.gz", std::move(file)}, {"a-labels-idx1-ubyte", labels(2, "\1\2")}}).pixels ==
           std::vector<std::string>{"!a-images-idx3-ubyte.gz"};
  };
  EXPECT_FALSE(bad(whole));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_TRUE(bad(whole.substr(0, size))) << size;
  }
  std::string flipped = whole;
  flipped[whole.size() - 8] ^= 1;
  EXPECT_TRUE(bad(flipped));
  EXPECT_TRUE(bad(whole + "x"));
}

TEST(IdxTable, RefusesADatasetWithoutSamples) {
  Texts none({{"a.txt", "x"}});
  EXPECT_THROW(IdxTable(none, {}), LoadFailure);
}

}  // namespace
}  // namespace proofload::reference
