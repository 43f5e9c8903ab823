#include "reference/tar_samples.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "loaders/reference/texts.hpp"

namespace proofload::reference {
namespace {

RecordTablePlan shards() {
  return {.extension = "tar",
          .format = [] { return tar_samples({.array = {.columns = 2, .low = -10, .high = 10}, .classes = 4}); }};
}

std::string octal(std::size_t value, std::size_t width) {
  std::string digits(width, '0');
  for (std::size_t i = width; i-- > 0; value /= 8) {
    digits[i] = static_cast<char>('0' + value % 8);
  }
  return digits;
}

std::string member(const std::string& name, std::string data, char type = '0') {
  std::string header(512, '\0');
  header.replace(0, name.size(), name);
  header.replace(100, 24,
                 "0000644\0"
                 "0001000\0"
                 "0001000\0",
                 24);
  header.replace(124, 11, octal(data.size(), 11));
  header.replace(136, 11, octal(0, 11));
  header[156] = type;
  header.replace(257, 8,
                 "ustar\0"
                 "00",
                 8);
  std::size_t sum = std::size_t{8} * ' ';
  for (const char c : header) {
    sum += static_cast<unsigned char>(c);
  }
  header.replace(148, 8, octal(sum, 6) + std::string("\0 ", 2));
  data.resize((data.size() + 511) / 512 * 512);
  return header + data;
}

/// Two steps: 1, 2 and 3, 4.
std::string array() {
  std::string text = "{'descr': '|i1', 'fortran_order': False, 'shape': (2, 2), }";
  text.resize(117, ' ');
  return "\x93NUMPY\1" + std::string("\0v\0", 3) + text + "\n" + std::string("\1\2\3\4", 4);
}

std::string sample(const std::string& key, const std::string& label) {
  return member(key + ".npy", array()) + member(key + ".cls", label);
}
const std::string end_of_shard(1024, '\0');

/// The reason why each sample of one shard is refused; "" for one that is not.
std::vector<std::string> reasons(const std::string& shard, std::size_t most = 1U << 20U) {
  Texts source({{"a.tar", shard}}, most);
  const RecordTable table(source, shards());
  std::vector<std::string> result;
  for (std::uint64_t i = 0; i < table.size(); ++i) {
    const auto values = table.values(i);
    EXPECT_TRUE(values || values.error().record == i);
    result.push_back(values ? "" : values.error().reason);
  }
  return result;
}

TEST(TarSamples, AreMembersThatStandTogetherAndHaveOneKey) {
  Texts source(
      {{"b.tar", sample("0", "3\n") + end_of_shard},
       {"a.tar", member("x/", "", '5') + member("x/1.cls", "2") + member("README", "text") + member("x/1.json", "{}") +
                     member("x/1.npy", array()) + sample("x/10", "0") + end_of_shard}},
      100);
  const RecordTable table(source, shards());
  ASSERT_EQ(table.size(), 3U);
  EXPECT_EQ(table.label(0, -1), 2);
  EXPECT_EQ(table.label(1, -1), 0);
  EXPECT_EQ(table.label(2, -1), 3);
  EXPECT_EQ(table.path(2), "b.tar");
  for (std::uint64_t i = 0; i < 3; ++i) {
    const auto values = table.values(i);
    ASSERT_TRUE(values) << values.error().reason;
    EXPECT_EQ(std::vector(values->begin(), values->end()), (std::vector<float>{1, 2, 3, 4}));
  }
}

TEST(TarSamples, AreRefusedOneByOne) {
  for (const std::string& bad :
       {sample("x", "4"), sample("x", ""), sample("x", "-1"), sample("x", "1 "), member("x.npy", array()),
        member("x.cls", "1"), sample("x", "1") + member("x.cls", "1"), sample("../x", "1"), sample("/x", "1"),
        sample("y/../x", "1"), sample("x", "1") + member("x.png", "", '2'),
        member("x.npy", array().substr(0, 129)) + member("x.cls", "1"), member("x.npy", "") + member("x.cls", "1")}) {
    const auto found = reasons(sample("a", "1") + bad + sample("b", "1") + end_of_shard, 700);
    ASSERT_EQ(found.size(), 3U) << bad;
    EXPECT_EQ(found[0], "");
    EXPECT_NE(found[1], "") << bad;
    EXPECT_EQ(found[2], "");
  }
  const auto again = reasons(sample("a", "1") + sample("b", "1") + sample("a", "2") + end_of_shard);
  ASSERT_EQ(again.size(), 3U);
  EXPECT_EQ(again[0], "");
  EXPECT_NE(again[2].find("another one in the same shard"), std::string::npos) << again[2];
}

TEST(TarSamples, OfAShardThatIsCutTheTornOneIsRefusedAndNothingBeforeIt) {
  const std::string one = sample("a", "1");
  const std::string whole = one + sample("b", "2") + sample("c", "3") + end_of_shard;
  for (std::size_t size = 512; size < whole.size() - 1; size += 128) {
    const auto found = reasons(whole.substr(0, size));
    const std::size_t full = std::min<std::size_t>(size / one.size(), 3);
    ASSERT_EQ(found.size(), full + 1) << size;
    for (std::size_t i = 0; i < full; ++i) {
      EXPECT_EQ(found[i], "") << size;
    }
    EXPECT_NE(found[full].find("the shard is cut"), std::string::npos) << size << ": " << found[full];
  }
  EXPECT_EQ(reasons(whole), (std::vector<std::string>{"", "", ""}));
}

TEST(TarSamples, BehindABrokenHeaderAndBehindTheEndNothingIsRead) {
  const std::string one = sample("a", "1");
  const std::string rest = sample("b", "2") + end_of_shard;
  for (const std::string& between : {std::string(512, 'x'), std::string(512, '\0'), rest.substr(0, 300) + rest}) {
    const auto found = reasons(one + between + rest);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0], "");
    EXPECT_NE(found[1].find("at byte 2048"), std::string::npos) << found[1];
  }
  const auto appended = reasons(one + end_of_shard + rest);
  ASSERT_EQ(appended.size(), 2U);
  EXPECT_NE(appended[1].find("appended"), std::string::npos);
}

}  // namespace
}  // namespace proofload::reference
